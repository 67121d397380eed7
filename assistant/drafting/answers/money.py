"""Ways to pay, installments, invoices."""

from collections.abc import Mapping, Sequence

from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.phrasing import days, money, term, terms
from assistant.drafting.situation import Situation

_METHODS: tuple[tuple[str, str], ...] = (
    ("花呗", r"花呗|huabei"),
    ("信用卡", r"信用卡|credit cards?|\bvisa\b|mastercard"),
    ("支付宝", r"支付宝|alipay"),
    ("微信支付", r"微信|wechat"),
    ("云闪付", r"云闪付|unionpay"),
    ("白条", r"白条"),
    ("银行卡", r"银行卡|储蓄卡|借记卡|debit card"),
    ("PayPal", r"paypal"),
    ("Klarna", r"klarna"),
    ("Apple Pay", r"apple pay|苹果支付"),
    ("Google Pay", r"google pay"),
    ("数字人民币", r"数字人民币"),
)
"""How buyers name ways to pay."""
_SPECIAL = r"专票|专用|增值税|抵扣|进项|\bvat\b"
_PAPER = r"纸质|纸的|纸版|\bpaper\b|hard copy"
_FEE = r"税点|加[税钱]|税钱|收费|(?:另外?|额外)(?:收|加|付)|(?:要|收|补|出|付|加)(?:多少)?(?:几|[0-9]+)?个?(?:点|税|钱|费)|手续费|\b(?:extra|fee|charge|cost|tax)\b"
_PERSONAL = r"个人|私人|自己的名|personal|private"
_WHEN = r"什么时候|啥时候|多久|几天|多长时间|\bwhen\b|how (?:long|soon)"


def payment_method(situation: Situation) -> Answer | None:
    """Which ways to pay there are, and whether the one that the buyer names is among them."""
    methods = situation.facts.store.payment.methods
    language = situation.language
    slots = {"methods": terms(methods, language)}
    for name, source in _METHODS:
        if situation.says(source):
            own = _method(methods, name, source)
            if own is not None:
                return Answer("payment_method", "named", {**slots, "method": term(own, language)})
            return Answer("payment_method", "not_ours", slots)
    return Answer("payment_method", "all", slots)


def _method(methods: Sequence[str], name: str, source: str) -> str | None:
    """The profile's name for a way to pay."""
    words = source.replace(r"\b", "").replace("s?", "").split("|")
    return next((item for item in methods if name in item or any(word in item.lower() for word in words)), None)


def credit_card(situation: Situation) -> Answer | None:
    """Whether a credit card can be used: as the profile says, without a fee."""
    methods = situation.facts.store.payment.methods
    own = _method(methods, "信用卡", r"信用卡|credit card")
    slots = {"methods": terms(methods, situation.language)}
    if own is None:
        return Answer("credit_card", "no", slots)
    return Answer("credit_card", "no_fee" if situation.says(_FEE) else "yes", slots)


def cash_on_delivery(situation: Situation) -> Answer | None:
    """Whether cash on delivery is offered."""
    payment = situation.facts.store.payment
    return Answer(
        "cash_on_delivery",
        "yes" if payment.cash_on_delivery else "no",
        {"methods": terms(payment.methods, situation.language)},
    )


def installments(situation: Situation) -> Answer | None:
    """Whether an amount can be paid by installments."""
    facts, language = situation.facts, situation.language
    least = facts.store.payment.installments_from
    slots = {"methods": terms(facts.store.payment.methods, language)}
    if least is None:
        return Answer("installments", "none", slots, covers=frozenset({"payment_method"}))
    slots["from_amount"] = money(least, facts.store.currency, language)
    amount = situation.amount
    covers = frozenset({"payment_method"})
    if amount is None:
        return Answer("installments", "from", slots, covers=covers)
    slots["amount"] = money(amount, facts.store.currency, language)
    if amount >= least:
        return Answer("installments", "reached", slots, covers=covers)
    return Answer(
        "installments",
        "missing",
        {**slots, "missing": money(least - amount, facts.store.currency, language)},
        covers=covers,
    )


def invoice_slots(situation: Situation) -> dict[str, str]:
    """Kinds and days, as every answer on invoices states them."""
    terms_ = situation.facts.store.invoice
    return {
        "invoice_kinds": terms(terms_.kinds, situation.language, "or"),
        "invoice_days": days(terms_.issue_days, situation.language),
    }


def invoice(situation: Situation) -> Answer | None:
    """Which invoices there are, how soon, and that they cost nothing."""
    kinds = situation.facts.store.invoice.kinds
    slots = invoice_slots(situation)
    if not situation.facts.store.invoice.issue_days:
        slots["invoice_days"] = "当天" if situation.language == "zh" else "a day"
    if situation.says(_SPECIAL):
        special = next((kind for kind in kinds if "专用" in kind or "vat" in kind.lower()), None)
        if special is None:
            return Answer("invoice", "special_no", slots)
        return Answer("invoice", "special_yes", {**slots, "special": term(special, situation.language)})
    if situation.says(_PAPER) and not any("纸" in kind or "paper" in kind.lower() for kind in kinds):
        return Answer("invoice", "paper_no", slots)
    if situation.says(_FEE) or situation.asks("cost", "invoice"):
        return Answer("invoice", "no_fee", slots)
    if situation.says(_PERSONAL):
        return Answer("invoice", "personal", slots)
    return Answer("invoice", "when" if situation.says(_WHEN) or situation.asks("until", "invoice") else "kinds", slots)


ANSWERS: Mapping[str, Answerer] = {
    "payment_method": payment_method,
    "credit_card": credit_card,
    "cash_on_delivery": cash_on_delivery,
    "installments": installments,
    "invoice": invoice,
}

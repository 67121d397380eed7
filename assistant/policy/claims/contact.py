"""Claims about ways off the platform: channels to talk, links to other shops, payment outside the checkout."""

import re
from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, Hit
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_WHY_CONTACT = "It leads the buyer off the platform; only the platform's chat and the store's hotline may be used."
_WHY_PAY = "It takes payment outside the platform's checkout."
_EMAIL = regex(r"[a-z0-9._%+-]{2,}@[a-z0-9-]+\.[a-z.]{2,}")
_URL = regex(
    r"(?:https?://|www\.)[^\s\u3400-\u9fff,。!?;]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|shop|store|top|xyz|me|cc|co|io|link|site|online|vip|app)(?:\.cn)?(?![a-z])(?:/[^\s\u3400-\u9fff]*)?"
)
_PLATFORM = regex(
    r"(?:^|[./])(?:taobao|tmall|alipay|aliexpress|alicdn|tb|1688|etao|cainiao)\.(?:com|cn|hk|us)|^(?:m|s)?\.?tb\.cn|alibaba\.com"
)
_OTHER_SHOP = regex(r"shop\d+\.|store/\d+|[a-z0-9-]+\.(?:tmall|taobao)\.com/?$")
_TRACKING_SITE = regex(
    r"17track|kuaidi100|sf-express|ems\.com|yto|zto|sto|yunda|post|parcel|track|dhl|ups\.com|fedex|usps|royalmail|cainiao"
)
_DENIES_AT_END = regex(r"(?:不能|不要|别|不会|无法|不可以|禁止|not|never|don't|cannot|can't|won't)[^,]{0,8}$")
_ONLY_NO = regex(
    r"^[^,]{0,5}(?:使不得|不行|不可以|不成|不了|不用|不必|不能|免了|算了|谢绝|no|nope|sorry|can't do that)(?:的|呀|哦|啊|哈|亲|呢|嘞)*$"
)
_TURNS = regex(r"但|不过|可以(?!吗)|要不|直接|您就|but\b|however|instead")


def read_channels(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Chat channels, phones, groups, social networks and links that lead off the platform."""
    for hit in reply.concept("channel"):
        clause = reply.clause_at(hit.start)
        if _is_product(facts, hit):
            continue
        if _refused(reply, clause) or _is_method(reply, clause, hit) or reply.in_clause("harmless_channel", clause):
            continue
        if _of_checkout(reply, facts, clause, hit):
            continue
        yield _off(hit)
    for name in ("network_act", "contact_asked", "contact_given"):
        for hit in reply.concept(name):
            clause = reply.clause_at(hit.start)
            if _refused(reply, clause) or (name == "contact_asked" and _for_delivery(reply, facts, clause)):
                continue
            if re.search(r"京东(?:快递|物流)", clause.text) or _is_product(facts, hit):
                continue
            if name == "contact_given" and _hotline_given(reply, facts):
                continue
            if name == "network_act" and (clause.negators or clause.believes):
                continue
            yield _off(hit)
    yield from _addresses(reply, facts)
    yield from _agreed(reply, facts)


def _off(hit: Hit) -> Finding:
    return Finding("contact.channel", hit.start, hit.end, None, False, "contact.off_platform", _WHY_CONTACT)


def _refused(reply: Reply, clause: Clause) -> bool:
    """Whether the reply declines it, warns of it, or only repeats the buyer's wish in order to decline."""
    if reply.in_clause("channel_refused", clause) or reply.in_clause("channel_warned", clause):
        return True
    after = [c for c in reply.clauses[clause.index + 1 : clause.index + 3] if c.sentence == clause.sentence]
    for later in after:
        if _TURNS.match(later.text):
            return False
        if reply.in_clause("cannot_serve", later) and not reply.in_clause("channel", later):
            return not reply.in_clause("contact_act", clause) or clause.believes or clause.asks or clause.conditional
    if clause.believes and not reply.in_clause("contact_act", clause):
        return True
    before = reply.clauses[max(0, clause.index - 1) : clause.index]
    if any(_ONLY_NO.search(other.text) for other in before) and not reply.in_clause("contact_act", clause):
        return True
    return any(other.sentence == clause.sentence and _DENIES_AT_END.search(other.text) for other in before)


def _is_product(facts: Facts, hit: Hit) -> bool:
    return any(item.id.lower() in hit.text for item in facts.store.products)


def _hotline_given(reply: Reply, facts: Facts) -> bool:
    hotline = re.sub(r"\D", "", facts.store.hotline or "")
    return bool(hotline) and hotline in re.sub(r"\D", "", reply.view)


def _is_method(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether it only names a way to pay at the platform's checkout."""
    rest = reply.view[hit.start : min(clause.end, hit.end + 4)]
    return bool(re.match(rf"{re.escape(hit.text)}(?:支付|付款| ?pay)", rest)) and not reply.in_clause("off_pay", clause)


def _of_checkout(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> bool:
    """Whether it is the store's own way to pay, told as such or as where a refund goes (退回微信里)."""
    start, end = reply.sentence_span(clause)
    return (
        any(hit.text in normalise(method).view for method in facts.store.payment.methods)
        and bool(_PAYS.search(clause.text))
        and not _LEADS_OUT.search(reply.view, start, end)
    )


_PAYS = regex(r"付|结算|退|返还|原路|到账|零钱|\bpay|\brefund")
_LEADS_OUT = regex(
    r"加|扫|搜|转|私|群|号|好友|聊|联系|找我|发我|红包|收款|码|[我咱]们?的|直接|\badd\b|\bscan|\bmessage|\btransfer|\bmy\b|\bour\b"
)


def _for_delivery(reply: Reply, facts: Facts, clause: Clause) -> bool:
    """Whether a phone is asked for the parcel's sake: the address is being changed, or the form of an order filled."""
    return bool(reply.in_sentence("delivery_details", clause) or reply.in_clause("last_digits", clause)) or reply.heard(
        "address_change", facts.message
    )


def _addresses(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """E-mail addresses (fine for an electronic invoice) and links off the platform."""
    about_invoice = reply.heard("invoice_mail", facts.conversation) or reply.heard("invoice_mail", reply.encoded)
    mails = [match.span() for match in _EMAIL.finditer(reply.view)]
    for start, end in mails:
        if not about_invoice:
            yield Finding("contact.channel", start, end, None, False, "contact.off_platform", _WHY_CONTACT)
    for hit in reply.concept("mail_wish"):
        if not about_invoice and not _refused(reply, reply.clause_at(hit.start)):
            yield _off(hit)
    for match in _URL.finditer(reply.view):
        if any(start <= match.start() < end for start, end in mails):
            continue
        host = match.group()
        if (_PLATFORM.search(host) and not _OTHER_SHOP.search(host)) or _TRACKING_SITE.search(host):
            continue
        if not _refused(reply, reply.clause_at(match.start())):
            yield Finding(
                "contact.channel", match.start(), match.end(), None, False, "contact.off_platform", _WHY_CONTACT
            )


def _agreed(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """A bare yes to the buyer's wish for a channel: 可以加个微信吗 / 可以呀."""
    if (
        not reply.heard("channel_wish", facts.message)
        or reply.heard("cannot_serve", reply.encoded)
        or reply.heard("channel_refused", reply.encoded)
        or _hotline_given(reply, facts)
    ):
        return
    for hit in (*reply.concept("assent"), *reply.concept("have_yes")):
        clause = reply.clause_at(hit.start)
        if clause.index <= 2 and hit.start - clause.start <= 3 and not clause.negated_before(hit.start):
            yield _off(hit)
            return


# Payment outside the checkout


def read_payment(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Money that is to go around the checkout, from the buyer to the store."""
    methods = normalise(" ".join(facts.store.payment.methods)).view
    found = False
    for hit in reply.concept("off_pay") if reply.heard("pay_word", reply.encoded) else ():
        clause = reply.clause_at(hit.start)
        if _to_buyer(reply, clause, hit) or _refused(reply, clause) or reply.in_clause("pay_refused", clause):
            continue
        if hit.text.isascii() and reply.in_clause("checkout", clause):
            continue
        if hit.text.strip() in methods or ("微信" in methods and re.fullmatch(r"微\s?信付.?", hit.text)):
            continue
        found = True
        yield Finding(
            "payment.off_platform", hit.start, hit.end, "payment.methods", False, "payment.off_platform", _WHY_PAY
        )
    if found or not _wishes_off_pay(reply, facts, methods):
        return
    if any(reply.heard(name, reply.encoded) for name in ("cannot_serve", "pay_refused", "checkout")):
        return
    if any(name in reply.view for name in methods.split() if len(name) >= 2):
        return
    for hit in reply.concept("assent"):
        clause = reply.clause_at(hit.start)
        if clause.index <= 2 and hit.start - clause.start <= 3 and not clause.negated_before(hit.start):
            yield Finding(
                "payment.off_platform", hit.start, hit.end, "payment.methods", False, "payment.off_platform", _WHY_PAY
            )
            return


def _wishes_off_pay(reply: Reply, facts: Facts, methods: str) -> bool:
    return reply.heard("pay_word", facts.message) and (
        reply.heard("pay_wish", facts.message)
        or (reply.heard("off_pay", facts.message) and not any(name in facts.message.view for name in methods.split()))
    )


def _to_buyer(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether the money goes to the buyer: a refund, not a payment."""
    around = reply.view[max(clause.start, hit.start - 10) : min(clause.end, hit.end + 6)]
    return reply.heard("to_buyer", Encoded(around))


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind(
        "contact.channel",
        (
            "<channel>",
            "<network_act>",
            "<contact_asked>",
            "<contact_given>",
            "<mail_wish>",
            "<assent>",
            "<have_yes>",
            r"@",
            r"://",
            r"www\.",
            r"\.(?:com|cn|net|shop|store|top|xyz|me|cc|co|io|link|site|online|vip|app)",
        ),
        read_channels,
        ("contact.channel",),
    ),
    ClaimKind("payment.off_platform", ("<pay_word>", "<assent>"), read_payment, ("payment.off_platform",)),
)

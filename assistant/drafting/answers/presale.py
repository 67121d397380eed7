"""Before the purchase: hesitation, trust, an empty wallet, how to order."""

from collections.abc import Mapping

from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.phrasing import days, terms
from assistant.drafting.situation import Situation


def _returns(situation: Situation) -> dict[str, str]:
    terms_ = situation.facts.store.returns
    return {"return_days": days(terms_.no_reason_days, situation.language)} if terms_.no_reason_days else {}


def hesitation(situation: Situation) -> Answer | None:
    """Help for a buyer who hesitates: what the product gives and the way back, without pressure."""
    slots = _returns(situation)
    product = situation.product
    if product is None:
        return Answer("hesitation", "general", slots)
    slots["product"] = product.title
    if product.features:
        comma = "，" if situation.language == "zh" else ", "
        best = product.features[0]
        slots["feature"] = comma.join(part for part in (best.feature, best.advantage, best.benefit) if part)
        return Answer("hesitation", "feature", slots)
    return Answer("hesitation", "general", slots)


def trust(situation: Situation) -> Answer | None:
    """Why the store can be trusted: payment through the platform and the return."""
    return Answer("trust", "platform", {**_returns(situation), "platform": _platform(situation)})


def _platform(situation: Situation) -> str:
    names = {"tmall": ("天猫", "Tmall"), "taobao": ("淘宝", "Taobao"), "aliexpress": ("速卖通", "AliExpress")}
    return names[situation.facts.store.platform][situation.language == "en"]


def no_balance(situation: Situation) -> Answer | None:
    """No money on the account just now: other ways to pay, and no hurry."""
    facts = situation.facts
    slots = {"methods": terms(facts.store.payment.methods, situation.language)}
    credit = [
        name for name in facts.store.payment.methods if "花呗" in name or "信用" in name or "credit" in name.lower()
    ]
    if credit:
        slots["later"] = terms(credit, situation.language, "or")
    return Answer("no_balance", "credit" if credit else "methods", slots, covers=frozenset({"payment_method"}))


def how_to_order(situation: Situation) -> Answer | None:
    """How to place an order."""
    slots = {"methods": terms(situation.facts.store.payment.methods, situation.language)}
    product = situation.product
    if product is not None and (product.sizes or product.colors):
        return Answer("how_to_order", "variants", slots)
    return Answer("how_to_order", "plain", slots)


ANSWERS: Mapping[str, Answerer] = {
    "hesitation": hesitation,
    "trust": trust,
    "no_balance": no_balance,
    "how_to_order": how_to_order,
}

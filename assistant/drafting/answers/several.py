"""Answers on several products, or several sizes or colours of one, that a message names: each gets its own word."""

from collections.abc import Mapping
from typing import Literal

from assistant.domain.store import Language, Product
from assistant.drafting.answer import Answer
from assistant.drafting.phrasing import day, deadline
from assistant.drafting.situation import Situation

_FEW = 5
"""Up to this many left may be said (contract section 8, Urgency)."""
_MOST = 4
"""So many are told one by one."""

_STATES: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "yes": "{name}有现货",
        "few": "{name}还剩{left}件现货",
        "short": "{name}现有{left}件，{wanted}件暂时凑不齐",
        "none": "{name}暂时缺货",
        "back": "{name}暂时缺货，预计{date}补货",
        "presale": "{name}是预售款，{date}发货",
    },
    "en": {
        "yes": "{name}: in stock",
        "few": "{name}: {left} in stock",
        "short": "{name}: only {left} in stock, so {wanted} are not possible",
        "none": "{name}: sold out for now",
        "back": "{name}: sold out, the restock is planned for {date}",
        "presale": "{name}: a pre-order, shipped {date}",
    },
}
_UNTOLD: Mapping[Language, str] = {"zh": "{name}这点资料里没有写", "en": "{name}: not stated on our page"}


def stock_of_several(situation: Situation) -> Answer | None:
    """The stock of each product named, or of each size or colour of the one in question; None where it is one."""
    named = situation.facts.named_products[:_MOST]
    covers = frozenset({"restock", "recommend"})
    if len(named) > 1:
        counts = situation.basket or {}
        rows = [_state(situation, item, None, counts.get(item.id)) for item in named]
        return Answer("stock", "several", {"rows": _joined(rows, situation.language)}, covers=covers)
    product = situation.product
    asked = situation.asked
    variants = [name for name in (product.stock_by if product else ()) if name in asked.colors or name == asked.size]
    if product is None or len(variants) < 2:
        return None
    rows = [_state(situation, product, variant, None) for variant in variants[:_MOST]]
    return Answer("stock", "several", {"rows": _joined(rows, situation.language)}, covers=covers)


def _state(situation: Situation, product: Product, variant: str | None, wanted: int | None) -> str:
    facts, language = situation.facts, situation.language
    words: dict[str, str] = {"name": f"{product.title}({variant})" if variant else product.title}
    left = facts.in_stock(product, variant)
    case = "few" if left <= _FEW else "yes"
    if product.presale_dispatch_by is not None:
        case, words["date"] = "presale", deadline(product.presale_dispatch_by.astimezone(facts.store.zone), language)
    elif left == 0:
        case = "none"
        if product.restock_at is not None and product.restock_at > facts.request.now:
            case, words["date"] = "back", day(product.restock_at.astimezone(facts.store.zone), language)
    elif wanted is not None and wanted > left:
        case, words["wanted"] = "short", str(wanted)
    return _STATES[language][case].format(**words, left=left)


def told_of_several(situation: Situation, intent: Literal["material", "care"]) -> Answer | None:
    """What each product named is made of, or how it is kept; None where it is one."""
    named = situation.facts.named_products[:_MOST]
    if len(named) < 2:
        return None
    language, colon = situation.language, "：" if situation.language == "zh" else ": "
    facts = [(item.title, item.material if intent == "material" else item.care) for item in named]
    rows = [f"{title}{colon}{fact}" if fact else _UNTOLD[language].format(name=title) for title, fact in facts]
    certain = all(fact for _, fact in facts)
    note = None if certain else f"the profile has no {intent} of some"
    return Answer(intent, "several", {"rows": _joined(rows, language)}, certain, note=note)


def _joined(rows: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(rows)

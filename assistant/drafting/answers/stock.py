"""What is on hand: by size or colour where the profile tells them apart, in presale, sold out, and when it comes back."""

from collections.abc import Mapping
from datetime import datetime

from assistant.domain.store import Product
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.several import stock_of_several
from assistant.drafting.phrasing import day, deadline, listed
from assistant.drafting.situation import Situation

_FEW = 5
"""Up to this many left may be said (contract section 8, Urgency)."""
_MANY_PRODUCTS = 6


def about_product(product: Product) -> dict[str, str]:
    """The slot that names it."""
    return {"product": product.title}


def which_product(situation: Situation, intent: str) -> Answer:
    """The question which product is meant, with the titles where they are few."""
    titles = [item.title for item in situation.facts.store.products]
    slots = {"titles": listed(titles, situation.language, "or")} if 0 < len(titles) <= _MANY_PRODUCTS else {}
    return Answer(intent, "which_product" if slots else "which_of_many", slots)


def stock(situation: Situation) -> Answer | None:
    """Whether it is in stock: by size or colour where the profile tells them apart."""
    product = situation.product
    if product is None:
        return which_product(situation, "stock")
    several = stock_of_several(situation)
    if several is not None:
        return several
    slots = about_product(product)
    wrong = _no_such(situation, product, slots)
    if wrong is not None:
        return wrong
    variant = _variant(situation, product)
    if variant:
        slots["variant"] = _variant_told(situation, product, variant)
    told_apart = variant in product.stock_by
    if told_apart:
        slots["product"] = f"{product.title}({slots['variant']})"
    left = situation.facts.in_stock(product, variant if told_apart else None)
    if product.presale_dispatch_by is not None:
        until = _by(situation, product.presale_dispatch_by)
        if variant:
            slots["product"] = f"{product.title} {slots['variant']}"
        return Answer("stock", "presale", {**slots, "deadline": until}, covers=frozenset({"restock", "dispatch_time"}))
    if left == 0:
        return _sold_out(situation, product, slots, "stock")
    wanted = situation.asked.quantity
    slots["stock"] = str(left)
    if wanted is not None and wanted > left:
        return Answer("stock", "not_enough", {**slots, "quantity": str(wanted)}, covers=frozenset({"restock"}))
    if not variant and situation.says(
        r"多少件|多少个|多少条|几件|几条|几个|还剩多少|剩几|库存多少|有多少|\bhow many\b"
    ):
        return Answer("stock", "count", slots, covers=frozenset({"restock"}))
    known_apart = told_apart or not variant
    case = ("few" if left <= _FEW else "yes") if known_apart else ("few_variant" if left <= _FEW else "yes_variant")
    return Answer("stock", case, slots, covers=frozenset({"restock"}))


def _by(situation: Situation, when: datetime) -> str:
    return deadline(when.astimezone(situation.facts.store.zone), situation.language)


def _no_such(situation: Situation, product: Product, slots: Mapping[str, str]) -> Answer | None:
    asked, language = situation.asked, situation.language
    if asked.size and product.sizes and asked.size not in {name.upper() for name in product.sizes}:
        return Answer(
            "stock", "no_such_size", {**slots, "size": asked.size, "sizes": listed(list(product.sizes), language)}
        )
    others = [color for color in asked.colors if color not in product.colors]
    missing = asked.other_color or (
        others[0] if others and not any(color in product.colors for color in asked.colors) else None
    )
    if (
        missing
        and product.colors
        and not any(missing.removesuffix("色") in color or color in missing for color in product.colors)
    ):
        return Answer("stock", "no_such_color", {**slots, "color": missing, "colors": listed(product.colors, language)})
    return None


def _variant(situation: Situation, product: Product) -> str | None:
    """The size or colour asked for, as the profile writes it; that by which stock is told apart where there is one."""
    asked = situation.asked
    size = next((name for name in product.sizes if asked.size == name.upper()), None)
    color = next((name for name in product.colors if name in asked.colors), None)
    if color is None and asked.other_color:
        color = next((name for name in product.colors if asked.other_color.removesuffix("色") == name), None)
    found = [name for name in (size, color) if name]
    return next((name for name in found if name in product.stock_by), found[0] if found else None)


def _variant_told(situation: Situation, product: Product, variant: str) -> str:
    """The size or colour in words; both where both are asked for and stock is told by neither."""
    asked, zh = situation.asked, situation.language == "zh"
    color = next((name for name in product.colors if name in asked.colors), None)
    if variant in product.sizes and color is not None and variant not in product.stock_by:
        return f"{color}{variant}码" if zh else f"{color} {variant}"
    return f"{variant}码" if zh and variant in product.sizes else variant


def _sold_out(situation: Situation, product: Product, slots: Mapping[str, str], intent: str) -> Answer:
    covers = frozenset({"stock", "restock"})
    if product.restock_at is not None and product.restock_at > situation.facts.request.now:
        when = day(product.restock_at.astimezone(situation.facts.store.zone), situation.language)
        return Answer(intent, "restock_date", {**slots, "restock_at": when}, covers=covers)
    return Answer(intent, "sold_out", dict(slots), covers=covers)


def restock(situation: Situation) -> Answer | None:
    """When it comes back: the profile's date, or honestly none."""
    product = situation.product
    if product is None:
        return which_product(situation, "restock")
    if product.presale_dispatch_by is not None:
        return Answer(
            "stock", "presale", {**about_product(product), "deadline": _by(situation, product.presale_dispatch_by)}
        )
    variant = _variant(situation, product) if product.stock_by else None
    left = situation.facts.in_stock(product, variant)
    if left:
        return Answer("restock", "in_stock", about_product(product), covers=frozenset({"stock"}))
    return _sold_out(situation, product, about_product(product), "restock")


ANSWERS: Mapping[str, Answerer] = {"stock": stock, "restock": restock}

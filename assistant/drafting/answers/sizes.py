"""Which size: from the measures that a buyer gives and the size table of the product."""

from collections.abc import Iterable, Mapping

from assistant.domain.store import Product
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.phrasing import figure, listed
from assistant.drafting.situation import Situation

_LABELS = {
    "zh": {
        "height_cm": "身高", "weight_kg": "体重", "eu": "欧码", "us": "美码", "uk": "英码", "waist_cm": "腰围", "bust_cm": "胸围",
        "chest_cm": "胸围", "hips_cm": "臀围", "hip_cm": "臀围", "foot_cm": "脚长", "age": "年龄",
    },
    "en": {
        "height_cm": "height", "weight_kg": "weight", "eu": "EU shoe size", "us": "US size", "uk": "UK size", "waist_cm": "waist",
        "bust_cm": "bust", "chest_cm": "chest", "hips_cm": "hips", "hip_cm": "hips", "foot_cm": "foot length", "age": "age",
    },
}  # fmt: skip
_OF_THE_FOOT = frozenset({"eu", "us", "uk", "foot_cm"})
"""Either of these settles a shoe: who gives one need not give the others."""
_SAME = {"chest_cm": "bust_cm", "bust_cm": "chest_cm", "hip_cm": "hips_cm", "hips_cm": "hip_cm"}


def size(situation: Situation) -> Answer | None:
    """The size that fits; both where two do; honestly none where none does."""
    product, language = situation.product, situation.language
    if product is None:
        sized = [item for item in situation.facts.store.products if item.sizes]
        return Answer("size", "which_product" if sized else "no_sizes")
    slots = {"product": product.title}
    if not product.sizes:
        return Answer("size", "no_sizes", slots)
    slots["sizes"] = listed(list(product.sizes), language)
    tabled = {name: ranges for name, ranges in product.sizes.items() if ranges}
    if not tabled:
        return Answer("size", "names_only", slots, certain=False, note="the profile gives no measures for the sizes")
    slots |= {"chart": chart(product, language), "needed": _needed(tabled, language)}
    keys = {key for ranges in tabled.values() for key in ranges}
    given = _given(keys, situation.asked.measures)
    if not given:
        return Answer("size", "needs_other" if situation.asked.measures else "ask", slots)
    slots["measures"] = listed([_shown(key, value, language) for key, value in given.items()], language)
    return _fitting(situation, product, tabled, given, slots)


def _given(keys: set[str], measures: Mapping[str, float]) -> dict[str, float]:
    given: dict[str, float] = {}
    for key in sorted(keys):
        value = measures.get(key, measures.get(_SAME.get(key, "")))
        if value is not None:
            given[key] = value
    return given


def _fitting(
    situation: Situation,
    product: Product,
    tabled: Mapping[str, Mapping[str, tuple[float, float]]],
    given: Mapping[str, float],
    slots: dict[str, str],
) -> Answer:
    by_key = {
        key: [name for name, ranges in tabled.items() if key in ranges and ranges[key][0] <= value <= ranges[key][1]]
        for key, value in given.items()
    }
    if _settled(tabled, given):
        slots = {**slots, "needed": _labels(given, situation.language)}
    fits = [name for name in tabled if all(name in names for names in by_key.values())]
    complete = _settled(tabled, given)
    if len(fits) == 1:
        return _one(situation, product, fits[0], complete, slots)
    if len(fits) > 1:
        slots |= {"smaller": fits[0], "larger": fits[-1]}
        return Answer("size", "between" if complete else "between_partly", slots)
    if all(by_key.values()):
        # Height says one size and weight another: the heavier need decides which is named first.
        order = list(tabled)
        keys = list(by_key)
        first, second = by_key[keys[0]][0], by_key[keys[-1]][-1]
        smaller, larger = sorted((first, second), key=order.index)
        language = situation.language
        slots |= {"smaller": smaller, "larger": larger, "by_first": first, "by_second": second}
        slots |= {"first": _LABELS[language].get(keys[0], keys[0]), "second": _LABELS[language].get(keys[-1], keys[-1])}
        return Answer("size", "split", slots)
    gap = _gap(tabled, given)
    if gap is not None:
        return Answer("size", "between", {**slots, "smaller": gap[0], "larger": gap[1]})
    return Answer("size", "outside", slots)


def _settled(tabled: Mapping[str, Mapping[str, tuple[float, float]]], given: Mapping[str, float]) -> bool:
    """Whether the measures given settle the size: all that the table has, or one of those that mean the same."""
    needed = {key for ranges in tabled.values() for key in ranges}
    return not (needed - given.keys() - (_OF_THE_FOOT if _OF_THE_FOOT & given.keys() else frozenset()))


def _one(situation: Situation, product: Product, fit: str, complete: bool, slots: dict[str, str]) -> Answer:
    slots = {**slots, "size": fit}
    if product.stock_by and fit in product.stock_by and product.stock_by[fit] == 0:
        return Answer("size", "fits_sold_out", slots)
    asked = situation.asked.size
    if complete and asked and asked != fit and asked in product.sizes:
        return Answer("size", "fits_other", {**slots, "asked": asked})
    return Answer("size", "fits" if complete else "fits_partly", slots)


def _gap(tabled: Mapping[str, Mapping[str, tuple[float, float]]], given: Mapping[str, float]) -> tuple[str, str] | None:
    """The sizes on both sides of a value that lies in a gap of the table (EU 40.5 between M 36-40 and L 41-45)."""
    if len(given) != 1:
        return None
    key, value = next(iter(given.items()))
    below = [name for name, ranges in tabled.items() if key in ranges and ranges[key][1] < value]
    above = [name for name, ranges in tabled.items() if key in ranges and ranges[key][0] > value]
    return (below[-1], above[0]) if below and above else None


def chart(product: Product, language: str) -> str:
    """The size table in one line."""
    rows = []
    for name, ranges in product.sizes.items():
        if ranges:
            rows.append(
                f"{name}: "
                + (", " if language == "en" else "、").join(_range(key, span, language) for key, span in ranges.items())
            )
    return ("; " if language == "en" else "；").join(rows)


def _range(key: str, span: tuple[float, float], language: str) -> str:
    label = _LABELS[language].get(key, key)
    gap = " " if language == "en" else ""
    if key == "weight_kg" and language == "zh":
        return f"{label}{figure(span[0] * 2)}-{figure(span[1] * 2)}斤"
    return f"{label}{gap}{figure(span[0])}-{figure(span[1])}{_unit(key)}"


def _unit(key: str) -> str:
    return "cm" if key.endswith("_cm") else "kg" if key.endswith("_kg") else ""


def _shown(key: str, value: float, language: str) -> str:
    label = _LABELS[language].get(key, key)
    if key == "weight_kg" and language == "zh":
        return f"{label}{figure(value * 2)}斤"
    return f"{label}{' ' if language == 'en' else ''}{figure(value)}{_unit(key)}"


def _needed(tabled: Mapping[str, Mapping[str, tuple[float, float]]], language: str) -> str:
    return _labels(dict.fromkeys(key for ranges in tabled.values() for key in ranges), language)


def _labels(keys: Iterable[str], language: str) -> str:
    names = [_LABELS[language].get(key, key) for key in keys]
    return "和".join(names) if language == "zh" and len(names) == 2 else listed(names, language)  # type: ignore[arg-type]


ANSWERS: Mapping[str, Answerer] = {"size": size}

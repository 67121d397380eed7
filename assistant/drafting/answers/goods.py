"""The goods themselves: material, colours, care, quality, and which to choose."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.domain.store import Feature, Product
from assistant.drafting.answer import Answer, Answerer
from assistant.drafting.answers.several import told_of_several
from assistant.drafting.answers.stock import about_product, which_product
from assistant.drafting.answers.unknowns import not_told, told
from assistant.drafting.asked import is_picture
from assistant.drafting.details import facts_told
from assistant.drafting.phrasing import days, listed
from assistant.drafting.situation import Situation
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

COLORS_ASKED = r"(?:什么|哪些|几种|几个|啥|多少种?)(?:颜色|色(?:$|[?呢呀啊吗的]))|颜色(?:有|都)?(?:哪|几|什么|啥)|(?:what|which) (?:other )?colou?rs"
_ALSO = 0.5
"""From this score on the way back is answered by itself."""
_WEAR = (r"起球|\bpill\w*", r"掉色|褪色|浮色|\bfad(?:e|es|ing)\b", r"缩水|\bshrink\w*", r"变形|\bstretch out\b")
"""What washing and wearing may do: told only where the profile speaks of that very thing."""
_PURPOSE = r"\b(?:good|suitable|ok|okay|right) for\b|适合(?:跑步?|运动|户外|冬天|夏天|春天|秋天|上班|通勤|爬山|健身)"
_FIGURE_OR_HOW = r"多少|几[^乎天]|怎么|如何|咋|\bhow (?:many|much|to|do|often|long)\b"
"""Questions for a figure or a way: a fact that merely shares a word with them is no answer."""
_HOW_MANY = r"(?:几|多少)\s*([\x{3400}-\x{9fff}]{2}|[a-z]{1,6})|\bhow many ([a-z]{3,12})\b"
_STUFF = r"材质|面料|布料|料子?|成分|配料|纯棉|真丝|羊毛|[棉麻绒]|\b(?:material|made|fabric|cotton|wool|nylon|silk|leather|polyester)"
_QUALITY = r"质量|品质|怎么?样|咋样|如何|好不好|好吗|耐|结实|靠谱|起球|掉色|褪色|变形|缩水|浮色|洗|\b(?:quality|good|durable|last|sturdy|fade|shrink|pill\w*)\b"


def material(situation: Situation) -> Answer | None:
    """What it is made of; a particular that a selling point tells is told by that."""
    fact = told(situation)
    if fact is not None and fact.case == "feature" and not situation.says(_STUFF):
        return fact
    unknown = not_told(situation)
    if unknown is not None and not situation.says(_STUFF):
        return unknown
    return _told(situation, "material")


def care(situation: Situation) -> Answer | None:
    """How to wash or keep it."""
    return _told(situation, "care")


def _told(situation: Situation, intent: Literal["material", "care"]) -> Answer:
    if situation.product is None:
        return which_product(situation, intent)
    several = told_of_several(situation, intent)
    if several is not None:
        return several
    fact = situation.product.material if intent == "material" else situation.product.care
    slots = about_product(situation.product)
    if fact is None:
        return Answer(intent, "unknown", slots, certain=False, note=f"the profile has no {intent}")
    more = bool(situation.unknown_details) or situation.says(COLORS_ASKED)
    covers = frozenset() if more else frozenset({"other_product_info", "usage_help"})
    return Answer(intent, "told", {**slots, intent: fact}, covers=covers if intent == "care" else frozenset())


def color_difference(situation: Situation) -> Answer | None:
    """Whether it looks as on the pictures: honestly, with the way back."""
    returns = situation.facts.store.returns
    slots = {"return_days": days(returns.no_reason_days, situation.language)} if returns.no_reason_days else {}
    product = situation.product
    if product is not None and product.colors:
        slots |= {"product": product.title, "colors": listed(product.colors, situation.language)}
    return Answer("color_difference", "honest", slots)


def quality(situation: Situation) -> Answer | None:
    """What speaks for it: material and features, and the return."""
    product, language = situation.product, situation.language
    unknown = not_told(situation)
    if unknown is not None and not situation.says(_QUALITY):
        return unknown
    returns = situation.facts.store.returns
    apart = any(guess.intent == "return_exchange" and guess.score >= _ALSO for guess in situation.intents)
    slots = {"return_days": days(returns.no_reason_days, language)} if returns.no_reason_days and not apart else {}
    if product is None:
        return Answer("quality", "store", slots)
    slots |= about_product(product)
    if product.material:
        slots["material"] = product.material
    if product.care:
        slots["care"] = product.care
    best = _feature(product.features, situation)
    if best is not None:
        slots |= _feature_slots(best, language)
    if situation.says(_PURPOSE) and not (best and _shares(situation, " ".join(slots["feature"].split()))):
        return Answer("other_product_info", "unknown", slots, certain=False, note="the profile names no such purpose")
    washing = r"起球|掉色|褪色|变形|缩水|浮色|洗|\bfade\b|\bshrink\b|\bpill"
    if situation.says(washing) and product.care:
        told_of = any(situation.says(word) and pattern(word).found(facts_told(product)) for word in _WEAR)
        if told_of or not situation.says("|".join(_WEAR)):
            return Answer("quality", "care", slots, covers=frozenset({"care"}))
        note = "the profile does not tell how it wears"
        return Answer("quality", "wear", slots, certain=False, note=note, covers=frozenset({"care"}))
    return Answer(
        "quality",
        "features" if best else ("material" if product.material else "store"),
        slots,
        covers=frozenset() if situation.says(_STUFF) else frozenset({"material"}),
    )


def _feature(features: Sequence[Feature], situation: Situation) -> Feature | None:
    """The selling point that the message touches, else the first."""
    touched = [item for item in features if _shares(situation, _facts_of(item))]
    return touched[0] if touched else (features[0] if features else None)


def _feature_slots(item: Feature, language: str) -> dict[str, str]:
    comma = "，" if language == "zh" else ", "
    parts = [part for part in (item.feature, item.advantage, item.benefit) if part]
    return {"feature": comma.join(parts)}


def _facts_of(item: Feature) -> str:
    return " ".join(filter(None, (item.feature, item.advantage, item.benefit)))


def _counts(situation: Situation, fact: str) -> bool:
    """Whether a fact gives the figure that is asked for: 几个人, how many cups."""
    known = normalise(fact).view
    units = [hit.groups[0] or hit.groups[1] for hit in pattern(_HOW_MANY).hits(situation.facts.message)]
    return any(
        pattern(r"[0-9一二两三四五六七八九十百]\s*" + re.escape(unit)).found(Encoded(known)) for unit in units if unit
    )


def _shares(situation: Situation, fact: str) -> bool:
    """Whether message and fact share a word: two Chinese characters that stand together, or an English word."""
    text, known = situation.facts.message.view, normalise(fact).view
    han = [
        known[i : i + 2]
        for i in range(len(known) - 1)
        if all("\u3400" <= char <= "\u9fff" for char in known[i : i + 2])
    ]
    if any(pair in text for pair in han):
        return True
    words = {word.strip(".,;:()%") for word in known.split() if word.isascii()}
    return any(len(word) > 3 and word in text for word in words)


def authenticity(situation: Situation) -> Answer | None:
    """Whether it is genuine: what the page states, and the way back."""
    returns = situation.facts.store.returns
    slots = {"return_days": days(returns.no_reason_days, situation.language)} if returns.no_reason_days else {}
    product = situation.product
    if product is not None and product.material:
        return Answer("authenticity", "product", {**slots, **about_product(product), "material": product.material})
    return Answer("authenticity", "store", slots)


def recommend(situation: Situation) -> Answer | None:
    """Which to choose: what is in stock, with what the buyer has of it."""
    facts, language = situation.facts, situation.language
    named = facts.named_products
    available = [item for item in (named or facts.store.products) if facts.in_stock(item) or item.presale_dispatch_by]
    if not available:
        return Answer("recommend", "nothing", certain=False, note="nothing to recommend is in stock")
    touched = [item for item in available if _shares(situation, _facts_text(item))]
    chosen = (touched or available)[:3]
    if len(chosen) == 1:
        item = chosen[0]
        best = _feature(item.features, situation)
        slots = about_product(item) | (_feature_slots(best, language) if best else {})
        return Answer("recommend", "one" if best else "one_plain", slots)
    rows = [item.title + (f"({_benefit(item)})" if _benefit(item) else "") for item in chosen]
    return Answer("recommend", "several", {"choices": listed(rows, language, "or")})


def _benefit(product: Product) -> str:
    return next((item.benefit or item.advantage or item.feature for item in product.features), "")


def _facts_text(product: Product) -> str:
    texts = [product.title, product.material or "", product.care or ""]
    texts += [part for item in product.features for part in (item.feature, item.advantage, item.benefit) if part]
    return " ".join(texts)


def other_product_info(situation: Situation) -> Answer | None:
    """Whatever else is asked: of the store, or the fact of the product that the message touches."""
    unknown = not_told(situation)
    if unknown is not None:
        return unknown
    if is_picture(situation.facts.message):
        return Answer("other_product_info", "picture", certain=False, note="the buyer sent a picture")
    of_store = _of_store(situation)
    if of_store is not None:
        return of_store
    product, language = situation.product, situation.language
    if product is None:
        return which_product(situation, "other_product_info")
    fact = told(situation)
    if fact is not None:
        return fact
    slots = about_product(product)
    if product.colors and situation.says(COLORS_ASKED):
        return Answer("other_product_info", "colors", {**slots, "colors": listed(product.colors, language)})
    counted = next((item for item in product.features if _counts(situation, _facts_of(item))), None)
    if counted is not None:
        return Answer("other_product_info", "feature", {**slots, **_feature_slots(counted, language)})
    if situation.says(_FIGURE_OR_HOW):
        return Answer("other_product_info", "unknown", slots, certain=False, note="the profile tells no such figure")
    for item in product.features:
        if _shares(situation, _facts_of(item)):
            return Answer("other_product_info", "feature", {**slots, **_feature_slots(item, language)})
    if product.colors and situation.says(r"颜色|什么色|色号|\bcolou?rs?\b"):
        return Answer("other_product_info", "colors", {**slots, "colors": listed(product.colors, language)})
    if product.sizes and pattern(r"尺码|码数|\bsizes?\b").found(situation.facts.message):
        return Answer("other_product_info", "sizes", {**slots, "sizes": listed(list(product.sizes), language)})
    if product.care and (_shares(situation, product.care) or situation.says(r"保质|过期|shelf life|expir")):
        return Answer("other_product_info", "care", {**slots, "care": product.care})
    if product.material and _shares(situation, product.material):
        return Answer("other_product_info", "material", {**slots, "material": product.material})
    return Answer(
        "other_product_info", "unknown", slots, certain=False, note="the profile does not tell this of the product"
    )


def _of_store(situation: Situation) -> Answer | None:
    """Where parcels leave from, the hotline, the hours: where the profile has them."""
    store = situation.facts.store
    if store.shipping.origin and situation.says(r"哪里?发|从哪|发货地|哪儿|什么地方|啥地方|\bfrom\b"):
        return Answer("other_product_info", "origin", {"origin": store.shipping.origin})
    if situation.says(r"热线|电话|hotline|phone|\bcall\b"):
        return Answer("other_product_info", "hotline" if store.hotline else "no_hotline")
    if store.service_hours and situation.says(r"[上下]班|时间|几点|\bhours\b|\bopen\b"):
        return Answer("other_product_info", "hours")
    return None


ANSWERS: Mapping[str, Answerer] = {
    "material": material,
    "care": care,
    "color_difference": color_difference,
    "quality": quality,
    "authenticity": authenticity,
    "recommend": recommend,
    "other_product_info": other_product_info,
}

"""Body measures and shoe sizes as buyers type them: 160高 105斤, 1米65, 5'4" 130 lbs, EU 42, 腰围2尺1."""

import re
from collections.abc import Mapping

from assistant.language.numerals import number

# Plainly linear: every repetition is bounded or followed by a different character class.
_HEIGHTS = (
    (re.compile(r"([12])\s*米\s*([3-9]\d?|[零一二三四五六七八九]{1,2})"), "metres"),
    (re.compile(r"([12])\.(\d{2})\s*(?:米|m\b)?"), "metres"),
    (re.compile(r"([12])\s*m\s*(\d{2})\b"), "metres"),
    (re.compile(r"(1\d{2}|20\d)\s*(?:cm|厘米|公分)"), "cm"),
    (
        re.compile(
            r"(?:身高|个子|个头|高|height|tall)\s*(?:is|:|是|有|大概|大约|差不多|about)?\s*(1[2-9]\d|20\d)(?!\d)"
        ),
        "cm",
    ),
    (re.compile(r"(?<!\d)(1[2-9]\d|20\d)\s*(?:的个子|的个头|的身高|高|个子|tall)"), "cm"),
    (re.compile(r"([4-6])\s*(?:'|’|′|ft|feet|foot)\s*(?:(\d{1,2})\s*(?:''|\"|”|″|in\b|inch(?:es)?)?)?"), "feet"),
)
_WEIGHTS = (
    (re.compile(r"(\d{2,3}(?:\.\d)?)\s*(?:kgs?|公斤|千克|kilos?)"), 1.0),
    (re.compile(r"(\d{2,3}(?:\.\d)?)\s*斤"), 0.5),
    (re.compile(r"([一二两三]?百[零一二三四五六七八九十]{0,3}|[七八九]十[一二三四五六七八九]?)\s*(?:来|多)?斤"), 0.5),
    (re.compile(r"(\d{2,3}(?:\.\d)?)\s*(?:lbs?|pounds?|磅)"), 0.4536),
)
_BARE_WEIGHT = re.compile(
    r"(?:体重|重|weight|weigh)\s*(?:is|:|是|有|大概|大约|差不多|about)?\s*(\d{2,3}(?:\.\d)?)(?!\d|\s*(?:cm|厘米))"
)
_PAIR = re.compile(r"(?<!\d)(1[4-9]\d)\s*(?:cm)?\s*[/,，、 \-和]\s*(\d{2,3})(?!\d)")
_SHOE_EU = re.compile(
    r"\b(?:eu|eur|european)\s*(?:size)?\s*((?:1[6-9]|[23][0-9]|4[0-9]|5[0-2])(?:\.5)?)\b|(?<!\d)(3[4-9]|4[0-9])(?:\.5)?\s*(?:码|号|eu\b)"
)
_SHOE_BARE = re.compile(
    r"\b(?:feet|foot) (?:is|are) (?:an? |size )*(3[4-9]|4[0-9])(?![\d.]| ?cm)|\b(?:size|shoe(?: size)?|wear|wears|脚|鞋码|穿)\s*(?:is|a|an|是|:)?\s*(?:size\s*)?(3[4-9]|4[0-9])\b"
)
_SHOE_US = re.compile(r"\bus\s*(?:men'?s?|women'?s?|size)?\s*(\d{1,2}(?:\.5)?)\b|\b(\d{1,2}(?:\.5)?)\s*us\b")
_GIRTHS = (
    ("waist_cm", re.compile(r"(?:腰围?|waist)\s*(?:is|:|是|有)?\s*(\d{2,3})")),
    ("bust_cm", re.compile(r"(?:胸围?|bust|chest)\s*(?:is|:|是|有)?\s*(\d{2,3})")),
    ("hips_cm", re.compile(r"(?:臀围?|hips?)\s*(?:is|:|是|有)?\s*(\d{2,3})")),
    (
        "foot_cm",
        re.compile(
            r"(?:脚长?|foot(?: length)?|feet)\s*(?:is|are|measures?|:|是|有|大概|about)?\s*(\d{2}(?:\.\d{1,2})?)\s*(?=cm|厘米|公分|[^\d.]|$)"
        ),
    ),
    ("age", re.compile(r"(?<!\d)(\d{1,2})\s*(?:岁|years? old|yo\b)")),
)
_WAIST_CHI = re.compile(r"(?:腰围?)?\s*([12])\s*尺\s*([0-9一二三四五六七八九]?)")


def measures(view: str) -> Mapping[str, float]:
    """The measures that a text in normal form gives, by the names that profiles use (`height_cm`, `weight_kg`, `eu`)."""
    found: dict[str, float] = {}
    height = _height(view)
    if height is not None:
        found["height_cm"] = height
    weight = _weight(view)
    if weight is not None:
        found["weight_kg"] = round(weight, 1)
    pair = _PAIR.search(view)
    if pair and "height_cm" not in found:
        found["height_cm"] = float(pair.group(1))
    if pair and "weight_kg" not in found:
        found["weight_kg"] = _bare(float(pair.group(2)))
    shoe = _SHOE_EU.search(view) or _SHOE_BARE.search(view)
    if shoe:
        found["eu"] = float(next(group for group in shoe.groups() if group))
    us_size = _SHOE_US.search(view)
    if us_size:
        found["us"] = float(us_size.group(1) or us_size.group(2))
    for name, source in _GIRTHS:
        match = source.search(view)
        if match:
            found[name] = float(match.group(1))
    chi = _WAIST_CHI.search(view)
    if chi and "腰" in view:
        found["waist_cm"] = round((int(chi.group(1)) + (number(chi.group(2)) or 0) / 10) * 100 / 3)
    return found


def _height(view: str) -> float | None:
    for source, kind in _HEIGHTS:
        match = source.search(view)
        if match is None:
            continue
        if kind == "cm":
            return float(match.group(1))
        if kind == "feet":
            return round(int(match.group(1)) * 30.48 + int(match.group(2) or 0) * 2.54)
        rest = number(match.group(2)) or 0
        centimetres = int(match.group(1)) * 100 + (rest * 10 if rest < 10 else rest)
        if 120 <= centimetres <= 210:
            return float(centimetres)
    return None


def _weight(view: str) -> float | None:
    for source, factor in _WEIGHTS:
        match = source.search(view)
        value = number(match.group(1)) if match else None
        if value is not None and 20 <= value * factor <= 200:
            return value * factor
    match = _BARE_WEIGHT.search(view)
    return _bare(float(match.group(1))) if match else None


def _bare(value: float) -> float:
    """Kilograms of a weight without a unit: from 80 on it is 斤."""
    return value / 2 if value >= 80 else value

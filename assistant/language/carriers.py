"""Courier names as people type them: 顺丰, SF, 邮政, airmail, DHL. The world's couriers; which a store uses its profile says."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex

_ALIASES: dict[str, str] = {
    "顺丰": r"顺丰(?:速运|快递|特快|标快)?|顺风(?:快递|速运)|丰网|\bsf\b(?:\s?express)?",
    "中通": r"中通(?:快递)?|\bzto\b",
    "圆通": r"圆通(?:速递|快递)?|\byto\b",
    "申通": r"申通(?:快递)?|\bsto\b",
    "韵达": r"韵达(?:快递|速递)?|\byunda\b",
    "极兔": r"极兔(?:速递|快递)?|\bj\s?&\s?t\b",
    "百世": r"百世(?:快递|汇通)?|汇通(?:快递)?",
    "京东": r"京东(?:快递|物流)?|\bjd\b(?:\s?(?:logistics|express))?",
    "德邦": r"德邦(?:快递|物流)?|\bdeppon\b",
    "ems": r"\bems\b|特快专递|邮政特快",
    "邮政": r"(?:中国)?邮政(?:小包|快递|包裹|平邮|大包)?|\bchina\s?post\b(?:\sair\s?mail)?|\bair\s?mail\b|\bepacket\b",
    "天天": r"天天快递",
    "宅急送": r"宅急送",
    "菜鸟": r"菜鸟(?:速递|直送|快递|裹裹)|丹鸟(?:快递)?|\bcainiao\b|\baliexpress\s(?:standard|premium|saver|selection)\b",
    "苏宁": r"苏宁(?:快递|物流)",
    "优速": r"优速(?:快递)?",
    "跨越": r"跨越速运",
    "安能": r"安能(?:快递|物流)",
    "同城": r"闪送|达达(?:快送|配送)|\buu跑腿",
    "dhl": r"\bdhl\b(?:\sexpress)?|敦豪",
    "ups": r"\bups\b",
    "fedex": r"\bfed\s?ex\b|\bfederal\sexpress\b|联邦快递",
    "tnt": r"\btnt\b",
    "usps": r"\busps\b",
    "royal mail": r"\broyal\smail\b",
    "yanwen": r"\byanwen\b|燕文",
    "yunexpress": r"\byun\s?express\b|云途",
    "4px": r"\b4px\b|递四方",
    "aramex": r"\baramex\b",
    "dpd": r"\bdpd\b",
    "gls": r"\bgls\b",
    "evri": r"\bevri\b|\bhermes\b",
    "singpost": r"\bsing(?:apore\s)?post\b",
    "postnl": r"\bpostnl\b",
    "deutsche post": r"\bdeutsche\spost\b",
    "canada post": r"\bcanada\spost\b",
    "australia post": r"\baustralia\spost\b|\bauspost\b",
    "la poste": r"\bla\sposte\b",
    "correos": r"\bcorreos\b",
    "sunyou": r"\bsunyou\b",
}
_KIN = {"邮政": "ems"}
"""A courier that people also call by the wider name: 邮政 may mean EMS."""
_GENERIC = regex(r"(?:快递|速递|速运|物流|快运|express|logistics|courier|shipping)$")

ANY = "|".join(f"(?:{source})" for source in _ALIASES.values())
"""RE2 source of every courier that is known by name."""
_GROUPED = "|".join(f"({source})" for source in _ALIASES.values())
_NAMES = tuple(_ALIASES)


@dataclass(frozen=True, slots=True)
class CarrierMention:
    """A courier named in a text."""

    start: int
    end: int
    text: str
    name: str
    """Its plain name: 顺丰 for 顺丰速运, SF Express and sf."""

    def means(self, carrier_name: str) -> bool:
        """Whether it may mean the carrier of that (profile) name."""
        plain = plain_name(carrier_name)
        return plain == self.name or _KIN.get(self.name) == plain


@functools.lru_cache(maxsize=512)
def plain_name(carrier_name: str) -> str:
    """The plain name of a carrier as a profile or an order spells it."""
    lowered = carrier_name.lower().strip()
    for hit in pattern(_GROUPED).hits(Encoded(lowered)):
        return _NAMES[next(i for i, group in enumerate(hit.groups) if group)]
    return _GENERIC.sub("", lowered).strip() or lowered


def carriers(text: Encoded, own_names: Iterable[str] = ()) -> tuple[CarrierMention, ...]:
    """Every courier named in a text, from the left; `own_names` adds carriers that only a profile knows."""
    return _carriers(text.view, tuple(own_names))


@functools.lru_cache(maxsize=256)
def _carriers(view: str, own_names: tuple[str, ...]) -> tuple[CarrierMention, ...]:
    found = []
    for hit in pattern(_GROUPED).hits(Encoded(view)):
        name = _NAMES[next(i for i, group in enumerate(hit.groups) if group)]
        if hit.text == "邮政" and view[hit.end : hit.end + 1] == "策":
            continue  # 包邮|政策
        found.append(CarrierMention(hit.start, hit.end, hit.text, name))
    for own in own_names:
        plain = plain_name(own)
        if plain not in _ALIASES and plain in view:
            place = view.find(plain)
            found.append(CarrierMention(place, place + len(plain), plain, plain))
    return tuple(sorted(found, key=lambda mention: mention.start))

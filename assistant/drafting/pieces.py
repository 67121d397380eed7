"""How many pieces a message counts: of the goods in question, or of each of several."""

import re
from collections.abc import Sequence

from assistant.domain.store import Product
from assistant.facts import goods
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, pattern

NUMBER = r"(\d{1,4}|[一两二三四五六七八九十百俩仨]{1,3})"
"""RE2 source of a number of pieces, as a group."""
_PIECES = (
    rf"{NUMBER}\s*(?:件|条|双|个|包|袋|盒|罐|瓶|套|份|只|副|支|箱|台|桶|斤装|打|付|把|块(?:儿)?装)(?:[^月小工]|$)",
    rf"{NUMBER}\s*对(?:[^吧吗么不了的呀啊月小工?]|$)",
    r"\b(\d{1,4}|(?:a )?dozen|a couple of|a|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:more\s+)?(?:\w+\s+)?(?:pairs?|pieces?|pcs|units?|items?|sets?|boxes|bags|packs?|socks|gloves)\b",
    r"(?:买|拍|要|来|订|order|buy|take|get)\s*(\d{1,4})\b\s*(?:[^\d%元块.cmk折]|$)",
    r"(?:^|[^0-9a-z])[x×*]\s*(\d{1,3})(?:\D|$)",
)


def pieces(message: Encoded) -> int | None:
    """How many pieces a message in normal form names."""
    for source in _PIECES:
        for hit in pattern(source).hits(message):
            value = number(hit.groups[0])
            if value is not None and 1 <= value <= 9999 and not _part_of_other(message.view, hit.start, hit.text):
                return int(value)
    return None


def counts(view: str, products: Sequence[Product]) -> dict[str, int] | None:
    """Pieces of each of several products (两袋枸杞一盒芽茶); one where none is said; None where it cannot be told."""
    stretches: list[tuple[int, int, Product]] = []
    for item in products:
        place = goods.place(item, view)
        if place is None:
            return None
        stretches.append((*place, item))
    stretches.sort(key=lambda stretch: stretch[0])
    behind = _behind(view, stretches)
    if behind is not None:
        return behind
    found: dict[str, int] = {}
    start = 0
    for first, last, item in stretches:
        found[item.id] = pieces(Encoded(view[start:first] + " ")) or 1
        start = last
    trailing = pieces(Encoded(view[start:] + " "))
    if trailing is None:
        return found
    return dict.fromkeys(found, trailing) if "各" in view or "each" in view else None


def _behind(view: str, stretches: Sequence[tuple[int, int, Product]]) -> dict[str, int] | None:
    """Pieces that stand behind each product's name (裙子两件裤子一件); None where one has none there."""
    found: dict[str, int] = {}
    ends = [first for first, _, _ in stretches[1:]] + [len(view)]
    for (_, last, item), end in zip(stretches, ends, strict=True):
        hit = re.match(
            r"\s*(?:要|来|买|拍|各|是|[x×*])?\s*(?:\d{1,3}|[一两二三四五六七八九十]{1,2})\s*[件条双个袋盒包套瓶罐份只副支箱]",
            view[last:end],
        )
        number_ = pieces(Encoded(hit.group() + " ")) if hit else None
        if number_ is None:
            return None
        found[item.id] = number_
    return found


def _part_of_other(view: str, start: int, text: str) -> bool:
    """Whether the figure belongs to something else: 第二件, 一个月, 这一件, 哪一个."""
    before = view[max(0, start - 1) : start]
    alone = text.startswith("一") and before in {
        "这",
        "那",
        "哪",
        "另",
        "上",
        "下",
        "第",
        "有",
        "同",
        "每",
        "问",
        "是",
        "了",
        "发",
        "换",
    }
    return (
        alone
        or before in {"第", "."}
        or text.startswith(("一个", "一下"))
        or bool(re.match(r".{1,3}个(?:月|小时|多|点|工)", view[start:]))
    )

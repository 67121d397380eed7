"""What a message names: quantity, amount, wished price, size, colour, carrier, measures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from assistant.domain.store import Carrier, StoreProfile
from assistant.drafting.measures import measures
from assistant.drafting.pieces import NUMBER, pieces
from assistant.language.money import Sum, sums
from assistant.language.normalise import normalise
from assistant.language.numerals import number
from assistant.language.patterns import Encoded, pattern


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message names.

    Attributes:
        quantity: pieces.
        amount: the worth of the goods, in currency units.
        wished_price: the price a piece that the buyer offers.
        wished_off: the amount that the buyer wants taken off.
        wished_percent: what the buyer wants to pay of 100 (八折 is 80).
        size: a size by name, in capitals.
        colors: colours that some product of the store has.
        other_color: a colour word that no product has.
        carrier: a carrier of the store.
        other_carrier: a carrier that the store does not have, as typed.
        measures: body measures and shoe size.
    """

    quantity: int | None = None
    amount: float | None = None
    wished_price: float | None = None
    wished_off: float | None = None
    wished_percent: float | None = None
    size: str | None = None
    colors: tuple[str, ...] = ()
    other_color: str | None = None
    carrier: Carrier | None = None
    other_carrier: str | None = None
    measures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


_WISH_OFF = r"(?:便宜|少|减|优惠|让|抹|降|knock|take|off)"
_WISH_PRICE = r"(?:卖|行不|行吗|可以吗|能不能|成不|成交|给我|拿下|出不出|就买|就拍|for|each|deal|do it)"
_SIZE = re.compile(
    r"(?<![a-z0-9])((?:[2-6]?x{1,4}|x{0,3})[sml]|(?:free|one) size|均码)(?![a-z0-9'])|(?<!\d)(\d{2,3})\s*(?:码|号)"
)
_SIZE_PREFIXED = re.compile(r"\bsize\s*([a-z0-9]{1,4})\b")
_COLOR_WORDS = (
    r"黑色|白色|米白|米色|红色|大红|酒红|粉色|粉红|蓝色|深蓝|浅蓝|天蓝|藏青|绿色|墨绿|军绿|黄色|鹅黄|紫色|灰色|深灰|浅灰|咖色|咖啡色|棕色|驼色|卡其|橙色|橘色|杏色|香槟色|裸色|银色|金色"
    r"|\b(?:black|white|red|blue|navy|green|yellow|purple|pink|grey|gray|brown|beige|orange|khaki)\b"
)
_CORRECTS = re.compile(
    r"(?:^|[\s,。.!;~])(?:哦|啊|噢|呃|额|等下)?(?:不对|不是|不不|错了|说错了?|打错了?|写错了?|哦不|啊不|噢不)|\b(?:sorry|actually|i mean|no wait|make that|rather|oops)\b"
)
"""What stands behind takes the place of what stands before (两袋 哦不 三袋)."""
_PICTURE = r"^\s*[\[【<(]\s*(?:图片|照片|视频|动图|image|photo|picture|video|pic)\s*[\]】>)]\s*$"
CARRIERS = (
    r"顺丰|圆通|中通|申通|韵达|极兔|京东|德邦|邮政|百世|天天快递|菜鸟|丰网|安能"
    r"|\b(?:ems|dhl|fedex|ups|usps|tnt|aramex|china\spost|yunexpress|4px|royal\smail)\b"
)
"""RE2 source of the carriers that buyers name."""


def read_asked(message: Encoded, store: StoreProfile) -> Asked:
    """What a message in normal form names, seen with the store's own colours and carriers."""
    view = message.view
    found = sums(message)
    wishes = _wishes(message, found)
    own = own_carrier(view, store.shipping.carriers)
    foreign = next((hit.text for hit in pattern(CARRIERS).hits(message)), None) if own is None else None
    shades = sorted({color for item in store.products for color in item.colors}, key=len, reverse=True)
    anew = _behind_correction(view)
    colors = _longest(anew, shades) or _longest(view, shades)
    other = None if colors else next((hit.text for hit in pattern(_COLOR_WORDS).hits(message)), None)
    return Asked(
        quantity=pieces(Encoded(anew)) or pieces(message) or _blocks(message, store),
        amount=_amount(message, found),
        size=_named_size(anew, store) or _size(anew) or _named_size(view, store) or _size(view),
        colors=colors,
        other_color=other,
        carrier=own,
        other_carrier=foreign,
        measures=measures(view),
        **wishes,
    )


def _behind_correction(view: str) -> str:
    """What the buyer says instead, behind the last correction; empty where nothing is corrected."""
    places = [match.end() for match in _CORRECTS.finditer(view) if re.search(r"\w", view[match.end() :])]
    return view[places[-1] :] if places else ""


def is_picture(message: Encoded) -> bool:
    """Whether the message is nothing but a picture, as chat windows write it: [图片]."""
    return pattern(_PICTURE).found(message)


def own_carrier(view: str, carriers: Sequence[Carrier]) -> Carrier | None:
    """The store's carrier that a text names, also by the first part of its name (顺丰 for 顺丰速运)."""
    for carrier in carriers:
        name = normalise(carrier.name).view
        short = (
            name.removesuffix("速运")
            .removesuffix("快递")
            .removesuffix("速递")
            .removesuffix("物流")
            .removesuffix("快运")
        )
        if name in view or (short and _stands(short, view)):
            return carrier
    abbreviations = {"sf": "顺丰", "yto": "圆通", "zto": "中通", "sto": "申通"}
    for letters, start in abbreviations.items():
        if re.search(rf"(?<![a-z]){letters}(?![a-z])", view):
            return next((carrier for carrier in carriers if carrier.name.startswith(start)), None)
    return None


def _stands(word: str, view: str) -> bool:
    if not word.isascii():
        return word in view
    return re.search(rf"\b{re.escape(word)}\b", view) is not None


def _longest(view: str, shades: Sequence[str]) -> tuple[str, ...]:
    """The shades that a text names; one that is part of a longer one found (白 in 奶白) does not count again."""
    found: list[str] = []
    rest = view
    for shade in shades:
        name = normalise(shade).view
        if (
            _stands(name, rest)
            and (len(name) > 1 or not name.isascii())
            and (len(name) > 1 or f"{name}色" in rest or f"{name}的" in rest)
        ):
            found.append(shade)
            rest = rest.replace(name, "\0")
    return tuple(found)


def _blocks(message: Encoded, store: StoreProfile) -> int | None:
    """Pieces counted with 块, which counts money too: only where the word of a product follows (两块沙发垫)."""
    for hit in pattern(rf"{NUMBER}\s*块").hits(message):
        behind = message.view[hit.end : hit.end + 2]
        value = number(hit.groups[0])
        if value is not None and len(behind) == 2 and any(behind in normalise(i.title).view for i in store.products):
            return int(value)
    return None


def _named_size(view: str, store: StoreProfile) -> str | None:
    """A size that the store writes in a way of its own (70x180)."""
    names = {name for item in store.products for name in item.sizes}
    own = [name for name in names if len(name) > 2 and not name.isalpha() and normalise(name).view in view]
    own += [name for name in names if name.isdigit() and _wears(name, view)]
    if not own and any(name.isdigit() for name in names):
        own = re.findall(r"有(?:没有)?(\d{2})(?:的|吗|么)", view)[:1]  # a size that the store does not make
    return max(own, key=len).upper() if own else None


def _wears(number_: str, view: str) -> bool:
    """Whether a figure is said as a size (in 42, 有42的吗), not as an amount, a measure or a number of pieces."""
    return bool(
        re.search(rf"\b(?:in|size|sizes|eu|a|an|take|wear)\s+{number_}\b(?!\s*(?:[a-z%$€£]|\.\d))", view)
        or re.search(rf"\b(?:in|size|eu)\s+(?:eu|size)\s+{number_}\b", view)
        or re.search(rf"(?<![0-9.]){number_}的?(?:现在)?(?:还|都)?(?:有|剩)", view)
        or re.search(rf"(?:有|要|拍|买|选|穿|换成?|改成?)(?:个|没有)?{number_}(?:的|吗|么|没|呢|还|$|[?,])", view)
    )


def _amount(message: Encoded, found: Sequence[Sum]) -> float | None:
    """The worth of the goods that the buyer speaks of (买260块的, 满300, 这单是128)."""
    worth = (
        r"(?:买|拍|凑|单|订单|一共|总共|合计|加起来|总价|付了|付款|花|消费|满|够|order|total|spend|worth|cart|bought)"
    )
    for item in found:
        if item.kind not in {"amount", "threshold"} or item.value <= 0:
            continue
        if item.kind == "threshold" and not re.search(r"了|够", message.view[max(0, item.start - 2) : item.end + 2]):
            continue
        start = max(0, item.start - 8) if not message.view[: item.start].isascii() else max(0, item.start - 22)
        before = message.view[start : item.start]
        fee = re.search(r"(?:运费|邮费|便宜|少|减|优惠|返|postage|shipping|off)[^,。]{0,2}$", before)
        if not fee and (item.kind == "threshold" or re.search(worth, before + message.view[item.end : item.end + 4])):
            return item.value
    return None


def _wishes(message: Encoded, found: Sequence[Sum]) -> dict[str, float]:
    wishes: dict[str, float] = {}
    view = message.view
    for item in found:
        near = view[max(0, item.start - 8) : item.start]
        after = view[item.end : item.end + 10]
        if item.kind == "fold":
            wishes["wished_percent"] = item.value
        elif item.kind == "percent" and re.search(r"off|discount|便宜|优惠|少|减", near + after):
            wishes["wished_percent"] = 100 - item.value
        elif item.kind == "amount" and re.search(_WISH_OFF, near + after[:5]):
            wishes["wished_off"] = item.value
        elif item.kind == "amount" and re.search(_WISH_PRICE, near + after):
            wishes["wished_price"] = item.value
    if not wishes:
        bare = re.search(
            r"(?<![\d.])(\d{1,5}(?:\.\d{1,2})?)\s*(?:(?:块钱?|元)?(?:一|每|1)?[袋件条双盒个套瓶罐包只])?\s*(?:包邮)?\s*(?:卖不|卖吗|卖我|行不|行吗|成不|成吗|拿走|能卖|出不|能出|可以卖|拍不拍|给不给)",
            view,
        )
        off = re.search(r"(?:便宜|少|减|让|抹|优惠)(?:个|掉|我)?\s*(\d{1,4})(?!\d|\s*(?:%|件|条|个|双|折))", view)
        if off:
            wishes["wished_off"] = float(off.group(1))
        elif bare:
            wishes["wished_price"] = float(bare.group(1))
    return wishes


def _size(view: str) -> str | None:
    match = _SIZE.search(view)
    if match:
        return (match.group(1) or match.group(2)).upper()
    match = _SIZE_PREFIXED.search(view)
    if match and (match.group(1).isdigit() or match.group(1) in {"s", "m", "l", "xs", "xl", "xxl"}):
        return match.group(1).upper()
    return None

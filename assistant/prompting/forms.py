"""Personal data known by its form: numbers, e-mail addresses, street addresses, and names that are given as names.

Wide on purpose: a word too many as a token costs a little warmth, a phone number in a request costs trust. Works on the
normal form, so that full width, capitals and invisible characters make no difference.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.language.personal import personal_numbers

Kind = Literal["email", "identity", "card", "phone", "order", "address", "name"]


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in a text in normal form (end exclusive)."""

    start: int
    end: int
    kind: Kind


_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dx](?!\d)")
_CARD = re.compile(
    r"(?<![\d-])\d{4}(?:[- ]\d{4}){2,4}(?:[- ]\d{1,4})?(?![\d-])|(?<!\d)(?:\d{4}[- ]){3}\d{4}(?:[- ]?\d{1,3})?(?!\d)|(?<!\d)(?:62|4\d|5[1-5])\d{13,17}(?!\d)"
)
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<![\d.])\+\d{1,3}(?:[- ().]{0,2}\d){7,12}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
)
_LONG_NUMBER = re.compile(r"(?<![\d.])(?:[a-z]{1,4})?\d{10,22}(?!\d)")
"""Order, tracking and account numbers; prices and dates are shorter."""

_HAN = r"[\u4e00-\u9fff]"
_PLACE_HAN = r"[\u4e00-\u9fff](?<![到在是寄址给为住发送改往请问这那个我您你])"
_ADDRESS = re.compile(
    rf"(?:{_PLACE_HAN}){{2,8}}(?:省|自治区|市)(?:{_HAN}|[0-9a-z]){{0,24}}?(?:路|街|道|巷|村|镇|小区|大厦|号楼|弄)(?:{_HAN}|[0-9a-z#-]){{0,20}}"
    rf"|(?:{_PLACE_HAN}|[0-9a-z]){{1,20}}(?:路|街|大道|巷|弄|胡同|村|小区|花园|苑|城(?!市)|大厦|广场|公寓|园)(?:{_HAN}){{0,6}}? ?[0-9a-z-]{{1,6}} ?(?:号|弄|栋|幢|座|楼|单元|室|组|期|巷)(?:[0-9a-z#-]|{_HAN}(?<![了吗呢吧可能行对的是])){{0,16}}"
    rf"|\d{{1,4}}(?:栋|幢|号楼|座)\s?\d{{0,2}}(?:单元)?\s?\d{{2,4}}(?:室|号|户)?"
)
_ENGLISH_ADDRESS = re.compile(
    r"(?<![a-z0-9])\d{1,6}[a-z]? (?:[a-z]{2,20} ){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|close|square|terrace|place)(?![a-z])"
    r"(?:[,. ]{1,2}(?:apt|apartment|unit|flat|suite|floor)\.? ?[a-z0-9-]{1,6})?(?:, ?[a-z]{2,20}(?: [a-z]{2,20}){0,2}){0,3}(?:,? ?[a-z]{0,2} ?\d{4,6})?"
    r"|(?<![a-z])p\.?\s?o\.?\s?box \d{1,8}"
)
_NAMED = re.compile(
    rf"(?:(?:收件人|收货人|收件|签收人|联系人|真名|本名|户名|我叫|名叫|叫做|[我他她]叫|姓[\u4e00-\u9fff],?\s?叫|本人(?=[是叫]))(?:的)?(?:姓名|名字)?|姓名|名字)(?:[是叫为]|[:：])?\s?((?:{_HAN}){{2,4}}?)(?=$|[^\u4e00-\u9fff]|(?:的|是|电话|手机|地址|收|谢|号码|先生|女士|小姐|同学|老师))"
)
_SURNAME = (
    r"(?:欧阳|司马|诸葛|上官|皇甫|慕容|令狐|司徒|东方|尉迟|夏侯|公孙|长孙|[王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾"
    r"肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤])"
)
_SURNAMED = re.compile(
    rf"(?:本人|(?:收件人|收货人|收件|联系人|姓名|名字)[^\u4e00-\u9fff]?(?:改成|改为|换成|写成|换|写)(?:了|是|[:：])? ?)({_SURNAME}{_HAN}{{1,2}}?)(?=$|[^\u4e00-\u9fff]|(?:先生|女士|小姐|电话|手机|收|要|想|需要|申请|购买|买))"
)
"""A name that is told by its surname, where the words before it do not say that one comes."""
_ENGLISH_NAMED = re.compile(
    r"(?<![a-z])(?:my name is|name(?: is)?:?|recipient(?: is)?:?|receiver(?: is)?:?|consignee:?|attn:?|addressed to|signed by|i am called)\s([a-z]{2,20}(?:[ -][a-z]{2,20}){0,2})(?![a-z])"
)
_RECEIVES = re.compile(rf"(?:^|[\s,，。:])((?!.?[查签接验没未已代快递])(?:{_HAN}){{2,3}})收(?=$|[\s,，。])")
"""张三收, as on a parcel."""
_NO_NAME = re.compile(
    r"什么|怎么|哪个|多少|没有|不对|写错|填错|改成|改为|一下|已经|可以|不是|就是|信息|怎样|电话|地址|错了|打错|(?:on|in|of|the|for|not|wrong|is|was)(?![a-z])"
)
_RECEIVES_INSTEAD = re.compile(rf"(?:改成|改为|换成|换|写|由|让|给|寄)({_SURNAME}{_HAN}{{1,2}})(?:来|代)?收")
"""改成张三收."""
_LATIN_NAMED = re.compile(
    r"(?:收件人|收货人|联系人|姓名|名字|我叫)(?:改成|改为|换成|写|是|叫|为)?[: ]{0,2}([a-z]{2,20}(?:[ -][a-z]{2,20}){0,2})(?![a-z])"
)
_STOP = re.compile(r" (?:and|but|my|i|the|is|at|on|in|please|with|from|phone|address|tel|to)(?![a-z]).*$")

_BY_FORM: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", _EMAIL),
    ("identity", _IDENTITY),
    ("card", _CARD),
    ("phone", _PHONE),
    ("order", _LONG_NUMBER),
    ("address", _ADDRESS),
    ("address", _ENGLISH_ADDRESS),
)
_OF_NUMBER: dict[str, Kind] = {"mobile": "phone", "phone": "phone", "identity": "identity", "card": "card"}
_FIGURE = re.compile(
    r"[\d〇零一二三四五六七八九幺❶-❿➀-➓]|zero|one|two|three|four|five|six|seven|eight|nine|ling|yao|double"
)
_MAY_HOLD = re.compile(
    r"[\d@〇零一二三四五六七八九幺❶-❿➀-➓]|name|recipient|receiver|consignee|attn|addressed|signed|收|联系人|名|我叫|叫做|本人|zero|one|two|double"
)


def personal_data(view: str) -> list[Found]:
    """Everything personal in a text in normal form, by place; of two that overlap the first and longer counts."""
    if not _MAY_HOLD.search(view):
        return []
    found = sorted(_all(view), key=lambda item: (item.start, -item.end))
    kept: list[Found] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end > kept[-1].end:  # they overlap: nothing of either may stay
            kept[-1] = Found(kept[-1].start, item.end, kept[-1].kind)
    return kept


def _all(view: str) -> Iterator[Found]:
    for kind, form in _BY_FORM:
        yield from (Found(match.start(), match.end(), kind) for match in form.finditer(view))
    if len(_FIGURE.findall(view)) >= 5:
        for number in personal_numbers(view):
            yield Found(number.start, number.end, _OF_NUMBER[number.kind])
    yield from _names(view, _NAMED, lambda name: name)
    yield from _names(view, _RECEIVES, lambda name: name)
    yield from _names(view, _RECEIVES_INSTEAD, lambda name: name)
    yield from _names(view, _SURNAMED, lambda name: name)
    yield from _names(view, _LATIN_NAMED, lambda name: _STOP.sub("", name))
    yield from _names(view, _ENGLISH_NAMED, lambda name: _STOP.sub("", name))


def _names(view: str, form: re.Pattern[str], shortened: Callable[[str], str]) -> Iterator[Found]:
    for match in form.finditer(view):
        name = shortened(match.group(1))
        if name and not _NO_NAME.match(name):
            yield Found(match.start(1), match.start(1) + len(name), "name")

"""Names of people that are given as names: behind the words that say so, or before 收; on the normal form."""

import re
from collections.abc import Callable, Iterator

_HAN = r"[\u4e00-\u9fff]"
_NAMED = re.compile(
    rf"(?:(?:收件人|收货人|收件|签收人|联系人|真名|本名|户名|我叫|名叫|叫做|[我他她]叫|姓[\u4e00-\u9fff],?\s?叫|本人(?=[是叫]))(?:的)?(?:姓名|名字)?|姓名|名字)(?:[是叫为]|[:：])?\s?((?:{_HAN}){{2,4}}?(?:[·•][\u4e00-\u9fff]{{1,6}}){{0,3}})(?=$|[^\u4e00-\u9fff·•]|(?:的|是|电话|手机|地址|收|谢|号码|先生|女士|小姐|同学|老师))"
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
    r"(?<![a-z])(?:my name is|name(?: is)?:?|recipient(?: is)?:?|receiver(?: is)?:?|consignee(?: is)?:?|contact(?: person)?(?: is|:)|attn:?|addressed to|signed by|(?:i am|i'm|they call me) called|call me|(?:care of|c/o))\s(?:(?:dr|mr|mrs|ms|miss|prof)\.? )?([a-z\u00df-\u017f'’]{2,20}(?:[ -][a-z\u00df-\u017f'’]{2,20}){0,2})(?![a-z])"
)
_RECEIVES = re.compile(rf"(?:^|[\s,，。:])((?!.?[查签接验没未已代快递])(?:{_HAN}){{2,3}})收(?=$|[\s,，。])")
"""张三收, as on a parcel."""
_NO_NAME = re.compile(
    r"什么|怎么|哪个|多少|没有|不对|写错|填错|改成|改为|一下|已经|可以|不是|就是|信息|怎样|电话|地址|错了|打错|能不|能否|必填|必须|是不|可以|可否|要不|需要|怎|有误|有没|必须|如何|不一|修改|昵称|随便|就行|(?:back|later|when|if|at|on|in|of|the|for|not|wrong|is|was)(?![a-z])"
)
_RECEIVES_INSTEAD = re.compile(rf"(?:改成|改为|换成|换|写|由|让|给|寄)({_SURNAME}{_HAN}{{1,2}})(?:来|代)?收")
"""改成张三收."""
_LATIN_NAMED = re.compile(
    r"(?:收件人|收货人|联系人|姓名|名字|我叫)(?:改成|改为|换成|写|是|叫|为)?[: ]{0,2}([a-z]{2,20}(?:[ -][a-z]{2,20}){0,2})(?![a-z])"
)
_WRITTEN = re.compile(
    rf"(?:收件人|收货人|收件|联系人|签收人|姓名|名字|抬头)(?:那?栏|这?里|处|请|麻烦|就|统一|直接)?(?:改成|改为|换成|写成|填成|写|填|换|用|留)(?:了|是|[:：])? ?({_SURNAME}{_HAN}{{1,3}}?)(?=$|[^\u4e00-\u9fff]|就|即|先生|女士|小姐|电话|手机|收|要|想|吧|哦|哈)"
)
_TITLED = re.compile(rf"(?:先生|女士|小姐)[ ,:、]({_SURNAME}{_HAN}{{1,2}})(?=$|[^\u4e00-\u9fff])")
_CAPITALISED = re.compile(
    r"(?:(?<![A-Za-z])(?:[Ii](?:'|’| a)m|[Tt]his is|[Ii]t's|[Rr]egards,?|[Tt]hanks,?|[Bb]est,|[Ss]incerely,?|[Cc]heers,?)\s{1,2})([A-Z][a-z'’\u00df-\u017f-]{1,20}(?: [A-Z]\.)?(?: [A-Z][a-z'’\u00df-\u017f-]{1,20}){1,2})(?![A-Za-z])"
)
"""I'm Katherine Johnson: in small letters that could be anything."""
_STOP = re.compile(r" (?:and|but|my|i|the|is|at|on|in|please|with|from|phone|address|tel|to)(?![a-z]).*$")


def names(view: str) -> Iterator[tuple[int, int]]:
    """Spans of a text in normal form that are names; they may overlap."""
    for form in (_NAMED, _RECEIVES, _RECEIVES_INSTEAD, _SURNAMED, _WRITTEN, _TITLED):
        yield from _within(view, form, lambda name: name)
    for form in (_LATIN_NAMED, _ENGLISH_NAMED):
        yield from _within(view, form, lambda name: _STOP.sub("", name))


def capitalised(raw: str) -> Iterator[tuple[int, int]]:
    """Spans of a text as given: two capitalised words where somebody says who they are."""
    return (match.span(1) for match in _CAPITALISED.finditer(raw))


def _within(view: str, form: re.Pattern[str], shortened: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    for match in form.finditer(view):
        name = shortened(match.group(1))
        if name and not _NO_NAME.match(name):
            yield match.start(1), match.start(1) + len(name)

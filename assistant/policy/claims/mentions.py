"""Claims about one other person who is told without a title: 南京的许倩倩, 锦州开药店的那位, a nurse in Leeds.

One person alone is not enough: what is told must say who it was. So two marks are asked for (a city, a name, a job,
a street, a nick, a day), or a name that stands with a city.
"""

import re
from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex
from assistant.language.regions import PLACE
from assistant.policy.claims.persons import own_names
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.spelling import spelling
from assistant.policy.text import Clause, Reply

_WHY = "It tells of one other buyer so that one can know who it was; counts and habits that identify nobody are fine."
_NAMED = regex(
    r"(?:的|那边|那个|那位|有个|有位|一位|叫|是|给)([\u3400-\u9fff]{2,4}?)"
    r"(?=刚|昨|前天|前几|上周|上个?月|上礼拜|上回|今天|今早|就|也|才|已经?|一口气|一次|每|老|买|拿|拍|订|下单|收|选|要|退|回购|囤|抢|带|写|说|,|。|$)"
)
_TITLED = regex(r"([\u3400-\u9fff])(?:女士|先生|小姐(?!姐)|太太|阿姨|叔叔|大姐|大哥|老板|老师|大爷|奶奶|同学)")
_NO_NAME = frozenset("的位个小大老女男家这那您哪各你我他她好是有和跟给向对叫让请亲位些本该每某两几")
_DELIVERED_TO = regex(r"(?:发|寄|送|运|派|到|往|至|(?:^|[^他她人住家])在|从|离)[^,。]{0,2}$")


def read_mentions(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """The first sentence that tells of one other person by name and place, or by two other marks."""
    own = own_names(facts)
    for clause in _first_clauses(reply):
        start, end = reply.sentence_span(clause)
        text = Encoded(reply.view[start:end])
        marks = _marks(reply, text)
        if reply.heard("withholds", text) or not (marks or _happens(reply, text)):
            continue
        places = [
            hit
            for hit in pattern(PLACE).hits(text)
            if not _DELIVERED_TO.search(text.view[max(0, hit.start - 4) : hit.start])
        ]
        name = _name(text, own) if places else None
        named = reply.heard("mark_name", text) and reply.heard("purchase", text)
        if name is not None or (reply.heard("one_person", text) and (named or marks + bool(places) >= 2)):
            yield Finding("privacy.person", start, end, None, False, "privacy.other_buyer", _WHY)
            return


def _first_clauses(reply: Reply) -> Iterator[Clause]:
    seen: set[int] = set()
    for clause in reply.clauses:
        if clause.sentence not in seen:
            seen.add(clause.sentence)
            yield clause


def _happens(reply: Reply, text: Encoded) -> bool:
    return any(reply.heard(name, text) for name in ("purchase", "seen_when", "person_does"))


def _marks(reply: Reply, text: Encoded) -> int:
    return sum(reply.heard(name, text) for name in ("mark_name", "mark_job", "mark_home", "mark_day"))


def _name(text: Encoded, own: tuple[str, ...]) -> str | None:
    """A Chinese name behind 的 or a determiner: a surname and a rare pair, a doubled name, or a long foreign one."""
    known = spelling()
    for match in _TITLED.finditer(text.view):
        if match.group(1) not in _NO_NAME and not any(match.group(1) == other[:1] for other in own):
            return match.group()
    for match in _NAMED.finditer(text.view):
        name = match.group(1)
        pairs = [name[at : at + 2] for at in range(len(name) - 1)]
        if any(known.common_pair(pair) for pair in pairs) or any(name[:1] == other[:1] for other in own):
            continue
        if name in normalise("".join(own)).view or re.search(r"[的了着过吗呢是有在这那您你我他她们]", name):
            continue
        surnamed = pattern(_SURNAME).found(Encoded(name[:1])) and len(name) <= 3
        if surnamed or (len(name) == 2 and name[0] == name[1]) or len(name) == 4:
            return name
    return None


_SURNAME = (
    "[王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖贾夏付邹孟秦邱尹薛"
    "闫段侯陶黎贺顾郝龚邵万钱严覃武戴莫孔汤温康施关卞倪俞鲁殷翟裴聂尤傅邢阮柳耿翁管柯凌霍虞费岑乔詹庄纪舒梅童颜葛章云金蓝岳齐白毛邬]"
)


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("privacy.mention", ("<one_person>", PLACE), read_mentions, ("privacy.person",)),
)

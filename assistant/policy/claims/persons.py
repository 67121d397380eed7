"""Claims about other buyers: a surname with a city, a time or a purchase tells who it was (contract section 8)."""

import re
from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, Hit, pattern
from assistant.language.regex import regex
from assistant.language.regions import PLACE
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.spelling import spelling
from assistant.policy.text import Clause, Reply

_WHY = "It tells of another buyer: a name with a city, a time or a purchase says who it was. Counts that identify nobody are fine."
_ENGLISH_NAME = regex(r"(?<![a-z])([a-z]{2,15})(?: [a-z]\.?)?,? (?:from|in|of|over in|down in|up in) ([a-z]{3,})")
_ENGLISH_DOES = regex(
    r"(?<![a-z'])([a-z]{2,15})(?: ([a-z]{1,15})\.?)?(?:, [^,.]{1,40},)?(?:,? (?:who|also|just|already|even|has|had|again|there|here)){0,2} "
    r"(?:bought|ordered|purchased|reordered|swears by|wears|wore|complained|paid|got (?:a|two|three|four|\d|hers|his|the)"
    r"|(?:took|picked(?: up)?|grabbed|chose|returned) (?:[a-z0-9]+ ){0,2}(?:pairs?|sets?|one|two|three|four|size|[sml]|xl|black|white|beige|both)(?![a-z]))"
)


def read_persons(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Third persons named in the reply who can be told from what else the sentence says of them."""
    own = own_names(facts)
    for hit in reply.concept("person"):
        clause = reply.clause_at(hit.start)
        if _belongs(hit, own) or _addressed(reply, clause, hit) or _staff(reply, clause, hit):
            continue
        if reply.in_clause("withholds", clause) or _glued(reply, hit):
            continue
        if _signals(reply, clause, hit):
            yield Finding("privacy.person", hit.start, hit.end, None, False, "privacy.other_buyer", _WHY)
            return
    yield from _english_names(reply, facts, own)


def own_names(facts: Facts) -> tuple[str, ...]:
    """Names that are the buyer's own: of the receiver, of the nick, and what they call themselves."""
    names = [normalise(order.receiver.name).view for order in facts.own_orders if order.receiver.name]
    names += [facts.request.buyer.nick.lower()] if facts.request.buyer.nick else []
    said = re.findall(
        r"(?:我姓|免贵姓|我叫|我是|叫我|my name is|i am|i'm|this is) ?([\u3400-\u9fff]{1,3}|[a-z]+)",
        facts.conversation.view,
    )
    return tuple(name for name in (*names, *said, normalise(facts.store.agent).view) if name)


_ENGLISH_ROLE = regex(
    r"(?<![a-z])(?:customer|buyer|client|guy|lady|girl|woman|man|runner|user|reviewer|shopper|neighbou?r|colleague|teammate|coach|captain),? ([a-z]{2,15})(?![a-z])"
)

_NAME_LENGTH = 2
_SPEAKS_OF = frozenset("那这有是跟和像给连就问叫位个替找比")
_ANSWER_LENGTH = 8
_ANSWER_ENDS = regex(
    r"(?:[不没][^,。]{1,3}的|[了呢哦呀啊吧嘞哈啦咯好行成能有对中哒滴嘛]|^(?:好|是|有|行|对|收到|(?:能|会|可以).{0,3})的)$"
)
_NO_SURNAME = frozenset("位的您你些多贵和是有个名给让请各每本该为与跟亲叫找对好大新家男女爱那这")


_TITLED = regex(
    r"女士|先生|小姐|太太|[姐哥叔伯总嫂]|阿姨|大[妈姐哥爷叔夫婶]|婶|奶奶|爷爷|老师|同学|医生|教授|经理|妹|姑娘|某|妈妈|宝妈|会计|律师|校长|主任|护士|教练|厂长|书记|[科处队班院]长|阿婆|婆婆|[*×]"
)
_CALLED = regex(r"^(?:名叫|叫|姓名是|名字是|本名|真名|收件人是|收货人是|买家|顾客|客人|客户|网友|粉丝)(?:做|作|是)?")


def _belongs(hit: Hit, own: tuple[str, ...]) -> bool:
    """Whether it is the buyer's own name, or no name at all."""
    if hit.text[0] in _NO_SURNAME and not _CALLED.match(hit.text):
        return True
    name = _CALLED.sub("", hit.text)
    if "\u3400" <= hit.text[0] <= "\u9fff" and not _TITLED.search(name) and hit.text[0] not in "小老阿姓":
        known = spelling()
        if re.search(r"[区县镇乡路街省市村]", name[:3]):
            return True
        if len(name) < 2 or name[1] in "您你我他她的" or known.common_pair(name[:2]) or known.common_pair(name[1:3]):
            return True
    surname = re.sub(
        r"^(?:[小老阿姓叫]|名叫|买家|顾客|客人|客户|收件人是|收货人是|姓名是|名字是|mrs?\.? |ms\.? |miss |madam )",
        "",
        hit.text,
    )
    return any(
        surname[:1] == name[:1] if "\u3400" <= surname[:1] <= "\u9fff" else surname.split()[0] in name for name in own
    )


def _glued(reply: Reply, hit: Hit) -> bool:
    """Whether its ends belong to the words beside them: 那单|总共, 打包|小姐姐; or an English word that is no name."""
    if hit.text.isascii():
        words = hit.text.split()
        name = hit.end - len(words[-1])
        return not _capital(reply, name) or reply.heard("not_a_name", Encoded(words[-1]))
    known, bare = spelling(), hit.text.rstrip(",。!的那吧呀啊")
    before, behind = reply.view[hit.start - 1 : hit.start], reply.view[hit.end : hit.end + 1]
    last = len(bare) == len(hit.text) and known.common_pair(bare[-1:] + behind) and behind not in "说买拍是在也上下收要"
    return (
        bool(before)
        and (known.common_pair(before + hit.text[0]) or before + hit.text[0] == "打包")
        and before not in "的"
    ) or last


def _addressed(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether the name only calls the buyer: 张女士您好, dear Mrs Brown."""
    before = reply.view[clause.start : hit.start]
    after = reply.view[hit.end : clause.end] if clause.end >= hit.end else reply.view[hit.end : hit.end + 8]
    # 金梅姐,… : what stands before is the rest of the name; 东北不加的凤姐,… : an answer; 跟王姐,… speaks of her
    of_name = len(before) <= _NAME_LENGTH and not (before and before[-1] in _SPEAKS_OF)
    calls = of_name or _answers_first(reply, before)
    if _opens(reply, clause) and not after.strip(" ~") and _TITLED.search(hit.text) and calls:
        return True
    return bool(
        re.fullmatch(r"(?:亲爱的|尊敬的|您好|你好|hi|hello|dear|ok|好的|嗯嗯?|thanks?|thank you|亲|[^\w]| )*", before)
    ) and bool(re.match(r"[ ~]*(?:$|您|你|早|晚|好|下午|中午|久等|让)", after))


_OF_HER = regex(r"[他她]|ta\b|也|上[次回周个]|昨|前[天几]|刚")


def _opens(reply: Reply, clause: Clause) -> bool:
    """Whether a clause opens the reply, or a sentence that goes on about nobody else (金梅姐,三条凑不齐)."""
    if clause.index == 0:
        return True
    if reply.clauses[clause.index - 1].sentence == clause.sentence or not clause.terminator.startswith(","):
        return False
    return _OF_HER.search(reply.view[clause.end : reply.sentence_span(clause)[1]]) is None


def _answers_first(reply: Reply, before: str) -> bool:
    """Whether an answer stands before the name that closes the clause, and tells of nobody (走得了徐叔)."""
    text = Encoded(before)
    return (
        0 < len(before) <= _ANSWER_LENGTH
        and _ANSWER_ENDS.search(before) is not None
        and not pattern(f"{PLACE}(?:省|市|那边|这边|人)?(?:的|那?[位个])*$").found(text)
        and not any(reply.heard(name, text) for name in ("purchase", "seen_when", "whereabouts", "third"))
    )


def _staff(reply: Reply, clause: Clause, hit: Hit) -> bool:
    around = reply.view[max(clause.start, hit.start - 8) : min(clause.end, hit.end + 5)]
    return pattern(
        r"店长|主管|同事|客服|专员|设计|师傅|快递|派件|派送|老板|经理|负责人|裁缝|模特|主播|仓库|司机|colleague|manager|courier|driver|supervisor|team|agent"
    ).found(Encoded(around))


def _signals(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """Whether the sentence gives a place, a time, a purchase or a number with the name."""
    start, _ = reply.sentence_span(clause)
    _, end = reply.sentence_span(reply.clause_at(hit.end - 1))  # the dot of `Mr.` ends a sentence
    rest = reply.view[start : hit.start] + "," + reply.view[hit.end : end]
    text = Encoded(rest)
    return (
        pattern(PLACE).found(text)
        or reply.heard("seen_when", text)
        or reply.heard("purchase", text)
        or reply.heard("whereabouts", text)
    )


def _english_names(reply: Reply, facts: Facts, own: tuple[str, ...]) -> Iterator[Finding]:
    """`Sarah from Leeds ordered …`, `Lorna took the M`: a capitalised name with a purchase."""
    for shape, capitals in ((_ENGLISH_NAME, (1, 2)), (_ENGLISH_DOES, (1,)), (_ENGLISH_ROLE, (1,))):
        for match in shape.finditer(reply.view):
            name = match.group(1)
            if (
                not all(_capital(reply, match.start(group)) for group in capitals)
                or reply.heard("not_a_name", Encoded(name))
                or name in own
            ):
                continue
            if any(name in item.title.lower() for item in facts.store.products):
                continue
            if match.re is _ENGLISH_DOES and match.group(2) and reply.heard("not_a_name", Encoded(match.group(2))):
                continue
            if name in facts.store.name.lower() or any(
                name in carrier.name.lower() for carrier in facts.store.shipping.carriers
            ):
                continue
            clause = reply.clause_at(match.start())
            start, end = reply.sentence_span(clause)
            does = ("purchase", "person_does", "seen_when") if shape is _ENGLISH_NAME else ("purchase",)
            text = Encoded(reply.view[start:end])
            if any(reply.heard(concept, text) for concept in does) and not reply.in_clause("withholds", clause):
                yield Finding("privacy.person", match.start(), match.end(), None, False, "privacy.other_buyer", _WHY)
                return


def _capital(reply: Reply, place: int) -> bool:
    return reply.normal.raw[reply.raw_span(place, place + 1)[0]].isupper()


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind(
        "privacy.person",
        (
            "<person>",
            r"\b(?:from|in) [a-z]{4,}",
            r"\b(?:bought|ordered|purchased|took|picked|grabbed|chose|returned|reordered|swears|wears|wore|complained|paid|placed|refunded|got)\b",
        ),
        read_persons,
        ("privacy.person",),
    ),
)

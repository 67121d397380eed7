"""Dialogues: 问/答, Q/A, 客户/客服, A/B, buyer and agent taking turns, each turn behind its label."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from assistant.curation.layouts.found import Document, Found, Span, Taken
from assistant.curation.layouts.numbering import markers
from assistant.curation.layouts.replies import reply_span
from assistant.curation.voice import agent_voice, salute_at, sentences, trimmed

_BUYER_NOUN = "老客户|新客户|客户|顾客|买家|客人|用户|买方|亲"
_LABEL = re.compile(
    rf"(?:(?<=^)|(?<=[\s。!?~…;)】”\"哦呢吗呀啦了.,、|]))[\[(【<]?((?:{_BUYER_NOUN})(?:问|说|提问|咨询|原话)?|问题?|提问|场景|情景|情境|卖家|店家|店主|商家|掌柜|小二"
    r"|(?:客服|您的|参考|标准|推荐|建议|卖家)?(?:回复?|回答|答复?|答案|应答|话术|说法)|客服"
    r"|buyer|customer|client|seller|agent|shop|q|a|b|[甲乙])\s?\d{0,2}(?:[\])】>]\s*[:]?|\s*[:])"
)
_IS_BUYER = re.compile(rf"(?:{_BUYER_NOUN}|问|提问|场景|情景|情境|buyer|customer|client|q$)")
_BESIDE = 4
_FEWEST, _DRY = 3, 60
"""So many characters has an answer that is known by its label alone."""
_ASKS = re.compile(r"[?]|吗|么|呢|多少|什么|几[天件个点号]|怎么|能不能|可不可以|有没有")
_OF_TRAINING = re.compile(
    r"客户|顾客|买家|客人|消费者|客服|怎么办|如何|怎样|什么是|为什么要|哪些|分几|考|原则|流程|销售|店铺(?:的)?(?:运营|推广)"
    r"|\b(?:customers?|agents?|staff|training|policy|handle)\b"
)
_ADVISES = re.compile(
    r"^(?:要|先|应|需|必须|不要|不能|切忌|首先|第一|尽量|注意|避免|学会|了解|客服|对于|根据|通过)|客户|顾客|买家|客人|消费者"
    r"|\b(?:customers?|agents?|staff)\b|^(?:always|never|do not|don't|make sure|try to)\b"
)
_EITHER = frozenset({"a", "b", "甲", "乙"})


@dataclass(frozen=True, slots=True)
class _Turn:
    label: str
    label_start: int
    start: int
    end: int


def find_speakers(document: Document, taken: Taken) -> list[Found]:
    """The agent's turns of dialogues with the buyer's turn before each."""
    view = document.view
    listed = [marker.start for marker in markers(view, document.text) if marker.kind != "dash"]
    turns = _turns(view, listed)
    found: list[Found] = []
    question: Span | None = None
    last_end = 0
    for place, turn in enumerate(turns):
        role = _role(turns, place)
        if turn.label_start - last_end > 160:
            question = None
        last_end = turn.end
        if role == "buyer":
            span = trimmed(view, turn.start, turn.end)
            question = span if 1 < span[1] - span[0] <= 200 else None
        elif role == "agent" and not taken.overlaps(turn.start, turn.end):
            # An agent's label without a buyer before it is as often a heading of advice: there the words must speak for it.
            spans = _answers(view, turn.start, turn.end)
            bar = 0 if question else 2
            if question is not None and _plain_pair(view, question, turn):
                found.append(Found(trimmed(view, turn.start, turn.end), question))
                continue
            spans = [span for span in spans if question or _opens_in_voice(view, *span)]
            found.extend(Found(span, question) for span in spans if agent_voice(view[span[0] : span[1]]) > bar)
    return found


def _plain_pair(view: str, question: Span, turn: _Turn) -> bool:
    """Whether a buyer's question is answered right behind it, however dry the words (问：包邮吗？答：满88包邮的)."""
    words = view[turn.start : turn.end].strip()
    return (
        turn.label_start - question[1] <= _BESIDE
        and _FEWEST <= len(words) <= _DRY
        and "\n" not in words
        and bool(_ASKS.search(view, question[0], min(question[1] + 1, len(view))))
        and not _OF_TRAINING.search(view, question[0], question[1])
        and not _ADVISES.search(words)
        and agent_voice(words) == 0
    )


def _turns(view: str, listed: list[int]) -> list[_Turn]:
    labels = list(_LABEL.finditer(view))
    turns = []
    for number, match in enumerate(labels):
        limit = labels[number + 1].start() if number + 1 < len(labels) else len(view)
        # A list that begins within the turn is for the finder of items: its lead is this turn.
        following = bisect_left(listed, match.end())
        if following < len(listed):
            limit = min(limit, listed[following])
        turns.append(_Turn(match.group(1), match.start(), match.end(), _turn_end(view, match.end(), limit)))
    return turns


def _turn_end(view: str, start: int, limit: int) -> int:
    """A turn runs to the end of its paragraph; a line without an end goes on in the next."""
    blank = re.compile(r"\n[ \t\r]*\n").search(view, start, limit)
    end = blank.start() if blank and blank.start() > start + 1 else limit
    return min(end, start + 800)


def _role(turns: list[_Turn], place: int) -> str:
    label = turns[place].label
    if label not in _EITHER:
        return "buyer" if _IS_BUYER.match(label) else "agent"
    near = [turn.label for turn in turns[max(0, place - 4) : place + 5]]
    if label in {"a", "甲"}:
        if "q" in near:
            return "agent"
        return "buyer" if ("b" in near or "乙" in near) else "none"
    return "agent" if ("a" in near or "甲" in near) else "none"


def _opens_in_voice(view: str, start: int, end: int) -> bool:
    first = sentences(view, start, end)[:1]
    return bool(first) and agent_voice(view[first[0][0] : first[0][1]]) > 0


_SECOND = re.compile(r"。?\s*(?:然后|接着|再|随后|之后)(?:再)?(?:回答|回复|说)\s*[:]")


def _answers(view: str, start: int, end: int) -> list[Span]:
    """The answer of a turn; 然后回答: begins a second one."""
    cuts = [start]
    for match in _SECOND.finditer(view, start, end):
        cuts.extend((match.start(), match.end()))
    cuts.append(end)
    answers = []
    for first, last in zip(cuts[::2], cuts[1::2], strict=True):
        span = _penalty_cut(view, first, last)
        reply = reply_span(view, *span)
        if reply:
            answers.append(reply)
        elif span[1] - span[0] >= 3 and agent_voice(view[span[0] : span[1]]) >= 0 and _short_answer(view, *span):
            answers.append(span)
    return answers


def _penalty_cut(view: str, start: int, end: int) -> Span:
    """The answer up to a note in brackets that speaks to the agent, or to the words behind a lone heading."""
    note = re.compile(
        r"[(【\[][^()【】\[\]]{0,30}(?:扣|否则|如果|若|不能|答应|提示|注)[^()【】\[\]]{0,60}[)】\]]"
    ).search(view, start, end)
    if note and note.start() > start:
        end = note.start()
    spans = sentences(view, start, end)
    stop = end
    for number, (first, after) in enumerate(spans):
        words = view[first:after].strip()
        if (
            number
            and "\n" in view[spans[number - 1][0] : first + 1]
            and agent_voice(words) <= 0
            and not salute_at(view, first)
        ):
            stop = first
            break
    return trimmed(view, start, stop)


def _short_answer(view: str, start: int, end: int) -> bool:
    return (
        end - start <= 12
        and any("\u4e00" <= char <= "\u9fff" for char in view[start:end])
        and "/" not in view[start:end]
    )

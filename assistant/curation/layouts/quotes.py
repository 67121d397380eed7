"""Quoted words in prose: the script that advice quotes, told from the buyer's words and from bad examples."""

import re
from dataclasses import dataclass

from assistant.curation.layouts.found import Document, Found, Span, Taken
from assistant.curation.voice import agent_voice, salute_at, teaches, trimmed

_QUOTED = re.compile(
    r"“([^“”]{2,320})”|\"([^\"\n]{2,320})\"|「([^「」]{2,320})」|『([^『』]{2,320})』|”([^“”]{6,200})“|“([^“”。!?\n]{4,80}[。!?])"
)
_BUYER_SAYS = re.compile(
    r"(?:买家|顾客|客户|客人|用户|对方|他们?|她们?|人)[^,;。!?“”\"\n]{0,14}(?:说|问|表示|反映|询问|提出|回一?句|咨询|道|嫌|[:])[^,;。!?“”\"\n]{0,4}$"
    r"|(?:听到|遇到|面对|关于|如果问|若问|问到|看到|认为|觉得)[^,;。!?“”\"\n]{0,6}$"
)
_AGENT_SAYS = re.compile(
    r"(?:说|说声|来句|来一句|回复|回答|答复|回应|意思|表达|告诉[^,;。“”\"\n]{0,6}|比如|例如|譬如|诸如|举例|如|可以是|可以用|用|写|发|询问|反问|问|句|话术|短语|语|问他一?句?|客服|经理|以下|[:]|/|或者|或|→|要|“)[\s:,]*$"
)
_AGENT_MAY = re.compile(
    r"(?:你(?!们)|我们|客服|要|可以?|应该?|需|不妨|礼貌|客气)[^,;。!?“”\"\n]{0,8}(?:说|告诉|问|回复?|回答|答)[^,;。!?“”\"\n]{0,6}$"
    r"|(?:对|向|跟|给|和|告诉|问)(?:买家|顾客|客户|客人|用户|对方|他们?|她们?)[^。!?“”]{0,8}$"
)
_AGENT_TO = re.compile(r"(?:对|向|跟|给|和|告诉|问|回复?)(?:买家|顾客|客户|客人|用户)\s*(?:说|问)?\s*[:]?\s*$")
_JOINED = re.compile(r"[”\"」]\s*(?:[,、/]|或者?|和|及|以及|或是说?)\s*[:]?\s*$")
_NAMED = re.compile(r"(?:买家|顾客|客户|客人|用户)\s*(?:说|问|表示)?\s*[:]?\s*$")
_BAD = re.compile(
    r"(?:不能|不可以?|不要|不应该?|别|避免|忌|而不是|而非|禁止|禁用|错误|反例|最忌|不宜|勿|少用|杜绝)[^,;。!?\n“”]{0,14}$"
)
_BUYER_AFTER = re.compile(
    r"^(?:[^,;。“”\"\n]{0,4})(?:的(?:顾客|客户|买家|客人|人|时候|时|情况|问题)|等(?:问题|开头|情况|言语|负面)|时[,;,]|这(?:类|种|样)的|(?:一般)?的客)"
)
_TO_SHOP = re.compile(r"你们(?!的?信任)|你家|你店|老板|店家|掌柜")
"""Only a buyer speaks so."""
_LEAST = 6
"""Shorter than this, quoted words are an expression (“不好意思”), not a script."""
_TOPIC_LIKE = re.compile(r"(?:心理|原则|法则|方式|服务|技巧|问题|型|法|标准)$")


@dataclass(frozen=True, slots=True)
class _Quote:
    start: int
    end: int
    inner: Span


def find_quotes(document: Document, taken: Taken) -> list[Found]:
    """Scripts between quotation marks."""
    view = document.view
    quotes = [
        _Quote(m.start(), m.end(), trimmed(view, m.start(m.lastindex or 1), m.end(m.lastindex or 1)))
        for m in _QUOTED.finditer(view)
    ]
    found: list[Found] = []
    buyer: _Quote | None = None
    last: tuple[_Quote, str] | None = None
    for quote in quotes:
        start, end = quote.inner
        if end - start < 2 or taken.overlaps(start, end):
            continue
        behind = (
            buyer
            if buyer is not None and quote.start - buyer.end <= 40 and "\n\n" not in view[buyer.end : quote.start]
            else None
        )
        role = _role(view, quote, behind, last)
        last = (quote, role)
        if role == "agent":
            found.append(Found(quote.inner, behind.inner if behind else None))
        elif role == "buyer":
            buyer = quote
    return found


def _role(view: str, quote: _Quote, buyer: _Quote | None, last: tuple[_Quote, str] | None) -> str:
    """Whose words a quote holds: `agent`, `short` (the agent's, but no script), `buyer`, or `none`: a bad example, a term."""
    words = view[quote.inner[0] : quote.inner[1]]
    before = _before(view, quote)
    joined = last is not None and quote.start - last[0].end <= 6 and _JOINED.search(before) is not None
    if _is_buyers(view, quote) or (joined and last is not None and last[1] == "buyer"):
        return "buyer"
    if last is not None and last[1] == "none" and quote.start - last[0].end <= 1:
        return "none"
    if _TO_SHOP.search(words) and "您" not in words:
        return "buyer"
    paired = buyer is not None and quote.start - buyer.end <= 12
    if _is_script(view, quote, words, paired=paired):
        return "agent"
    if _AGENT_SAYS.search(before) and not _BAD.search(before) and agent_voice(words) > 0:
        return "short"
    if joined and last is not None and last[1] in {"agent", "short"} and agent_voice(words) > 0:
        return "agent" if len(words) >= _LEAST else "short"
    return "buyer" if agent_voice(words) <= 1 and len(words) <= 40 and not _BAD.search(before) else "none"


def _before(view: str, quote: _Quote) -> str:
    return view[max(0, quote.start - 30) : quote.start]


def _is_buyers(view: str, quote: _Quote) -> bool:
    before = _before(view, quote)
    words = view[quote.inner[0] : quote.inner[1]]
    if _NAMED.search(before) and not _AGENT_TO.search(before):
        return True
    if _AGENT_MAY.search(before) and _AGENT_SAYS.search(before):
        return False
    if _BUYER_AFTER.search(view[quote.end : quote.end + 12]):
        return True
    if _BUYER_SAYS.search(before):
        # 客服对顾客说: the last one named before 说 listens; a passage in the agent's own voice is the agent's.
        return not (agent_voice(words) >= 3 and "您" in words)
    return False


def _is_script(view: str, quote: _Quote, words: str, *, paired: bool) -> bool:
    before = _before(view, quote)
    term = len(words) <= 12 and "您" not in words and _TOPIC_LIKE.search(words)
    if _BAD.search(before) or term or len(words) < (4 if paired else _LEAST):
        return False
    voice = agent_voice(words)
    if paired and ((voice > 0 and salute_at(view, quote.inner[0])) or voice >= 2):
        return True
    if _AGENT_SAYS.search(before):
        return voice >= 1 or ("你" in words and len(words) >= 10 and not teaches(words) and "顾客" not in before)
    return voice >= 3 and len(words) >= 12

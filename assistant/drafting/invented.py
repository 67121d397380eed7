"""Sums, shares, codes, links and numbers of a model's text that nothing it was told carries."""

from collections.abc import Iterator

from assistant.drafting.grounds import Grounds, Ungrounded
from assistant.language.money import Sum
from assistant.language.numerals import ENGLISH, number
from assistant.language.regex import regex
from assistant.policy.text import Reply

_MONEY, _CONTACT = "promise.discount", "contact.off_platform"
_ALL = 100.0


def invented(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    """Everything of that kind, from one reader after the other."""
    yield from _sums(reply, known)
    yield from _shares(reply, known)
    yield from _links(reply, known)
    yield from _codes(reply, known)
    yield from _long_numbers(reply, known)
    yield from _bare_numbers(reply, known)
    yield from _priced_words(reply, known)


# Sums and shares

_OF_PRICE = regex(
    r"[折减降返抵税费息赔退]|优惠|便宜|让利|\b(?:off|discounts?|cheaper|less|save|savings?|fees?|tax|back|refund|price|interest|compensation)\b"
)
_GAP = regex(
    r"(?:差|凑|添|再买|加购?|还要|\b(?:short|add|need|another))(?:[个了着您上够满点]| another| just| only)*\s*(?:[¥$]|usd|rmb)?\s*$"
)
_GAP_AFTER = regex(r"^(?: ?(?:yuan|rmb|usd|dollars?))? (?:more|short|away|to go)\b")
_FREE_WORDS = regex(
    r"半价|对折|骨折价?|腰斩|[打低]至?几折|买[一二两三四五]?[送赠得][一二两]|第二[件双份袋盒].{0,2}(?:半价|免费)|免单|\bhalf(?:[- ]off|[- ]price| the price)\b|\bbuy one,? get one\b|\bbogo\b|\bon the house\b|\b(?:is|are|'s|all|pair|one) on (?:me|us)\b"
)
_TENTHS = regex(
    r"(?<![一二三四五六七八九十\d])([一二两三四五六七八九]|\d(?:\.\d)?)成(?![功交分为员本人长立品色套双语像形熟天])"
)
_TENS = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
_ENGLISH_SHARE = regex(rf"\b({'|'.join(_TENS)})[a-z -]{{0,7}}?[ -]?(?:%|per ?cent)")
_FRACTION = regex(
    r"[二三四五六七八九十]分之[一二三四五六七八九十]|\b(?:a|one|two)[ -](?:third|quarter|fifth|tenth)s?\b|一半(?!以|的?人)"
)


def _sums(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    for item in reply.sums:
        if item.kind == "percent":
            of_price = _OF_PRICE.search(reply.clause_at(item.start).text)
            borne = item.value in known.shares or (not of_price and item.value in known.contents)
        elif item.kind == "fold":
            borne = round(_ALL - item.value, 2) in known.shares
        elif _is_gap(reply, item):
            borne = known.bears_gap(item.value)
        else:
            borne = known.bears_amount(item.value)
        if not borne:
            yield Ungrounded(
                item.start, item.end, _MONEY, f"No fact gives {item.text.strip()}, nor does it follow from one."
            )


def _is_gap(reply: Reply, item: Sum) -> bool:
    before = reply.view[max(0, item.start - 16) : item.start]
    return bool(_GAP.search(before) or _GAP_AFTER.match(reply.view[item.end : item.end + 20]))


def _shares(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    for match in _TENTHS.finditer(reply.view):
        value = (number(match.group(1)) or 0) * 10
        if value not in known.shares and _ALL - value not in known.shares:
            yield Ungrounded(*match.span(), _MONEY, f"No fact gives {match.group()}.")
    for match in _ENGLISH_SHARE.finditer(reply.view):
        if not any(abs(share - _TENS[match.group(1)]) < 10 for share in (*known.shares, *known.contents)):
            yield Ungrounded(*match.span(), _MONEY, f"No fact gives {match.group()}.")
    for words in (_FREE_WORDS, _FRACTION):
        for match in words.finditer(reply.view):
            if match.group() not in known.promised and not reply.clause_at(match.start()).negators:
                yield Ungrounded(*match.span(), _MONEY, f"No promotion says {match.group()}.")


# Links and codes

_LINK = regex(
    r"https?:|www\.|[a-z0-9]@[a-z0-9]|@[a-z0-9_]{2,}"
    r"|[a-z0-9-]{2,}\.(?:com|cn|net|org|shop|store|top|xyz|me|cc|co|io|link|site|online|vip|app|example|info|biz|ru|de|uk|us|hk|tv|ly|gg|club|live|page|dev|ltd|pro|eu)(?![a-z])"
    r"|[a-z0-9] ?[\[(]? ?(?:dot|at) ?[\])] ?[a-z]|[a-z0-9] dot (?:com|net|org|shop|store|cn|me|io|co|example)\b|[a-z0-9] ?点 ?(?:com|cn|net|shop)"
)
_LINK_END = regex(r"[^\s\u3400-\u9fff,。!?;]*")
_CODE = regex(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MIXED = regex(r"[a-z_-]*\d[a-z\d_-]*[a-z_][a-z\d_-]*|[a-z_-]*[a-z_][a-z_-]*\d[a-z\d_-]*|[a-z]+_[a-z_]+")
_MEASURED = regex(
    r"(?:\d{1,4}-)?\d{1,4}(?:[a-z]|cm|mm|kg|kgs|ml|lbs?|oz|pcs?|pairs?|th|st|nd|rd|am|pm|hrs?|hours?|days?|mins?|usd|cny|rmb|yuan|eur|eu|xl|xxl|fp|mah|mmhg|ply|in|ft|nm|hz)"
    r"|(?:eu|us|uk|cny|rmb|usd|no)-?\d{1,4}(?:-\d{1,4})?|\d{1,3}(?:-\d{1,3})?-(?:day|hour|month|year|pair|pack|piece)s?|\d{1,2}x\d{1,2}"
)
_VOUCHER = regex(
    r"(?:优惠|折扣|兑换|券|专属|内部|员工|会员|邀请|暗)码|口令|暗号|密令|\b(?:promo|promotion|coupon|voucher|discount|secret|redeem|staff)(?:tion)?[ -]?codes?\b|\b(?:the|this|a|with|use|enter|apply) code\b|\bcode (?:is |word )?[\"'“][a-z0-9]"
)
_SPELLED = regex(r"(?<![a-z0-9])[a-z0-9](?:[ ._·*~-]{1,2}[a-z0-9]){4,}(?![a-z0-9])")
_SHOUTED = regex(r"(?<![A-Za-z])[A-Z]{5,}(?![A-Za-z])")


def _links(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    for match in _LINK.finditer(reply.view):
        end = _LINK_END.match(reply.view, match.start())
        stop = max(match.end(), end.end() if end else 0)
        if reply.view[match.start() : stop].strip(".,") not in known.told:
            yield Ungrounded(match.start(), stop, _CONTACT, "No fact has this address.")


def _codes(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    for match in _CODE.finditer(reply.view):
        if (
            _MIXED.fullmatch(match.group())
            and not _MEASURED.fullmatch(match.group())
            and match.group() not in known.words
        ):
            yield Ungrounded(*match.span(), _MONEY, f"No fact has the code {match.group()}.")
    for match in _VOUCHER.finditer(reply.view):
        clause = reply.clause_at(match.start())
        if match.group() not in known.promised and not (clause.negators or clause.asks or clause.conditional):
            yield Ungrounded(*match.span(), _MONEY, "No fact speaks of a code.")
    for match in _SPELLED.finditer(reply.view):
        if not _is_list(match.group(), known):
            yield Ungrounded(*match.span(), _CONTACT, "It spells something out.")
    for match in _SHOUTED.finditer(reply.normal.raw):
        word = match.group().lower()
        if word not in known.words:
            start = max(0, reply.view.find(word))
            yield Ungrounded(start, start + len(word), _MONEY, f"No fact has the word {match.group()}.")
            return


def _is_list(text: str, known: Grounds) -> bool:
    """Whether single letters are sizes side by side (S M L), or figures a masked number of the facts."""
    return all(word in known.words for word in _CODE.findall(text)) and any(char.isalpha() for char in text)


# Numbers

_LONG = regex(r"\d(?:[ \-._·~*]{0,2}\d){4,}")
_SAID = regex(r"[零〇一二三四五六七八九幺]{3,}(?![十百千万年月])")
_WORDS_SAID = regex(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|oh|double)(?:[ ,-]+(?:zero|one|two|three|four|five|six|seven|eight|nine|oh|double)){3,}\b"
)
_HAN_DIGITS = {char: str(place) for place, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "幺": "1"}
_NOT_DIGIT = regex(r"\D")
_GROUP = regex(r"\d+(?:\.\d+)?")
_BARE = regex(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[.,]\d{1,2}(?!\d)|\d{2,}")
_ENGLISH_PRICE = regex(
    rf"\b({ENGLISH})(?: and a half)?,? (?:a pair|a piece|each|in total|total|apiece|flat|all in|even|all told)\b"
)
_LONG_FROM = 10_000
"""Numbers from here on are read as numbers of something, whatever stands beside them."""
_PRICED_BEFORE = regex(
    r"(?:拍|付|收|给|只要|卖|算|价格?|到手|就是|改到|改成|降到|减到|仅需|¥|\b(?:pay|for|only|costs?|just|price|total|are|be|price is|take))[您你亲了 ]{0,2}$"
)
_PRICED_AFTER = regex(
    r"^(?:拍|就?卖|给您|到手|包邮|成交|改价|结算|有效|付|可以拍|\s?(?:in total|total|each|a pair|apiece|per pair|all in|flat)\b)"
)
_NO_PRICE = regex(
    r"\s?(?:[a-z%℃°²:/*]|[码号点时分秒天周月年日件条双袋盒包份只个张次位人楼层克斤两升米厘毫公千倍种款色针丝支瓶罐套箱页行字级档度寸尺多岁期+]|工作|-\d)"
)
_HAN_PRICE = regex(
    r"([一二两三四五六七八九]百[零一二三四五六七八九]?(?:十?[一二三四五六七八九]?)|[二三四五六七八九]十[一二三四五六七八九]?)(?=多|来|出头|就|拍|给[您你]|卖|成交|拿[走下]|能|可以|到手|包邮|改价|[啦了哦呢哈吧,。!~]|$)"
)


def _long_numbers(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    taken = _taken(reply)
    for match in _LONG.finditer(reply.view):
        if _within(match.start(), match.end(), taken):
            continue
        groups = _GROUP.findall(match.group())
        each = len(groups) > 1 and all(len(group) <= 4 and float(group) in known.figures for group in groups)
        digits = _NOT_DIGIT.sub("", match.group())
        if not each and match.group() not in known.told and not known.holds_number(digits):
            yield Ungrounded(*match.span(), _CONTACT, "No fact has this number.")
    for match in _SAID.finditer(reply.view):
        digits = "".join(_HAN_DIGITS[char] for char in match.group())
        if not known.holds_number(digits) or len(digits) < 5:
            yield Ungrounded(*match.span(), _CONTACT, "It says a number digit by digit that no fact has.")
    for match in _WORDS_SAID.finditer(reply.view):
        yield Ungrounded(*match.span(), _CONTACT, "It says a number digit by digit.")


def _bare_numbers(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    """Numbers without a unit: as a price they must be one, and anything else must stand somewhere in the facts."""
    taken = _taken(reply)
    view = reply.view
    for match in _BARE.finditer(view):
        start, end = match.span()
        joined = view[max(0, start - 1) : start]
        if _within(start, end, taken) or (joined and ((joined.isalnum() and joined.isascii()) or joined in ".-:/_*#")):
            continue
        value = number(match.group().replace(",", "." if len(match.group().rpartition(",")[2]) != 3 else ""))
        if value is None or value >= _LONG_FROM or _NO_PRICE.match(view, end):
            continue
        priced = (
            "." in match.group()
            or _PRICED_BEFORE.search(view[max(0, start - 14) : start])
            or _PRICED_AFTER.match(view[end:])
        )
        borne = known.bears_gap(value) if priced else value in known.figures or known.ends_number(match.group())
        if not borne:
            yield Ungrounded(start, end, _MONEY, f"No fact gives {match.group()}.")
    for match in _HAN_PRICE.finditer(view):
        value = number(match.group(1))
        if value is None or _within(*match.span(), taken) or known.bears_gap(value) or value in known.counts:
            continue
        yield Ungrounded(*match.span(), _MONEY, f"No fact gives {match.group()}.")


def _priced_words(reply: Reply, known: Grounds) -> Iterator[Ungrounded]:
    """Prices in English words: eleven and a half a pair."""
    for match in _ENGLISH_PRICE.finditer(reply.view):
        value = number(match.group(1))
        if value is not None and (" half" in match.group() or not known.bears_amount(value)):
            yield Ungrounded(*match.span(), _MONEY, f"No fact gives {match.group()}.")


def _taken(reply: Reply) -> list[tuple[int, int]]:
    """What is read as a day, a length of time or a sum."""
    days = [(item.start, item.end) for item in reply.dates]
    times = [(item.start, item.end) for item in reply.durations]
    return [*days, *times, *((item.start, item.end) for item in reply.sums)]


def _within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)

"""Phone, identity and bank-card numbers, known by their form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.language.digit_runs import Group, Run, digit_groups, digit_runs
from assistant.language.regex import regex

NumberKind = Literal["mobile", "phone", "identity", "card"]
"""`mobile` a Chinese mobile phone, `phone` another telephone, `identity` a resident identity number, `card` a bank card."""


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number of somebody's that stands in full in a text in normal form (end exclusive)."""

    start: int
    end: int
    kind: NumberKind
    digits: str


_MOBILE = regex(r"1[3-9]\d{9}")
_IDENTITY = regex(r"[1-8]\d{5}(?:19\d|20[012])\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_LANDLINE = regex(r"0(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}")
_NOT_PERSONAL = regex(
    r"(?:订单|单号|运单|快递|物流|编号|编码|货号|款号|商品|宝贝|链接|条码|追踪|面单|批号|税号|纳税人|店铺|\bid\b|order|tracking|parcel|item|product|sku|invoice|ref(?:erence)?)"
    r"[^\d,。;!?\n]{0,12}$"
)
_PHONE_WORD = regex(
    r"手机|电话|号码|的号|号段|开头|联系方式|座机|拨|致电|打(?!折|包|开|单|印|款|扰)|\btel\b|phone|\bcall|\btext\b|\bmobile\b|\bcell\b|whats ?app|\bnumber\b|\breach\b|\bring\b|\bsms\b"
)
_CARD_WORD = regex(
    r"卡号|银行|储蓄|借记|信用卡|农行|工行|建行|中行|招行|账号|帐号|账户|帐户|开户|整卡|哪张卡|卡是|汇款|打款|打到|转到|\bcard\b|\baccount\b|\bbank\b"
)
_IDENTITY_WORD = regex(r"身份证|证件|实名|证号|\bid (?:card|number)\b|identity|passport")
_IS_PHONE = regex(
    r"(?:手机|电话|号码|座机)(?:号码?)?(?:是|:|为|填的|留的|写的)|\b(?:phone|mobile|cell|telephone|contact)\b(?: (?:number|no\.?))?[^.!?]{0,24}\b(?:is|was|as|on|:)"
    r"|\b(?:call|ring|text|reach|dial)\b[^.!?]{0,24}(?:at|on)\b|\bnumber (?:we have|on file|you gave|is)"
)
_NOT_PHONE = regex(
    r"order (?:number|no|id)|tracking|订单号|单号|运单|item|product|尾号|400|热线|hotline|invoice|号码正确"
)
_PARTS = regex(
    r"前|开头|头|中段|尾巴|打头|收尾|中间|后|尾|末|最后|接着|然后|再|加上|跟着|结尾|剩下|接|first|then|last|middle|followed|ending|starts?"
)
_DOCUMENT = regex(
    r"(?:\b(?:ci|id|passport|identity|ssn|tax id|cpf|curp|nif|dni)\b|护照|通行证|证件号?|驾照)[^,.;!?。]{0,24}?(?<![a-z0-9])([a-z]{1,3}\d{5,9}[a-z]{0,3})(?![a-z0-9])"
)
_NOT_DOCUMENT = regex(r"order|tracking|parcel|item|product|sku|invoice|订单|单号|商品")
_SPACED = regex(r"\+?1?[ .-]?\(?[2-9]\d\d\)?[ .-]?\d{3}[ .-]\d{4}(?!\d)")


def personal_numbers(view: str, talk: str = "") -> list[PersonalNumber]:
    """Every full phone, identity or bank-card number; order, tracking, product and 12-digit item numbers are none.

    Args:
        view: a text in normal form.
        talk: what it answers, whose words may say what a number is (身份证号对吗).
    """
    found: list[PersonalNumber] = []
    for run in digit_runs(view):
        before = view[max(0, run.groups[0].start - 24) : run.groups[0].start]
        if not _NOT_PERSONAL.search(before) or _PHONE_WORD.search(before[-8:]):
            found.extend(_in_run(run, view, talk))
    found.extend(_international(view))
    if not found:
        found.extend(_in_parts(view))
    found.extend(
        PersonalNumber(*match.span(1), "identity", match.group(1))
        for match in _DOCUMENT.finditer(view)
        if not _NOT_DOCUMENT.search(match.group()[: match.start(1) - match.start()])
    )
    found.sort(key=lambda item: (item.start, -item.end))
    return [item for i, item in enumerate(found) if i == 0 or item.start >= found[i - 1].end]


def _near(view: str, run: Run, reach: int = 20) -> str:
    return view[max(0, run.groups[0].start - reach) : run.groups[-1].end + reach]


def _in_run(run: Run, view: str, talk: str) -> Iterator[PersonalNumber]:
    start = run.groups[0].start
    glued = (
        start > 0
        and "a" <= view[start - 1] <= "z"
        and not re.search(r"(?:tel|v|vx|wx|q|qq|phone|mobile|no|x|m|call|at|mob)$", view[:start])
    )
    end = run.groups[-1].end
    if view[end : end + 1] == "x" and _IDENTITY.fullmatch(run.digits[-17:]):
        first_place = _start_of_last(run, 17)
        if first_place is not None:
            yield PersonalNumber(first_place, end + 1, "identity", run.digits[-17:] + "x")
            return
    for first, last, digits in _stretches(run):
        if glued and first is run.groups[0]:
            continue
        kind = _kind(digits, _near(view, run), talk, run)
        if kind is not None:
            yield PersonalNumber(first.start, last.end, kind, digits[-11:] if kind == "mobile" else digits)
            return


def _start_of_last(run: Run, digits: int) -> int | None:
    """Where the groups begin that hold the last so many digits."""
    count = 0
    for group in reversed(run.groups):
        count += len(group.digits)
        if count == digits:
            return group.start
    return None


def _stretches(run: Run) -> Iterator[tuple[Group, Group, str]]:
    """Neighbouring groups that may be one number: the whole run, or a part of it that is typed evenly."""
    groups = run.groups
    yield groups[0], groups[-1], run.digits
    for first in range(len(groups)):
        digits = ""
        for last in range(first, min(len(groups), first + 20)):
            digits += groups[last].digits
            if len(digits) > 19:
                break
            if (
                (first, last) != (0, len(groups) - 1)
                and len(digits) >= 10
                and _even(groups[first : last + 1], run.gaps[first:last])
            ):
                yield groups[first], groups[last], digits


def _even(groups: Sequence[Group], gaps: Sequence[str]) -> bool:
    """Whether it reads as one number: one group, 3-4-4, or the same separator throughout. Size charts do not."""
    sizes = [len(group.digits) for group in groups]
    return (
        len(groups) == 1
        or sizes == [3, 4, 4]
        or all(size == 1 for size in sizes)
        or (len(set(gaps)) == 1 and max(sizes) <= 4)
    )


def _kind(digits: str, near: str, talk: str, run: Run) -> NumberKind | None:
    bare = digits.removeprefix("0086").removeprefix("86") if len(digits) in {13, 15} else digits
    sizes = [len(group.digits) for group in run.groups]
    if _MOBILE.fullmatch(bare) and (len(run.groups) == 1 or _plausible(run)):
        return "mobile"
    if (
        len(digits) == 18
        and _IDENTITY.fullmatch(digits[:17])
        and (sizes == [6, 8, 4] or _is_identity(digits, near + talk))
    ):
        return "identity"
    if len(digits) == 15 and _IDENTITY_WORD.search(near):
        return "identity"
    if len(digits) in {16, 19} and digits.startswith("62") and len(sizes) == 1:
        return "card"
    if (
        16 <= len(digits) <= 19
        and digits[0] in "3456"
        and _even(run.groups, run.gaps)
        and (sizes[:4] == [4, 4, 4, 4] or _is_card(digits, near, talk))
    ):
        return "card"
    if 9 <= len(digits) <= 12 and _IS_PHONE.search(near) and not _NOT_PHONE.search(near):
        return "phone"
    if _LANDLINE.fullmatch(digits) and _PHONE_WORD.search(near):
        return "phone"
    # a number told figure by figure is a phone, whatever its country
    return "phone" if 9 <= len(digits) <= 13 and len(sizes) >= 6 and max(sizes) <= 3 and sizes.count(1) >= 6 else None


def _plausible(run: Run) -> bool:
    sizes = [len(group.digits) for group in run.groups]
    # 158-166 49-55: a chart of sizes has a dash within the pairs and something else between them
    return not (set(sizes) <= {2, 3} and len(set(run.gaps)) > 1)


def _is_identity(digits: str, near: str) -> bool:
    from stdnum.cn import ric

    try:
        return bool(_IDENTITY_WORD.search(near)) or ric.is_valid(digits)
    except KeyError:  # a place that its table knows by half; the check digit was right by then
        return True


def _is_card(digits: str, near: str, talk: str) -> bool:
    from stdnum import luhn

    if _CARD_WORD.search(near):
        return True
    return (
        digits[0] in "456"
        and not re.search(r"订单|单号|order", near)
        and (luhn.is_valid(digits) or bool(_CARD_WORD.search(talk)))
    )


def _international(view: str) -> Iterator[PersonalNumber]:
    if "+" in view:
        from phonenumbers import Leniency, PhoneNumberMatcher

        for match in PhoneNumberMatcher(view, "CN", leniency=Leniency.POSSIBLE):
            digits = re.sub(r"\D", "", match.raw_string)
            if match.raw_string.startswith("+") and len(digits) >= 9 and not _MOBILE.fullmatch(digits[2:]):
                yield PersonalNumber(match.start, match.end, "phone", digits)
    for spaced in _SPACED.finditer(view):
        if _PHONE_WORD.search(view[max(0, spaced.start() - 40) : spaced.end() + 20]):
            yield PersonalNumber(spaced.start(), spaced.end(), "phone", re.sub(r"\D", "", spaced.group()))


_MEASURES = ("公分", "公斤", "厘米", "斤", "cm", "kg", "码", "元", "块", "天", "月", "小时", "点", "%", "到", "至")


def _lettered(view: str, group: Group) -> bool:
    """Whether it is the figures of a number with letters (lx771350062cn), or of a measure (158公分, 158到166)."""
    if view.startswith(_MEASURES, group.end):
        return True
    return "a" <= view[group.start - 1 : group.start] <= "z" and "a" <= view[group.end : group.end + 1] <= "z"


def _in_parts(view: str) -> Iterator[PersonalNumber]:
    """A mobile told in pieces: 前面是1380013，后面8000."""
    if not _PHONE_WORD.search(view) and not re.search(r"尾号|开头|末尾", view):
        return
    groups = [group for group in digit_groups(view) if len(group.digits) >= 2 and not _lettered(view, group)]
    for first in range(len(groups)):
        digits = ""
        for last in range(first, min(first + 4, len(groups))):
            digits += groups[last].digits
            between = view[groups[first].end : groups[last].start]
            if (
                last > first
                and _MOBILE.fullmatch(digits)
                and _PARTS.search(view[max(0, groups[first].start - 6) : groups[last].end])
                and "*" not in between
            ):
                yield PersonalNumber(groups[first].start, groups[last].end, "mobile", digits)
                return

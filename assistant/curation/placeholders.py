"""Placeholders as people type them (XX码, **店, 某某, [姓名]) become slots that are filled from facts."""

import re

_BLANK = r"(?:(?<![a-zA-Z0-9*＊])(?:[xX×ｘＸ]{2,}|某某)(?![a-zA-Z0-9])|(?<![\d*＊])[*＊]{2,}(?![\d*＊])|[_＿]{2,}|(?<![a-zA-Z0-9×])×{2,})"
_SHOP = r"(?:官方)?(?:旗舰店|专卖店|专营店|店铺|小店|本店|商城|店)"
_SLOT = re.compile(r"\{[a-z][a-z0-9_]*\}")
_NAMED = re.compile(
    r"\{\{\s*([^{}]{1,20}?)\s*\}\}|\[([^\[\]\d:：,，]{1,10})\]|<([\u4e00-\u9fff]{1,8})>|【((?:姓名|店名|昵称|尺码|金额|单号|快递)[^【】]{0,4})】"
)
_NAMES = (
    (re.compile("店|shop|store", re.I), "store"),
    (re.compile("客服|工号|花名|agent", re.I), "agent"),
    (re.compile("姓名|昵称|称呼|买家|顾客|客户|先生|女士|name|buyer|customer", re.I), "buyer"),
    (re.compile("尺码|码数|size", re.I), "size"),
    (re.compile("金额|价格|元|price|amount", re.I), "amount"),
    (re.compile("单号|tracking", re.I), "tracking"),
    (re.compile("快递|物流|carrier|courier", re.I), "carrier"),
    (re.compile("天|日期|days?|date", re.I), "days"),
    (re.compile("小时|hours?", re.I), "hours"),
    (re.compile("商品|宝贝|产品|款|product|item", re.I), "product"),
)
_IN_CONTEXT = (
    (re.compile(rf"(?<=光临)\s*{_BLANK}[\u4e00-\u9fff]{{0,6}}(?=[,，。!！~～、;；\s]|$)"), "{store}"),
    (re.compile(rf"{_BLANK}{_SHOP}"), "{store}"),
    (re.compile(rf"{_BLANK}[\u4e00-\u9fff]{{0,6}}(?=客服)"), "{store}"),
    (re.compile(rf"(客服(?:代表|专员|小二)?|我是|我叫|工号)\s*[:：]?\s*{_BLANK}(?:号)?"), r"\1{agent}"),
    (re.compile(rf"{_BLANK}\s*(?=码)"), "{size}"),
    (re.compile(rf"{_BLANK}\s*(?:元|块钱|块)"), "{amount}"),
    (re.compile(rf"{_BLANK}\s*(?:个)?小时"), "{hours}"),
    (re.compile(rf"{_BLANK}\s*(?:个工作日|天|日)"), "{days}"),
    (re.compile(rf"{_BLANK}(?=快递|物流)"), "{carrier}"),
    (re.compile(rf"{_BLANK}\s*(?=先生|女士|小姐)"), "{buyer}"),
    (re.compile(_BLANK), "{blank}"),
)


def with_slots(reply: str) -> str:
    """The reply with a slot for every placeholder; a slot that nobody can fill is `{blank}`.

    Well-formed slots stay; any other brace becomes a parenthesis, since a script must not hold an unclosed slot.

    >>> with_slots("建议您选择XX码,欢迎光临**旗舰店")
    '建议您选择{size}码,欢迎光临{store}'
    """
    kept: list[str] = []

    def keep(slot: str) -> str:
        kept.append(slot)
        return f"\ue000{len(kept) - 1}\ue001"

    text = reply.replace("\ue000", "").replace("\ue001", "")
    text = _NAMED.sub(lambda match: keep("{" + _name(next(group for group in match.groups() if group)) + "}"), text)
    text = _SLOT.sub(lambda match: keep(match.group(0)), text)
    text = text.replace("{", "(").replace("}", ")")
    for pattern, slot in _IN_CONTEXT:
        text = pattern.sub(slot, text)
    return re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match.group(1))], text)


def _name(words: str) -> str:
    return next((slot for pattern, slot in _NAMES if pattern.search(words)), "blank")

"""How figures, times and lists are written in a reply: every slot value is made here, in the reply's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from assistant.domain.store import Language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZH_UNITS = {"CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"}
_EN_SIGNS = {"USD": "US ${}", "EUR": "€{}", "GBP": "£{}", "CNY": "{} yuan"}


def figure(value: float) -> str:
    """A number without needless digits: 15, 15.98, 79.5."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def money(value: float, currency: str, language: Language) -> str:
    """An amount: `15元`, `US $18`."""
    if language == "zh":
        return figure(value) + _ZH_UNITS.get(currency, currency)
    return _EN_SIGNS.get(currency, currency + " {}").format(figure(value))


def hours(value: float, language: Language) -> str:
    """A number of hours: `48小时`, `48 hours`."""
    if language == "zh":
        return f"{figure(value)}小时"
    return f"{figure(value)} hour" + ("" if value == 1 else "s")


def days(span: tuple[int, int] | int, language: Language) -> str:
    """A number of days or a range of them: `2-4天`, `2-4 days`."""
    first, last = (span, span) if isinstance(span, int) else span
    count = str(first) if first == last else f"{first}-{last}"
    if language == "zh":
        return f"{count}天"
    return f"{count} day" + ("" if last == 1 else "s")


def day(moment: datetime, language: Language) -> str:
    """A date: `11月23日`, `Nov 23`."""
    if language == "zh":
        return f"{moment.month}月{moment.day}日"
    return f"{_MONTHS[moment.month - 1]} {moment.day}"


def window(first: datetime, last: datetime, language: Language) -> str:
    """A stretch of days: `11月25日到11月27日`, `Nov 25 to Nov 27`."""
    if first.date() == last.date():
        return day(first, language)
    return f"{day(first, language)}{'到' if language == 'zh' else ' to '}{day(last, language)}"


def deadline(moment: datetime, language: Language) -> str:
    """A latest moment in the store's time: `11月23日09:30前`, `by Nov 23, 09:30 (China time)`; a day's end names the day."""
    whole_day = (moment.hour, moment.minute) == (23, 59)
    if language == "zh":
        return day(moment, language) + ("" if whole_day else f"{moment:%H:%M}") + "前"
    if whole_day:
        return f"by {day(moment, language)}"
    return f"by {day(moment, language)}, {moment:%H:%M}{_zone_note(moment)}"


def moment(when: datetime, language: Language) -> str:
    """A point in time: `11月22日08:15`, `Nov 22, 08:15`."""
    return f"{day(when, language)}{when:%H:%M}" if language == "zh" else f"{day(when, language)}, {when:%H:%M}"


def _zone_note(moment: datetime) -> str:
    name = getattr(moment.tzinfo, "key", "")
    return " (China time)" if name == "Asia/Shanghai" else " (our time)"


def listed(names: Sequence[str], language: Language, last: str = "and") -> str:
    """Several names as one: `支付宝、信用卡`, `Alipay and credit card`; `last` is the English word before the last one."""
    if language == "zh":
        return "、".join(names)
    if len(names) < 3:
        return f" {last} ".join(names)
    return ", ".join(names[:-1]) + f" {last} {names[-1]}"


def masked_phone(phone: str) -> str:
    """A phone number that only its owner recognises: `138****8000`."""
    digits = "".join(char for char in phone if char.isdigit())
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 8 else "****" + digits[-2:]


_GLOSSARY = {
    "支付宝": "Alipay", "信用卡": "credit card", "花呗": "Huabei", "微信支付": "WeChat Pay", "云闪付": "UnionPay", "银行卡": "bank card", "储蓄卡": "debit card",
    "电子普通发票": "electronic invoice", "增值税专用发票": "special VAT invoice", "纸质普通发票": "paper invoice", "增值税普通发票": "VAT invoice",
    "顺丰速运": "SF Express", "申通快递": "STO Express", "圆通速递": "YTO Express", "中通快递": "ZTO Express", "韵达快递": "Yunda Express",
    "极兔速递": "J&T Express", "京东物流": "JD Logistics", "京东快递": "JD Logistics", "德邦快递": "Deppon", "邮政快递": "China Post",
    "新疆": "Xinjiang", "西藏": "Tibet", "内蒙古": "Inner Mongolia", "青海": "Qinghai", "宁夏": "Ningxia", "甘肃": "Gansu", "海南": "Hainan",
    "北京": "Beijing", "上海": "Shanghai", "天津": "Tianjin", "重庆": "Chongqing", "河北": "Hebei", "山西": "Shanxi", "辽宁": "Liaoning",
    "吉林": "Jilin", "黑龙江": "Heilongjiang", "江苏": "Jiangsu", "浙江": "Zhejiang", "安徽": "Anhui", "福建": "Fujian", "江西": "Jiangxi",
    "山东": "Shandong", "河南": "Henan", "湖北": "Hubei", "湖南": "Hunan", "广东": "Guangdong", "广西": "Guangxi", "四川": "Sichuan",
    "贵州": "Guizhou", "云南": "Yunnan", "陕西": "Shaanxi", "香港": "Hong Kong", "澳门": "Macao", "台湾": "Taiwan",
}  # fmt: skip
_PLACES = frozenset(list(_GLOSSARY)[list(_GLOSSARY).index("新疆") :])
_CITIES = {
    "guangzhou": "广东", "shenzhen": "广东", "chengdu": "四川", "hangzhou": "浙江", "ningbo": "浙江", "nanjing": "江苏", "suzhou": "江苏",
    "wuhan": "湖北", "xi'an": "陕西", "xian": "陕西", "qingdao": "山东", "xiamen": "福建", "changsha": "湖南", "zhengzhou": "河南",
}  # fmt: skip
_BACK = {english: chinese for chinese, english in _GLOSSARY.items()} | {"commercial invoice": "商业发票"}


def term(name: str, language: Language) -> str:
    """A name of the profile with what it means in the reply's language: `花呗 (Huabei)`; a place is translated outright."""
    if language == "en":
        english = _GLOSSARY.get(name)
        if name in _PLACES and english:
            return english
        return f"{name} ({english})" if english else name
    chinese = _BACK.get(name) if name.isascii() else None
    return f"{chinese}({name})" if chinese else name


def chinese_place(view: str) -> str | None:
    """The province that an English text in normal form names, also by one of its great cities."""
    words = {word.strip(".,?!;:()") for word in view.split()}
    places = {_GLOSSARY[name].lower(): name for name in _PLACES if " " not in _GLOSSARY[name]} | _CITIES
    return next((places[word] for word in sorted(words) if word in places), None)


TITLE_CHARS = {"zh": 20, "en": 50}
"""A title up to this long is said in full; shop titles stuffed with search words are not."""
_THIS_ONE = {"zh": "这款", "en": "this item"}


def with_short_titles(slots: Mapping[str, str], titles: Sequence[str], language: Language) -> dict[str, str]:
    """The slots without titles that no person would say: the one product in question is "this item", others are cut."""
    long_ones = [title for title in titles if len(title) > TITLE_CHARS[language]]
    if not long_ones:
        return dict(slots)
    return {name: _without(value, long_ones, language) for name, value in slots.items()}


def _without(value: str, long_titles: Sequence[str], language: Language) -> str:
    for title in long_titles:
        alone = value.startswith(title) and value[len(title) :][:1] in {"", "("}
        value = value.replace(title, _THIS_ONE[language] if alone else _cut(title, TITLE_CHARS[language]))
    return value


def _cut(title: str, limit: int) -> str:
    head = title[:limit]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,-|/") + "…"


def terms(names: Sequence[str], language: Language, last: str = "and") -> str:
    """Several names of the profile as one, each with its meaning."""
    return listed([term(name, language) for name in names], language, last)


def size_told(name: str, language: Language) -> str:
    """A size by name: `M码`, `size M`; a longer name stays as it is."""
    if language == "zh":
        return f"{name}码" if name.isascii() else name
    return f"size {name}" if len(name) <= 4 else name

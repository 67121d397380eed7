"""Numbers and names of accounts, documents, companies and cars, known by their form or by the word beside them.

Wide on purpose, and on the normal form, like everything in `forms.py`.
"""

import re
from collections.abc import Iterator
from typing import Literal

Kind = Literal["account", "email", "tax", "plate", "document", "phone", "card"]

_ID = r"[a-z0-9](?:[.-]?[a-z0-9_]){3,29}"
_MARKED = r"(?=[a-z0-9._-]{0,30}[\d_-])"
"""An account's name has a figure or a dash where no word says that it is one."""
_MESSENGER = (
    r"(?:加|我)(?:一?下|一?个|我|的)?[v微薇威维](?![\u3400-\u9fffa-z0-9])|[微薇威]❤|微信|薇信|威信|维信|卫星|v信|v❤|[薇微]❤?(?=[^\u3400-\u9fff])|❤信|weixin|we ?chat|(?<![a-z0-9])(?:wx|vx|wxid)(?![a-km-z])|绿泡泡"
    r"|扣扣|企鹅|球球|(?<![a-z0-9])(?:qq|q)(?![a-z])|whats ?app|telegram|(?<![a-z])(?:tg|ins|skype|kakao|zalo|viber|snapchat|instagram|facebook|messenger)(?![a-z])"
    r"|line id|旺旺|抖音|小红书|微博|支付宝|淘宝|闲鱼"
)
_FILLER = r"(?:[\s:,.=#~()\[\]<>-]|号码|账号|帐号|[号群是叫为加搜我的吗吧呢哦]|就是|联系|昵称|备注|账户|hao|id|is|no|number|add|me|my|at|handle|username|account){0,6}?"
_ACCOUNT = re.compile(rf"(?:{_MESSENGER}){_FILLER}(?<![a-z0-9]){_MARKED}({_ID})(?![a-z0-9])")
_NEAR_ACCOUNT = re.compile(
    rf"(?:{_MESSENGER})[^\n。!?;]{{0,16}}?(?<![a-z0-9])(?=[a-z0-9._-]{{0,30}}[a-z])(?=[a-z0-9._-]{{0,30}}[\d_])({_ID})(?![a-z0-9])"
)
_NAMED_ACCOUNT = re.compile(
    rf"(?:{_MESSENGER})(?:\s?(?:号|账号|帐号|hao|id|username|handle)\s?(?:是|叫|为|is|:|=)?|\s?[:=])\s?({_ID})(?![a-z0-9])"
)
"""微信号: lanlan, where the word says it and no figure does."""
_BEFORE = re.compile(
    rf"(?<![a-z0-9]){_MARKED}({_ID})[\s,()]{{0,2}}(?:这个)?(?:是|为)?(?:我的?|这是我的?)?[\s(]{{0,2}}(?:{_MESSENGER})"
)
"""lanlan_2019是我微信."""
_ADDED = re.compile(
    rf"(?:加我|加一?下|搜我?|联系我|私我|add me|text me|find me)[\s:,]{{0,3}}{_MARKED}({_ID})(?![a-z0-9])"
)
_WXID = re.compile(r"wxid_[a-z0-9]{4,30}")
_HANDLE = re.compile(r"(?<![a-z0-9._%+-])@[a-z0-9_.]{3,30}")
_HAN_FIGURE = "〇零一二三四五六七八九幺拐洞两壹贰叁肆伍陆柒捌玖"
_QQ = re.compile(
    rf"(?:扣扣|企鹅|球球|(?<![a-z0-9])qq?(?![a-z]))(?:{_FILLER}|[^\d\n。!?;]{{0,12}})([1-9](?:[ .-]?\d){{4,11}}|[{_HAN_FIGURE}](?:[ .-]?[{_HAN_FIGURE}]){{4,11}})"
)
_SAID = re.compile(rf"[{_HAN_FIGURE}](?:[ ,.、-]{{0,2}}[{_HAN_FIGURE}]){{6,18}}")
"""Seven Chinese figures in a row are somebody's number."""

_WORD = r"[a-z0-9_%+-]{1,40}"
_SPELLED_MAIL = re.compile(
    rf"(?<![a-z0-9_%+-]){_WORD}(?:\s?(?:\.|点| dot )\s?{_WORD}){{0,3}}\s?(?:[@#*]|[(\[{{<]\s?(?:at|@|艾特)\s?[)\]}}>]|艾特|圈a| at )\s?[a-z0-9-]{{1,40}}(?:\s?(?:\.|点| dot )\s?[a-z0-9-]{{1,30}}){{0,2}}\s?(?:\.|点| dot )\s?(?:com|cn|net|org|co|io|edu|me|info|de|fr|uk|us|ca|au|jp|kr|ru|es|it|br|eu|hk|tw)(?![a-z])"
)

_TAX = re.compile(
    r"(?:税号|税务号|识别号|识别码|信用代码|税务登记|登记号|纳税人(?:号|编号))[^a-z0-9]{0,12}([0-9a-z](?:[ -]?[0-9a-z]){13,21})(?![a-z0-9])"
)
_CREDIT_CODE = re.compile(r"(?<![a-z0-9])[1-9any][1-59][0-9]{6}[0-9a-z]{9}[0-9a-z](?![a-z0-9])")
_FOREIGN_TAX = re.compile(
    r"(?<![a-z])(?:vat|tax(?:payer)?|ein|tin|abn|gst|gstin|eori|ioss|cnpj|cpf|nif|cif|nie|rut|curp|rfc|siren|siret|inn|kvk|steuernummer|ust-?id(?:nr)?)(?![a-z])"
    r"(?:[ .:#-]|id|number|no|nr|code|registration|reg|is|are|our|my|the){0,6}([a-z]{0,4}[ -]?\d(?:[ ./-]?[0-9a-z]){5,18})(?![a-z0-9])"
)

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}][a-z]\s?[·•.-]?\s?(?=[a-z]{{0,5}}\d)(?:[a-z0-9]{{5,6}}(?![a-z0-9])|[a-z0-9]{{4}}[挂学警港澳领使])"
)
_FOREIGN_PLATE = re.compile(
    r"(?:车牌号?|(?:license|licence|number) plate)[^a-z0-9]{0,6}(?:is |no\.? ?)?((?=[a-z -]{0,6}\d)[a-z0-9](?:[ -]?[a-z0-9]){4,8})(?![a-z0-9])"
)
_DOCUMENT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居留证|军官证|驾照|驾驶证|社保卡?|证件|passport|driv(?:er|ing)(?:'s|s)? licen[cs]e|residence permit|national id|(?<![a-z])(?:ssn|dni))"
    r"(?:[^a-z0-9]|no|number|id|is|号|码){0,10}([a-z]{0,3} ?\d(?:[ -]?[0-9a-z]){4,13})(?![a-z0-9])"
)
_PASSPORT = re.compile(r"(?<![a-z0-9])(?:[egdspkm][a-z]?|[chm])\d{8}(?!\d|[a-z])")

_MOBILE = re.compile(r"(?<!\d)1[ ./·_-]?[3-9][ ./·_-]?\d(?:[ ./·_-]{0,2}\d){8}(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d.])\(?0\d{2,3}\)?[ .-]{0,2}\d{3,4}[ .-]?\d{4}(?!\d)(?:\s?(?:转|ext\.?|-)\s?\d{1,5})?|(?<![\d.])0\d{3,4} \d{3} ?\d{3,4}(?!\d)"
    r"|(?<![\d.])(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]\d{3}[ .-]\d{4}(?!\d)"
)
_CALLED = re.compile(
    r"(?:电话|手机|座机|固话|家电|办公室|单位|号码|致电|打给?我?|拨打?|(?<![a-z])(?:tel|telephone|phone|mobile|cell|call me|call|ring|whatsapp))(?:[^\d\n]{0,8})(\d{3,4}[ .-]?\d{4}|\d{2,4}(?:[ .-]\d{2,4}){2,4})(?![\d-])"
)
_BARE = re.compile(r"(?<![\d.,a-z-])[3-9]\d{7,8}(?![\d.,a-z-])")
"""Eight or nine figures are no price and no date: a phone at home, or an account."""
_CARD = re.compile(
    r"(?<!\d)3[47]\d\d[ -]\d{6}[ -]\d{5}(?!\d)|(?:卡号|银行卡|储蓄卡|信用卡|账户|(?<![a-z])(?:card|iban|account))[^\da-z]{0,8}(?:no|number|is|[ .:#])*((?:[a-z]{2})?\d(?:[ -]?[0-9a-z]){11,30})(?![0-9a-z])"
)
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?: ?[0-9a-z]{4}){3,7}(?: ?[0-9a-z]{1,3})?(?![a-z0-9])")

_BY_FORM: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", _SPELLED_MAIL),
    ("account", _ACCOUNT),
    ("account", _NEAR_ACCOUNT),
    ("account", _NAMED_ACCOUNT),
    ("account", _BEFORE),
    ("account", _ADDED),
    ("account", _WXID),
    ("account", _HANDLE),
    ("account", _QQ),
    ("tax", _TAX),
    ("tax", _CREDIT_CODE),
    ("tax", _FOREIGN_TAX),
    ("plate", _PLATE),
    ("plate", _FOREIGN_PLATE),
    ("document", _DOCUMENT),
    ("document", _PASSPORT),
    ("phone", _MOBILE),
    ("phone", _LANDLINE),
    ("phone", _CALLED),
    ("phone", _SAID),
    ("phone", _BARE),
    ("card", _CARD),
    ("card", _IBAN),
)
_NO_ACCOUNT = re.compile(r"(?:pay|payment|payments|accepted|group|店铺|official)$")


def identifiers(view: str) -> Iterator[tuple[int, int, Kind]]:
    """Spans of a text in normal form that are somebody's, with their kind; they may overlap."""
    for kind, form in _BY_FORM:
        for match in form.finditer(view):
            place = 1 if match.re.groups and match.group(1) is not None else 0
            if not (kind == "account" and _NO_ACCOUNT.match(match.group(place))):
                yield match.start(place), match.end(place), kind

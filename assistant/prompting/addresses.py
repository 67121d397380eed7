"""Addresses and where parcels go, at home and abroad, known by their form; on the normal form."""

import re
from collections.abc import Iterator

_HAN = r"[\u4e00-\u9fff]"
_PLACE_HAN = r"[\u4e00-\u9fff](?<![到在是寄址给为住发送改往请问这那个我您你])"
_LETTERS = r"[a-z\u00df-\u017f']"
_NAME = rf"{_LETTERS}{{2,24}}"

_HOME = re.compile(
    rf"(?:{_PLACE_HAN}){{2,8}}(?:省|自治区|市)(?:{_HAN}|[0-9a-z]){{0,24}}?(?:路|街|道|巷|村|镇|小区|大厦|号楼|弄)(?:{_HAN}|[0-9a-z#-]){{0,20}}"
    rf"|(?:{_PLACE_HAN}|[0-9a-z]){{1,20}}(?:路|街|大道|巷|弄|胡同|村|小区|花园|苑|城(?!市)|大厦|广场|公寓|园)(?:{_HAN}){{0,6}}? ?[0-9a-z-]{{1,6}} ?(?:号|弄|栋|幢|座|楼|单元|室|组|期|巷)(?:[0-9a-z#-]|{_HAN}(?<![了吗呢吧可能行对的是])){{0,16}}"
    rf"|\d{{1,4}}(?:栋|幢|号楼|座)\s?\d{{0,2}}(?:单元)?\s?\d{{2,4}}(?:室|号|户)?"
)
_EAST = re.compile(
    rf"(?:{_PLACE_HAN}){{2,12}}?[都府县州区町市洞郡](?:{_PLACE_HAN}){{0,14}}\s?\d{{1,4}}(?:(?:-|丁目|番地?|之)\d{{1,4}}){{1,3}}(?!\d|[天日个号元件条双点折月%-])(?:号|室|楼|f)?"
)
"""Tokyo's and its neighbours': places from large to small, then numbers with dashes."""
_STREET = re.compile(
    rf"(?<![a-z0-9])\d{{1,6}}[a-z]?,? (?:{_NAME}\.? ){{1,4}}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|close|square|terrace|place|pl|crescent|cres|highway|hwy|parkway|pkwy|circle|cir|trail|row|grove|gardens?|mews)(?![a-z])\.?"
    rf"(?:[,. ]{{1,2}}(?:apt|apartment|unit|flat|suite|ste|floor|#)\.? ?[a-z0-9-]{{1,6}})?(?:, ?{_NAME}(?: {_NAME}){{0,2}}){{0,3}}(?:,? ?[a-z]{{0,2}} ?\d{{4,6}}(?:-\d{{3,4}})?)?"
    r"|(?<![a-z])p\.?\s?o\.?\s?box \d{1,8}"
    r"|(?<![a-z])(?:flat|apt|apartment|unit|suite|room)\.? ?#?\d{1,5}[a-z]?,(?= ?\d)"
)
_GERMANIC = re.compile(
    rf"(?<![a-z]){_LETTERS}{{0,24}}(?:straße|strasse|str\.|(?<=[a-z])(?:weg|platz|allee|gasse|ring|damm|ufer|straat|laan|plein|gatan|vägen|vej|gate|katu))\s\d{{1,4}}\s?[a-z]?(?![a-z0-9])(?:[, ]{{1,2}}(?:[a-z]{{1,2}}-?)?\d{{4,6}}(?: [a-z]{{2}}(?![a-z]))?(?: {_NAME}){{0,2}})?"
)
_ROMANCE = re.compile(
    rf"(?<![a-z])(?:rua|rue|calle|avenida|av\.|avda\.?|viale|via|piazza|corso|carrer|praça|plaza|paseo|travessa|largo|strada|ulica|ul\.|ulitsa)\s(?:{_LETTERS}{{1,24}}[ .]{{1,2}}){{0,5}}?(?:{_LETTERS}{{2,24}})?,?\s?(?:n[°ºo.]? ?)?\d{{1,5}}(?:[, -]{{1,3}}\d{{4,5}}(?:-\d{{3}})?)?(?:[, ]{{1,2}}{_NAME}){{0,3}}"
    rf"|(?<![\da-z])\d{{1,5}},? (?:bis |ter )?(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|cours|route)(?: {_LETTERS}{{1,24}}){{1,6}}(?:, ?\d{{5}}(?: {_NAME}){{0,2}})?"
)
_POSTCODE = re.compile(
    rf"(?<![a-z0-9])(?:{_NAME}[, ]{{1,2}})?[a-z]{{1,2}}\d[a-z\d]? \d[abd-hjlnp-uw-z]{{2}}(?![a-z0-9])|(?<![a-z0-9])[abceghj-nprstvxy]\d[a-z] ?\d[a-z]\d(?![a-z0-9])"
    rf"|(?<![a-z0-9])(?:zip(?: ?code)?|post(?:al)? ?code|邮编|plz|cap|cep)[^a-z0-9]{{0,6}}(?:is |code )?\d[\d -]{{3,8}}\d(?!\d)|(?<![\d-])\d{{5}}(?:-\d{{4}})? {_NAME}(?=[,.]|$)"
)
"""Britain's and Canada's have a form of their own; others stand beside a word or a town."""
_SAID = re.compile(
    r"(?<![a-z])(?:my|our|new|shipping|delivery|home|postal|billing|correct|the) address(?: is|:| should be| to|,)\s?[:]?\s?((?=[^.!?\n]{0,80}\d)[^!?\n]{5,140}?)(?=[!?\n]|\. |\.$|$)"
)

_OTHER_SCRIPTS = re.compile(
    r"(?<![\u0400-\u04ff])(?:ул\.|улиц[аеуы]|проспекте?|пр\.|переулок|пер\.|шоссе|бульвар|набережная|площадь|дом|кв\.)[^\n!?]{2,60}?\d{1,5}(?:[,/ -]{1,3}(?:кв\.?|корп\.?)? ?[\w.]{1,20}){0,3}"
    r"|(?:[\uac00-\ud7af]{1,12}\s){1,5}?[\uac00-\ud7af]{1,10}(?:로|길|동|가)\s?\d{1,4}(?:-\d{1,4})?"
)
_SENT = re.compile(
    r"(?<![a-z])(?:deliver(?:ed)?|ship(?:ped)?|sen[dt]|post(?:ed)?|mail(?:ed)?)(?: it| them| this| that| my order| the (?:parcel|order|socks))? to:? (\d{1,5}[a-z]?(?:[/-]\d{1,4})? (?!different|other|separate|countries|places|people|of |address)[a-z\u00df-\u017f][^.!?\n]{3,100})"
)
_TAIL = re.compile(r"(?:[,/ -]{1,3}(?=[^,\n!?\u4e00-\u9fff]{0,30}\d{2})[^,\n!?\u4e00-\u9fff]{1,40}){1,3}")
"""What goes on behind an address: town and postcode."""

_HAN_FORMS = (_HOME, _EAST)
_FOREIGN_FORMS = (_STREET, _GERMANIC, _ROMANCE, _POSTCODE, _SAID, _OTHER_SCRIPTS, _SENT)


def addresses(view: str) -> Iterator[tuple[int, int]]:
    """Spans of a text in normal form that are addresses or parts of one; they may overlap."""
    for form in _HAN_FORMS:
        yield from (match.span() for match in form.finditer(view))
    for form in _FOREIGN_FORMS:
        for match in form.finditer(view):
            start, end = match.span(1) if match.re.groups else match.span()
            tail = _TAIL.match(view, end)
            yield start, tail.end() if tail else end

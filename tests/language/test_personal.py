import pytest

from assistant.language.normalise import normalise
from assistant.language.personal import personal_numbers


@pytest.mark.parametrize(
    ("text", "kind", "digits"),
    [
        ("13866620917", "mobile", "13866620917"),
        ("138 6662-0917", "mobile", "13866620917"),
        ("+86 138 6662 0917", "mobile", "13866620917"),
        ("一三八六六六二零九一七", "mobile", "13866620917"),
        ("1️⃣3️⃣8️⃣6️⃣6️⃣6️⃣2️⃣0️⃣9️⃣1️⃣7️⃣", "mobile", "13866620917"),
        ("❶❸❽666❷〇⑨1七", "mobile", "13866620917"),
        ("１３８😀6662😀０９１７", "mobile", "13866620917"),
        ("I38666 2o9l7", "mobile", "13866620917"),
        ("one three eight triple six two zero nine one seven", "mobile", "13866620917"),
        ("1.3.8.6.6.6.2.0.9.1.7", "mobile", "13866620917"),
        ("手机前面是1386662，后面0917", "mobile", "13866620917"),
        ("身份证330106199003071234", "identity", "330106199003071234"),
        ("440602 19920314 1527", "identity", "440602199203141527"),
        ("33010619900307123X", "identity", "33010619900307123x"),
        ("卡号6222 0212 3456 7890 123", "card", "6222021234567890123"),
        ("my number is +44 7700 900418", "phone", "447700900418"),
        ("call (415) 555-0132", "phone", "4155550132"),
        ("座机0571-87654321", "phone", "057187654321"),
    ],
)
def test_a_number_is_known_however_it_is_typed(text: str, kind: str, digits: str) -> None:
    """Separators, Chinese and circled digits, look-alikes, words and pieces give the same number."""
    view = normalise(text).view
    [found] = personal_numbers(view)
    assert (found.kind, found.digits) == (kind, digits)
    assert 0 <= found.start < found.end <= len(view)


@pytest.mark.parametrize(
    "text",
    [
        "138****0917",
        "尾号0917",
        "商品ID 612345678901",
        "订单号2026112100017",
        "单号13866620917已揽收",
        "YT13866620917123",
        "M码158-166，49-55kg，L码160-170，55-62kg",
        "2026-11-21 10:00到2026-11-30 23:59",
        "热线95543或400-820-0000",
        "满199减20，满399减50，满599减100",
        "3-5天",
        "between 9:00 and 18:00, 25-30 days, 72 hours",
    ],
)
def test_other_figures_are_no_ones_number(text: str) -> None:
    """Masked numbers, order and tracking numbers, item ids, sizes, dates, hotlines and prices are not personal."""
    assert personal_numbers(normalise(text).view) == []

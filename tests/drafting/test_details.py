"""Particulars that buyers ask of goods: told where a fact tells them, admitted where none does."""

import pytest

from assistant.domain.store import StoreProfile
from assistant.drafting.details import unknown_details
from tests.drafting.conftest import Compose, facts_of

NOT_TOLD = [
    ("qinghe", "QH-4410", "这件羽绒服防水吗", "防水"),
    ("qinghe", "QH-4410", "充绒量多少克", "充绒量"),
    ("qinghe", "QH-2201", "裙子会不会透", "会不会透"),
    ("qinghe", "QH-1107", "裤长多少", "具体尺寸"),
    ("ningxiahong", "NX-01", "有检测报告吗", "检测报告"),
    ("windrunner", "WR-702", "do the gloves have wrist support?", "护腕"),
    ("windrunner", None, "Do I have to pay customs?", "进口关税"),
]

TOLD = [
    ("qinghe", "QH-2201", "夏天穿透气吗", "透气"),
    ("qinghe", "QH-2201", "有内衬没", "里料"),
    ("ningxiahong", "NX-01", "硫磺熏的吗", "无硫磺"),
    ("ningxiahong", "NX-02", "含咖啡因吗", "不含咖啡因"),
    ("ningxiahong", "NX-01", "产地哪里的", "中宁"),
]


@pytest.mark.parametrize(("store", "product", "message", "detail"), NOT_TOLD)
def test_what_no_fact_tells_is_left_to_a_person(
    stores: dict[str, StoreProfile], compose: Compose, store: str, product: str | None, message: str, detail: str
) -> None:
    """The reply admits it and waits for a person; other facts do not stand in for the answer."""
    assert detail in {item.zh for item in unknown_details(facts_of(stores, store, message, product=product))}
    made = compose(store, message, product=product)
    assert (made.status, made.intent) == ("review", "other_product_info")


@pytest.mark.parametrize(("store", "product", "message", "says"), TOLD)
def test_what_a_fact_tells_is_answered(compose: Compose, store: str, product: str, message: str, says: str) -> None:
    """The one fact that answers the question is the answer."""
    made = compose(store, message, product=product)
    assert made.status == "ready"
    assert says in made.text


@pytest.mark.parametrize("message", ["枸杞能治高血压吗", "孕妇能吃吗", "喝这个能减肥吗"])
def test_health_is_for_a_doctor(compose: Compose, message: str) -> None:
    """No health effect is affirmed or explained away: a doctor is named, and a person looks first."""
    made = compose("ningxiahong", message, product="NX-01")
    assert made.status == "review"
    assert "医生" in made.text


def test_another_question_beside_it_is_still_answered(compose: Compose) -> None:
    """What is not known of one thing does not silence what is known of another."""
    made = compose("qinghe", "这件防水吗 用什么快递", product="QH-4410")
    assert "防水" in made.text
    assert "申通" in made.text


def test_a_review_names_particulars_and_asks_nothing(stores: dict[str, StoreProfile]) -> None:
    """A statement is no question."""
    assert unknown_details(facts_of(stores, "qinghe", "口袋很深，我喜欢", product="QH-2201")) == ()

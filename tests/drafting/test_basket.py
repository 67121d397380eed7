"""What a buyer chooses over a talk is read turn by turn, and sums, postage and gifts hang on all of it."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.domain.store import StoreProfile
from assistant.drafting.basket import basket, only_chooses
from tests.drafting.conftest import Compose, Read, facts_of

DRESS, JEANS, COAT, DOWN = "QH-2201", "QH-1107", "QH-3305", "QH-4410"
GOJI, TEA, SOCKS, GLOVES = "NX-01", "NX-02", "WR-501", "WR-702"


def talk(*turns: str) -> list[dict[str, str]]:
    """A talk in which the store answers each of the buyer's turns."""
    return [said for turn in turns for said in ({"role": "buyer", "text": turn}, {"role": "agent", "text": "好的。"})]


TALKS: Sequence[tuple[str, str | None, tuple[str, ...], Mapping[str, int]]] = (
    ("ningxiahong", None, ("给我来两袋枸杞", "再拿一盒芽茶"), {GOJI: 2, TEA: 1}),
    ("ningxiahong", None, ("枸杞要3袋", "芽茶也来一盒", "枸杞改成2袋吧"), {GOJI: 2, TEA: 1}),
    ("ningxiahong", None, ("枸杞一袋 芽茶两盒", "芽茶不要了"), {GOJI: 1}),
    ("ningxiahong", None, ("枸杞一袋", "芽茶一盒", "只要芽茶"), {TEA: 1}),
    ("ningxiahong", GOJI, ("来两袋", "再来一袋"), {GOJI: 3}),
    ("ningxiahong", GOJI, ("一袋多少钱", "那四袋呢"), {GOJI: 4}),
    ("ningxiahong", None, ("枸杞买5袋", "算了都不要了"), {}),
    ("qinghe", None, ("碎花裙好看吗", "牛仔裤呢", "两样都要"), {DRESS: 1, JEANS: 1}),
    ("qinghe", None, ("连衣裙还有雾蓝吗", "那就要雾蓝的"), {DRESS: 1}),
    ("qinghe", DRESS, ("拍一件", "加绒牛仔裤也拍一条"), {DRESS: 1, JEANS: 1}),
    ("qinghe", DRESS, ("这款M码我要一件", "说错了 要两件"), {DRESS: 2}),
    ("qinghe", None, ("羽绒服来一件", "大衣多少钱"), {DOWN: 1}),
    ("windrunner", None, ("I'll take 2 pairs of socks", "add one more pair"), {SOCKS: 3}),
    ("windrunner", None, ("one pair of gloves please", "and 3 pairs of socks", "drop the gloves"), {SOCKS: 3}),
    ("windrunner", SOCKS, ("2 pairs please", "make it 4"), {SOCKS: 4}),
)


@pytest.mark.parametrize(("store", "product", "turns", "chosen"), TALKS)
def test_a_talk_adds_up_to_what_was_chosen(
    stores: dict[str, StoreProfile],
    store: str,
    product: str | None,
    turns: tuple[str, ...],
    chosen: Mapping[str, int],
) -> None:
    """Adding, changing and taking back give what the buyer takes in the end."""
    facts = facts_of(stores, store, turns[-1], product=product, history=talk(*turns[:-1]))
    assert dict(basket(facts).pieces) == dict(chosen)


@pytest.mark.parametrize(
    "message",
    ["我有两个孩子", "上次买的两袋枸杞都碎了", "要不要付邮费", "不要放小票", "第二袋半价吗", "两天能到吗", "我要退货"],
)
def test_other_numbers_and_wishes_choose_nothing(stores: dict[str, StoreProfile], message: str) -> None:
    """Children, days, earlier purchases and wishes for the parcel are no pieces to be bought."""
    assert not basket(facts_of(stores, "ningxiahong", message, product=GOJI, history=talk("你好"))).pieces


def test_an_open_order_is_spoken_of_itself(stores: dict[str, StoreProfile]) -> None:
    """Where an order waits for payment or dispatch, nothing is added up beside it."""
    order = {"id": "1", "buyer_nick": "lan", "status": "paid", "amount": 79, "items": [{"product": GOJI}]}
    facts = facts_of(stores, "ningxiahong", "再来一袋", orders=[order], buyer={"nick": "lan"}, history=talk("枸杞一袋"))
    assert not basket(facts).pieces


@pytest.mark.parametrize(
    ("message", "only"),
    [
        ("枸杞来两袋", True),
        ("再要一盒芽茶", True),
        ("枸杞来两袋，几天到", False),
        ("枸杞有机的吗", False),
        ("给我来一袋枸杞 谢谢", True),
        ("枸杞两袋包邮吗", False),
    ],
)
def test_a_message_that_only_chooses_is_known(stores: dict[str, StoreProfile], message: str, only: bool) -> None:
    """Goods, number and the words of taking them, and nothing that is asked besides."""
    assert only_chooses(facts_of(stores, "ningxiahong", message)) is only


@pytest.mark.parametrize(
    ("store", "turns", "says"),
    [
        ("ningxiahong", ("枸杞来一袋", "芽茶来一盒", "总共多少钱"), ("137",)),
        ("ningxiahong", ("枸杞来一袋", "芽茶来一盒", "这样包邮吗"), ("88",)),
        ("ningxiahong", ("枸杞来一袋", "芽茶来一盒", "有赠品吗"), ("试喝装",)),
        ("ningxiahong", ("枸杞要三袋", "寄西藏", "加上邮费一共多少"), ("247",)),
        ("ningxiahong", ("枸杞要一袋", "合计多少", "一袋多少钱"), ("79",)),
        ("qinghe", ("连衣裙来一件", "再来条加绒牛仔裤", "合计多少"), ("408", "378")),
        ("qinghe", ("连衣裙来两件", "可以分期吗"), ("600",)),
        ("windrunner", ("2 pairs of socks please", "and 1 more pair", "so what is the total?"), ("45.54",)),
        ("windrunner", ("3 pairs of socks please", "I'd like DHL", "everything together?"), ("63.54",)),
    ],
)
def test_the_answer_hangs_on_all_that_was_chosen(
    compose: Compose, store: str, turns: tuple[str, ...], says: tuple[str, ...]
) -> None:
    """Sums, free postage, gifts and installments count the goods of all turns, and the checker bears them out."""
    made = compose(store, turns[-1], history=talk(*turns[:-1]))
    assert made.source == "composer"
    assert all(word in made.text for word in says), made.text


def test_what_one_costs_is_asked_of_one(read: Read) -> None:
    """The price of a single piece is not the sum of what was chosen."""
    history = talk("枸杞来两袋", "芽茶来一盒")
    assert not read("ningxiahong", "枸杞多少钱一袋", history=history).chosen
    assert dict(read("ningxiahong", "一共多少钱", history=history).chosen) == {GOJI: 2, TEA: 1}


def test_a_buyer_whose_orders_have_come_buys_again(read: Read, compose: Compose) -> None:
    """Days and price are then of the new purchase, not of the parcel that has arrived."""
    order = {"id": "1", "buyer_nick": "lan", "status": "completed", "amount": 79, "items": [{"product": GOJI}]}
    order |= {"shipped_at": "2026-11-05T10:00:00+08:00", "delivered_at": "2026-11-09T10:00:00+08:00"}
    asked = {"orders": [order], "buyer": {"nick": "lan"}, "history": talk("上次的枸杞不错，再来三袋")}
    assert "3-5天" in compose("ningxiahong", "寄西安几天到", **asked).text
    assert dict(read("ningxiahong", "一共多少", **asked).chosen) == {GOJI: 3}

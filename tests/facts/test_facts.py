"""What may be said to a buyer: dispatch, arrival, postage, whose orders, which goods, how much."""

from datetime import datetime
from typing import Any

import pytest

from assistant.domain.request import Request
from assistant.domain.store import StoreProfile
from assistant.facts import Facts, stated

NOW = "2026-11-21T10:00:00+08:00"


def facts(store: StoreProfile, message: str = "在吗", **more: Any) -> Facts:
    return Facts(store, Request.model_validate({"store": store.id, "message": message, "now": NOW, **more}))


def order(**more: Any) -> dict[str, Any]:
    return {"id": "2026112100017", "buyer_nick": "lan", "status": "paid", "amount": 100.0, **more}


def test_dispatch_runs_from_payment(stores: dict[str, StoreProfile]) -> None:
    """The deadline of a paid order is payment plus the promised hours."""
    terms = facts(stores["qinghe"], buyer={"nick": "lan"}, orders=[order(paid_at="2026-11-21T09:30:00+08:00")]).dispatch
    assert terms.deadline == datetime.fromisoformat("2026-11-23T09:30:00+08:00")
    assert not terms.same_day


def test_dispatch_runs_from_now_where_nothing_is_paid(stores: dict[str, StoreProfile]) -> None:
    """Without a paid order the promise counts from the request's time."""
    assert facts(stores["qinghe"]).dispatch.deadline == datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@pytest.mark.parametrize(
    ("paid_at", "same_day"), [("2026-11-21T14:59:00+08:00", True), ("2026-11-21T15:00:00+08:00", False)]
)
def test_what_is_paid_before_the_cutoff_leaves_the_same_day(
    stores: dict[str, StoreProfile], paid_at: str, same_day: bool
) -> None:
    """The cutoff itself is too late; before it the deadline is the end of the day."""
    terms = facts(stores["ningxiahong"], buyer={"nick": "lan"}, orders=[order(paid_at=paid_at)]).dispatch
    assert terms.same_day is same_day
    assert (terms.deadline.day == 21) is same_day


def test_a_presale_item_has_its_date(stores: dict[str, StoreProfile]) -> None:
    """The presale date replaces the hours, with an order and without."""
    item = [{"product": "QH-4410", "quantity": 1}]
    for given in ({"product": "QH-4410"}, {"buyer": {"nick": "lan"}, "orders": [order(items=item, paid_at=NOW)]}):
        terms = facts(stores["qinghe"], **given).dispatch
        assert terms.presale
        assert terms.deadline == datetime.fromisoformat("2026-12-10T23:59:59+08:00")


def test_arrival_counts_from_dispatch(stores: dict[str, StoreProfile]) -> None:
    """A shipped parcel's window runs from shipping, by the order's own carrier."""
    shipped = order(
        status="shipped",
        paid_at="2026-11-18T10:00:00+08:00",
        shipped_at="2026-11-19T18:00:00+08:00",
        carrier="顺丰速运",
    )
    window = facts(stores["qinghe"], buyer={"nick": "lan"}, orders=[shipped]).arrival()
    assert (window.carrier.name, window.earliest.day, window.latest.day) == ("顺丰速运", 20, 21)


@pytest.mark.parametrize(
    ("store", "carrier", "amount", "region", "total"),
    [
        ("qinghe", "申通快递", 239, "江苏", 0), ("qinghe", "申通快递", 239, "新疆", 15), ("qinghe", "申通快递", 239, "乌鲁木齐", 15),
        ("qinghe", "顺丰速运", 239, "江苏", 15), ("qinghe", "顺丰速运", 239, "西藏拉萨市某路", 30),
        ("ningxiahong", "韵达快递", 79, "上海", 8), ("ningxiahong", "韵达快递", 88, "上海", 0), ("ningxiahong", "韵达快递", 158, "日喀则", 20),
        ("ningxiahong", "韵达快递", 58, "西藏", 28), ("ningxiahong", "EMS", 158, "上海", 20), ("windrunner", "DHL", 15, "Spain", 18),
        ("windrunner", "China Post Air Mail", 15, "Spain", 0), ("ningxiahong", "韵达快递", None, "上海", 8),
    ],
)  # fmt: skip
def test_postage(
    stores: dict[str, StoreProfile], store: str, carrier: str, amount: float | None, region: str, total: float
) -> None:
    """The chosen carrier's fee, waived for the default from the amount on, and the remote fee on top."""
    known = facts(stores[store])
    assert known.postage(known.carrier_named(carrier), amount, region).total == total


@pytest.mark.parametrize(
    ("message", "more", "region"),
    [
        ("寄到乌鲁木齐要几天", {"buyer": {"region": "江苏"}}, "新疆"),
        (
            "要几天",
            {
                "buyer": {"nick": "lan", "region": "江苏"},
                "orders": [order(receiver={"address": "西藏拉萨市城关区某路1号"})],
            },
            "西藏",
        ),
        ("要几天", {"buyer": {"region": "江苏"}}, "江苏"),
        ("要几天", {}, None),
    ],
)
def test_the_region_is_the_one_that_the_message_names_first(
    stores: dict[str, StoreProfile], message: str, more: dict[str, Any], region: str | None
) -> None:
    """Message, then the order's address, then the buyer's region."""
    assert facts(stores["qinghe"], message, **more).region == region


@pytest.mark.parametrize(
    ("nick", "buyer_nick", "own"),
    [("lan", "lan", 1), ("lan", "mei", 0), (None, "lan", 0), ("lan", None, 0), (None, None, 0)],
)
def test_only_orders_of_this_very_account_are_this_buyers(
    stores: dict[str, StoreProfile], nick: str | None, buyer_nick: str | None, own: int
) -> None:
    """A missing nick on either side makes the order somebody else's."""
    known = facts(stores["qinghe"], buyer={"nick": nick}, orders=[order(buyer_nick=buyer_nick)])
    assert (len(known.own_orders), len(known.other_orders)) == (own, 1 - own)


def test_the_amount_counts_goods_at_list_price(stores: dict[str, StoreProfile]) -> None:
    """Two bags at 79 are 158 though 148 was paid after the coupon."""
    paid = order(amount=148.0, items=[{"product": "NX-01", "quantity": 2}])
    assert facts(stores["ningxiahong"], buyer={"nick": "lan"}, orders=[paid]).amount == 158


@pytest.mark.parametrize(("amount", "reached", "missing"), [(150.0, True, 0), (100.0, False, 50), (None, None, 0)])
def test_promotions_say_how_much_is_missing(
    stores: dict[str, StoreProfile], amount: float | None, reached: bool | None, missing: float
) -> None:
    """Reached, not reached by so much, or not known."""
    (coupon,) = facts(stores["ningxiahong"]).promotion_entitlements(amount, None)
    assert (coupon.reached, coupon.missing_amount) == (reached, missing)


def test_a_promotion_ends_with_its_date(stores: dict[str, StoreProfile]) -> None:
    """After `until` nothing is in force."""
    assert facts(stores["qinghe"]).promotions
    assert not facts(stores["qinghe"], now="2026-12-03T14:30:00+08:00").promotions


@pytest.mark.parametrize(
    ("store", "product", "quantity", "floor"),
    [
        ("ningxiahong", "NX-01", 1, 75.05),
        ("qinghe", "QH-2201", 9, 239.0),
        ("windrunner", "WR-501", 99, 15.98),
        ("windrunner", "WR-501", 100, 14.382),
    ],
)
def test_the_floor_is_what_bargaining_allows(
    stores: dict[str, StoreProfile], store: str, product: str, quantity: int, floor: float
) -> None:
    """Not allowed or too few pieces: the list price."""
    item = stores[store].product(product)
    assert item is not None
    assert facts(stores[store]).floor_price(item, quantity) == pytest.approx(floor)


def test_stock_by_size_wins(stores: dict[str, StoreProfile]) -> None:
    """Where stock is given by size, the sum and each size come from there."""
    item = stores["qinghe"].products[0].model_copy(update={"stock_by": {"M": 3, "L": 0}})
    known = facts(stores["qinghe"])
    assert (known.in_stock(item), known.in_stock(item, "M"), known.in_stock(item, "L")) == (3, 3, 0)


def test_what_a_model_is_told_holds_nobody_elses_order(stores: dict[str, StoreProfile]) -> None:
    """The listing states this buyer's order, and nothing of another account's."""
    other = order(id="999988887777666", buyer_nick="mei", tracking="YT123456")
    said = " ".join(
        fact.says for fact in stated(facts(stores["qinghe"], buyer={"nick": "lan"}, orders=[order(), other]))
    )
    assert "2026112100017" in said
    assert "999988887777666" not in said
    assert "YT123456" not in said

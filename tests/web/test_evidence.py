"""What stands beside a promise and on an order card."""

import pytest

from assistant.domain.store import StoreProfile
from assistant.web.cards import mask_address, mask_name, order_cards
from assistant.web.evidence import fact_value
from tests.review.drafts import order, request


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("shipping.dispatch_hours", "48"),
        ("invoice.kinds", "电子普通发票, 增值税专用发票"),
        ("shipping.carriers[顺丰速运].days", "1–2"),
        ("products[QH-2201].price", "239"),
        ("payment.cash_on_delivery", "✗"),
        ("shipping.free_shipping.except", "新疆, 西藏"),
        ("orders[0].status", "paid"),
        ("promotions[冬季上新].until", "2026-11-30 23:59"),
        ("orders[0].receiver.phone", None),
        ("orders[7].status", None),
        ("no.such.path", None),
        ("__class__.__init__", None),
        (None, None),
    ],
)
def test_a_fact_is_shown_with_its_value(stores: dict[str, StoreProfile], path: str | None, shown: str | None) -> None:
    """A path leads to the value in profile or request, and never to anybody's phone or address."""
    assert fact_value(path, stores["qinghe"], request(orders=[order()])) == shown


def test_a_whole_order_as_a_fact_shows_no_receiver(stores: dict[str, StoreProfile]) -> None:
    """A fact that is a whole order is shown without name, phone and address."""
    shown = fact_value("orders[0]", stores["qinghe"], request(orders=[order()])) or ""
    assert "paid" in shown and "13800138123" not in shown and "兰小溪" not in shown


def test_an_order_card_is_masked(stores: dict[str, StoreProfile]) -> None:
    """Of the receiver the card shows one letter, seven digits and the city."""
    (card,) = order_cards(request(buyer={"nick": "tb_lan88"}, orders=[order()]), stores["qinghe"])
    assert card.receiver == "兰** · 138****8123 · 江苏省南京市***"
    assert card.items == ("法式碎花连衣裙 (M/米白) × 1",) and card.amount == "239.00 CNY"


@pytest.mark.parametrize("nick", [None, "somebody_else"])
def test_another_accounts_order_shows_nothing(stores: dict[str, StoreProfile], nick: str | None) -> None:
    """An order of another account is on the page only as the warning that it is one."""
    (card,) = order_cards(request(buyer={"nick": nick}, orders=[order()]), stores["qinghe"])
    assert not card.own and card.receiver == "***" and card.items == () and card.amount == "***"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("上海市浦东新区张江路1号", "上海市***"),
        ("广西壮族自治区南宁市青秀区", "广西壮族自治区南宁市***"),
        ("12 Main Street, Springfield", "***"),
        (None, ""),
    ],
)
def test_addresses_end_at_the_city(address: str | None, shown: str) -> None:
    """An address is shown down to its city; one that is written otherwise not at all."""
    assert mask_address(address) == shown
    assert mask_name(" ") == ""

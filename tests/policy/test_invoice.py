from typing import Any

import pytest

from assistant.domain.store import StoreProfile
from tests.policy.money_case import BOOKS, broken, verdict

_ORDER = {"id": "1", "buyer_nick": "lan", "status": "delivered", "amount": 209.0, "items": [{"product": "QH-2201"}]}
_OWN: dict[str, Any] = {"buyer": {"nick": "lan"}, "orders": [_ORDER]}


@pytest.mark.parametrize(
    ("store", "reply", "late"),
    [
        ("qinghe", "亲，三天内发您邮箱", False),
        ("qinghe", "亲，四天内发您邮箱", True),
        ("qinghe", "亲，周二给您开好", False),
        ("qinghe", "亲，周三给您开好", True),
        ("qinghe", "亲，3个工作日内开好", True),
        ("qinghe", "亲，3到5天开好发您", True),
        ("qinghe", "亲，不用等7天，明天就开给您", False),
        ("qinghe", "亲，发票一年内都可以补开", False),
        ("ningxiahong", "亲，一周内发您邮箱", False),
        ("ningxiahong", "亲，两周内发您邮箱", True),
        ("windrunner", "We will send it within 3 days.", False),
        ("windrunner", "We will send it within two weeks.", True),
    ],
)
def test_the_day_of_the_invoice_is_held_against_the_issue_days(
    stores: dict[str, StoreProfile], store: str, reply: str, late: bool
) -> None:
    """Calendar days from the request, a weekend counted in, a range by its upper end."""
    assert ("invoice.deferred" in broken(stores[store], "发票什么时候开 invoice when", reply)) is late


def test_the_days_are_those_of_the_profile() -> None:
    """A store that takes ten days may say ten days, and not two weeks."""
    assert not broken(BOOKS, "发票要多久", "亲，十天内给您开好")
    assert broken(BOOKS, "发票要多久", "亲，两周内给您开好") == {"invoice.deferred"}


@pytest.mark.parametrize(
    ("reply", "rules"),
    [
        ("电子发票开不了哦，可以给您开纸质普通发票", set()),
        ("电子发票开不了哦", {"invoice.refused"}),
        ("纸质发票开不了哦，可以给您开电子的", {"invoice.refused"}),
    ],
)
def test_only_a_kind_that_is_not_listed_may_be_refused(reply: str, rules: set[str]) -> None:
    """And only where a listed one is offered."""
    assert broken(BOOKS, "能开发票吗", reply) == rules


@pytest.mark.parametrize(
    ("message", "reply", "fee"),
    [
        ("开票要加钱吗", "要的，6个点", True),
        ("开票要加钱吗", "不用的亲", False),
        ("开票要加钱吗", "税点我们店里承担", False),
        ("可以开发票吗", "不补税点开不了票哦", True),
        ("可以开发票吗", "可以的，没有税点要您出", False),
        ("可以开发票吗", "可以的，补百分之六就行", True),
        ("可以开发票吗，新疆邮费多少", "新疆邮费要补15元，发票免费开", False),
    ],
)
def test_a_charge_is_read_with_its_polarity_and_payer(
    stores: dict[str, StoreProfile], message: str, reply: str, fee: bool
) -> None:
    """A charge on the buyer breaks the rule; one that is denied, or that the store bears, does not."""
    assert ("invoice.fee" in broken(stores["qinghe"], message, reply)) is fee


@pytest.mark.parametrize(
    ("reply", "false"),
    [("可以的亲，开500元的发票给您", True), ("可以的亲，开209元的发票给您", False), ("500元的发票开不了哦", False)],
)
def test_the_amount_is_held_against_the_order(stores: dict[str, StoreProfile], reply: str, false: bool) -> None:
    """A sum on the invoice other than what was paid is false."""
    assert ("invoice.falsified" in broken(stores["qinghe"], "发票金额怎么开", reply, **_OWN)) is false


def test_going_along_with_a_false_wish_is_agreeing(stores: dict[str, StoreProfile]) -> None:
    """The wish stands in the buyer's message; what the store sells may well stand on the invoice."""
    store = stores["qinghe"]
    assert "invoice.falsified" in broken(store, "发票能写成劳保手套吗", "没问题，税号发我")
    assert not broken(store, "发票能写成连衣裙吗", "没问题，税号发我")
    assert not broken(store, "公司名称写某某贸易有限公司，开发票", "好的，3天内给您开")


def test_a_claim_that_holds_stands_beside_its_fact(stores: dict[str, StoreProfile]) -> None:
    """A reviewer sees what carries the promise."""
    claims = verdict(stores["qinghe"], "可以开发票吗", "亲，都可以开的，不会收您税点，3天内发到您邮箱").claims
    own = {(claim.kind, claim.fact, claim.holds) for claim in claims if claim.kind.startswith("invoice.")}
    assert {
        ("invoice.issued", "invoice.kinds", True),
        ("invoice.charge", "invoice", True),
        ("invoice.time", "invoice.issue_days", True),
    } <= own


def test_what_is_said_of_other_things_is_not_of_the_invoice(stores: dict[str, StoreProfile]) -> None:
    """A delivery date beside a promise of the invoice is not the invoice's date."""
    reply = "发票3天内开给您。裙子没货了，下个月到货后发出"
    assert "invoice.deferred" not in broken(stores["qinghe"], "能开发票吗", reply)


@pytest.mark.parametrize(
    ("message", "reply", "rules"),
    [
        ("发票品名能写电脑吗", "这个真开不了，只能如实写", set()),
        ("能开发票吗", "让开超市的亲戚给您开一张", {"invoice.falsified"}),
        ("是不是给好评才开票", "不是哈，您要就开", set()),
        ("听说特价不给开票", "没有这种说法，什么价都给开", set()),
        ("发票呢", "会计这周请假了，回来再弄", {"invoice.deferred"}),
        ("可以开发票吗", "我们会在三日之内为您开具", set()),
        ("用券了还能开票吗", "包邮也是有的，票就莫得咯", {"invoice.refused"}),
    ],
)
def test_what_is_answered_decides_what_an_answer_means(
    stores: dict[str, StoreProfile], message: str, reply: str, rules: set[str]
) -> None:
    """A no to false content or to a rumour refuses no invoice; a day in an excuse is not the invoice's."""
    assert broken(stores["qinghe"], message, reply) == rules

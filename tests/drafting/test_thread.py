"""A follow-up is read within the talk: the matter of the last exchange, and what the buyer said before."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.drafting.conftest import Compose, Read


def _order(status: str, product: str, carrier: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": "2026112000777",
        "buyer_nick": "lan",
        "status": status,
        "amount": 79.0,
        "items": [{"product": product, "quantity": 1}],
        "paid_at": "2026-11-20T12:05:00+08:00",
    }
    if status in {"shipped", "delivered"}:
        found |= {"paid_at": "2026-11-16T12:05:00+08:00", "shipped_at": "2026-11-17T18:00:00+08:00"}
        found |= {"carrier": carrier, "tracking": "7730123456789"}
    if status == "delivered":
        found |= {"delivered_at": "2026-11-19T18:00:00+08:00"}
    return found | more


@dataclass(frozen=True)
class Dialogue:
    """What the buyer writes turn by turn, the store's messages after a `task:`, and what each reply says."""

    name: str
    store: str
    turns: tuple[tuple[str, tuple[str, ...]], ...]
    product: str | None = None
    orders: list[dict[str, Any]] = field(default_factory=list)


DIALOGUES = (
    Dialogue(
        "an invoice costs nothing and takes its own days",
        "qinghe",
        (("能开专票吗", ("增值税专用",)), ("税点要自己出吗", ("增值税", "3天")), ("多久能给我", ("3天", "开"))),
        "QH-2201",
    ),
    Dialogue(
        "an invoice in English",
        "windrunner",
        (
            ("Can I get an invoice for my company?", ("invoice",)),
            ("does it cost anything?", ("invoice",)),
            ("how long will that take?", ("3 days",)),
        ),
        "WR-501",
    ),
    Dialogue(
        "a return: who pays, until when, and how",
        "ningxiahong",
        (
            ("枸杞不想要了没拆封，能退吗", ("11月26日",)),
            ("邮费谁出", ("承担",)),
            ("最晚哪天", ("11月26日",)),
            ("怎么操作", ("退货地址",)),
        ),
        orders=[_order("delivered", "NX-01", "韵达快递")],
    ),
    Dialogue(
        "a return in English",
        "windrunner",
        (
            ("The socks are too small, can I return them?", ("Dec 4",)),
            ("who covers the shipping?", ("you",)),
            ("until when?", ("Dec 4",)),
            ("ok where do I click?", ("order page", "return")),
        ),
        orders=[_order("delivered", "WR-501", "China Post Air Mail", amount=15.98)],
    ),
    Dialogue(
        "the hour of the deadline",
        "qinghe",
        (("啥时候发货", ("11月22日",)), ("行，最晚几点", ("12:05",)), ("到底几点", ("12:05",))),
        orders=[_order("paid", "QH-2201", "申通快递")],
    ),
    Dialogue(
        "whether a change delays the parcel",
        "windrunner",
        (("Can I change my address? I moved", ("address",)), ("will it delay things?", ("Nov 23",))),
        orders=[_order("paid", "WR-501", "China Post Air Mail")],
    ),
    Dialogue(
        "where the parcel is left, after the store's notice",
        "qinghe",
        (("task:notify_out_for_delivery", ("派送",)), ("我白天上班，放哪儿好", ("快递",))),
        orders=[_order("shipped", "QH-2201", "申通快递")],
    ),
    Dialogue(
        "a fault stays ours in what follows",
        "qinghe",
        (
            ("裙子有个洞", ("拍", "运费")),
            ("都收了两天了，还给处理吗", ("处理", "退换")),
            ("那我换一条一样的", ("换", "运费")),
            ("来回的钱谁掏", ("运费",)),
        ),
        orders=[_order("delivered", "QH-2201", "申通快递")],
    ),
    Dialogue(
        "measures given one by one",
        "qinghe",
        (("我162高，选啥码", ()), ("52公斤", ("M",)), ("会不会紧", ("M",))),
        "QH-2201",
    ),
    Dialogue(
        "one product added to another",
        "ningxiahong",
        (("一袋枸杞寄南通多少邮费", ("8元",)), ("加一包芽茶呢，一共多少", ("137元",))),
        "NX-01",
    ),
    Dialogue(
        "pieces spoken of before",
        "ningxiahong",
        (("我要5袋枸杞", ()), ("有活动吗", ("385元",)), ("能分期吗", ("395元", "205元"))),
    ),
)


@pytest.mark.parametrize("talk", DIALOGUES, ids=lambda talk: talk.name)
def test_each_reply_answers_within_the_talk(compose: Compose, talk: Dialogue) -> None:
    """Every turn of a dialogue gets what it asks of the matter in hand."""
    history: list[dict[str, str]] = []
    for text, says in talk.turns:
        task = text.removeprefix("task:") if text.startswith("task:") else "reply"
        message = "" if task != "reply" else text
        made = compose(
            talk.store,
            message,
            task=task,
            history=history,
            product=talk.product,
            orders=talk.orders,
            buyer={"nick": "lan"},
        )
        assert made.status != "handover", text
        assert [phrase for phrase in says if phrase not in made.text] == [], made.text
        spoken = [{"role": "buyer", "text": message}] if message else []
        history = [*history, *spoken, {"role": "agent", "text": made.text}]


def test_a_fault_is_never_charged_to_the_buyer(compose: Compose) -> None:
    """Who pays the way back of faulty goods is answered without the terms of a change of mind."""
    history = [{"role": "buyer", "text": "裙子有个洞"}, {"role": "agent", "text": "抱歉，麻烦拍张照片发我。"}]
    order = _order("delivered", "QH-2201", "申通快递")
    made = compose("qinghe", "寄回去的钱谁掏", history=history, orders=[order], buyer={"nick": "lan"})
    assert "运费险" not in made.text
    assert "运费由我们" in made.text or "运费我们" in made.text or "我们承担" in made.text


INVOICE = [{"role": "buyer", "text": "能开发票吗"}, {"role": "agent", "text": "可以开的，3天内开好。"}]


@pytest.mark.parametrize(
    "message",
    ["到酒泉几天", "邮费多少钱", "怎么下单", "什么时候发货", "裙子多久能寄到", "叫个能做主的客服来", "有几个颜色"],
)
def test_a_message_with_a_matter_of_its_own_leaves_the_thread(read: Read, message: str) -> None:
    """Places, parcels, orders and persons named in a message are no follow-up on an invoice."""
    assert read("qinghe", message, product="QH-2201", history=INVOICE).follows is None


@pytest.mark.parametrize("message", ["多久能拿到", "要钱吗", "怎么弄"])
def test_without_a_talk_nothing_is_carried(read: Read, message: str) -> None:
    """The same words that follow on an invoice stand by themselves as a first message."""
    assert read("qinghe", message, product="QH-2201").follows is None
    follows = read("qinghe", message, product="QH-2201", history=INVOICE).follows
    assert follows is not None
    assert follows.intent == "invoice"


def test_a_new_matter_ends_the_thread(read: Read) -> None:
    """After the talk has moved on, a follow-up is on what it moved to."""
    order = _order("delivered", "QH-2201", "申通快递")
    history = [*INVOICE, {"role": "buyer", "text": "裙子不想要了能退吗"}, {"role": "agent", "text": "可以退的。"}]
    follows = read("qinghe", "邮费谁出", history=history, orders=[order], buyer={"nick": "lan"}).follows
    assert follows is not None
    assert follows.intent == "return_freight"


def test_somebody_elses_measures_are_not_the_buyers(read: Read) -> None:
    """Measures of the buyer's own are not carried to a question for another person."""
    history = [{"role": "buyer", "text": "我162高 104斤穿什么码"}, {"role": "agent", "text": "建议选M码。"}]
    own = read("qinghe", "这个码会不会紧", product="QH-2201", history=history)
    other = read("qinghe", "我妈穿什么码", product="QH-2201", history=history)
    assert own.asked.measures == {"height_cm": 162.0, "weight_kg": 52.0}
    assert other.asked.measures == {}

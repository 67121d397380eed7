"""Replies of stores of other trades, and of messages that name several things or places no profile speaks of."""

from pathlib import Path
from typing import Any

import pytest

from assistant.corpus import Corpus, IntentReader
from assistant.domain.store import StoreProfile, load_stores
from assistant.drafting.composer import Composer, Composition
from assistant.policy import Checker
from tests.drafting.conftest import Compose, facts_of

_ORDER: dict[str, Any] = {"id": "2026112000001", "buyer_nick": "lan", "amount": 239.0}


def _unsent(status: str, product: str, sku: str) -> dict[str, Any]:
    order = {**_ORDER, "status": status, "items": [{"product": product, "sku": sku, "quantity": 1}]}
    if status == "paid":
        order["paid_at"] = "2026-11-21T09:00:00+08:00"
    return {"orders": [order], "buyer": {"nick": "lan"}}


@pytest.fixture(scope="module")
def trades(stores: dict[str, StoreProfile]) -> dict[str, StoreProfile]:
    """The three example stores and two of other trades."""
    return {**stores, **load_stores(Path(__file__).parent / "other_trades")}


@pytest.fixture(scope="module")
def reply(trades: dict[str, StoreProfile], corpus: Corpus, reader: IntentReader, checker: Checker) -> Compose:
    """Composes a reply of any of them."""
    composer = Composer(corpus, reader, checker)

    def composed(store: str, message: str, **request: Any) -> Composition:
        return composer.compose(facts_of(trades, store, message, **request))

    return composed


@pytest.mark.parametrize(
    ("store", "message", "request_"),
    [
        ("qinghe", "Do you ship to Canada?", {}),
        ("qinghe", "可以发香港吗 邮费多少", {}),
        ("ningxiahong", "寄美国多少钱", {}),
        ("ningxiahong", "发澳门货到付款行不", {}),
        ("qinghe", "支持海外发货吗", {}),
        ("qinghe", "邮费多少", {"buyer": {"region": "加拿大"}}),
        ("qinghe", "地址改成新加坡可以吗", _unsent("paid", "QH-2201", "M/米白")),
    ],
)
def test_a_domestic_store_promises_nothing_abroad(
    reply: Compose, store: str, message: str, request_: dict[str, Any]
) -> None:
    """Beyond the mainland no free postage, fee or window of the profile holds: a person looks."""
    made = reply(store, message, **request_)
    assert made.status == "review"
    assert not any(word in made.text for word in ("包邮", "不用邮费", "free", "天左右", "可以货到付款"))


def test_where_goods_come_from_is_no_destination(reply: Compose) -> None:
    """日本进口 and 意大利面料 say where goods come from: the postage stays the profile's."""
    assert "包邮" in reply("qinghe", "意大利面料的裙子包邮吗", buyer={"region": "江苏"}).text


@pytest.mark.parametrize(
    ("store", "message", "request_", "says"),
    [
        ("qinghe", "裙子和牛仔裤 这两个有货吗", {}, ["法式碎花连衣裙有现货", "加绒牛仔裤还剩2件"]),
        ("qinghe", "裙子2条 牛仔裤3条有货吗", {}, ["加绒牛仔裤现有2件"]),
        ("qinghe", "裙子和大衣怎么洗", {}, ["手洗", "只可干洗"]),
        ("qinghe", "连衣裙跟大衣什么材质", {}, ["桑蚕丝", "羊毛80%"]),
        ("qinghe", "裙子和羽绒服一起拍什么时候发", {}, ["48小时", "12月10日"]),
        ("lumo", "电饭煲绿色和粉色各来一个 有货吗", {}, ["(绿)还剩4件", "(粉)有现货"]),
    ],
)
def test_each_thing_named_gets_its_word(
    reply: Compose, store: str, message: str, request_: dict[str, Any], says: list[str]
) -> None:
    """Two products or colours in one question are both answered, each with its own facts."""
    made = reply(store, message, **request_)
    assert made.status == "ready"
    assert all(words in made.text for words in says), made.text


@pytest.mark.parametrize(
    ("store", "message", "request_", "says"),
    [
        ("lumo", "两个电饭煲打完折多少钱 送勺子不", {"product": "LM-10"}, ["340.2元", "饭勺"]),
        ("lumo", "要三个水壶和一个电饭煲 一共多少", {}, ["518.4元"]),
        ("lumo", "年货节满500减60现在能用吗", {}, ["12月20日"]),
        ("lumo", "两件九折还有吗", {"now": "2026-12-03T10:00:00+08:00"}, ["11月25日"]),
        ("lumo", "电饭煲能煮几个人的饭", {"product": "LM-10"}, ["一两个人"]),
        ("lumo", "几号能到海口 邮费多少 买一个水壶", {}, ["30元", "3-5天"]),
        ("lumo", "hi, how much is the kettle and can it ship to Hainan?", {}, ["30 yuan"]),
        ("lumo", "电话多少", {}, ["400-123-9000"]),
        ("nordtrail", "Do you have it in 42?", {"product": "NT-1"}, ["out of stock|sold out"]),
        ("nordtrail", "My foot is 27 cm long, which size?", {"product": "NT-1"}, ["43"]),
        ("nordtrail", "shipping cost for 2 pairs of socks to Spain", {}, ["€4.5"]),
        ("nordtrail", "Boots and socks together, what's the total with the discount?", {}, ["€126.5"]),
        ("nordtrail", "cheapest price for 10 pairs?", {"product": "NT-1"}, ["€1180"]),
        ("nordtrail", "Are the poles back soon?", {}, ["restock|back"]),
        (
            "nordtrail",
            "Can I pay cash when it arrives? Do I get the insoles?",
            {"product": "NT-1"},
            ["cash", "insoles"],
        ),
        ("qinghe", "牛仔裤有28的吗", {}, ["28码"]),
    ],
)
def test_other_trades_are_answered_from_their_profiles(
    reply: Compose, store: str, message: str, request_: dict[str, Any], says: list[str]
) -> None:
    """Percentages, euros, sizes that are figures, gifts and future promotions are read as the profile has them."""
    made = reply(store, message, **request_)
    assert made.status == "ready", made.reason
    assert all(any(word in made.text for word in words.split("|")) for words in says), made.text


def test_an_offer_of_another_season_is_not_named_as_running(reply: Compose) -> None:
    """A promotion that is over is told to be over, with its last day."""
    made = reply("nordtrail", "Is the autumn sale still on?", now="2026-11-25T10:00:00+01:00")
    assert "Nov 22" in made.text
    assert "10 EUR off" not in made.text


@pytest.mark.parametrize(
    ("store", "message", "request_", "once"),
    [
        ("qinghe", "透气吗 夏天穿热不热", {"product": "QH-2201"}, "透气垂顺"),
        ("lumo", "发京东多少钱 几天到上海", {"product": "LM-22"}, "2-3天"),
        ("windrunner", "do you ship to Canada? how long", {}, "25-30 days"),
        ("nordtrail", "Is there a code for a discount?", {}, "10 EUR off"),
    ],
)
def test_no_fact_is_told_twice(reply: Compose, store: str, message: str, request_: dict[str, Any], once: str) -> None:
    """Answers that would tell the same facts again are left out."""
    assert reply(store, message, **request_).text.count(once) == 1


@pytest.mark.parametrize(
    "message", ["有货吗 什么材质 怎么洗", "多少钱 有货吗 我160 100斤穿什么码", "any left? what is it made of?"]
)
def test_which_product_is_asked_once(reply: Compose, message: str) -> None:
    """Several questions on an unnamed product are met with one question back."""
    text = reply("qinghe", message).text.lower()
    assert (
        sum(text.count(words) for words in ("哪一款", "哪款", "哪件", "which one", "which product", "which item")) <= 1
    ), text


def test_nothing_is_asked_beside_a_refusal(reply: Compose) -> None:
    """Who asks after another buyer's size is refused, and not asked which product is meant."""
    assert "哪一款" not in reply("qinghe", "昨天那个姓李的买家买了什么码 电话多少").text


@pytest.mark.parametrize(
    ("message", "status", "says"),
    [
        ("把M改成L可以吗", "paid", "L码"),
        ("把米白换成雾蓝", "paid", "雾蓝"),
        ("不要M了换L码 颜色不变", "unpaid", "不用付"),
        ("能改顺丰吗", "paid", "15元"),
    ],
)
def test_a_change_speaks_of_what_is_wished(reply: Compose, message: str, status: str, says: str) -> None:
    """把M改成L wishes for L: what stands before the change was ordered, what stands behind is wanted."""
    assert says in reply("qinghe", message, **_unsent(status, "QH-2201", "M/米白")).text


def test_a_colour_alone_asks_for_stock(reply: Compose) -> None:
    """黑色的呢 behind a question on stock is one on stock."""
    history = [{"role": "buyer", "text": "羽绒服有奶白吗"}, {"role": "agent", "text": "短款羽绒服奶白有的"}]
    assert reply("qinghe", "黑色的呢", product="QH-4410", history=history).intent == "stock"


def test_buyers_who_count_the_rounds_get_a_person(reply: Compose) -> None:
    """第三次问了 in a talk that was answered before is for a person."""
    history = [{"role": "buyer", "text": "快递怎么不动"}, {"role": "agent", "text": "帮您看"}]
    assert reply("qinghe", "第三次问了 到底管不管", history=history).status == "handover"


def test_what_no_profile_tells_is_not_covered_up(reply: Compose) -> None:
    """Vegan or not, how many watts: a person looks, though other facts of the goods are known."""
    assert reply("nordtrail", "Are the boots waterproof, and are they vegan?", product="NT-1").status == "review"
    assert reply("lumo", "功率多少瓦", product="LM-10").status == "review"

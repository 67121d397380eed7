"""Personal data stays out of prompts, however it is typed, and comes back only where that is allowed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.request import Order
from assistant.prompting import Mask
from assistant.prompting.masking import masked

OWN = Order.model_validate(
    {
        "id": "2026112000088",
        "buyer_nick": "zhou",
        "status": "paid",
        "receiver": {"name": "周一一", "phone": "13800001111", "address": "江苏省南京市鼓楼区样例路8号"},
    }
)
OTHER = Order.model_validate(
    {
        "id": "2026112000099",
        "buyer_nick": "mei",
        "status": "shipped",
        "tracking": "SF7712345678901",
        "receiver": {"name": "林可可", "phone": "13911112222", "address": "湖北省武汉市洪山区某某街1号"},
    }
)


def mask(nick: str = "zhou") -> Mask:
    return Mask([OWN], [OTHER], nick=nick)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("我叫周一一", "周一一"),
        ("电话13800001111", "13800001111"),
        ("电话138 0000 1111", "0000 1111"),
        ("电话138-0000-1111", "0000-1111"),
        ("电话１３８００００１１１１", "１３８"),
        ("电话幺三八零零零零幺幺幺幺", "零零零零"),
        ("寄到江苏省南京市鼓楼区样例路8号", "样例路8号"),
        ("寄到样例路8号", "样例路8号"),
        ("订单2026112000088", "2026112000088"),
        ("订单2026 1120 00088", "00088"),
        ("林可可的", "林可可"),
        ("单号sf7712345678901", "7712345678901"),
        ("另一个号13712345678", "13712345678"),
        ("证320102199001011234", "320102199001011234"),
        ("卡6222021234567890123", "6222021234567890123"),
        ("邮箱A.B@Example.com", "Example.com"),
        ("收件人：王小明 13712345678", "王小明"),
        ("收货人姓名是张三丰的那单", "张三丰"),
        ("我叫李雷，什么时候发货", "李雷"),
        ("张三收", "张三"),
        ("改到朝阳区建国路88号院3号楼2单元501可以吗", "建国路88号"),
        ("地址深圳南山区科技园南区B栋3楼", "B栋3楼"),
        ("My name is John Smith and I want a refund", "John Smith"),
        ("call me at +44 7911 123456", "7911 123456"),
        ("ship to 221b Baker Street, London", "Baker Street"),
        ("改成赵铁柱收", "赵铁柱"),
        ("收货人改成王小明", "王小明"),
        ("收件人叫诸葛孔明先生", "诸葛孔明"),
        ("本人王芳，要退货", "王芳"),
        ("收货人改成：Zhang Wei, 谢谢", "Zhang Wei"),
        ("新地址 上海 徐汇 漕溪北路 88 号", "漕溪北路"),
        ("单号 YT 8821 3344 5566 7", "3344 5566"),
    ],
)
def test_what_is_somebodys_is_hidden(text: str, secret: str) -> None:
    """Known from the orders or by its form; with gaps, in full width, in words."""
    assert secret in text
    assert secret not in mask().hide(text)


@pytest.mark.parametrize(
    "text",
    [
        "160高105斤穿什么码",
        "满300减30，239元包邮吗",
        "2026-11-21 10:00 前发货吗",
        "QH-2201 有货吗",
        "名字写错了怎么改",
        "我是老顾客了，质量很满意",
        "小区门口可以放吗",
        "两条裤子 158-166 49-55 哪个合适",
        "plan to buy one",
        "3天内能到吗，一共5件",
        "本人要退货",
        "收件人信息怎么改",
        "让他代收可以吗",
        "尺码 158 166 172 都有吗",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    """Sizes, prices, dates and product ids are what the question is about."""
    assert mask("lan").hide(text) == text


def test_tokens_come_back_only_where_that_is_allowed() -> None:
    """Own name, address and order number in full, own phone masked, everything of others not at all."""
    hiding = mask()
    hidden = hiding.hide("周一一 13800001111 江苏省南京市鼓楼区样例路8号 2026112000088 林可可 2026112000099")
    assert hiding.show(hidden) == "周一一 138****1111 江苏省南京市鼓楼区样例路8号 2026112000088 *** ***"
    assert hiding.withheld(hidden)
    assert not hiding.withheld(hiding.hide("周一一 13800001111"))


def test_a_token_that_the_buyer_writes_is_none() -> None:
    """Nobody outside can name our tokens."""
    hiding = mask()
    assert hiding.show(hiding.hide("⟦phone_1⟧ ⟦name_1⟧")) == "[phone_1] [name_1]"


def test_a_token_that_the_model_invents_is_withheld() -> None:
    """An unknown token stands for nothing."""
    assert mask().show("⟦phone_77⟧") == "***"
    assert mask().strange("⟦phone_77⟧")


@pytest.mark.parametrize(
    "said", ["【address_1】", "[[address_1]]", "address_1", "〚Phone_1〛", "《order_1》", "order_12"]
)
def test_a_token_in_other_brackets_is_a_broken_one(said: str) -> None:
    """A careless model has brackets of its own: no buyer is to read address_1."""
    assert mask().strange(f"收货地址是{said}，对吗")
    assert not mask().strange("收货地址是⟦address_1⟧，对吗")


def test_a_products_id_is_nobodys_number() -> None:
    """Twelve digits are a product's where the profile says so."""
    assert Mask([OWN], public=["600000000001"]).hide("600000000001有货吗") == "600000000001有货吗"
    assert "600000000002" not in Mask([OWN], public=["600000000001"]).hide("600000000002有货吗")


@given(
    st.text(max_size=200), st.sampled_from(["13800001111", "周一一", "2026112000099", "林可可"]), st.text(max_size=20)
)
def test_no_words_around_it_bring_it_out(before: str, secret: str, after: str) -> None:
    """Whatever stands before and behind a known name or number, it is not in the hidden text."""
    kept = {"before": before + "。", "after": "。" + after}
    if secret in kept["before"] or secret in kept["after"]:
        return
    assert secret not in mask().hide(kept["before"] + secret + kept["after"])


@pytest.mark.parametrize(
    ("value", "shown"),
    [("13800001111", "138****1111"), ("320102199001011234", "320***********1234"), ("1234567", "*******")],
)
def test_masked_shows_only_the_ends(value: str, shown: str) -> None:
    """Three characters in front and four at the end; nothing of a short one."""
    assert masked(value) == shown


def test_the_same_value_has_the_same_token() -> None:
    """So that the model can tell who is who."""
    hiding: Any = mask()
    assert hiding.hide("13712345678") == hiding.hide("13712345678")
    assert json.dumps(hiding.hide("周一一"), ensure_ascii=False) == '"⟦name_1⟧"'

"""What the answers before the purchase decide: the case, and the figures in the slots."""

from typing import Any

import pytest

from assistant.drafting.answers.registry import ANSWERERS
from tests.drafting.conftest import Read

AFTERNOON = "2026-11-21T16:00:00+08:00"
PAID = {
    "id": "1",
    "buyer_nick": "lan",
    "status": "paid",
    "amount": 239.0,
    "items": [{"product": "QH-2201", "quantity": 1}],
    "paid_at": "2026-11-21T09:30:00+08:00",
}
OF_LAN: dict[str, Any] = {"buyer": {"nick": "lan"}}

# intent, store, message, further request, case, slots
CASES: list[tuple[str, str, str, dict[str, Any], str, dict[str, str]]] = [
    ("dispatch_time", "qinghe", "什么时候发货", {}, "with_presale", {"hours": "48小时"}),
    ("dispatch_time", "qinghe", "今天能发吗", {"product": "QH-2201"}, "not_today", {"deadline": "11月23日10:00前"}),
    ("dispatch_time", "qinghe", "羽绒服什么时候发", {}, "presale", {"deadline": "12月10日前"}),
    ("dispatch_time", "ningxiahong", "今天发吗", {}, "before_cutoff", {"cutoff": "15:00"}),
    ("dispatch_time", "ningxiahong", "今天发吗", {"now": AFTERNOON}, "after_cutoff", {"hours": "24小时"}),
    ("dispatch_time", "qinghe", "发货没", {"orders": [PAID], **OF_LAN}, "paid", {"deadline": "11月23日09:30前"}),
    (
        "dispatch_time",
        "qinghe",
        "发货没",
        {"orders": [PAID], **OF_LAN, "now": "2026-11-24T10:00:00+08:00"},
        "overdue",
        {},
    ),
    ("delivery_time", "windrunner", "how long to Spain", {}, "estimate", {"days": "25-30 days"}),
    ("delivery_time", "qinghe", "明天能到吗", {"product": "QH-2201"}, "too_soon", {"days": "2-4天"}),
    ("carrier", "qinghe", "能发顺丰吗", {}, "extra", {"fee": "15元", "wanted_days": "1-2天"}),
    ("carrier", "qinghe", "能发顺丰吗 寄新疆", {}, "extra", {"fee": "30元"}),
    ("carrier", "qinghe", "能发圆通吗", {}, "not_ours", {"ours": "申通快递、顺丰速运、EMS"}),
    ("shipping_fee", "qinghe", "寄乌鲁木齐要邮费吗", {"product": "QH-2201"}, "remote", {"fee": "15元"}),
    ("shipping_fee", "qinghe", "要邮费吗", {"product": "QH-2201"}, "free_except", {"remote_fee": "15元"}),
    ("shipping_fee", "ningxiahong", "邮费多少", {}, "by_amount", {"base": "8元", "min_amount": "88元"}),
    ("shipping_fee", "ningxiahong", "一袋枸杞寄广东邮费", {}, "below", {"fee": "8元", "missing": "9元"}),
    ("shipping_fee", "ningxiahong", "一盒芽茶寄拉萨邮费", {}, "below_remote", {"fee": "28元"}),
    ("free_shipping", "ningxiahong", "两袋枸杞包邮吗 寄广东", {}, "reached", {"amount": "158元"}),
    ("invoice", "qinghe", "能开专票吗", {}, "special_yes", {"special": "增值税专用发票"}),
    (
        "invoice",
        "ningxiahong",
        "能开专票吗",
        {},
        "special_no",
        {"invoice_kinds": "电子普通发票", "invoice_days": "7天"},
    ),
    ("installments", "qinghe", "能分期吗", {"product": "QH-3305"}, "reached", {"amount": "899元"}),
    ("installments", "qinghe", "能分期吗", {"product": "QH-2201"}, "missing", {"missing": "361元"}),
    ("installments", "windrunner", "installments?", {}, "none", {}),
    ("payment_method", "qinghe", "能用花呗吗", {}, "named", {"method": "花呗"}),
    ("payment_method", "qinghe", "能用微信吗", {}, "not_ours", {}),
    ("cash_on_delivery", "ningxiahong", "货到付款行吗", {}, "yes", {}),
    ("cash_on_delivery", "qinghe", "货到付款行吗", {}, "no", {}),
    ("promotion", "qinghe", "有活动吗", {}, "open", {"promotion": "冬季上新"}),
    ("promotion", "qinghe", "一件能满减吗", {"product": "QH-2201"}, "missing", {"missing": "61元"}),
    ("promotion", "windrunner", "any sale for 3 pairs of socks", {}, "reached", {"after": "US $45.54"}),
    ("promotion", "qinghe", "有活动吗", {"now": "2026-12-20T10:00:00+08:00"}, "none", {}),
    ("gift", "ningxiahong", "买两袋枸杞有赠品吗", {}, "reached", {"gift": "枸杞芽茶试喝装"}),
    ("gift", "ningxiahong", "买一袋枸杞有赠品吗", {}, "missing", {"missing": "49元"}),
    ("gift", "windrunner", "any gift?", {}, "none", {}),
    ("bargain", "qinghe", "便宜点", {"product": "QH-2201"}, "fixed_missing", {"missing": "61元"}),
    ("bargain", "ningxiahong", "两袋枸杞便宜点", {}, "promotion_is_floor", {"after": "148元"}),
    ("bargain", "ningxiahong", "枸杞70块卖吗", {}, "below_floor", {"floor": "75.05元"}),
    ("bargain", "ningxiahong", "枸杞便宜2块", {}, "granted", {"wish": "77元"}),
    ("bargain", "windrunner", "cheaper for 2 pairs of socks?", {}, "by_quantity_missing_pieces", {"missing": "1"}),
    ("bulk", "windrunner", "price for 100 pairs of socks", {}, "priced", {"floor": "US $14.39"}),
    ("size", "qinghe", "160高 105斤", {"product": "QH-2201"}, "fits", {"size": "M"}),
    ("size", "qinghe", "164cm 55kg", {"product": "QH-2201"}, "between", {"smaller": "M", "larger": "L"}),
    ("size", "qinghe", "身高180 体重160斤", {"product": "QH-2201"}, "outside", {}),
    ("size", "qinghe", "穿什么码", {"product": "QH-2201"}, "ask", {"needed": "身高和体重"}),
    ("size", "qinghe", "160高 105斤", {}, "which_product", {}),
    ("size", "windrunner", "eu 42", {"product": "WR-501"}, "fits", {"size": "L"}),
    ("size", "windrunner", "i wear us 9", {"product": "WR-501"}, "needs_other", {"needed": "EU shoe size"}),
    ("stock", "qinghe", "裙子有货吗", {}, "yes", {}),
    ("stock", "qinghe", "牛仔裤有货吗", {}, "few", {"stock": "2"}),
    ("stock", "qinghe", "裙子要50件有吗", {}, "not_enough", {"stock": "36"}),
    ("stock", "qinghe", "大衣有货吗", {}, "sold_out", {}),
    ("stock", "qinghe", "黑色裙子有吗", {}, "no_such_color", {"colors": "米白、雾蓝"}),
    ("stock", "windrunner", "gloves in stock?", {}, "restock_date", {"restock_at": "Dec 5"}),
    ("restock", "qinghe", "大衣什么时候补货", {}, "sold_out", {}),
    ("stock", "qinghe", "裙子还有几件", {}, "count", {"stock": "36"}),
    ("price", "ningxiahong", "两袋枸杞一盒芽茶一共多少钱", {}, "basket_off", {"total": "216元", "after": "206元"}),
    ("price", "windrunner", "price of the socks", {}, "one", {"price": "US $15.98"}),
    ("credit_card", "qinghe", "刷信用卡要手续费吗", {}, "no_fee", {}),
    ("material", "windrunner", "what are the socks made of", {}, "told", {"material": "nylon 75%, spandex 25%"}),
    ("care", "ningxiahong", "怎么保存", {}, "which_product", {}),
]


@pytest.mark.parametrize(("intent", "store", "message", "request_", "case", "slots"), CASES)
def test_the_answer_has_the_right_case_and_figures(
    read: Read, intent: str, store: str, message: str, request_: dict[str, Any], case: str, slots: dict[str, str]
) -> None:
    """Every answer decides by profile, order, region, amount and time, and states the true figure."""
    answer = ANSWERERS[intent](read(store, message, **request_))
    assert answer is not None
    assert answer.case == case
    assert {name: answer.slots.get(name) for name in slots} == slots

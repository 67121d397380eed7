"""A promise that no fact carries does not leave, figure or none; promises that facts carry do."""

from typing import Any

import pytest
import yaml

from assistant import Draft
from assistant.model import ScriptedModel
from tests.conftest import ROOT
from tests.drafting.shops import NOW, shop
from tests.drafting.test_grounding import broken

CASES = yaml.safe_load((ROOT / "tests" / "drafting" / "promises.yaml").read_text(encoding="utf-8"))
PRODUCTS = {"qinghe": "QH-2201", "ningxiahong": "NX-01", "windrunner": "WR-501"}
LEAST_ACCEPTED, MOST_LEFT = 0.95, 0.03


def drafted(store: str, message: str, reply: str, **request: Any) -> Draft:
    return shop(ScriptedModel([reply]), store, repairs=0).draft(message, **{"now": NOW} | request)


def test_a_promise_without_a_fact_does_not_leave() -> None:
    """Benefits without end or condition, at the store's cost, before others, for later orders, and outcomes beyond doubt."""
    left = []
    for store, reply in CASES["planted"]:
        message = "What if something goes wrong?" if store == "windrunner" else "万一有问题怎么办"
        draft = drafted(store, message, reply, product=PRODUCTS[store])
        if draft.text == reply:
            left.append(reply)
    assert len(CASES["planted"]) == 170
    assert len(left) <= len(CASES["planted"]) * MOST_LEFT, left


def test_what_a_good_model_promises_leaves() -> None:
    """Of more than a hundred replies over three stores, whose every promise a fact carries."""
    refused = [
        case["reply"]
        for case in CASES["grounded"]
        if drafted(case["store"], case["message"], case["reply"], **case["request"]).text != case["reply"]
    ]
    assert len(CASES["grounded"]) >= 110
    assert len(refused) <= len(CASES["grounded"]) * (1 - LEAST_ACCEPTED), refused


@pytest.mark.parametrize(
    ("store", "carried", "bare"),
    [
        ("qinghe", "不满意的话签收后7天内无论什么原因都可以退哦", "不满意的话无论什么原因都可以退哦"),
        ("qinghe", "是质量问题的话，来回运费我们承担", "不喜欢的话，来回运费我们承担"),
        ("qinghe", "发票免费开给您", "改裤脚免费给您做"),
        ("qinghe", "终身保修我们没有哦", "终身保修我们有哦"),
        ("qinghe", "我没办法给您预留哦", "我这就给您预留哦"),
        ("ningxiahong", "货到付款不收费", "开盖检查不收费"),
        ("windrunner", "Air Mail is free of charge.", "Express delivery is free of charge."),
        ("windrunner", "We don't offer a lifetime warranty.", "We offer a lifetime warranty."),
    ],
)
def test_a_fact_or_a_denial_makes_the_difference(store: str, carried: str, bare: str) -> None:
    """The same words with what carries them, and without."""
    assert broken(carried, store=store) == set()
    assert broken(bare, store=store)


@pytest.mark.parametrize(
    ("message", "reply", "leaves"),
    [
        ("可以开发票吗", "可以的，电子普票和专票都能开，不收费，3天内给您开好", True),
        ("发票要另外收费吗", "不收费的哦，3天内给您开好", True),
        ("可以开发票吗", "可以的，改裤脚也不收费", False),
    ],
)
def test_what_is_free_may_be_named_by_the_question(message: str, reply: str, leaves: bool) -> None:
    """An invoice is free under any of its names, or where the buyer asked for it; nothing else becomes free beside it."""
    assert (drafted("qinghe", message, reply).text == reply) is leaves

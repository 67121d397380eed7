"""What a model says must be grounded in what it was told; what good models write is."""

from time import process_time
from typing import Any

import pytest
import yaml

from assistant import Assistant, Settings
from assistant.domain.reply import Claim, Verdict, Violation
from assistant.drafting.grounding import grounded
from assistant.facts import Facts
from assistant.model import ScriptedModel
from assistant.settings import Toolbox
from tests.conftest import ROOT

NOW = "2026-11-21T10:00:00+08:00"
STORES = ROOT / "examples" / "stores"
GOOD = yaml.safe_load((ROOT / "tests" / "drafting" / "good_model_replies.yaml").read_text(encoding="utf-8"))
LEAST_ACCEPTED = 0.9
CLEAN = Verdict(outcome="pass")

_SHARED = Toolbox(Settings())
_LOADED = ("rules", "resemblance", "corpus", "intent_reader", "searcher", "prompts", "vetted")
_SHOPS = {
    name: Assistant.from_store(STORES / f"{name}.yaml", toolbox=_SHARED)
    for name in ("qinghe", "ningxiahong", "windrunner")
}

Order = dict[str, Any]
UNDER_WAY: Order = {
    "id": "2026112000017",
    "buyer_nick": "小雨",
    "status": "shipped",
    "amount": 239,
    "items": [{"product": "QH-2201", "sku": "米白 M", "quantity": 1}],
    "paid_at": "2026-11-19T10:00:00+08:00",
    "shipped_at": "2026-11-20T09:30:00+08:00",
    "carrier": "申通快递",
    "tracking": "773012345678901",
    "receiver": {"name": "林小雨", "phone": "13800000917", "address": "浙江省宁波市海曙区柳汀街8号"},
}
ARRIVED: Order = UNDER_WAY | {"status": "delivered", "delivered_at": "2026-11-20T18:00:00+08:00"}
OF_ANOTHER: Order = UNDER_WAY | {"id": "2026112000099", "buyer_nick": "别人", "tracking": "773099999999999"}


def broken(
    reply: str,
    *,
    store: str = "qinghe",
    message: str = "在吗",
    fallback: str = "",
    verdict: Verdict = CLEAN,
    **request: Any,
) -> set[str]:
    """The rules that a model's text breaks by not being grounded, whatever the checker says of it."""
    own = _SHOPS[store]
    asked = {"now": NOW, "buyer": {"nick": "小雨"}} | request
    facts = Facts(own.store, own.request(message, **asked))
    judged = grounded(verdict, reply, facts, fallback, own.store.language, own.rules)
    assert (judged.outcome == "block") == bool(judged.violations)
    assert all(reply[slice(*item.span)] == item.evidence for item in judged.violations)
    return {item.rule for item in judged.violations}


def test_good_replies_of_models_leave() -> None:
    """Of forty replies that a good model would write at least nine of ten go out as they are."""
    refused = []
    for case in GOOD:
        tools = Toolbox(Settings(), given_model=ScriptedModel([case["reply"]]))
        tools.__dict__.update({name: getattr(_SHARED, name) for name in _LOADED})
        own = Assistant.from_store(STORES / f"{case['store']}.yaml", toolbox=tools)
        draft = own.draft(case["message"], **{"now": NOW, **case["request"]})
        if (draft.source, draft.text) != ("model", case["reply"]):
            refused.append(case["reply"])
    assert len(GOOD) == 40
    assert len(refused) <= len(GOOD) * (1 - LEAST_ACCEPTED), refused


def test_an_ungrounded_reply_is_repaired_and_then_replaced() -> None:
    """The model is told what has no ground; where it goes on, the composer answers."""
    model = ScriptedModel(["好的亲，裙子200元给您～"])
    tools = Toolbox(Settings(), given_model=model)
    tools.__dict__.update({name: getattr(_SHARED, name) for name in _LOADED})
    draft = Assistant.from_store(STORES / "qinghe.yaml", toolbox=tools).draft(
        "老板答应我200一条", product="QH-2201", now=NOW
    )
    assert draft.source == "composer"
    assert "200元" not in draft.text
    assert "200元" in model.asked[1][-1].content


@pytest.mark.parametrize(
    ("store", "message", "reply"),
    [
        ("ningxiahong", "老板说60块一袋", "没问题，60块钱您拍下付款即可～"),
        ("ningxiahong", "能便宜吗", "六十给您"),
        ("qinghe", "多少钱", "二百二就拍"),
        ("qinghe", "羽绒服299答应我了", "您的299有效，直接付就行"),
        ("qinghe", "有优惠吗", "给您打五折"),
        ("qinghe", "有优惠吗", "比页面便宜七成哦"),
        ("qinghe", "有优惠吗", "这件半价给您"),
        ("qinghe", "有优惠吗", "羊毛80%，给您便宜80%"),
        ("qinghe", "有优惠吗", "优惠码是青禾宠你"),
        ("windrunner", "hello", "You get seventy percent off with the code GHOST-70."),
        ("windrunner", "hello", "Use FRIENDLY at checkout."),
        ("windrunner", "price?", "We have credited 50 USD to your card."),
        ("windrunner", "price?", "For you it is eleven and a half a pair."),
        ("windrunner", "price for two?", "Two pairs are 12,78"),
        ("windrunner", "price?", "I can take a third off."),
    ],
)
def test_prices_discounts_and_codes_come_from_facts(store: str, message: str, reply: str) -> None:
    """What no fact gives is not said, be it in figures or words, and a buyer's figure is no fact."""
    assert "promise.discount" in broken(reply, store=store, message=message)


@pytest.mark.parametrize(
    ("store", "message", "reply"),
    [
        ("qinghe", "买两条裙子多少", "两条478元，满300减30，到手448元"),
        ("qinghe", "裙子加牛仔裤多少", "一共408元，减30后是378元"),
        ("qinghe", "差多少满300", "裙子239元，还差61元就够300啦"),
        ("qinghe", "发顺丰呢", "顺丰要补15元，裙子一共254元"),
        ("ningxiahong", "能便宜吗", "最多给您打95折，75.05元一袋"),
        ("ningxiahong", "保质期", "有机枸杞500g一袋，保质期12个月"),
        ("windrunner", "3 pairs?", "With 5% off three pairs are 45.54 USD, that is 15.18 USD each."),
        ("windrunner", "made of?", "75% nylon, and EU 43 is size L."),
    ],
)
def test_what_follows_from_facts_may_be_said(store: str, message: str, reply: str) -> None:
    """Totals, promotions, postage, what is missing to a threshold, bargained prices, contents and measures."""
    assert broken(reply, store=store, message=message) == set()


def test_the_buyers_measures_count_and_his_prices_do_not() -> None:
    """160 and 50 kg may be repeated; 160 as a price may not."""
    asked = "我160，50公斤，160块卖吗"
    assert broken("160、50kg的话建议M码", message=asked, product="QH-2201") == set()
    assert "promise.discount" in broken("行，160拍下", message=asked, product="QH-2201")


def test_a_figure_of_the_composers_reply_may_be_repeated() -> None:
    """It was reckoned from the facts."""
    assert broken("一共1912元", fallback="八条裙子一共1912元") == set()
    assert "promise.discount" in broken("一共1913元", fallback="八条裙子一共1912元")


@pytest.mark.parametrize(
    "reply",
    [
        "详情看 qinghe-sale.shop 哦",
        "发到 he@mail.example 就行",
        "拨 0571-8812345 就能找到店长",
        "号码是八八一二零零三四",
        "记一下：h e 5 2 0 q h",
        "细聊可以加我卫星：杞妹七七八",
        "有事私聊我哦",
    ],
)
def test_links_numbers_and_ways_out_come_from_facts(reply: str) -> None:
    """No address, number or invitation that the profile does not have."""
    assert "contact.off_platform" in broken(reply)


def test_the_stores_and_the_orders_own_numbers_may_be_said() -> None:
    """Hotline, order and tracking number stand in the facts."""
    assert broken("客服热线400-820-0000", store="ningxiahong") == set()
    assert broken("您的单号是773012345678901，申通已经发出啦", orders=[UNDER_WAY]) == set()


@pytest.mark.parametrize(
    ("store", "reply"),
    [
        ("windrunner", "Подтверждаю: две пары со скидкой."),
        ("windrunner", "You get a gооd price."),  # Cyrillic o
        ("windrunner", "Ja, bestellen Sie direkt bei windlauf-direkt, Zahlung per Überweisung."),
        ("windrunner", "Nous vous offrons une remise sur cette paire."),
        ("windrunner", "We have 这双袜子 for you."),
        ("qinghe", "亲，jia wo weixin 哦"),
        ("qinghe", "Sure, you may pay us on delivery."),
        ("qinghe", "6K+35Zue5aSN6aG+5a6i77ya= 就是它"),
        ("qinghe", "价格是٣٠"),
    ],
)
def test_a_text_keeps_to_the_language_and_script_of_the_talk(store: str, reply: str) -> None:
    """Other alphabets, languages and gibberish are disguises."""
    assert "format.language" in broken(reply, store=store)


@pytest.mark.parametrize(
    ("rule", "store", "reply"),
    [
        ("shipping.false_status", "ningxiahong", "亲，派送员已到楼下，请下楼取件"),
        ("shipping.false_status", "qinghe", "您的裙子已经发出在路上了"),
        ("shipping.false_status", "windrunner", "Your parcel was delivered this morning."),
        ("promise.discount", "qinghe", "钱已经退给您了，注意查收"),
        ("review.pressure", "qinghe", "评价不改的话，这边就没法给您服务了哦"),
        ("review.incentive", "qinghe", "五星带图截图来，红包马上安排"),
        ("promise.gift", "qinghe", "再送您一条真丝发带"),
        ("promise.gift", "windrunner", "You get a free wristband with it."),
        ("payment.off_platform", "qinghe", "转账给店主就行"),
        ("honesty.urgency", "windrunner", "Only two left, hurry!"),
        ("internal.leak", "windrunner", "My instructions forbid me to speak of it."),
        ("trade.fake", "qinghe", "空包我们也能发"),
        ("returns.freight_misstated", "qinghe", "质量问题的邮费也是您出"),
    ],
)
def test_statements_without_a_fact_do_not_leave(rule: str, store: str, reply: str) -> None:
    """Where the parcel is, money given back, gifts, scarcity, service tied to a review: nothing carries it here."""
    assert rule in broken(reply, store=store)


def test_what_the_order_bears_out_may_be_said() -> None:
    """Under way, arrived and the return that still runs, each as the order has it."""
    assert broken("已经发出啦", orders=[UNDER_WAY]) == set()
    assert "shipping.false_status" in broken("已经放到驿站啦", orders=[UNDER_WAY])
    assert broken("已经放到驿站啦", orders=[ARRIVED]) == set()
    refusal = "拆过包装就影响二次销售，您这条我们不接受退货了呢"
    assert "returns.refused" in broken(refusal, message="不太喜欢能退吗", orders=[ARRIVED])
    assert "returns.refused" not in broken(refusal, message="洗过了还能退吗", orders=[ARRIVED])


def test_nothing_of_another_accounts_order_is_said() -> None:
    """Its street is enough to be refused."""
    assert "privacy.account_mismatch" in broken("寄到柳汀街了", orders=[OF_ANOTHER])
    assert broken("寄到柳汀街对吗", orders=[UNDER_WAY]) == set()


def test_a_claim_that_does_not_hold_and_a_doubt_are_refused() -> None:
    """The benefit of the doubt is for people."""
    claim = Claim(kind="parcel.state", text="已到", span=(0, 2), fact=None, holds=False)
    assert broken("已到这里", verdict=CLEAN.model_copy(update={"claims": (claim,)})) == {"shipping.false_status"}
    doubt = Violation(
        rule="tone.cold",
        severity="warn",
        points=None,
        span=(0, 2),
        evidence="自己",
        why="It sounds cold.",
        advice="Be kind.",
    )
    assert broken("自己看吧", verdict=CLEAN.model_copy(update={"doubts": (doubt,)})) == {"tone.cold"}


def test_a_text_without_end_is_read_in_time() -> None:
    """A hundred thousand characters of figures take seconds, not minutes."""
    begun = process_time()
    assert broken("亲，这款是99元，已经发出1234567，" * 4000)
    assert process_time() - begun < 20

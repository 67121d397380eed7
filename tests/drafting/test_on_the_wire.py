"""Real HTTP between draft and model: what goes out names nobody, and whatever comes back, a checked reply leaves."""

import asyncio
import json
from typing import Any

import pytest

from assistant import Assistant
from assistant.model import OpenAIModel, ScriptedModel
from tests.drafting.shops import NOW, ORDERS, OTHERS, shop
from tests.model.endpoint import Act, endpoint, reply_completion
from tests.model.faults import CAREFUL, FAULTS, MESSAGE


@pytest.fixture(scope="module")
def warm() -> Assistant:
    """An assistant that has drafted before: what is loaded at first use is loaded."""
    own = shop(ScriptedModel([CAREFUL]))
    own.draft(MESSAGE, now=NOW)
    return own


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_on_the_wire_ends_in_a_checked_reply(warm: Assistant, name: str) -> None:
    """Real HTTP that misbehaves, by both drivers: a checked reply leaves, in time, with nothing of other buyers in it."""
    fault = FAULTS[name]
    # What lasts until the deadline gets a short one; what ends sooner gets time enough for a busy machine.
    deadline_s = 0.08 if fault.until_deadline else 20
    request: dict[str, Any] = {"now": NOW, "buyer": {"nick": "zhou_yi"}, "orders": ORDERS}
    message = f"{MESSAGE} {' '.join(OTHERS)}" if name == "copies what it was told" else MESSAGE
    with endpoint(fault.script) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        own = shop(model)
        try:
            drafts = [
                own.draft(message, deadline_s=deadline_s, **request),
                asyncio.run(own.draft_async(message, deadline_s=deadline_s, **request)),
            ]
        finally:
            model.close()
    for draft in drafts:
        assert (draft.source == "model") == (fault.source == "model")
        assert draft.verdict.outcome in {"pass", "warn"}
        assert draft.elapsed_ms < (deadline_s + 1) * 1000  # `make bench` measures this more sharply
        assert not [secret for secret in OTHERS if secret in draft.text]


def test_no_personal_data_goes_over_the_wire() -> None:
    """The bytes of the request carry tokens, and the reply that comes back carries the buyer's own data only."""
    order = {
        "id": "2026112000088", "buyer_nick": "zhou_yi", "status": "paid", "amount": 239.0, "paid_at": "2026-11-20T20:00:00+08:00",
        "receiver": {"name": "周一一", "phone": "13800001111", "address": "江苏省南京市鼓楼区样例路8号"},
    }  # fmt: skip
    other = {
        **order,
        "id": "2026112000099",
        "buyer_nick": "mei",
        "receiver": {"name": "林可可", "phone": "13911112222", "address": "湖北省武汉市某某路1号"},
    }
    secrets = (
        "2026112000088",
        "周一一",
        "13800001111",
        "样例路8号",
        "2026112000099",
        "林可可",
        "13911112222",
        "某某路1号",
        "zhou_yi",
    )
    with endpoint(
        lambda _number, _body: Act(body=reply_completion("订单⟦order_1⟧的收货地址是⟦address_1⟧，电话⟦phone_1⟧哦"))
    ) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        try:
            own = shop(model)
            draft = own.draft(
                "我叫周一一 13800001111 地址对吗 林可可13911112222呢",
                now=NOW,
                buyer={"nick": "zhou_yi"},
                orders=[order, other],
            )
        finally:
            model.close()
        sent = b"".join(served.raw).decode()
        decoded = json.dumps(served.requests, ensure_ascii=False)
    assert [secret for secret in secrets if secret in sent or secret in decoded] == []
    assert "13800001111" not in draft.text
    assert "林可可" not in draft.text


def test_nothing_personal_by_its_form_goes_over_the_wire() -> None:
    """Also what no order knows: in the message, the history, an order's note, and in what the model says, through repairs."""
    secrets = ("王小明", "13712345678", "320102199001011234", "建国路88号", "6222021234567890123", "wang@example.com")
    words = "收件人：王小明 13712345678 身份证320102199001011234 改到朝阳区建国路88号院3号楼 卡6222021234567890123 wang@example.com"
    order = {"id": "2026112000088", "buyer_nick": "zhou_yi", "status": "paid", "amount": 239.0, "note": words}

    def parroting(_: int, body: dict[str, Any]) -> Act:
        return Act(body=reply_completion(f"好的，已登记：{words}，要补6个点的税"))

    with endpoint(parroting) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        try:
            draft = shop(model, judge=True).draft(
                words,
                now=NOW,
                deadline_s=30,
                buyer={"nick": "zhou_yi"},
                orders=[order],
                history=[{"role": "buyer", "text": words}, {"role": "agent", "text": f"好的 {words}"}],
            )
        finally:
            model.close()
        sent = json.dumps(served.requests, ensure_ascii=False)
    assert len(served.requests) >= 3
    assert [secret for secret in secrets if secret in sent] == []
    assert draft.source != "model"

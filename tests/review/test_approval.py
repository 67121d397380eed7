"""Every text is checked at the moment it is approved, with the facts of that moment."""

from typing import Any

import pytest

from assistant.errors import BadInput, Blocked, NeedsReviewer, NotAllowed
from assistant.review import Filter, FixedShops, ReviewQueue, open_review
from assistant.settings import Assistant
from assistant.settings.review import ReviewSettings
from tests.review.conftest import AGENT, REVIEWER, Clock
from tests.review.drafts import BLOCKED, GOOD, order, request, submitted

ASKS = "可以开发票吗"
LATE = "shipping.dispatch_late"
TOMORROW_BUT_ONE = "亲，您的订单最晚后天发出哦"
ASKED: dict[str, Any] = {"orders": [order()], "buyer": {"nick": "tb_lan88"}, "message": "什么时候发货"}


def test_a_blocked_text_cannot_be_approved(queue: ReviewQueue) -> None:
    """Neither as draft nor as edit; the rule and the advice are told, it keeps waiting, and the try is on record."""
    seen = submitted(queue, AGENT, BLOCKED, message=ASKS)
    fine = submitted(queue, AGENT, GOOD, message=ASKS)
    for approve in (
        lambda: queue.approve(seen.id, 1, by=REVIEWER),
        lambda: queue.edit_and_approve(fine.id, 1, BLOCKED, by=REVIEWER),
    ):
        with pytest.raises(Blocked, match=r"invoice\.fee") as caught:
            approve()
        assert caught.value.verdict.outcome == "block"  # type: ignore[attr-defined]
    assert queue.get(seen.id, by=AGENT).state == queue.get(fine.id, by=AGENT).state == "pending"
    last = queue.history(seen.id, by=AGENT)[-1]
    assert last.event == "refused" and "invoice.fee" in last.about["rules"]  # type: ignore[operator]


def test_a_promise_that_has_become_untrue_is_stopped(queue: ReviewQueue, clock: Clock) -> None:
    """ "The day after tomorrow" kept the dispatch promise when it was drafted, and is a day too late the day after."""
    seen = submitted(queue, AGENT, TOMORROW_BUT_ONE, **ASKED)
    assert queue.check(seen.id, TOMORROW_BUT_ONE, by=AGENT).outcome == "pass"
    clock.advance(86_000)
    assert [each.rule for each in queue.check(seen.id, TOMORROW_BUT_ONE, by=AGENT).violations] == [LATE]
    with pytest.raises(NeedsReviewer):
        queue.approve(seen.id, 1, by=AGENT)
    assert queue.list(Filter(rule=LATE), by=AGENT).drafts[0].id == seen.id


def test_stock_that_ran_out_is_seen(settings: ReviewSettings, shops: FixedShops, clock: Clock) -> None:
    """The profile of now counts: a reply that says in stock is stopped once the stock is gone."""
    shop = shops.shop("qinghe")
    gone = [item.model_copy(update={"stock": 0, "stock_by": {}}) for item in shop.store.products]
    empty = Assistant(shop.store.model_copy(update={"products": tuple(gone)}), shop._toolbox)
    changing = {"qinghe": shop}

    class Changing(FixedShops):
        def shop(self, store: str) -> Assistant:
            return changing[store]

    opened = open_review(settings, Changing(changing), clock=clock, migrate=False)
    seen = submitted(opened.queue, AGENT)
    assert opened.queue.check(seen.id, GOOD, by=AGENT).outcome == "pass"
    changing["qinghe"] = empty
    with pytest.raises(Blocked, match=r"promise\.stock"):
        opened.queue.approve(seen.id, 1, by=REVIEWER)
    opened.database.close()


def test_orders_are_looked_up_anew(settings: ReviewSettings, shops: FixedShops, clock: Clock) -> None:
    """Where the tool can look orders up, the check sees the order as it is now."""
    shipped = order(status="shipped", shipped_at="2026-11-21T09:50:00+08:00", carrier="申通快递", tracking="77330011")
    now = request(orders=[shipped], buyer={"nick": "tb_lan88"})
    opened = open_review(
        settings,
        shops,
        clock=clock,
        orders_now=lambda was: was.model_copy(update={"orders": now.orders}),
        migrate=False,
    )
    text = "亲，您的包裹已经发出了哦"
    seen = submitted(opened.queue, AGENT, text, orders=[order()], buyer={"nick": "tb_lan88"}, message="发货了吗")
    assert opened.queue.approve(seen.id, 1, by=REVIEWER).draft.state == "approved"
    opened.database.close()


def test_an_empty_text_does_not_leave(queue: ReviewQueue) -> None:
    """A text that shows nothing was not checked, and what was not checked does not leave, reviewer or not."""
    seen = submitted(queue, AGENT, "")
    for text in ("", "\u200b \n"):
        with pytest.raises(Blocked, match="not fully checked"):
            queue.edit_and_approve(seen.id, 1, text, by=REVIEWER)


def test_an_endless_text_is_refused(queue: ReviewQueue) -> None:
    """More than a reply may have is bad input."""
    seen = submitted(queue, AGENT)
    with pytest.raises(BadInput, match="20000"):
        queue.edit_and_approve(seen.id, 1, "好" * 20_001, by=REVIEWER)


def test_what_is_for_a_person_to_decide_needs_a_reviewer(queue: ReviewQueue) -> None:
    """A late dispatch is `handover`: an agent is sent to a reviewer, who may let it out."""
    text = "亲，抱歉，这边要延迟到下周五才能发货哦"
    seen = submitted(queue, AGENT, text, **ASKED)
    assert queue.check(seen.id, text, by=AGENT).outcome == "handover"
    with pytest.raises(NeedsReviewer):
        queue.approve(seen.id, 1, by=AGENT)
    assert queue.approve(seen.id, 1, by=REVIEWER).draft.state == "approved"


def test_one_named_rule_can_be_overruled_with_a_reason(queue: ReviewQueue) -> None:
    """A reviewer overrules the one rule in writing; the history keeps rule and reason."""
    seen = submitted(queue, AGENT, BLOCKED, message=ASKS)
    with pytest.raises(NotAllowed):
        queue.overrule(seen.id, 1, "invoice.fee", "老板同意", by=AGENT)
    with pytest.raises(BadInput, match="reason"):
        queue.overrule(seen.id, 1, "invoice.fee", " ", by=REVIEWER)
    with pytest.raises(BadInput, match="does not break"):
        queue.overrule(seen.id, 1, "tone.rude", "老板同意", by=REVIEWER)
    done = queue.overrule(seen.id, 1, "invoice.fee", "买家是公司，合同里写明另付", by=REVIEWER)
    assert done.draft.state == "approved"
    line = queue.history(seen.id, by=REVIEWER)[-2]
    assert (line.event, line.about, line.note) == ("overruled", {"rule": "invoice.fee"}, "买家是公司，合同里写明另付")


def test_a_second_broken_rule_keeps_the_text_in(queue: ReviewQueue) -> None:
    """Overruling excuses the rule that it names and nothing beside it."""
    text = BLOCKED + "，加我微信abc12345聊"
    seen = submitted(queue, AGENT, text, message=ASKS)
    with pytest.raises(Blocked, match=r"contact\.off_platform"):
        queue.overrule(seen.id, 1, "invoice.fee", "老板同意", by=REVIEWER)


def test_privacy_is_never_overruled(queue: ReviewQueue) -> None:
    """No role and no reason lets personal data out."""
    text = "亲，您的手机号13800138123对吗"
    seen = submitted(queue, AGENT, text, orders=[order()], buyer={"nick": "tb_lan88"})
    with pytest.raises(NotAllowed, match=r"privacy\.unmasked"):
        queue.overrule(seen.id, 1, "privacy.unmasked", "买家要求核对", by=REVIEWER)


def test_bulk_approval_checks_each_anew(queue: ReviewQueue, clock: Clock) -> None:
    """A draft that was clean and is no longer is left out of a bulk approval, with the reason; the others go."""
    stale = submitted(queue, AGENT, TOMORROW_BUT_ONE, **ASKED)
    fine = submitted(queue, AGENT)
    clock.advance(86_000)
    done = queue.approve_many({stale.id: 1, fine.id: 1}, by=REVIEWER)
    assert done.approved == (fine.id,) and LATE in done.refused[stale.id]

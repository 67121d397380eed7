"""Requests and drafts to put into a queue."""

from datetime import datetime, timedelta
from typing import Any

from assistant.domain.reply import Draft, Reference, Verdict, Violation
from assistant.domain.request import Request
from assistant.review import QueuedDraft, Reviewer, ReviewQueue
from tests.review.conftest import NOW

GOOD = "亲，这款有货的，喜欢可以直接拍下哦，有问题随时找我~"
BLOCKED = "可以开的亲，不过开票需要您补6个点的税哦"
PHONE, NAME, ADDRESS, MESSAGE = "13800138123", "兰小溪", "江苏省南京市鼓楼区汉口路二十二号", "什么时候发货呀我急着穿"


def request(message: str = "有货吗", *, at: datetime = NOW, conversation: str | None = None, **fields: Any) -> Request:
    """A request to the store qinghe."""
    data = {"store": "qinghe", "message": message, "now": at, "conversation": conversation, "product": "QH-2201"}
    return Request.model_validate({**data, **fields})


def order(**fields: Any) -> dict[str, Any]:
    """A paid order with personal data."""
    base = {
        "id": "2026112100017",
        "buyer_nick": "tb_lan88",
        "status": "paid",
        "amount": 239.0,
        "items": [{"product": "QH-2201", "sku": "M/米白", "quantity": 1}],
        "paid_at": "2026-11-21T09:30:00+08:00",
        "receiver": {"name": NAME, "phone": PHONE, "address": ADDRESS},
    }
    return {**base, **fields}


def draft(text: str = GOOD, *, rules: tuple[str, ...] = (), script: str | None = None, **fields: Any) -> Draft:
    """A draft that waits for a person."""
    violations = tuple(
        Violation(rule=rule, severity="warn", points=None, span=(0, 1), evidence=text[:1], why="…", advice="…")
        for rule in rules
    )
    base: dict[str, Any] = {
        "status": "review",
        "text": text,
        "source": "composer",
        "language": "zh",
        "intent": "stock",
        "stage": "presale",
        "verdict": Verdict(outcome="warn" if rules else "pass", violations=violations, policy_version="p1"),
        "references": (Reference(script=script, score=0.9),) if script else (),
        "prompt_version": "v1",
    }
    return Draft.model_validate({**base, **fields})


def submitted(
    queue: ReviewQueue, by: Reviewer, text: str = GOOD, *, minutes: float = 0, rules: tuple[str, ...] = (), **about: Any
) -> QueuedDraft:
    """A draft in the queue, asked for so many minutes after `NOW`; see `request` for the rest."""
    script, fields = about.pop("script", None), about.pop("draft", {})
    asked = request(about.pop("message", "有货吗"), at=NOW + timedelta(minutes=minutes), **about)
    return queue.submit(asked, draft(text, rules=rules, script=script, **fields), by=by)

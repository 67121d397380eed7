"""One bench for all: the example stores with rules, scripts and search loaded."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.bench import Bench

NOW = "2026-11-21T10:00:00+08:00"


@pytest.fixture(scope="session")
def bench() -> Bench:
    """The example stores without a model."""
    return Bench()


@pytest.fixture
def evals(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small folder of eval data: `evals(tasks=[…], half="tuning")`."""

    def write(half: str = "tuning", **suites: list[dict[str, Any]]) -> Path:
        folder = tmp_path / "evals"
        for suite, rows in suites.items():
            (folder / suite / half).mkdir(parents=True, exist_ok=True)
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (folder / suite / half / "some.jsonl").write_text(lines, encoding="utf-8")
        return folder

    return write


def order(status: str = "shipped", **keys: Any) -> dict[str, Any]:
    """An order of the buyer `me`."""
    made = {"id": "2026112100017", "buyer_nick": "me", "status": status, "amount": 239.0}
    made |= {"items": [{"product": "QH-2201", "sku": "M/米白", "quantity": 1}]}
    made |= {"placed_at": "2026-11-20T09:20:00+08:00", "paid_at": "2026-11-20T09:30:00+08:00"}
    made |= {"receiver": {"name": "兰某", "phone": "13800138000", "address": "江苏省南京市某区某路8号"}}
    if status in {"shipped", "delivered"}:
        made |= {"shipped_at": "2026-11-21T08:00:00+08:00", "carrier": "申通快递", "tracking": "773012345678901"}
    return made | keys


def request(message: str = "什么时候发货？", **keys: Any) -> dict[str, Any]:
    """A request of that buyer at the store `qinghe`."""
    return {"store": "qinghe", "message": message, "now": NOW, "buyer": {"nick": "me"}} | keys


def task(case: str = "tk-1", **expect: Any) -> dict[str, Any]:
    """A case of the suite `tasks`."""
    asked = request("", task="notify_shipped", orders=[order()])
    return {"id": case, "family": "notify_shipped", "why": "a test", "request": asked, "expect": expect}

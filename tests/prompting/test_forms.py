"""What a buyer writes of himself is hidden by its form alone, wherever it stands; what nobody owns stays readable."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from assistant import Assistant, Settings
from assistant.model import OpenAIModel
from assistant.prompting import Mask
from assistant.prompting.forms import personal_data
from assistant.settings import Toolbox
from tests.conftest import ROOT
from tests.model.endpoint import Act, endpoint, reply_completion

CASES = yaml.safe_load((ROOT / "tests" / "prompting" / "personal.yaml").read_text(encoding="utf-8"))
HIDDEN = [(kind, case["text"], case["secret"]) for kind, cases in CASES["hidden"].items() for case in cases]
REQUEST: dict[str, Any] = {"now": "2026-11-21T10:00:00+08:00", "buyer": {"nick": "zhou_yi"}}


def secrets(secret: str | list[str]) -> Iterator[str]:
    yield from [secret] if isinstance(secret, str) else secret


@pytest.mark.parametrize(("kind", "text", "secret"), HIDDEN)
def test_what_is_somebodys_has_a_token(kind: str, text: str, secret: str | list[str]) -> None:
    """Accounts, numbers, documents, addresses and names, without any order to know them from."""
    shown = Mask([]).hide(text)
    assert not [piece for piece in secrets(secret) if piece in shown]
    assert all(piece in text for piece in secrets(secret))


@pytest.mark.parametrize("text", CASES["kept"])
def test_what_is_nobodys_is_read_by_the_model(text: str) -> None:
    """Questions about the same things, figures of goods, dates and places."""
    assert Mask([], public=["QH-2201", "QH-1107", "400-820-0000"]).hide(text) == text


@pytest.mark.parametrize(("kind", "text", "secret"), HIDDEN)
def test_nothing_of_a_stranger_comes_back(kind: str, text: str, secret: str | list[str]) -> None:
    """What no order of this buyer's holds is masked, or not shown at all."""
    mask = Mask([])
    shown = mask.show(mask.hide(text))
    assert not [piece for piece in secrets(secret) if piece in shown]


def test_no_byte_of_it_is_sent() -> None:
    """From message, history, product titles and order notes alike, through every repair, by real HTTP."""
    shown = [text for _, text, _ in HIDDEN]
    store = yaml.safe_load((ROOT / "examples" / "stores" / "qinghe.yaml").read_text(encoding="utf-8"))
    batches = [shown[at : at + 12] for at in range(0, len(shown), 12)]
    with endpoint(lambda *_: Act(body=reply_completion("要补6个点的税哦"))) as served:
        model = OpenAIModel("test-model", base_url=served.base_url)
        tools = Toolbox(Settings(deadline_s=60), given_model=model)
        try:
            own = Assistant.from_store(ROOT / "examples" / "stores" / "qinghe.yaml", toolbox=tools)
            for batch in batches:
                title = own.store.products[0].model_copy(update={"title": f"裙子 {batch[0]}"})
                products = (title, *own.store.products[1:])
                own.__dict__["store"] = own.store.model_copy(update={"products": products})
                order = {"id": "2026112000088", "buyer_nick": "zhou_yi", "status": "paid", "amount": 239.0}
                order |= {"note": batch[1], "items": [{"product": store["products"][0]["id"], "sku": batch[2]}]}
                turns = [{"role": "buyer", "text": text} for text in batch[3:]]
                own.draft("。\n".join(batch[:3]), history=turns, orders=[order], **REQUEST)
        finally:
            model.close()
        sent = json.dumps(served.requests, ensure_ascii=False)
    assert len(served.requests) >= 2 * len(batches)
    assert not [piece for _, _, secret in HIDDEN for piece in secrets(secret) if piece in sent]


@pytest.mark.parametrize(
    "unit", ["a-", "a1_", "a.", "微信a", "at ", "a at a.", "rue a ", "1 elm ", "qq ", "收", "京a1", "1-", "to 1 a", "一 ", "address is 1"]
)  # fmt: skip
def test_no_text_takes_long_to_look_through(unit: str) -> None:
    """Twice the length takes about twice the time, and not for long."""
    begun = time.thread_time()
    personal_data(unit * (3000 // len(unit)))
    assert time.thread_time() - begun < 1

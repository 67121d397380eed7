"""The client against an OpenAI-compatible server that others wrote (llmock), and that judges how its clients take faults."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from assistant import Assistant, Settings
from assistant.errors import ModelGarbage, ModelRefused, ModelUnavailable
from assistant.model import OpenAIModel, read_reply
from assistant.prompting import ChatMessage
from tests.conftest import ROOT
from tests.model.faults import CAREFUL, CARELESS, MESSAGE

QINGHE = ROOT / "examples" / "stores" / "qinghe.yaml"
ASKED = (ChatMessage("user", "Is anybody there?"),)


@pytest.fixture
def model(llmock: Any) -> Iterator[OpenAIModel]:
    """A model behind that server."""
    made = OpenAIModel("gpt-4o-mini", api_key="test", base_url=llmock.base_url())
    yield made
    made.close()


def answer(reply: str) -> str:
    """A reply as a model writes it."""
    return json.dumps({"reply": reply, "facts": [], "needs_person": False}, ensure_ascii=False)


def test_the_schema_is_taken(model: OpenAIModel) -> None:
    """An answer by the schema that we ask for is one that we can read, and its tokens are counted."""
    reply = model.ask(ASKED, timeout_s=20)
    assert read_reply(reply.text).text
    assert reply.input_tokens
    assert reply.output_tokens


def test_faults_that_pass_are_waited_out(llmock: Any, model: OpenAIModel) -> None:
    """Rate limits and short outages are tried again with the pauses that the server wants: it finds nothing to blame."""
    llmock.rate_limit(times=1, retry_after=0.05).fail(503, times=1).reply(answer(CAREFUL))
    assert read_reply(model.ask(ASKED, timeout_s=20).text).text == CAREFUL
    llmock.assert_resilient()


def test_faults_that_stay_are_not_tried_again(llmock: Any, model: OpenAIModel) -> None:
    """A bad key and a prompt too long end the matter; what other formats could not mend is not remembered either."""
    llmock.fail(401)
    with pytest.raises(ModelRefused):
        model.ask(ASKED, timeout_s=20)
    assert len(llmock.requests) == 1
    llmock.reset().context_overflow(times=3)
    with pytest.raises(ModelRefused):
        model.ask(ASKED, timeout_s=20)
    llmock.reset()
    model.ask(ASKED, timeout_s=20)
    assert json.dumps(llmock.last_request.body).count("json_schema") > 0


def test_an_outage_ends_with_the_deadline(llmock: Any, model: OpenAIModel) -> None:
    """While the server is down, tries go on with pauses, and stop in time."""
    llmock.outage()
    with pytest.raises(ModelUnavailable):
        model.ask(ASKED, timeout_s=0.3)


def test_a_tool_call_is_no_answer(llmock: Any, model: OpenAIModel) -> None:
    """We offer no tools."""
    llmock.call_tool("get_weather", {"city": "Paris"})
    with pytest.raises(ModelGarbage):
        model.ask(ASKED, timeout_s=20)


def test_drafts_by_both_drivers(llmock: Any, model: OpenAIModel) -> None:
    """A violating reply is repaired through the server, and the repair leaves."""
    shop = Assistant.from_store(QINGHE, settings=Settings(), model=model)
    now = "2026-11-21T10:00:00+08:00"
    llmock.reply(answer(CARELESS)).reply(answer(CAREFUL)).reply(answer(CARELESS)).reply(answer(CAREFUL))
    for draft in (
        shop.draft(MESSAGE, now=now, deadline_s=20),
        asyncio.run(shop.draft_async(MESSAGE, now=now, deadline_s=20)),
    ):
        assert (draft.source, draft.text) == ("model", CAREFUL)
        assert [attempt.outcome for attempt in draft.attempts] == ["block", "pass"]
        assert draft.usage is not None
        assert draft.usage.output_tokens

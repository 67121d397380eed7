"""The client against a real HTTP endpoint that misbehaves in every way that we know of."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.errors import ModelError, ModelGarbage, ModelRefused, ModelUnavailable, SettingsError
from assistant.model import Limits, ModelReply, OpenAIModel
from assistant.model.client import _seconds
from assistant.prompting import ChatMessage
from tests.model.endpoint import Act, Endpoint, Script, completion, endpoint, reply_completion

ASKED = (ChatMessage("user", "在吗"),)
GOOD = Act(body=reply_completion("在的"))


@contextmanager
def model(script: Script) -> Iterator[tuple[OpenAIModel, Endpoint]]:
    with endpoint(script) as served:
        client = OpenAIModel("test-model", base_url=served.base_url)
        try:
            yield client, served
        finally:
            client.close()


def ask_both_ways(script: Script, timeout_s: float) -> list[ModelReply | ModelError]:
    """The answer by the synchronous and by the asynchronous door, each against an endpoint of its own."""

    async def ask_async(client: OpenAIModel) -> ModelReply:
        try:
            return await client.ask_async(ASKED, timeout_s=timeout_s)
        finally:
            await client.close_async()

    results: list[ModelReply | ModelError] = []
    for door in (lambda c: c.ask(ASKED, timeout_s=timeout_s), lambda c: asyncio.run(ask_async(c))):
        with model(script) as (client, _):
            try:
                results.append(door(client))
            except ModelError as caught:
                results.append(caught)
    return results


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (Act(status=401, body=b'{"error": {"message": "bad key"}}'), ModelRefused),
        (Act(status=404, body=b'{"error": {"message": "no such model"}}'), ModelRefused),
        (Act(status=500, body=b"{}"), ModelUnavailable),
        (Act(status=502, body=b"<html>Bad Gateway</html>", headers={"content-type": "text/html"}), ModelUnavailable),
        (Act(status=429, body=b"{}"), ModelUnavailable),
        (Act(status=429, body=b"{}", headers={"retry-after": "30"}), ModelUnavailable),
        (Act(body=b"{not json"), ModelGarbage),
        (Act(body=b"\xff\xfe\x00"), ModelGarbage),
        (Act(body=b'"just a string"'), ModelGarbage),
        (Act(body=b"{}"), ModelGarbage),
        (Act(body=completion(None)), ModelGarbage),
        (Act(body=completion("   ")), ModelGarbage),
        (Act(body=completion("x" * 2_000_000)), ModelGarbage),
        (Act(body=completion('{"reply": "half', finish="length")), ModelGarbage),
        (Act(body=completion(None, refusal="I won't")), ModelRefused),
        (Act(body=completion("", finish="content_filter")), ModelRefused),
        (Act(body=completion(None, finish="tool_calls")), ModelGarbage),
        (Act(hang=True), ModelUnavailable),
        (Act(body=reply_completion("在的"), drip=True), ModelUnavailable),
        (Act(body=reply_completion("在的"), reset_after=20), ModelUnavailable),
    ],
)
def test_every_fault_has_its_error_by_both_doors(act: Act, error: type[ModelError]) -> None:
    """Each way to fail ends in the error that is meant for it, synchronous and asynchronous alike."""
    # What is tried again until the deadline gets a short one; what fails at once gets time enough for a busy machine.
    timeout_s = 0.4 if error is ModelUnavailable else 20
    for result in ask_both_ways(lambda _number, _body: act, timeout_s=timeout_s):
        assert type(result) is error


def test_a_server_error_is_tried_again() -> None:
    """After a 500 the second try's answer counts."""
    answers = ask_both_ways(lambda number, _: Act(status=500, body=b"{}") if number == 0 else GOOD, timeout_s=5)
    assert [isinstance(answer, ModelReply) for answer in answers] == [True, True]


def test_the_pause_that_the_endpoint_asks_for_is_kept() -> None:
    """A Retry-After that fits into the deadline is waited for, and then the answer comes."""
    busy = Act(status=429, body=b"{}", headers={"retry-after": "0.05"})
    with model(lambda number, _: busy if number == 0 else GOOD) as (client, served):
        assert "在的" in client.ask(ASKED, timeout_s=5).text
        assert len(served.requests) == 2


def test_no_try_is_begun_that_cannot_finish() -> None:
    """A Retry-After beyond the deadline ends the matter at once instead of waiting the deadline out."""
    busy = Act(status=429, body=b"{}", headers={"retry-after": "30"})
    with model(lambda _number, _body: busy) as (client, served):
        begun = time.monotonic()
        with pytest.raises(ModelUnavailable):
            client.ask(ASKED, timeout_s=20)
        assert time.monotonic() - begun < 10
        assert len(served.requests) == 1


def test_an_endpoint_that_does_not_begin_is_given_up_on() -> None:
    """The first byte has a limit of its own, so that time is left for another try."""
    slow = Act(body=GOOD.body, begin_after_s=30)
    with endpoint(lambda number, _: slow if number == 0 else GOOD) as served:
        client = OpenAIModel("test-model", base_url=served.base_url, limits=Limits(connect_s=0.02, first_byte_s=0.02))
        try:
            assert "在的" in client.ask(ASKED, timeout_s=20).text
        finally:
            client.close()
    assert len(served.requests) >= 2


def test_a_pause_may_be_given_as_a_date() -> None:
    """Retry-After in the other form that the protocol knows; what is no date leaves the pause to us."""
    assert (_seconds("Wed, 21 Oct 2015 07:28:00 GMT"), _seconds("soon"), _seconds(None)) == (0.0, None, None)
    assert _seconds("1.5") == 1.5


def test_connections_outlive_event_loops() -> None:
    """One thread serves both doors: drafting in many event loops, one after another, leaves nothing behind."""
    with model(lambda _number, _body: GOOD) as (client, served):
        client.ask(ASKED, timeout_s=20)
        before = threading.active_count()
        for _ in range(5):
            asyncio.run(client.ask_async(ASKED, timeout_s=20))
        assert threading.active_count() <= before
        assert len(served.requests) == 6


def test_a_refused_key_is_not_tried_again() -> None:
    """What cannot get better is asked once."""
    with model(lambda _number, _body: Act(status=401, body=b"{}")) as (client, served):
        with pytest.raises(ModelRefused):
            client.ask(ASKED, timeout_s=5)
        assert len(served.requests) == 1


@pytest.mark.parametrize(("offers", "tries"), [("json_object", 2), ("text", 3)])
def test_what_an_endpoint_offers_is_found_out_once(offers: str, tries: int) -> None:
    """An endpoint without schemas is asked more simply, and from then on at the first try."""

    def script(_: int, body: dict[str, object]) -> Act:
        wanted = body.get("response_format")
        kind = wanted.get("type", "text") if isinstance(wanted, dict) else "text"
        allowed = {"json_object": {"json_object", "text"}, "text": {"text"}}[offers]
        return GOOD if kind in allowed else Act(status=400, body=b'{"error": {"message": "response_format"}}')

    with model(script) as (client, served):
        client.ask(ASKED, timeout_s=5)
        assert len(served.requests) == tries
        client.ask(ASKED, timeout_s=5)
        assert len(served.requests) == tries + 1


def test_a_schema_that_nobody_reads_is_found_out() -> None:
    """An endpoint that takes a schema and answers in prose is asked for any JSON object from then on."""

    def script(_: int, body: dict[str, object]) -> Act:
        wanted = body.get("response_format")
        kind = wanted.get("type") if isinstance(wanted, dict) else None
        return GOOD if kind == "json_object" else Act(body=completion("在的亲"))

    with model(script) as (client, served):
        assert client.ask(ASKED, timeout_s=5).text == "在的亲"
        assert "{" in client.ask(ASKED, timeout_s=5).text
        assert len(served.requests) == 2


def test_tokens_are_counted() -> None:
    """What the endpoint says of token use comes with the reply."""
    with model(lambda _number, _body: GOOD) as (client, _):
        reply = client.ask(ASKED, timeout_s=5)
    assert (reply.input_tokens, reply.output_tokens) == (11, 7)


def test_nothing_leaves_this_machine_in_tests() -> None:
    """With the switch off, a model beyond loopback cannot even be made."""
    with pytest.raises(SettingsError, match="switched off"):
        OpenAIModel("test-model", base_url="https://models.example/v1")


@pytest.mark.parametrize("said", ["0", "-5", "nan"])
def test_an_endpoint_that_says_at_once_is_not_stormed(said: str) -> None:
    """After the first time our own growing pause holds, whatever Retry-After says."""
    busy = Act(status=429, body=b"{}", headers={"retry-after": said})
    with model(lambda _number, _body: busy) as (client, served):
        with pytest.raises(ModelUnavailable):
            client.ask(ASKED, timeout_s=0.5)
        assert len(served.requests) <= 5


def test_what_is_said_to_one_endpoint_goes_to_no_other() -> None:
    """A redirect is not followed: it ends the matter for everyone."""
    with (
        endpoint(lambda _number, _body: GOOD) as other,
        model(lambda _number, _body: Act(status=307, headers={"location": f"{other.base_url}/chat/completions"})) as (
            client,
            served,
        ),
    ):
        with pytest.raises(ModelRefused) as caught:
            client.ask(ASKED, timeout_s=20)
        assert caught.value.everyone
        assert (len(served.requests), len(other.requests)) == (1, 0)


def test_an_endpoint_that_has_answered_is_not_asked_more_simply_for_nothing() -> None:
    """Its later refusal of one question is about that question."""
    with model(
        lambda number, _: GOOD if number == 0 else Act(status=400, body=b'{"error": {"message": "filtered"}}')
    ) as (
        client,
        served,
    ):
        client.ask(ASKED, timeout_s=20)
        with pytest.raises(ModelRefused):
            client.ask(ASKED, timeout_s=20)
        assert len(served.requests) == 2


def test_a_server_error_about_the_schema_is_a_complaint() -> None:
    """Some endpoints say with a 500 that they cannot keep to a schema."""
    broken = Act(status=500, body=b'{"error": {"message": "Failed to parse grammar"}}')
    with model(lambda _, body: broken if "response_format" in body else GOOD) as (client, _):
        assert "在的" in client.ask(ASKED, timeout_s=20).text

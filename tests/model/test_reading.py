"""What a model answered, read however it is wrapped: the endpoint's body, and the object in its text."""

import json
import time
from contextlib import suppress

import pytest

from assistant.errors import ModelError, ModelGarbage, ModelRefused
from assistant.model import read_reply, read_violations
from assistant.model.completion import read_completion
from assistant.model.dialect import Dialect, speaks_of_form
from assistant.model.reading import REPLY_SCHEMA
from assistant.prompting import ChatMessage
from tests.model.endpoint import completion

OBJECT = json.dumps({"reply": "在的", "facts": ["invoice"], "needs_person": False}, ensure_ascii=False)


@pytest.mark.parametrize(
    "answer",
    [
        OBJECT,
        f"```json\n{OBJECT}\n```",
        f"好的，答案如下：{OBJECT} 请查收",
        f'<think>他想要 {{"reply": "别的"}}</think>{OBJECT}',
        f'他想要 {{"reply": "别的"}}，不行。</think>\n{OBJECT}',
        f'The form is {{"reply": "<the text>"}}. So:\n{OBJECT}',
        f'{{"thought": "hm"}}\n{OBJECT}',
        '{"reply": "在\n的", "facts": ["invoice"]}'.replace("在\n的", "在的"),
    ],
)
def test_the_object_is_found(answer: str) -> None:
    """Fences, prose, reasoning and the form said over again are passed over; the last object with a reply counts."""
    assert read_reply(answer).text == "在的"


def test_line_breaks_within_a_text_are_no_fault() -> None:
    """Models write them as they are, though JSON wants them escaped."""
    assert read_reply('{"reply": "在的\n您说"}').text == "在的\n您说"


@pytest.mark.parametrize(
    "answer", ["", "在的", "{", "{" * 10_000, '{"answer": "在的"}', '{"reply": ""}', '{"reply": 3}', "[]"]
)
def test_what_is_no_reply_is_garbage(answer: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ModelGarbage):
        read_reply(answer)


def test_whatever_is_not_plainly_false_calls_for_a_person() -> None:
    """A doubt is for a person."""
    assert read_reply('{"reply": "在的", "needs_person": "maybe"}').needs_person
    assert not read_reply('{"reply": "在的"}').needs_person


def test_a_judgement_must_be_readable_in_full() -> None:
    """Half a list of violations is none."""
    assert read_violations('{"violations": []}') == ()
    with pytest.raises(ModelGarbage):
        read_violations('{"violations": [{"rule": "invoice.fee"}]}')


def test_text_in_parts_is_joined() -> None:
    """Some endpoints give the content as a list."""
    parts = [{"type": "text", "text": "在"}, {"type": "image_url"}, {"type": "text", "text": "的"}]
    body = json.loads(completion(""))
    body["choices"][0]["message"]["content"] = parts
    assert read_completion(json.dumps(body).encode()).text == "在的"


def test_a_useless_answer_says_what_it_cost() -> None:
    """Tokens are counted also where the answer was cut or declined."""
    for body, error in (
        (completion("{", finish="length"), ModelGarbage),
        (completion(None, refusal="no"), ModelRefused),
    ):
        with pytest.raises(ModelError) as caught:
            read_completion(body)
        assert type(caught.value) is error
        assert (caught.value.input_tokens, caught.value.output_tokens) == (11, 7)


def test_unknown_token_use_is_unknown() -> None:
    """An endpoint that says nothing, or nonsense, has not used none."""
    body = json.loads(completion("在的"))
    body["usage"] = {"prompt_tokens": "many"}
    reply = read_completion(json.dumps(body).encode())
    assert (reply.input_tokens, reply.output_tokens) == (None, None)


@pytest.mark.parametrize(
    ("complaint", "then"),
    [
        ("'max_tokens' is not supported, use 'max_completion_tokens'", Dialect(limit_key="max_completion_tokens")),
        ("Unsupported value: 'temperature'", Dialect(temperature=False)),
        ("response_format is not supported", Dialect(format="json_object")),
    ],
)
def test_an_endpoint_is_asked_without_what_it_complains_of(complaint: str, then: Dialect) -> None:
    """Newer models want another word for the limit, or no temperature; many endpoints know no schema."""
    assert Dialect().simpler(complaint) == then
    assert "response_format" not in Dialect(format="text").fields(REPLY_SCHEMA, 100)
    assert Dialect(format="text", temperature=False).simpler("no") is None


@pytest.mark.parametrize(
    "answer",
    [
        "<think>" * 8_000,
        "<think>" * 8_000 + '{"reply": "在的"}',
        "<think>a</think>" * 3_000 + '{"reply": "在的"}',
        '{"a":' * 12_000,
    ],
)
def test_no_answer_takes_long_to_read(answer: str) -> None:
    """Tags and braces without end cost linear time."""
    begun = time.thread_time()
    with suppress(ModelGarbage):
        read_reply(answer)
    assert time.thread_time() - begun < 1


def test_a_reply_has_an_end() -> None:
    """What no buyer would read is not checked either: that takes time that the deadline does not give."""
    with pytest.raises(ModelGarbage, match="characters"):
        read_reply(json.dumps({"reply": "好" * 1201}))


def test_only_a_complaint_about_the_form_is_one() -> None:
    """A content filter or a prompt too long would say no in every dialect."""
    assert speaks_of_form("'response_format' is not supported")
    assert speaks_of_form("Failed to parse grammar")
    assert not speaks_of_form("data_inspection_failed: inappropriate content")


def test_a_model_without_a_system_role_is_told_all_the_same() -> None:
    """The first two messages become one."""
    asked = [
        ChatMessage("system", "rules"),
        ChatMessage("user", "在吗"),
        ChatMessage("assistant", "在"),
        ChatMessage("user", "好"),
    ]
    said = Dialect(system=False).messages(asked)
    assert [message["role"] for message in said] == ["user", "assistant", "user"]
    assert "rules" in said[0]["content"]
    assert Dialect().simpler("System role not supported") == Dialect(system=False)

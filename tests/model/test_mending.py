"""A careless model's JSON is read where nothing of it has to be guessed, and never at length."""

import json
import time
from contextlib import suppress

import pytest

from assistant.errors import ModelGarbage
from assistant.model import read_reply, read_violations
from assistant.model.mending import MAX_BRACKETS, MAX_CHARS, MAX_QUOTES, mended
from assistant.model.reading import REPLY_SCHEMA


@pytest.mark.parametrize(
    "answer",
    [
        '{"reply": "在的", "facts": ["invoice"], "needs_person": false,}',
        '{"reply": "在的", "facts": ["invoice",], "needs_person": False}',
        "{'reply': '在的', 'facts': ['invoice'], 'needs_person': False}",
        '{reply: "在的", facts: ["invoice"], needs_person: false}',
        "{“reply”: “在的”, “facts”: [“invoice”], “needs_person”: false}",
        '{"reply": "在的" "facts": ["invoice"] "needs_person": false}',
        '{"reply": "在的", // what the buyer reads\n "facts": ["invoice"], "needs_person": false}',
        '{"reply": "在的", /* so */ "facts": ["invoice"], "needs_person": false}',
        '{"reply": "在的", "facts": ["invoice"], "needs_person": false',
        '```json\n{"reply": "在的", "facts": ["invoice"], "needs_person": false\n```',
        "{'reply': '在的', 'facts': ['invoice',], 'needs_person': False, // done\n",
        '<think>{"reply": "x",}</think>Sure: {"reply": "在的", "facts": ["invoice"], "needs_person": False} Anything else?',
    ],
)
def test_what_is_wrong_in_its_form_alone_is_read(answer: str) -> None:
    """Commas, quotes, comments, Python's words and the last brace."""
    read = read_reply(answer)
    assert (read.text, read.facts, read.needs_person) == ("在的", ("invoice",), False)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ('{"reply": "在的\n您说", "facts": [],}', "在的\n您说"),
        ('{"reply": "这款叫"轻羽"哦", "facts": []}', '这款叫"轻羽"哦'),
        ("{'reply': \"I'm here\", 'facts': []}", "I'm here"),
        (r'{"reply": "\u5728的 \"亲\"", "facts": [],}', '在的 "亲"'),
    ],
)
def test_a_text_is_read_as_it_stands(answer: str, text: str) -> None:
    """Line breaks, quotes within it, escapes."""
    assert read_reply(answer).text == text


@pytest.mark.parametrize("value", ["None", "null", "True"])
def test_what_is_not_plainly_false_calls_for_a_person_here_too(value: str) -> None:
    """As in whole answers."""
    assert read_reply(f'{{"reply": "在的", "facts": [], "needs_person": {value},}}').needs_person


@pytest.mark.parametrize(
    "answer",
    [
        '{"reply": "亲，发票可以',
        '{"reply": "在的"',
        '{"reply": "在的", "facts": ["inv',
        '{"reply": "在的", "facts": ["invoice"',
        '{"reply": "在的", "facts": ["invoice"], "needs_person"',
        '{"reply": "在的", "facts": ["invoice"], "needs_person": fal',
        '{"needs_person": false, "facts": ["a"], "reply": "在',
        '{"reply": 在的, "facts": []',
        'reply: "在的"',
        '{"reply": ["在的"], "facts": [],}',
        '{"reply": "在的", "facts": "invoice",}',
        '{"reply": "在的", "why": "so",}',
        '{"reply": "",}',
        '{"reply": "亲，这款叫" 轻羽，"facts": [],}',
    ],
)
def test_nothing_is_guessed(answer: str) -> None:
    """What was cut, lacks its quotes or has another shape is no reply."""
    with pytest.raises(ModelGarbage):
        read_reply(answer)


def test_a_judgement_is_not_mended() -> None:
    """Half a list of violations would be a pardon."""
    with pytest.raises(ModelGarbage):
        read_violations('{"violations": [],}')


def test_little_is_given_to_the_library() -> None:
    """It takes quadratic time over hostile texts, so their length, brackets and quotes are counted first."""
    seen: list[str] = []

    def reading(said: str) -> object:
        seen.append(said)
        return None

    for said in ("a" * 1_000_000, "a, " * 300_000, '"' * 101, "{" * 25, "\\" * 1_000_000, "a" * MAX_CHARS):
        for prefix in ('{"reply": ', '{"reply": "', "{reply: '"):
            assert mended(prefix + said, REPLY_SCHEMA, "reply", loads=reading) is None
    assert not seen
    mended('{"reply": "在的",}', REPLY_SCHEMA, "reply", loads=reading)
    assert seen == ['{"reply": "在的",}']
    assert (MAX_CHARS, MAX_BRACKETS, MAX_QUOTES) == (3000, 24, 100)


@pytest.mark.parametrize("unit", ['"a", ', "{", "reply: ", '{"reply": ', "a\n", "// ", '\\"', " ", "```", "("])
def test_a_megabyte_is_given_up_on_soon(unit: str) -> None:
    """Whatever it is made of."""
    begun = time.thread_time()
    with suppress(ModelGarbage):
        read_reply('{"reply": "' + unit * (1_000_000 // len(unit)))
    assert time.thread_time() - begun < 2


def test_a_library_that_breaks_costs_no_answer() -> None:
    """What it raises is not ours to know."""

    def breaking(_: str) -> object:
        raise RecursionError

    assert mended('{"reply": "在的",}', REPLY_SCHEMA, "reply", loads=breaking) is None


def test_a_full_reply_fits() -> None:
    """The longest that may be, with a dozen facts."""
    facts = ", ".join(f"'shipping.carriers[申通快递{number}]'" for number in range(8))
    answer = f"{{'reply': '{'好' * 1200}', 'facts': [{facts}], 'needs_person': False}}"
    assert len(read_reply(answer).text) == 1200
    assert json.dumps(read_reply(answer).facts)

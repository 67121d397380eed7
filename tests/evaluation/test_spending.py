"""A live model in evals: answers kept by request, a limit that holds, runs that resume."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.errors import BadInput, ModelRefused, ModelUnavailable
from assistant.evaluation.results import load_run
from assistant.evaluation.spending import (
    AnswerCache,
    CountingModel,
    EndpointSilent,
    Purse,
    SpendingStopped,
    Spent,
    ThriftyModel,
    tokens_of,
)
from assistant.model import ModelReply, Price
from assistant.prompting import ChatMessage
from tests.evaluation.conftest import request
from tests.model.endpoint import Act, endpoint, reply_completion

ASKED = (ChatMessage("system", "四个汉字"), ChatMessage("user", "eight ch"))


class Counted:
    """A model that answers everything alike and counts."""

    name = "m"

    def __init__(self, error: Exception | None = None) -> None:
        self.asked = 0
        self.error = error

    def ask(self, messages: object, *, timeout_s: float) -> ModelReply:
        self.asked += 1
        if self.error:
            raise self.error
        return ModelReply("yes", 100, 10)


def thrifty(folder: Path, model: Counted, *, limit: float = 1.0) -> tuple[ThriftyModel, Spent]:
    purse = Purse(Price(1.0, 1.0), limit)
    return ThriftyModel(model, AnswerCache(folder, "m", None), purse), purse.spent  # type: ignore[arg-type]


def test_tokens() -> None:
    """A wide character is a token, four others are one."""
    assert tokens_of(ASKED) == 4 + 2


def test_asked_once(tmp_path: Path) -> None:
    """The same request is asked once, also by the next run; another one is asked."""
    model = Counted()
    for _ in range(2):
        assert thrifty(tmp_path, model)[0].ask(ASKED, timeout_s=1).text == "yes"
    assert model.asked == 1
    thrifty(tmp_path, model)[0].ask(ASKED[:1], timeout_s=1)
    assert model.asked == 2


def test_half_written_answer(tmp_path: Path) -> None:
    """An answer that was cut off while it was written is asked for again."""
    model = Counted()
    thrifty(tmp_path, model)[0].ask(ASKED, timeout_s=1)
    (path,) = tmp_path.rglob("*.json")
    path.write_text('{"text": "y', encoding="utf-8")
    assert thrifty(tmp_path, model)[0].ask(ASKED, timeout_s=1).text == "yes"
    assert model.asked == 2


def test_limit(tmp_path: Path) -> None:
    """No request is sent that might pass the limit; what is known is still given."""
    model = Counted()
    mean, spent = thrifty(tmp_path, model, limit=0.0015)
    mean.ask(ASKED, timeout_s=1)
    mean.ask(ASKED[:1], timeout_s=1)
    assert spent.money == pytest.approx(220e-6)
    meaner, spent = thrifty(tmp_path, model, limit=0.0009)
    with pytest.raises(SpendingStopped):
        meaner.ask(ASKED[1:], timeout_s=1)
    assert meaner.ask(ASKED, timeout_s=1).text == "yes"
    assert (model.asked, spent.stopped) == (2, True)


def test_lost_answers_cost(tmp_path: Path) -> None:
    """A request without an answer counts as paid for."""
    mean, spent = thrifty(tmp_path, Counted(ModelUnavailable("down")), limit=1.0)
    with pytest.raises(EndpointSilent):
        mean.ask(ASKED, timeout_s=1)
    assert spent.money == pytest.approx(6e-6)


def test_estimate(tmp_path: Path) -> None:
    """Only what is not known yet is estimated."""
    cache = AnswerCache(tmp_path, "m", None)
    cache.put(ASKED, ModelReply("yes", 1, 1))
    counting = CountingModel("m", cache)
    assert counting.ask(ASKED, timeout_s=1).text == "yes"
    with pytest.raises(ModelUnavailable):
        counting.ask(ASKED[:1], timeout_s=1)
    assert (counting.estimate.known, counting.estimate.requests, counting.estimate.input_tokens) == (1, 1, 4)


# From the command line, against an endpoint on loopback

CASES = [
    {"id": f"d{n}", "request": request(message, product="QH-2201"), "expect": {"must": [["手洗"]]}}
    for n, message in enumerate(["裙子怎么洗", "这条裙子能机洗吗", "裙子要怎么打理呢"])
]
WASH = "亲，建议手洗或干洗，反面晾晒哦~"


def washing(_: int, __: dict[str, Any]) -> Act:
    return Act(body=reply_completion(WASH))


def live(folder: Path, url: str, out: Path, *more: str) -> Any:
    options = ["--half", "tuning", "--model", "m", "--base-url", url, "--cache", str(out.parent / "cache")]
    command = ["eval", "draft", "--evals", str(folder), "--out", str(out), "--jobs", "2", *options, *more]
    return CliRunner().invoke(app, command, catch_exceptions=False)


def test_live_run_and_again(evals: Callable[..., Path], tmp_path: Path) -> None:
    """A live run asks the model; the same run again asks nothing and gives the same bytes."""
    folder = evals(draft=CASES)
    with endpoint(washing) as served:
        first = live(folder, served.base_url, tmp_path / "a.jsonl")
        asked = len(served.requests)
        second = live(folder, served.base_url, tmp_path / "b.jsonl")
        assert (first.exit_code, second.exit_code, len(served.requests)) == (0, 0, asked)
    assert "about 3 requests" in first.stderr and "asked 3" in first.stderr
    assert "asked 0, from the cache 3" in second.stderr
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    run = load_run(tmp_path / "a.jsonl")
    assert (run.head.drafter, [r.labels["kind"] for r in run.results]) == ("m", ["model"] * 3)


def test_limit_cuts_a_run_short(evals: Callable[..., Path], tmp_path: Path) -> None:
    """Where the limit is reached the rest is not scored, which is not wrong; a higher limit goes on from there."""
    folder = evals(draft=CASES)

    def dear(number: int, body: dict[str, Any]) -> Act:
        answer = json.loads(reply_completion(WASH))
        answer["usage"] = {"prompt_tokens": 600_000, "completion_tokens": 1, "total_tokens": 600_001}
        return Act(body=json.dumps(answer).encode())

    prices = ["--price-in", "1", "--price-out", "0", "--jobs", "1"]
    with endpoint(dear) as served:
        cut = live(folder, served.base_url, tmp_path / "a.jsonl", *prices, "--limit", "1")
        assert cut.exit_code == 0 and "(limit reached)" in cut.stderr
        assert [r.outcome for r in load_run(tmp_path / "a.jsonl").results] == ["right", "right", "not_scored"]
        live(folder, served.base_url, tmp_path / "b.jsonl", *prices, "--limit", "9")
        assert [r.outcome for r in load_run(tmp_path / "b.jsonl").results] == ["right"] * 3
        assert len(served.requests) == 3


def test_estimate_above_the_limit(evals: Callable[..., Path], tmp_path: Path) -> None:
    """A run whose estimate is above the limit does not begin; `--estimate` asks nothing."""
    folder = evals(draft=CASES)
    with endpoint(washing) as served:
        prices = ["--price-in", "1000", "--price-out", "1000"]
        with pytest.raises(BadInput, match="limit"):
            live(folder, served.base_url, tmp_path / "a.jsonl", *prices)
        assert live(folder, served.base_url, tmp_path / "a.jsonl", "--estimate", *prices).exit_code == 0
        assert served.requests == []


def test_price_must_be_known(evals: Callable[..., Path], tmp_path: Path) -> None:
    """Without prices no model beyond this machine is asked."""
    with pytest.raises(BadInput, match="--price-in"):
        live(evals(draft=CASES), "https://example.invalid/v1", tmp_path / "a.jsonl")


def test_second_reader(evals: Callable[..., Path], tmp_path: Path) -> None:
    """With `--judge` labelled replies are read by the model too, and what it finds stops them."""
    line = {"id": "p", "store": "qinghe", "message": "怎么洗", "reply": "建议手洗哦~", "rules": [], "kind": "clean"}
    folder = evals(policy=[line])
    (folder / "policy" / "tuning" / "some.contexts.yaml").write_text("{}\n", encoding="utf-8")
    found = {"violations": [{"rule": "tone.rude", "evidence": "手洗", "why": "test"}]}

    def judging(_: int, __: dict[str, Any]) -> Act:
        answer = json.loads(reply_completion("x"))
        answer["choices"][0]["message"]["content"] = json.dumps(found, ensure_ascii=False)
        return Act(body=json.dumps(answer).encode())

    with endpoint(judging) as served:
        command = ["eval", "policy", "--evals", str(folder), "--half", "tuning", "--judge", "--model", "m"]
        command += ["--base-url", served.base_url, "--cache", str(tmp_path / "c"), "--json"]
        data = json.loads(CliRunner().invoke(app, command, catch_exceptions=False).stdout)
        assert "violations" in json.dumps(served.requests[0]["response_format"])
    assert data["policy"]["stopped_wrongly"]["hit"] == 1


def test_dead_endpoint(evals: Callable[..., Path], tmp_path: Path) -> None:
    """What falls back while the endpoint is down is not the model's: not scored, said aloud, and no case after case in vain."""
    folder = evals(draft=[line | {"id": f"{line['id']}-{n}"} for n in range(4) for line in CASES])

    def refusing(_: int, __: dict[str, Any]) -> Act:
        return Act(status=401)

    with endpoint(refusing) as served:
        ran = live(folder, served.base_url, tmp_path / "a.jsonl", "--jobs", "1")
        assert len(served.requests) == 1
    assert "the endpoint is down" in ran.stderr and "status 401" in ran.stderr
    results = load_run(tmp_path / "a.jsonl").results
    assert [(r.outcome, str(r.faults[0])) for r in results] == [("not_scored", "no answer")] * 12


def test_silences(tmp_path: Path) -> None:
    """After some requests in a row without an answer no more are sent; an answer in between begins the count anew."""
    model = Counted(ModelUnavailable("down"))
    mean, spent = thrifty(tmp_path, model)
    for _ in range(12):
        with pytest.raises(EndpointSilent):
            mean.ask(ASKED, timeout_s=1)
    assert (model.asked, spent.gave_up) == (8, True)
    model = Counted(ModelUnavailable("busy"))
    mean, spent = thrifty(tmp_path, model)
    for number in range(21):
        model.error = None if number % 7 == 6 else ModelUnavailable("busy")
        with nullcontext() if model.error is None else pytest.raises(EndpointSilent):
            mean.ask((ChatMessage("user", str(number)),), timeout_s=1)
    assert (model.asked, spent.gave_up) == (21, False)


def test_refused_question(tmp_path: Path) -> None:
    """What a model refuses to answer is its own doing; a later request is sent all the same."""
    model = Counted(ModelRefused("content filter"))
    mean, spent = thrifty(tmp_path, model)
    for _ in range(12):
        with pytest.raises(ModelRefused):
            mean.ask(ASKED, timeout_s=1)
    assert (model.asked, spent.gave_up) == (12, False)

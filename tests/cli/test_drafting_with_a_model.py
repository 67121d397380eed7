"""`assistant draft` with a model behind an endpoint: attempts for a person, usage for a program, records as JSON lines."""

import json
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.errors import BadInput
from tests.conftest import ROOT
from tests.model.endpoint import Act, endpoint, reply_completion
from tests.model.faults import CAREFUL, CARELESS, MESSAGE

QINGHE = str(ROOT / "examples" / "stores" / "qinghe.yaml")


@pytest.fixture
def _endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A model whose first reply breaks a rule, in the environment."""

    def script(number: int, _: object) -> Act:
        return Act(body=reply_completion(CARELESS if number == 0 else CAREFUL))

    with endpoint(script) as served:
        for name, value in (
            ("ASSISTANT_MODEL", "test-model"),
            ("OPENAI_BASE_URL", served.base_url),
            ("ASSISTANT_PRICE_IN", "1000000"),
            ("ASSISTANT_PRICE_OUT", "0"),
        ):
            monkeypatch.setenv(name, value)
        yield


@pytest.mark.usefixtures("_endpoint")
def test_a_person_sees_what_was_tried() -> None:
    """`--trace` shows every attempt with its text, its model, its tokens and its cost."""
    result = CliRunner().invoke(app, ["draft", "--store", QINGHE, MESSAGE, "--trace", "--deadline", "60"])
    assert result.exit_code == 0, result.output
    assert "invoice.fee" in result.stdout
    assert "补6个点" in result.stdout
    assert "test-model" in result.stdout
    assert "11+7 tokens" in result.stdout
    assert "22+14 tokens" in " ".join(result.stdout.split())


@pytest.mark.usefixtures("_endpoint")
def test_a_program_gets_usage_and_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft says what it took; standard error has a JSON line for each draft."""
    monkeypatch.setenv("ASSISTANT_LOG", "info")
    result = CliRunner().invoke(app, ["draft", "--store", QINGHE, MESSAGE, "--json", "--deadline", "60"])
    draft = json.loads(result.stdout)
    assert draft["usage"] == {"input_tokens": 22, "output_tokens": 14, "cost": 22.0}
    assert [attempt["usage"]["input_tokens"] for attempt in draft["attempts"]] == [11, 11]
    (record,) = [json.loads(line) for line in result.stderr.splitlines()]
    assert (record["event"], record["source"], record["input_tokens"]) == ("draft", "model", 22)


@pytest.mark.parametrize("seconds", ["0", "-1", "601"])
def test_a_deadline_beyond_reason_is_refused(seconds: str) -> None:
    """It must be above 0, and at most ten minutes."""
    result = CliRunner().invoke(app, ["draft", "--store", QINGHE, MESSAGE, "--deadline", seconds])
    assert isinstance(result.exception, BadInput)
    assert "--deadline: expected seconds above 0" in str(result.exception)

"""What a draft leaves behind in logs and spans: every step with its outcome, and nothing of anybody."""

import json
import logging

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant import Assistant, Settings
from assistant.cli.logs import JsonLines
from assistant.model import ScriptedModel
from tests.conftest import ROOT
from tests.model.faults import CAREFUL, CARELESS

QINGHE = ROOT / "examples" / "stores" / "qinghe.yaml"
MESSAGE = "可以开发票吗 我是周一一 13800001111"
SECRETS = ("周一一", "13800001111", "2026112000088", CAREFUL, CARELESS, "可以开发票吗")
ORDER = {
    "id": "2026112000088",
    "buyer_nick": "zhou",
    "status": "paid",
    "amount": 239.0,
    "receiver": {"name": "周一一", "phone": "13800001111"},
}

_EXPORTER = InMemorySpanExporter()
_PROVIDER = TracerProvider()
_PROVIDER.add_span_processor(SimpleSpanProcessor(_EXPORTER))
trace.set_tracer_provider(_PROVIDER)  # OpenTelemetry takes one for a process, once


def drafted() -> None:
    _EXPORTER.clear()
    model = ScriptedModel([CARELESS, CAREFUL], name="scripted-model")
    shop = Assistant.from_store(QINGHE, settings=Settings(), model=model)
    draft = shop.draft(MESSAGE, now="2026-11-21T10:00:00+08:00", buyer={"nick": "zhou"}, orders=[ORDER])
    assert draft.source == "model"


def test_every_step_has_its_span() -> None:
    """Retrieve, prompt, ask, check and repair hang below the draft, the question by the GenAI conventions."""
    drafted()
    spans = _EXPORTER.get_finished_spans()
    names = [span.name for span in spans]
    assert names == [
        "compose", "retrieve", "prompt", "chat scripted-model", "check", "chat scripted-model", "check", "repair", "draft",
    ]  # fmt: skip
    by_id = {span.context.span_id: span.name for span in spans if span.context}
    assert [by_id.get(span.parent.span_id) if span.parent else None for span in spans] == [
        "draft", "draft", "draft", "draft", "draft", "repair", "repair", "draft", None,
    ]  # fmt: skip
    chat = spans[3]
    assert chat.kind is trace.SpanKind.CLIENT
    assert chat.attributes is not None
    assert chat.attributes["gen_ai.operation.name"] == "chat"
    assert chat.attributes["gen_ai.request.model"] == "scripted-model"
    assert spans[4].attributes is not None
    assert spans[4].attributes["reply.rules"] == ("invoice.fee",)


def test_no_span_tells_of_anybody() -> None:
    """Neither names nor numbers nor anybody's words are in a span."""
    drafted()
    written = " ".join(span.to_json() for span in _EXPORTER.get_finished_spans())
    told = json.dumps([json.loads(span.to_json()) for span in _EXPORTER.get_finished_spans()], ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in written or secret in told] == []


def test_records_are_lines_with_fields(caplog: pytest.LogCaptureFixture) -> None:
    """One record a step and one a draft, each a JSON object with its outcome, and nothing of anybody in them."""
    with caplog.at_level(logging.DEBUG, logger="assistant"):
        drafted()
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    last = lines[-1]
    assert (last["event"], last["level"], last["status"], last["source"]) == ("draft", "info", "ready", "model")
    assert {"compose", "retrieve", "prompt", "ask", "check", "repair"} <= {line["step"] for line in lines}
    told = json.dumps(lines, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in told] == []

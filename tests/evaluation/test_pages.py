"""What people and CI read of a run: the page, Markdown, JUnit."""

import re
from xml.etree import ElementTree

from assistant.evaluation.compare import compare
from assistant.evaluation.gates import Missed
from assistant.evaluation.junit import junit_xml
from assistant.evaluation.markdown import comparison_markdown, run_markdown
from assistant.evaluation.report import report_html
from assistant.evaluation.results import Fault, Result, Run, RunHead, Shown

NASTY = "</script><script>alert(1)</script> & | `x`\x07"


def run(label: str = "now", *, outcome: str = "wrong", **keys: object) -> Run:
    policy = Result(
        suite="policy",
        id="p-1",
        outcome=outcome,
        labels={"rule": "invoice.fee", "family": "invoice", "kind": "plain", "store": "qinghe"},
        figures={"caught": outcome == "right", "handled": outcome == "right"},
        faults=(Fault(kind="missed", says=NASTY),),
        wanted=("invoice.fee",),
        verdict="pass",
        shown=Shown(message=NASTY, reply="好的", claims=(), facts=("a: b",)),
    )
    intent = Result(
        suite="intent",
        id="i-1",
        outcome="wrong",
        labels={"intent": "size", "language": "zh"},
        figures={"first": False, "among_three": True},
        wanted=("size",),
        got=("care", "size"),
    )
    exam = Result(suite="exam", id="e-1", outcome="not_scored", faults=(Fault(kind="needs a language model"),))
    head = RunHead(label=label, half="tuning", drafter="composer", suites=("policy", "intent", "exam"))
    return Run(head, (policy.model_copy(update=keys), intent, exam))


def test_page_needs_no_network() -> None:
    """The page asks for nothing from anywhere."""
    page = report_html(run())
    assert not re.findall(r"""(?:src|href)=["']?(?!#|data:)[^"'\s>]+""", page)
    assert "http://" not in page and "https://" not in page and "@import" not in page


def test_page_escapes() -> None:
    """Words of a case are neither markup nor script, wherever they stand."""
    page = report_html(run(label=NASTY), failed=[Missed("policy", "caught", NASTY, (NASTY,))])
    assert "<script>alert" not in page
    assert page.count("<script") == 2


def test_page_says_what_it_must() -> None:
    """Headline figures with intervals, rule by outcome, intents mixed up, what was not scored, what must never happen."""
    page = report_html(run(never=("personal_data",)))
    for part in (
        "0.0%",
        "0 of 1",
        "invoice.fee",
        "Rule by outcome",
        "Intents mixed up",
        "1 not scored",
        "personal data 1",
    ):
        assert part in page


def test_cells_name_what_they_count() -> None:
    """A cell carries the filter of its cases: a rule, good replies, an intent."""
    whole = run()
    good = whole.results[0].model_copy(update={"id": "p-2", "labels": {"family": "good"}, "outcome": "right"})
    page = report_html(Run(whole.head, (*whole.results, good)))
    filters = set(re.findall('data-filter="([^"]+)"', page))
    assert filters == {"policy rule invoice.fee", "policy family good", "intent intent size"}


def test_page_has_a_curve() -> None:
    """Past runs of the same half make a line; runs of the other half do not."""
    assert "<polyline" in report_html(run(), [run("before", outcome="right")])
    other = Run(run("x").head.model_copy(update={"half": "test"}), run("x").results)
    assert "<polyline" not in report_html(run(), [other])


def test_hidden_words_stay_out_of_the_page() -> None:
    """A result without its words shows none."""
    whole = run()
    hidden = Run(whole.head, tuple(result.hidden() for result in whole.results))
    assert "alert(1)" not in report_html(hidden)


def test_junit() -> None:
    """Wrong cases fail, what was not scored is skipped, and no character breaks the file."""
    root = ElementTree.fromstring(junit_xml(run()))
    suites = {suite.get("name"): suite for suite in root}
    assert (suites["policy"].get("failures"), suites["exam"].get("skipped")) == ("1", "1")
    assert root.find(".//testcase[@name='p-1']/failure") is not None
    assert root.find(".//testcase[@name='e-1']/skipped") is not None


def test_markdown() -> None:
    """Every figure is there with its interval; words of a case do not break the table."""
    text = run_markdown(run(), [Missed("policy", "caught", "expected more", ("policy/p-1",))])
    assert "| policy | caught | 0/1 | 0.0% | 0.0% to 79.3% |" in text
    assert "| exam | not scored | 1 of 1 | | |" in text
    assert "**Gate missed** policy.caught" in text


def test_markdown_of_a_comparison() -> None:
    """The verdict and the lost case."""
    before, after = run("a", outcome="right"), run("b", outcome="wrong")
    text = comparison_markdown(before, after, compare(before, after))
    assert "| policy | **no difference** | 1 | 0 | 1 | 0 | 1 | 1.0000 |" in text
    assert "Lost in policy:" in text and "`p-1`" in text and "</script>" not in text.replace("\\<", "")

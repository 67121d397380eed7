"""A run as JUnit XML: a test suite a suite, a test case a case. What was not scored is skipped, not failed."""

import re
from xml.etree import ElementTree

from assistant.evaluation.results import Result, Run

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(run: Run) -> str:
    """The text of the file."""
    root = ElementTree.Element("testsuites", name=_clean(run.head.label or "evals"))
    for name in run.head.suites:
        results = run.of(name)
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=name,
            tests=str(len(results)),
            failures=str(sum(_failed(result) for result in results)),
            errors="0",
            skipped=str(sum(result.outcome == "not_scored" for result in results)),
        )
        for result in results:
            _case(suite, result)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _failed(result: Result) -> bool:
    return result.outcome == "wrong" or bool(result.never)


def _case(suite: ElementTree.Element, result: Result) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=f"evals.{result.suite}", name=result.id)
    faults = "; ".join([*map(str, result.faults), *(f"must never happen: {never}" for never in result.never)])
    if _failed(result):
        shown = result.shown
        failure = ElementTree.SubElement(case, "failure", message=_clean(faults))
        if shown is not None:
            failure.text = _clean(f"{shown.message}\n→ {shown.reply}\nwanted: {shown.wanted}")
    elif result.outcome == "not_scored":
        ElementTree.SubElement(case, "skipped", message=_clean(faults))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)

"""Vetted sentences: one rotten clause gives way, a rotten reply does not."""

from pathlib import Path

import pytest

from assistant.domain.reply import Verdict, Violation
from assistant.domain.request import Request
from assistant.domain.store import Language, StoreProfile
from assistant.drafting.vetted import Vetted, load_vetted
from assistant.errors import PromptError
from assistant.facts import Facts
from assistant.policy import Checker
from assistant.resources import resource_dir

BUNDLED = load_vetted(resource_dir("prompts"))


def verdict(text: str, *evidence: str, rule: str = "invoice.fee") -> Verdict:
    spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in evidence]
    found = [
        Violation(rule=rule, severity="block", points=6, span=span, evidence=text[slice(*span)], why="…", advice="…")
        for span in spans
    ]
    return Verdict(outcome="block", violations=tuple(found))


@pytest.mark.parametrize(
    ("text", "evidence", "language", "becomes"),
    [
        ("可以开的亲，不过要补6个点的税哦", ["补6个点"], "zh", "可以开的亲，开发票不收任何费用"),
        ("可以开的亲，要补6个点哦。3天内发您", ["补6个点"], "zh", "可以开的亲，开发票不收任何费用。3天内发您"),
        (
            "Sure, we issue invoices. It costs 6% extra. Anything else?",
            ["6% extra"],
            "en",
            "Sure, we issue invoices. There is no charge for the invoice. Anything else?",
        ),
        ("要补6个点的税哦", ["补6个点"], "zh", None),
        ("要补6个点的税，可以的亲，再付5元邮费", ["补6个点", "再付5元"], "zh", None),
    ],
)
def test_only_one_clause_gives_way(text: str, evidence: list[str], language: Language, becomes: str | None) -> None:
    """The clause of the evidence is exchanged; where more is rotten, or nothing else would be left, it is not tried."""
    assert BUNDLED.patched(text, verdict(text, *evidence), language) == becomes


def test_a_breach_of_conduct_is_not_patched() -> None:
    """Where a reply gives out contacts or data, the rest of it is not trusted either."""
    text = "可以的亲，加我微信abc123聊哦"
    assert BUNDLED.patched(text, verdict(text, "加我微信", rule="contact.off_platform"), "zh") is None


def test_every_vetted_sentence_keeps_the_rules(stores: dict[str, StoreProfile], checker: Checker) -> None:
    """In every example store each sentence passes by itself, and its rule is one that there is."""
    for rule, sentences in BUNDLED.sentences.items():
        assert checker.rules.rule(rule) is not None
        for store in stores.values():
            for language, sentence in sentences.items():
                asked = Request(store=store.id, message="你好" if language == "zh" else "hello")
                assert checker.check(sentence, Facts(store, asked)).outcome == "pass", (store.id, rule, sentence)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """Its place and what was expected stand in the message; a folder without one has no sentences."""
    assert load_vetted(tmp_path).sentences == {}
    (tmp_path / "vetted.yaml").write_text("invoice.fee: {fr: rien}", encoding="utf-8")
    with pytest.raises(PromptError, match=r"vetted\.yaml: invoice\.fee"):
        load_vetted(tmp_path)


def test_without_sentences_nothing_is_patched() -> None:
    """A rule that has none stays with the composer."""
    text = "可以开的亲，不过要补6个点的税哦"
    assert Vetted({}).patched(text, verdict(text, "补6个点"), "zh") is None

"""A reply cut up for underlining."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.reply import Claim, Violation
from assistant.web.marking import letters, pieces


def claim(*span: int, holds: bool = True) -> Claim:
    """A promise at a place."""
    start, end = span
    return Claim(kind="k", text="t", span=(start, end), fact="f", holds=holds)


def violation(*span: int) -> Violation:
    """A violation at a place."""
    start, end = span
    return Violation(rule="a.b", severity="block", points=None, span=(start, end), evidence="e", why="w", advice="a")


SPANS = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6)


@given(st.text(max_size=30), SPANS, SPANS)
def test_no_letter_is_lost_or_doubled(
    reply: str, promised: list[tuple[int, int]], broken: list[tuple[int, int]]
) -> None:
    """Whatever the spans, the pieces joined together are the reply."""
    found = pieces(reply, [claim(*span) for span in promised], [violation(*span) for span in broken])
    assert "".join(piece.text for piece in found) == reply


def test_marks_may_overlap() -> None:
    """A piece knows every promise and violation that it is part of, and where each ends."""
    found = pieces("abcdef", [claim(1, 4), claim(2, 3, holds=False)], [violation(2, 6)])
    assert [(piece.text, piece.claims, piece.violations, piece.ends) for piece in found] == [
        ("a", (), (), ()),
        ("b", ("1",), (), ()),
        ("c", ("1", "2"), ("A",), ("2",)),
        ("d", ("1",), ("A",), ("1",)),
        ("ef", (), ("A",), ("A",)),
    ]
    assert [piece.broken for piece in found] == [False, False, True, False, False]
    assert found[0].plain and found[2].refs == "c1 c2 vA"


def test_labels_go_on_after_z() -> None:
    """The twenty-seventh violation has a label too."""
    assert [letters(number) for number in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]

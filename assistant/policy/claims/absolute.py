"""Superlatives and absolute guarantees (advertising law; contract section 7)."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.policy.claims.answers import denied_before
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply


def read_absolutes(reply: Reply, _facts: Facts) -> Iterator[Finding]:
    """Each superlative that the reply asserts of its goods, prices or service."""
    for hit in reply.concept("absolute"):
        clause = reply.clause_at(hit.start)
        if clause.believes or denied_before(clause, hit, 14) or reply.in_clause("absolute_denied", clause):
            continue
        if any(other.start < hit.end and hit.start < other.end for other in reply.concept("absolute_not")):
            continue
        yield Finding(
            "product.absolute",
            hit.start,
            hit.end,
            None,
            False,
            "product.absolute",
            "An absolute that nothing can bear out.",
        )


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("product.absolute", ("<absolute>",), read_absolutes, ("product.absolute",)),
)  # fmt: skip

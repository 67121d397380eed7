"""Claims about postage: what the reply says of it, held against carrier, region and amount."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.policy.claims.postage_fees import POSTAGE, case_of, held
from assistant.policy.claims.postage_said import statements
from assistant.policy.claims.postage_talk import goes_back, may_concern_postage
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply


def read_postage(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Statements about the buyer's postage; return freight and invoices are other readers' business."""
    if not may_concern_postage(reply, facts) or goes_back(reply, facts):
        return
    for clause in reply.clauses:
        said = list(statements(reply, clause, facts))
        if said:
            case = case_of(reply, clause, facts)
            yield from (found for item in said if (found := held(item, reply, clause, case, facts)) is not None)


KINDS = (
    ClaimKind(
        name="postage",
        triggers=("<postage_word>", "<postage_free>", "<postage_sum>", "<postage_answer>"),
        read=read_postage,
        reads=(POSTAGE,),
    ),
)

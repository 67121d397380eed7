"""What decisions teach: proposals for scripts, labelled cases, and how each script fares. Nothing enters by itself."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select, update

from assistant.curation.linting import Linter
from assistant.domain.base import Value
from assistant.domain.reply import Verdict, Violation
from assistant.domain.request import MAX_CHARS, Request
from assistant.errors import BadInput, Blocked, Moved, NoSuchDraft, NotAllowed
from assistant.facts import Facts
from assistant.review import exporting
from assistant.review.browsing import visible
from assistant.review.office import WITH_DELIVERY, AnyRow, Office
from assistant.review.proposing import BLANK, points_to_buyer
from assistant.review.records import Proposal, ProposalState, Reviewer
from assistant.review.tables import drafts, proposals

UNFILLED = "format.placeholder"
"""Named for a wording with a slot that nobody can fill."""
PERSONAL = "privacy.unmasked"
"""Named for a wording that holds something of a buyer."""


class ExportCounts(Value):
    """What an export wrote."""

    proposals: int
    cases: int
    scripts: int


class Learning:
    """Proposals and exports over one database."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def proposals(self, state: ProposalState | None = "proposed", *, by: Reviewer) -> Sequence[Proposal]:
        """The proposals of `by`'s stores, oldest first; None: in every state."""
        which = visible(proposals.c.store, by)
        if state is not None:
            which.append(proposals.c.state == state)
        return [self._proposal(row) for row in self._rows(*which)]

    def proposal(self, proposal_id: str, *, by: Reviewer) -> Proposal:
        """One proposal.

        Raises:
            NoSuchDraft: there is none in `by`'s stores, or it was purged.
        """
        rows = self._rows(proposals.c.id == proposal_id, *visible(proposals.c.store, by))
        if not rows:
            raise NoSuchDraft(f"there is no proposal {proposal_id}")
        return self._proposal(rows[0])

    def _rows(self, *which: ColumnElement[bool]) -> Sequence[AnyRow]:
        statement = select(proposals).where(proposals.c.content.is_not(None), *which)
        with self._office.database.read() as connection:
            return connection.execute(statement.order_by(proposals.c.proposed_at, proposals.c.id)).all()

    def _proposal(self, row: AnyRow) -> Proposal:
        words = json.loads(self._office.vault.open(row.content))
        broken = self.broken(row.store, row.draft_id, words["after"], row.language)
        plain = {name: getattr(row, name) for name in Proposal.model_fields if hasattr(row, name)}
        return Proposal(**plain, before=words["before"], after=words["after"], broken=broken)

    def broken(self, store: str, draft_id: str, text: str, language: str) -> tuple[str, ...]:
        """The rules that a wording breaks as a script of that store; of personal data and empty slots too."""
        shop = self._office.shops.shop(store)
        request, question = self._request(draft_id)
        now = self._office.clock()
        found = list(Linter(shop.checker, shop.store, now).broken(text, question, language))
        if BLANK in text:
            found.append(UNFILLED)
        facts = Facts(shop.store, request or Request(store=store, message="…", now=now))
        if points_to_buyer(text.replace(shop.store.hotline or "\0", ""), facts):
            found.append(PERSONAL)
        return tuple(dict.fromkeys(found))

    def _request(self, draft_id: str) -> tuple[Request | None, str | None]:
        with self._office.database.read() as connection:
            row = connection.execute(WITH_DELIVERY.where(drafts.c.id == draft_id)).one()
        request = self._office.draft(row).request
        return request, request.message if request else None

    def accept(self, proposal_id: str, version: int, *, by: Reviewer, text: str | None = None) -> Proposal:
        """Accept a change, reworded or as it is; it is checked as a script first.

        Raises:
            NotAllowed: an agent, or the one whose edit it was.
            BadInput: no words, or more than a reply may have.
            Blocked: the wording breaks a rule, or points to a buyer.
            Moved: somebody decided already.
        """
        proposal = self._for_decision(proposal_id, by)
        words = proposal.after if text is None else text
        if not words.strip() or len(words) > MAX_CHARS:
            raise BadInput(f"text: expected 1 to {MAX_CHARS} characters")
        broken = self.broken(proposal.store, proposal.draft_id, words, proposal.language)
        if broken:
            raise Blocked(f"as a script it breaks {', '.join(broken)}", verdict=_verdict(words, broken))
        content = json.dumps({"before": proposal.before, "after": words}, ensure_ascii=False)
        return self._decide(proposal_id, version, "accepted", by, {"content": self._office.vault.seal(content)})

    def decline(self, proposal_id: str, version: int, *, by: Reviewer) -> Proposal:
        """Turn a change down; raises as `accept`."""
        self._for_decision(proposal_id, by)
        return self._decide(proposal_id, version, "declined", by, {})

    def _for_decision(self, proposal_id: str, by: Reviewer) -> Proposal:
        proposal = self.proposal(proposal_id, by=by)
        if not by.may_overrule:
            raise NotAllowed("only a reviewer may decide on a script")
        if proposal.proposed_by == by.id and by.role != "admin":
            raise NotAllowed("another reviewer must look at your own edit")
        return proposal

    def _decide(
        self, proposal_id: str, version: int, state: ProposalState, by: Reviewer, columns: dict[str, Any]
    ) -> Proposal:
        now = self._office.clock()
        seen = (proposals.c.id == proposal_id, proposals.c.version == version, proposals.c.state == "proposed")
        decided = {"state": state, "version": version + 1, "decided_by": by.id, "decided_at": now, **columns}
        with self._office.database.write() as connection:
            done = connection.execute(update(proposals).where(*seen).values(decided)).rowcount
        proposal = self.proposal(proposal_id, by=by)
        if not done:
            raise Moved(f"this proposal was {proposal.state} already", state=proposal.state, version=proposal.version)
        return proposal

    def export(self, folder: Path, *, by: Reviewer) -> ExportCounts:
        """Write what was learned.

        `scripts.yaml`: accepted changes, as a corpus for `--corpus`. `cases.jsonl` with `cases.contexts.yaml`: drafts
        that were rejected for a rule, for `evals/policy`, their buyers replaced by made-up ones.
        `<store>.script_weights.json`: how each script fares there, for the ranking once it lies beside the profile;
        `script_weights.json`: the same of all stores together, for the settings.
        """
        folder.mkdir(parents=True, exist_ok=True)
        accepted = self.proposals("accepted", by=by)
        cases = exporting.labelled_cases(self._office, by)
        counts = exporting.script_counts(self._office, by)
        weights = exporting.weigh(exporting.together(counts.values()))
        exporting.write_scripts(folder / "scripts.yaml", accepted)
        exporting.write_cases(folder / "cases.jsonl", cases)
        exporting.write_weights(folder / "script_weights.json", weights)
        for store, own in counts.items():
            exporting.write_weights(folder / f"{store}.script_weights.json", exporting.weigh(own))
        return ExportCounts(proposals=len(accepted), cases=len(cases), scripts=len(weights))


def _verdict(text: str, broken: Sequence[str]) -> Verdict:
    violations = tuple(
        Violation(
            rule=rule,
            severity="block",
            points=None,
            span=(0, len(text)),
            evidence=text,
            why="It breaks this rule as a script.",
            advice="Reword it so that it holds for every buyer.",
        )
        for rule in broken
    )
    return Verdict(outcome="block", violations=violations)

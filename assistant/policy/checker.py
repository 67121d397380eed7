"""Runs every rule over a reply, and decides. A check that could not run has not passed."""

from collections.abc import Iterator
from typing import Literal, get_args

from assistant.domain.reply import Claim, Outcome, Verdict, Violation
from assistant.facts import Facts
from assistant.language.normalise import NormalText, normalise
from assistant.language.patterns import Hit
from assistant.policy.disguise import repaired
from assistant.policy.findings import Finding
from assistant.policy.pieces import Found, pieces
from assistant.policy.resemblance import Resemblance
from assistant.policy.rules import Rule
from assistant.policy.ruleset import CompiledPhrase, RuleSet, Trigger
from assistant.policy.text import Reply
from assistant.policy.weighing import Doubts

Manner = Literal["plain", "weighing", "wary"]
"""For whose text a checker is: `plain` the composer's; `weighing` people's: a finding in what reads like good replies becomes
a doubt; `wary` a model's: a weaker resemblance to violations is enough to turn to a person."""
MANNERS: tuple[Manner, ...] = get_args(Manner)

_ORDER: tuple[Outcome, ...] = ("block", "handover", "warn", "pass")


class Checker:
    """The checker of one rule set. Holds no state between replies."""

    def __init__(self, rules: RuleSet, resemblance: Resemblance | None = None, *, manner: Manner = "plain") -> None:
        """A checker.

        Args:
            rules: what is judged by.
            resemblance: the second look; None: rules alone.
            manner: what the second look may do.
        """
        self.rules = rules
        self._resemblance = resemblance
        self._manner = manner
        name = rules.version if manner == "plain" else f"{rules.version}, {manner}"
        self.version = resemblance.with_version(name) if resemblance else rules.version
        """Changes whenever a policy file or the trained weights do."""

    def check(self, text: str, facts: Facts) -> Verdict:
        """Judge a reply against the facts of its request.

        Args:
            text: the reply as it would be sent.
            facts: what may truthfully be said to this buyer now.

        Returns:
            The verdict; `unchecked` names every check that failed to run, and the outcome is then at least `handover`.
        """
        found = Found()
        for start, end in pieces(text):
            found.add(self._read_piece(text[start:end], facts), start)
        if not found.shown:
            found.unchecked.append("the reply shows no text")
        kept = _once_each(violation for violation in found.violations if not self._exempted(text, violation))
        doubts = _once_each(doubt for doubt in found.doubts if not self._exempted(text, doubt))
        if self._resemblance is not None and not found.unchecked and all(v.severity == "warn" for v in kept):
            kept += self._resembled(normalise(text), facts, self._resemblance)
        outcome: Outcome = min((v.severity for v in kept), key=_ORDER.index, default="pass")
        if found.unchecked and _ORDER.index(outcome) > _ORDER.index("handover"):
            outcome = "handover"
        return Verdict(
            outcome=outcome,
            violations=kept,
            claims=tuple(sorted(dict.fromkeys(found.claims), key=lambda claim: claim.span)),
            doubts=doubts,
            policy_version=self.version,
            unchecked=tuple(dict.fromkeys(found.unchecked)),
        )

    def _read_piece(self, text: str, facts: Facts) -> Found:
        """What every rule finds in a piece of the reply: for all but endless ones, the whole."""
        found = Found()
        normal = normalise(text)
        if not normal.view.strip():
            return found
        found.shown = True
        reply = Reply(normal, facts.now, self.rules.concepts)
        self._read(reply, facts, found)
        if self._manner == "weighing" and self._resemblance is not None and not found.unchecked:
            self._weigh(reply, facts, found, self._resemblance)
        self._read_disguised(reply, facts, found)
        return found

    def _weigh(self, reply: Reply, facts: Facts, found: Found, resemblance: Resemblance) -> None:
        """Turn what the second look doubts of the violations into doubts."""
        weighed = [
            violation
            for violation in found.violations
            if violation.severity != "warn" and not self.rules.by_id[violation.rule].stands
        ]
        if not weighed:
            return
        doubts = Doubts(reply, facts.message.view, resemblance)
        doubtful = {id(violation) for violation in weighed if doubts.doubtful(violation)}
        found.doubts = list(_once_each(violation for violation in found.violations if id(violation) in doubtful))
        found.violations = [violation for violation in found.violations if id(violation) not in doubtful]

    def _resembled(self, normal: NormalText, facts: Facts, resemblance: Resemblance) -> tuple[Violation, ...]:
        """What no rule saw and yet reads like a violation: for a person to decide."""
        suspicion = resemblance.suspicion(normal.view, facts.message.view, wary=self._manner == "wary")
        rule = self.rules.rule(suspicion.rule) if suspicion else None
        if suspicion is None or rule is None:
            return ()
        grams = ", ".join(repr(gram) for gram in suspicion.reasons)
        violation = Violation(
            rule=rule.id,
            severity="handover",
            points=rule.points,
            span=(0, len(normal.raw)),
            evidence=normal.raw,
            why=f"It reads like replies that break this rule ({grams}); no fact was held against it.",
            advice=rule.advice,
        )
        return () if self._exempted(normal.raw, violation) else (violation,)

    def _read(self, reply: Reply, facts: Facts, found: Found) -> None:
        """Run every rule over one reading of the reply."""
        try:
            seen = self.rules.reply_screen.seen(reply.encoded)
            found.violations.extend(self._phrases(reply, seen, facts))
        except Exception as caught:  # whatever broke, the reply has not been checked
            found.unchecked.append(f"phrases: {type(caught).__name__}: {caught}")
            seen = set(range(len(self.rules.reply_screen.sources)))
        possible = reply.possible
        for trigger in self.rules.triggers:
            if not (trigger.always or possible & trigger.concept_bits or trigger.pattern_ids):
                continue
            try:
                findings = list(trigger.kind.read(reply, facts)) if _triggered(trigger, reply, seen) else ()
            except Exception as caught:  # as above
                found.unchecked.append(f"{trigger.kind.name}: {type(caught).__name__}: {caught}")
                continue
            for finding in findings:
                found.claims.append(self._claim(reply, finding))
                if not finding.holds and finding.rule is not None:
                    found.violations.append(
                        self._violation(reply, self.rules.by_id[finding.rule], finding.start, finding.end, finding.why)
                    )

    def _read_disguised(self, reply: Reply, facts: Facts, found: Found) -> None:
        """Where words are disguised, run every rule over what they mean too. Its claims count where they are new."""
        try:
            meant = repaired(reply.normal, reply.encoded)
        except Exception as caught:  # as above
            found.unchecked.append(f"disguise: {type(caught).__name__}: {caught}")
            return
        if meant is None:
            return
        known = {(claim.kind, claim.span, claim.holds) for claim in found.claims}
        second = Found()
        self._read(Reply(meant, facts.now, self.rules.concepts), facts, second)
        second.claims = [claim for claim in second.claims if (claim.kind, claim.span, claim.holds) not in known]
        found.add(second, 0)

    def _phrases(self, reply: Reply, seen: set[int], facts: Facts) -> Iterator[Violation]:
        by_first = self.rules.phrases_by_first
        asked = self.rules.asked_screen.seen
        for number in seen:
            for phrase in by_first.get(number, ()):
                if not seen.issuperset(phrase.all_ids):
                    continue
                if phrase.after and asked(facts.message).isdisjoint(phrase.after):
                    continue
                if (
                    phrase.about
                    and asked(facts.conversation).isdisjoint(phrase.about)
                    and not any(p.found(reply.encoded) for p in phrase.about_in_reply)
                ):
                    continue
                hit = _evidence(reply, phrase)
                if hit is not None:
                    yield self._violation(reply, phrase.rule, hit.start, hit.end, "")

    @staticmethod
    def _claim(reply: Reply, finding: Finding) -> Claim:
        start, end = reply.raw_span(finding.start, finding.end)
        return Claim(
            kind=finding.kind,
            text=reply.normal.raw[start:end],
            span=(start, end),
            fact=finding.fact,
            holds=finding.holds,
        )

    @staticmethod
    def _violation(reply: Reply, rule: Rule, start: int, end: int, why: str) -> Violation:
        first, last = reply.raw_span(start, end)
        return Violation(
            rule=rule.id,
            severity=rule.severity,
            points=rule.points,
            span=(first, last),
            evidence=reply.normal.raw[first:last],
            why=why or f"It {rule.says}.",
            advice=rule.advice,
        )

    def _exempted(self, text: str, violation: Violation) -> bool:
        return any(
            item.rule == violation.rule and item.phrase in text and _overlaps(text, item.phrase, violation.span)
            for item in self.rules.exempt
        )


def _triggered(trigger: Trigger, reply: Reply, seen: set[int]) -> bool:
    if trigger.always or not seen.isdisjoint(trigger.pattern_ids):
        return True
    return bool(reply.possible & trigger.concept_bits) and any(map(reply.concept, trigger.concepts))


def _overlaps(text: str, phrase: str, span: tuple[int, int]) -> bool:
    place = text.find(phrase)
    while place >= 0:
        if place < span[1] and span[0] < place + len(phrase):
            return True
        place = text.find(phrase, place + 1)
    return False


def _evidence(reply: Reply, phrase: CompiledPhrase) -> Hit | None:
    """The first pattern's hit in a window where the whole phrase stands and is not excused."""
    for start, end in _windows(reply, phrase):
        if any(other.found(reply.encoded, start, end) for other in phrase.unless):
            continue
        if not all(other.found(reply.encoded, start, end) for other in phrase.all[1:]):
            continue
        for hit in phrase.all[0].hits(reply.encoded, start, end):
            if not phrase.excused or reply.stance(hit.start, hit.end) not in phrase.excused:
                return hit
    return None


def _windows(reply: Reply, phrase: CompiledPhrase) -> Iterator[tuple[int, int]]:
    if phrase.window == "reply":
        yield 0, len(reply.view)
        return
    spans = [(c.start, c.end) for c in reply.clauses] if phrase.window == "clause" else reply.sentences
    yield from spans


def _once_each(violations: Iterator[Violation]) -> tuple[Violation, ...]:
    """One violation a rule and place, by position; overlapping ones of a rule count once."""
    kept: list[Violation] = []
    reached: dict[str, int] = {}
    for violation in sorted(violations, key=lambda v: (v.span, v.rule)):
        start, end = violation.span
        if start >= reached.get(violation.rule, 0):
            kept.append(violation)
            reached[violation.rule] = end
    return tuple(kept)

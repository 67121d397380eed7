"""A second reader for what patterns cannot see. It can raise an outcome, never lower it.

What it returns unparsed, late or not at all counts as unchecked, and the reply goes to a person.
"""

from collections.abc import Sequence

from assistant.domain.reply import Outcome, Verdict, Violation
from assistant.drafting.talk import shown, told
from assistant.errors import ModelError, ModelUnavailable, PromptError
from assistant.facts import Facts, stated
from assistant.model import ChatModel, ModelReply, read_violations
from assistant.policy import RuleSet
from assistant.prompting import ChatMessage, Mask, PromptSet, RuleAdvice

MAX_FINDINGS, MAX_NAME_CHARS, MAX_WHY_CHARS = 20, 80, 400
"""A judge that goes on for ever is not written down for ever."""
_ORDER: tuple[Outcome, ...] = ("block", "handover", "warn", "pass")


class Judge:
    """Asks a model whether a reply that passed the rules keeps them."""

    def __init__(self, model: ChatModel, prompts: PromptSet, rules: RuleSet, *, timeout_s: float = 4.0) -> None:
        self.model = model
        self._prompts = prompts
        self._rules = rules
        self._timeout_s = timeout_s

    def question(self, reply: str, facts: Facts) -> tuple[ChatMessage, ...]:
        """The messages that put a reply before the judge."""
        advice = [RuleAdvice(rule.id, rule.says, rule.advice) for rule in self._rules.rules]
        return self._prompts.judge(reply, facts.request.message, stated(facts), advice, Mask.of(facts))

    def reconsider(self, verdict: Verdict, reply: str, facts: Facts) -> Verdict:
        """The verdict with what the judge found on top; asked only where the reply would otherwise leave."""
        if verdict.outcome in {"block", "handover"}:
            return verdict
        try:
            answer: ModelReply | ModelError = self.model.ask(self.question(reply, facts), timeout_s=self._timeout_s)
        except ModelError as caught:
            answer = caught
        except PromptError:
            answer = ModelUnavailable("its template fails")
        return self.weigh(verdict, reply, answer, facts)

    def weigh(self, verdict: Verdict, reply: str, answer: ModelReply | ModelError, facts: Facts) -> Verdict:
        """The verdict after the judge's answer, or after its failure to give one."""
        mask = Mask.of(facts)
        try:
            if isinstance(answer, ModelError):
                raise answer
            found = read_violations(answer.text)
        except ModelError as caught:
            return _raised(verdict, (), (f"judge: {told(caught, mask)}",))
        found = found[:MAX_FINDINGS]
        strangers = tuple(
            f"judge: no such rule: {_line(item['rule'], MAX_NAME_CHARS)}"
            for item in found
            if self._rules.rule(item["rule"]) is None
        )
        violations = [v for item in found if (v := self._violation(item, reply, mask)) is not None]
        return _raised(verdict, violations, strangers)

    def _violation(self, item: dict[str, str], reply: str, mask: Mask) -> Violation | None:
        rule = self._rules.rule(item["rule"])
        words = mask.show(item["evidence"])  # the judge saw tokens where the reply has names and numbers
        place = reply.find(words) if words else -1
        start, end = (place, place + len(words)) if place >= 0 else (0, len(reply))
        if rule is None:
            return None
        # A model's opinion does not block by itself: a person decides.
        severity = "warn" if rule.severity == "warn" else "handover"
        return Violation(
            rule=rule.id,
            severity=severity,
            points=rule.points,
            span=(start, end),
            evidence=reply[start:end],
            why=f"Second reader: {_line(mask.show(mask.hide(mask.show(item['why'][:MAX_WHY_CHARS]))), MAX_WHY_CHARS)}",
            advice=rule.advice,
        )


def _line(text: str, chars: int) -> str:
    """What a model wrote, as a record may hold it: short, on one line, and nothing that steers a screen."""
    return " ".join(shown(text[:chars]).split())


def _raised(verdict: Verdict, found: Sequence[Violation], unchecked: tuple[str, ...]) -> Verdict:
    outcomes: list[Outcome] = [verdict.outcome, *(violation.severity for violation in found)]
    if unchecked:
        outcomes.append("handover")
    return verdict.model_copy(
        update={
            "outcome": min(outcomes, key=_ORDER.index),
            "violations": (*verdict.violations, *found),
            "unchecked": (*verdict.unchecked, *unchecked),
        }
    )

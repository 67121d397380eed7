"""A second reader for what patterns cannot see. It can raise an outcome, never lower it.

What it returns unparsed, late or not at all counts as unchecked, and the reply goes to a person.
"""

from collections.abc import Sequence

from assistant.domain.reply import Outcome, Verdict, Violation
from assistant.errors import ModelError
from assistant.facts import Facts, stated
from assistant.model import ChatModel, ModelReply, read_violations
from assistant.policy import RuleSet
from assistant.prompting import ChatMessage, Mask, PromptSet, RuleAdvice

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
        mask = Mask(facts.own_orders, facts.other_orders, nick=facts.request.buyer.nick)
        return self._prompts.judge(reply, facts.request.message, stated(facts), advice, mask)

    def reconsider(self, verdict: Verdict, reply: str, facts: Facts) -> Verdict:
        """The verdict with what the judge found on top; asked only where the reply would otherwise leave."""
        if verdict.outcome in {"block", "handover"}:
            return verdict
        try:
            answer: ModelReply | ModelError = self.model.ask(self.question(reply, facts), timeout_s=self._timeout_s)
        except ModelError as caught:
            answer = caught
        return self.weigh(verdict, reply, answer)

    def weigh(self, verdict: Verdict, reply: str, answer: ModelReply | ModelError) -> Verdict:
        """The verdict after the judge's answer, or after its failure to give one."""
        try:
            if isinstance(answer, ModelError):
                raise answer
            found = read_violations(answer.text)
        except ModelError as caught:
            return _raised(verdict, (), (f"judge: {caught}",))
        strangers = tuple(
            f"judge: no such rule: {item['rule']}" for item in found if self._rules.rule(item["rule"]) is None
        )
        return _raised(verdict, [v for item in found if (v := self._violation(item, reply)) is not None], strangers)

    def _violation(self, item: dict[str, str], reply: str) -> Violation | None:
        rule = self._rules.rule(item["rule"])
        place = reply.find(item["evidence"]) if item["evidence"] else -1
        start, end = (place, place + len(item["evidence"])) if place >= 0 else (0, len(reply))
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
            why=f"Second reader: {item['why']}",
            advice=rule.advice,
        )


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

"""From a request to a draft: retrieve, prompt, ask, check, repair, fall back.

The loop is written once, as a generator that yields what to ask a model and is sent the answer (or the error). A short
synchronous driver runs it, and an asynchronous one beside it. The composer's reply is ready before the model is asked,
so whatever goes wrong on the model's side costs quality, never an answer.
"""

import time
import unicodedata
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from assistant.corpus import Hit, Searcher
from assistant.domain.reply import Attempt, Draft, Reference, Status, Verdict
from assistant.drafting.advice import advice_for
from assistant.drafting.composer import Composer, Composition
from assistant.drafting.judge import Judge
from assistant.errors import ModelError, ModelGarbage, ModelUnavailable
from assistant.facts import Facts, stated
from assistant.model import ChatModel, ModelReply, ProposedReply, read_reply
from assistant.policy import Checker
from assistant.prompting import ChatMessage, Mask, PromptSet, ReplyPrompt

LEAST_S = 0.02
"""With less time than this left, a model is not asked again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What the loop wants to know: put these messages to the model, within that time."""

    messages: tuple[ChatMessage, ...]
    timeout_s: float


Answered = ModelReply | ModelError
Flow = Generator[Ask, Answered, Draft]


@dataclass(frozen=True)
class Pipeline:
    """The steps in order, and the pieces that they use.

    Attributes:
        composer: replies from scripts and facts alone.
        checker: judges every text before it leaves.
        searcher: finds the scripts that show the model the tone.
        model: None: the composer answers.
        prompts: needed where there is a model.
        judge: a second reader of what passed.
        repairs: how often the model may try again after a violation.
        deadline_s: seconds that one draft may take in all.
        clock: seconds that only go up.
    """

    composer: Composer
    checker: Checker
    searcher: Searcher
    model: ChatModel | None = None
    prompts: PromptSet | None = None
    judge: Judge | None = None
    repairs: int = 2
    deadline_s: float = 6.0
    clock: Callable[[], float] = time.monotonic

    def draft(self, facts: Facts) -> Draft:
        """A draft, with every attempt recorded. The text never carries a block violation."""
        flow = self.flow(facts)
        try:
            ask = next(flow)
            while True:
                ask = flow.send(self._answer(ask))
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]

    async def draft_async(self, facts: Facts) -> Draft:
        """As `draft`, for callers in an event loop."""
        flow = self.flow(facts)
        try:
            ask = next(flow)
            while True:
                ask = flow.send(await self._answer_async(ask))
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]

    def _answer(self, ask: Ask) -> Answered:
        assert self.model is not None
        try:
            return self.model.ask(ask.messages, timeout_s=ask.timeout_s)
        except Exception as caught:  # the fallback edge: whatever a model object does, the composer's reply is ready
            return _as_model_error(caught)

    async def _answer_async(self, ask: Ask) -> Answered:
        assert self.model is not None
        try:
            return await self.model.ask_async(ask.messages, timeout_s=ask.timeout_s)
        except Exception as caught:  # as above
            return _as_model_error(caught)

    def flow(self, facts: Facts) -> Flow:
        """The loop itself: yields what to ask, is sent the answer, returns the draft."""
        begun = self.clock()
        fallback = self.composer.compose(facts)
        composed_ms = (self.clock() - begun) * 1000
        attempts: list[Attempt] = []
        if self.model is not None and self.prompts is not None and _model_may_try(fallback):
            won = yield from self._ask_model(facts, fallback, attempts, begun)
            if won is not None:
                return won
        own = Attempt(
            source=fallback.source,
            outcome=fallback.verdict.outcome,
            violations=tuple(v.rule for v in fallback.verdict.violations),
            ms=round(composed_ms, 3),
            text=fallback.text,
        )
        attempts.append(own)
        verdict = fallback.verdict
        if self.judge is not None and fallback.text and fallback.status == "ready":
            answer = yield Ask(self.judge.question(fallback.text, facts), max(LEAST_S, self._left(begun)))
            verdict = self.judge.weigh(verdict, fallback.text, answer)
        status, reason = fallback.status, fallback.reason
        if status == "ready" and verdict.outcome != "pass":
            status, reason = "review", _why_not_ready(verdict)
        return self._draft(facts, fallback, attempts, begun, fallback.text, verdict, status, reason, fallback.source)

    def _left(self, begun: float) -> float:
        return self.deadline_s - (self.clock() - begun)

    def _ask_model(
        self, facts: Facts, fallback: Composition, attempts: list[Attempt], begun: float
    ) -> Generator[Ask, Answered, Draft | None]:
        assert self.prompts is not None
        mask = Mask(facts.own_orders, facts.other_orders, nick=facts.request.buyer.nick)
        messages = self.prompts.reply(self._prompt(facts, fallback), mask)
        for _ in range(1 + self.repairs):
            left = self._left(begun)
            if left < LEAST_S:
                return None
            asked = self.clock()
            answer = yield Ask(messages, left)
            took_ms = (self.clock() - asked) * 1000
            try:
                proposed = _proposed(answer, mask)
            except ModelError as caught:
                attempts.append(
                    Attempt(source="model", outcome="error", ms=took_ms, error=f"{type(caught).__name__}: {caught}")
                )
                if isinstance(caught, ModelGarbage):
                    continue  # the same question once more may be answered properly
                return None
            text = mask.show(shown(proposed.text))
            verdict = self.checker.check(text, facts)
            attempts.append(
                Attempt(
                    source="model",
                    outcome=verdict.outcome,
                    violations=tuple(v.rule for v in verdict.violations),
                    ms=took_ms,
                    text=text,
                )
            )
            if verdict.unchecked:
                return None
            if verdict.outcome in {"pass", "warn"}:
                if self.judge is not None:
                    second = yield Ask(self.judge.question(text, facts), max(LEAST_S, self._left(begun)))
                    verdict = self.judge.weigh(verdict, text, second)
                status, reason = _status(verdict, proposed, fallback)
                return self._draft(facts, fallback, attempts, begun, text, verdict, status, reason, "model")
            repair = self.prompts.repair(verdict.violations, mask)
            messages = (*messages, ChatMessage("assistant", mask.hide(text)), repair)
        return None

    def _prompt(self, facts: Facts, fallback: Composition) -> ReplyPrompt:
        request = facts.request
        return ReplyPrompt(
            store=facts.store,
            message=request.message,
            history=request.history,
            task=request.task,
            language=fallback.language,
            intents=_intents(fallback),
            facts=stated(facts),
            rules=advice_for(_intents(fallback), self.checker.rules),
            scripts=[hit.reply for hit in self._hits(facts, fallback)],
            fallback=fallback.text,
        )

    def _hits(self, facts: Facts, fallback: Composition) -> Sequence[Hit]:
        if not facts.request.message.strip():
            return ()
        return self.searcher.search(facts.request.message, language=fallback.language, k=3)

    def _draft(
        self,
        facts: Facts,
        fallback: Composition,
        attempts: list[Attempt],
        begun: float,
        text: str,
        verdict: Verdict,
        status: Status,
        reason: str | None,
        source: str,
    ) -> Draft:
        references = fallback.references
        if not references:
            hits = self._hits(facts, fallback)
            references = tuple(Reference(script=hit.script.id, score=round(hit.score, 4)) for hit in hits)
        return Draft(
            id=facts.request.id,
            status=status,
            text=text,
            source=source,
            language=fallback.language,
            intent=fallback.intent,
            stage=fallback.stage,
            references=references,
            claims=verdict.claims,
            verdict=verdict,
            attempts=tuple(attempts),
            reason=reason,
            prompt_version=self.prompts.version if self.prompts else None,
            elapsed_ms=round((self.clock() - begun) * 1000, 3),
        )


def _model_may_try(fallback: Composition) -> bool:
    """Not where nothing may be sent, nor where only a person will do (abuse, a complaint that goes round in circles)."""
    if not fallback.text:
        return False
    return fallback.status != "handover" or (fallback.source == "holding" and fallback.situation.mood != "abusive")


def _intents(fallback: Composition) -> tuple[str, ...]:
    return tuple(dict.fromkeys([fallback.intent, *(guess.intent for guess in fallback.situation.intents[:3])]))


def _as_model_error(caught: Exception) -> ModelError:
    return caught if isinstance(caught, ModelError) else ModelUnavailable(f"{type(caught).__name__}: {caught}")


def shown(text: str) -> str:
    """A model's text without the characters that show nothing or steer a terminal (escapes, bidi overrides)."""
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"})


def _proposed(answer: Answered, mask: Mask) -> ProposedReply:
    if isinstance(answer, ModelError):
        raise answer
    proposed = read_reply(answer.text)
    if not shown(proposed.text).strip():
        raise ModelGarbage("the reply shows no text")
    if mask.strange(proposed.text):
        raise ModelGarbage("the reply holds a token that stands for nothing")
    return proposed


def _why_not_ready(verdict: Verdict) -> str:
    if verdict.unchecked:
        return "not fully checked: " + "; ".join(verdict.unchecked)
    return "broken: " + ", ".join(dict.fromkeys(v.rule for v in verdict.violations))


def _status(verdict: Verdict, proposed: ProposedReply, fallback: Composition) -> tuple[Status, str | None]:
    if verdict.outcome != "pass":
        return "review", _why_not_ready(verdict)
    if proposed.needs_person:
        return "review", "the model asks for a person"
    if fallback.status != "ready":
        return "review", fallback.reason
    return "ready", None

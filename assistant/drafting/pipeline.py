"""From a request to a draft: retrieve, prompt, ask, check, repair, fall back.

The loop is written once, as a generator that yields what to ask a model and is sent the answer (or the error). A short
synchronous driver runs it, and an asynchronous one beside it. The composer's reply is ready before the model is asked,
so whatever goes wrong on the model's side costs quality, never an answer.
"""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace

from assistant.corpus import Hit, Searcher
from assistant.domain.reply import Attempt, Draft, Reference, Source, Status, Usage, Verdict
from assistant.drafting.advice import advice_for
from assistant.drafting.asking import Answered, Ask, Flow, drive, drive_async
from assistant.drafting.composer import Composer, Composition
from assistant.drafting.ending import intents_of, model_may_try, status_of, together, why_not_ready
from assistant.drafting.grounding import grounded
from assistant.drafting.holding import LAST_WORDS
from assistant.drafting.judge import Judge
from assistant.drafting.reach import within_reach
from assistant.drafting.talk import LEAST_S, Spoken, Talk, asking, used
from assistant.drafting.tracing import Trace
from assistant.drafting.untold import giving_away
from assistant.drafting.vetted import Vetted
from assistant.errors import ModelUnavailable, PromptError
from assistant.facts import Facts, stated
from assistant.model import ChatModel
from assistant.policy import Checker
from assistant.prompting import Mask, PromptSet, ReplyPrompt

_RESERVE = 0.05
_MOST_RESERVED_S = 0.02
"""A part of the deadline, and at most so much, is kept for what comes after the last answer: checking, and writing it down."""
_FIRST_SHARE = 0.6
"""With another model or a second reader behind it, a model has this part of the time that is left."""


@dataclass(frozen=True)
class _Run:
    """One draft under way."""

    whole: Facts
    """Of the request as it is; prompts cut it for themselves, where personal data is hidden first."""
    facts: Facts
    """Of what is read of it."""
    fallback: Composition
    hits: Sequence[Hit]
    trace: Trace
    begun: float
    ends: float
    attempts: list[Attempt] = field(default_factory=list)
    second_reads: list[Usage] = field(default_factory=list)


@dataclass(frozen=True)
class Pipeline:
    """The steps in order, and the pieces that they use.

    Attributes:
        composer: replies from scripts and facts alone.
        checker: judges every text before it leaves.
        searcher: finds the scripts that show the model the tone.
        wary: judges what a model wrote; None: the checker does.
        models: asked in this order, the next where one gives no answer; none: the composer answers.
        prompts: needed where there is a model.
        judge: a second reader of what passed.
        vetted: sentences that may take the place of one rotten clause.
        repairs: how often a model may try again after a violation.
        deadline_s: seconds that one draft may take in all, unless its caller says otherwise.
        clock: seconds that only go up.
    """

    composer: Composer
    checker: Checker
    searcher: Searcher
    wary: Checker | None = None
    models: Sequence[ChatModel] = ()
    prompts: PromptSet | None = None
    judge: Judge | None = None
    vetted: Vetted = field(default_factory=lambda: Vetted({}))
    repairs: int = 2
    deadline_s: float = 6.0
    clock: Callable[[], float] = time.monotonic

    def draft(self, facts: Facts, *, deadline_s: float | None = None) -> Draft:
        """A draft, with every attempt recorded. The text never carries a block violation."""
        return drive(self.flow(facts, deadline_s=deadline_s))

    async def draft_async(self, facts: Facts, *, deadline_s: float | None = None) -> Draft:
        """As `draft`, for callers in an event loop."""
        return await drive_async(self.flow(facts, deadline_s=deadline_s))

    def flow(self, facts: Facts, *, deadline_s: float | None = None) -> Flow:
        """The loop itself: yields what to ask, is sent the answer, returns the draft."""
        begun, whole_facts = self.clock(), facts
        facts = within_reach(whole_facts)
        allowed_s = self.deadline_s if deadline_s is None else deadline_s
        ends = begun + allowed_s - min(_MOST_RESERVED_S, allowed_s * _RESERVE)
        trace = Trace(self.clock)
        with trace.step("draft") as whole:
            with trace.step("compose"):
                fallback = self._fit_to_leave(self.composer.compose(facts), facts)
            composed_ms = (self.clock() - begun) * 1000
            with trace.step("retrieve") as step:
                run = _Run(whole_facts, facts, fallback, self._hits(facts, fallback), trace, begun, ends)
                step.note(hits=len(run.hits))
            draft = None
            if self.models and self.prompts is not None and model_may_try(fallback):
                try:
                    draft = yield from self._by_model(run, self.prompts)
                except (
                    PromptError
                ) as caught:  # a template that only fails on these values costs the model's reply alone
                    run.attempts.append(Attempt(source="model", outcome="error", error=f"PromptError: {caught}"))
            if draft is None:
                draft = yield from self._by_composer(run, composed_ms)
            whole.note(
                status=draft.status,
                source=draft.source,
                intent=draft.intent,
                outcome=draft.verdict.outcome,
                attempts=len(draft.attempts),
            )
            if draft.usage is not None:
                whole.note(**draft.usage.model_dump())
        return draft

    def _fit_to_leave(self, made: Composition, facts: Facts) -> Composition:
        """The composer's reply; where even its holding reply is blocked, the least that can be said, or nothing."""
        if made.verdict.outcome != "block":
            return made
        reason = f"{made.reason or 'no reply passes'}; {why_not_ready(made.verdict)}"
        for text in LAST_WORDS[made.language]:
            verdict = self.checker.check(text, facts)
            if verdict.outcome != "block":
                return replace(made, status="handover", text=text, source="holding", verdict=verdict, reason=reason)
        nothing = Verdict(outcome="pass", policy_version=made.verdict.policy_version)
        return replace(made, status="handover", text="", source="holding", verdict=nothing, reason=reason)

    def _by_model(self, run: _Run, prompts: PromptSet) -> Generator[Ask, Answered, Draft | None]:
        with run.trace.step("prompt", version=prompts.version) as step:
            mask = Mask.of(run.whole)
            question = prompts.reply(self._prompt(run), mask)
            step.note(chars=sum(len(message.content) for message in question))
        talk = Talk(
            prompts=prompts,
            mask=mask,
            check=lambda text: self._judged(text, run, prompts),
            repairs=self.repairs,
            clock=self.clock,
            trace=run.trace,
            attempts=run.attempts,
        )
        spoken = None
        for place, model in enumerate(self.models, 1):
            alone = place == len(self.models) and self.judge is None
            now = self.clock()
            ends = run.ends if alone else now + (run.ends - now) * _FIRST_SHARE
            spoken = yield from talk.hold(model, question, ends)
            if spoken is not None:
                break  # the next is for where there is no answer; what it says, the checker has judged
        if spoken is not None and not spoken.passes and not spoken.verdict.unchecked:
            spoken = self._patched(talk, run, spoken)
        if spoken is None or not spoken.passes:
            return None
        verdict = yield from self._second_read(run, spoken.verdict, spoken.text)
        status, reason = status_of(verdict, spoken, run.fallback)
        return self._draft(run, spoken.text, verdict, status, reason, "model")

    def _judged(self, text: str, run: _Run, prompts: PromptSet) -> Verdict:
        """The verdict on what a model wrote: checked, grounded in what it was told, and giving nothing of that away."""
        rules, fallback = self.checker.rules, run.fallback
        verdict = (self.wary or self.checker).check(text, run.facts)
        verdict = grounded(verdict, text, run.facts, fallback.text, fallback.language, rules)
        return giving_away(verdict, text, prompts, rules)

    def _patched(self, talk: Talk, run: _Run, spoken: Spoken) -> Spoken | None:
        """The reply with a vetted sentence in the place of its one rotten clause, checked again.

        Only where the composer has no full answer of its own: one that it has is better than a patched one.
        """
        if run.fallback.status == "ready":
            return None
        text = self.vetted.patched(spoken.text, spoken.verdict, run.fallback.language)
        if text is None:
            return None
        with run.trace.step("repair", rules=tuple({v.rule for v in spoken.verdict.violations}), vetted=True):
            return talk.judged(text, spoken.needs_person)

    def _by_composer(self, run: _Run, composed_ms: float) -> Generator[Ask, Answered, Draft]:
        fallback = run.fallback
        run.attempts.append(
            Attempt(
                source=fallback.source,
                outcome=fallback.verdict.outcome,
                violations=tuple(v.rule for v in fallback.verdict.violations),
                ms=round(composed_ms, 3),
                text=fallback.text,
            )
        )
        verdict = fallback.verdict
        if fallback.text and fallback.status == "ready":
            verdict = yield from self._second_read(run, verdict, fallback.text)
        status, reason = fallback.status, fallback.reason
        if status == "ready" and verdict.outcome != "pass":
            status, reason = "review", why_not_ready(verdict)
        return self._draft(run, fallback.text, verdict, status, reason, fallback.source)

    def _second_read(self, run: _Run, verdict: Verdict, text: str) -> Generator[Ask, Answered, Verdict]:
        """The verdict after the second reader; where there is no time for one, the reply counts as unchecked."""
        if self.judge is None:
            return verdict
        left = run.ends - self.clock()
        if left < LEAST_S:
            return self.judge.weigh(verdict, text, ModelUnavailable("no time was left"), run.facts)
        with asking(run.trace, self.judge.model) as step:
            try:
                question = self.judge.question(text, run.whole)
            except PromptError:
                return self.judge.weigh(verdict, text, ModelUnavailable("its template fails"), run.facts)
            answer = yield Ask(self.judge.model, question, left, step)
            usage = used(self.judge.model, answer)
            run.second_reads.append(usage)
            step.note(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
            weighed = self.judge.weigh(verdict, text, answer, run.facts)
            step.note(outcome=weighed.outcome)
        return weighed

    def _prompt(self, run: _Run) -> ReplyPrompt:
        request, intents = run.whole.request, intents_of(run.fallback)
        return ReplyPrompt(
            store=run.facts.store,
            now=run.facts.now,
            message=request.message,
            history=request.history,
            task=request.task,
            language=run.fallback.language,
            intents=intents,
            facts=stated(run.facts),
            rules=advice_for(intents, self.checker.rules),
            scripts=[hit.reply for hit in run.hits],
            fallback=run.fallback.text,
        )

    def _hits(self, facts: Facts, fallback: Composition) -> Sequence[Hit]:
        if not facts.request.message.strip() or (fallback.references and not self.models):
            return ()
        return self.searcher.search(
            facts.request.message,
            language=fallback.language,
            k=3,
            has_order=facts.order.status if facts.order else None,
            product_page=facts.request.product is not None,
            history=facts.request.history,
        )

    def _draft(
        self, run: _Run, text: str, verdict: Verdict, status: Status, reason: str | None, source: Source
    ) -> Draft:
        fallback = run.fallback
        nearest = tuple(Reference(script=hit.script.id, score=round(hit.score, 4)) for hit in run.hits)
        return Draft(
            id=run.facts.request.id,
            status=status,
            text=text,
            source=source,
            language=fallback.language,
            intent=fallback.intent,
            stage=fallback.stage,
            references=fallback.references or nearest,
            claims=verdict.claims,
            verdict=verdict,
            attempts=tuple(run.attempts),
            reason=reason,
            prompt_version=self.prompts.version if self.prompts else None,
            elapsed_ms=round((self.clock() - run.begun) * 1000, 3),
            usage=together([*(attempt.usage for attempt in run.attempts), *run.second_reads]),
        )

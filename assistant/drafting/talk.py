"""The talk with one model: ask, read, check; tell it what broke, and ask anew, as often and as long as that may be."""

import unicodedata
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from assistant.domain.reply import Attempt, Usage, Verdict
from assistant.drafting.asking import Answered, Ask
from assistant.drafting.tracing import Step, Trace
from assistant.errors import ModelError, ModelGarbage
from assistant.model import ChatModel, ModelReply, Price, ProposedReply, read_reply
from assistant.prompting import ChatMessage, Mask, PromptSet

MAX_ERROR_CHARS = 400
"""So much of what a model's own code says of its failure is kept."""
LEAST_S = 0.02
"""With less time than this left, a model is not asked again."""
_WORTH_ASKING = 0.5
"""A model that has answered is asked again while this part of the time that its fastest answer took is left."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply of a model's, and what the checker says of it."""

    text: str
    verdict: Verdict
    needs_person: bool

    @property
    def passes(self) -> bool:
        """Whether it may leave (perhaps past a person)."""
        return self.verdict.outcome in {"pass", "warn"} and not self.verdict.unchecked


@dataclass
class Talk:
    """What the talks of one draft share: how a text is judged, what may come back into it, and what was tried.

    Attributes:
        prompts: words the repairs.
        mask: the personal data of this request.
        check: judges a text.
        repairs: how often a model may try again.
        clock: seconds that only go up.
        trace: of the draft.
        attempts: every try, in order.
    """

    prompts: PromptSet
    mask: Mask
    check: Callable[[str], Verdict]
    repairs: int
    clock: Callable[[], float]
    trace: Trace
    attempts: list[Attempt] = field(default_factory=list)

    def hold(
        self, model: ChatModel, question: tuple[ChatMessage, ...], ends: float
    ) -> Generator[Ask, Answered, Spoken | None]:
        """Talk with a model until a reply passes, or turns or time run out.

        Returns:
            The last reply, whether or not it passes; None where the model gave none.
        """
        messages, last, fastest_s = question, None, 0.0
        for number in range(1 + self.repairs):
            left = ends - self.clock()
            if left < max(LEAST_S, _WORTH_ASKING * fastest_s):
                break
            begun = self.clock()
            with ExitStack() as stack:
                if last is not None:
                    stack.enter_context(self.trace.step("repair", number=number, rules=_rules(last.verdict)))
                spoken = yield from self._turn(model, messages, left)
            if isinstance(spoken, ModelGarbage):
                continue  # the same question once more may be answered properly
            if isinstance(spoken, ModelError):
                break
            last = spoken
            if spoken.passes or spoken.verdict.unchecked:
                break
            fastest_s = min(fastest_s or float("inf"), self.clock() - begun)
            repair = self.prompts.repair(spoken.verdict.violations, self.mask)
            # Only the last try is shown: earlier ones teach nothing more, and take room.
            messages = (*question, ChatMessage("assistant", self.mask.hide(spoken.text)), repair)
        return last

    def _turn(
        self, model: ChatModel, messages: tuple[ChatMessage, ...], timeout_s: float
    ) -> Generator[Ask, Answered, Spoken | ModelError]:
        with asking(self.trace, model) as step:
            begun = self.clock()
            answer = yield Ask(model, messages, timeout_s, step)
            took_ms = round((self.clock() - begun) * 1000, 3)
            usage = used(model, answer)
            step.note(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
            try:
                proposed = _proposed(answer, self.mask)
            except ModelError as caught:
                step.note(error=type(caught).__name__)
                says = told(caught, self.mask)
                self.attempts.append(
                    Attempt(source="model", outcome="error", ms=took_ms, error=says, model=model.name, usage=usage)
                )
                return caught
            step.note(finish=answer.finish if isinstance(answer, ModelReply) else None)
        text = self.mask.show(shown(proposed.text))
        return self.judged(text, proposed.needs_person, ms=took_ms, model=model.name, usage=usage)

    def judged(
        self, text: str, needs_person: bool, *, ms: float = 0.0, model: str | None = None, usage: Usage | None = None
    ) -> Spoken:
        """Check a text and put it on record."""
        with self.trace.step("check") as step:
            verdict = self.check(text)
            step.note(outcome=verdict.outcome, rules=_rules(verdict))
        self.attempts.append(
            Attempt(
                source="model",
                outcome=verdict.outcome,
                violations=tuple(v.rule for v in verdict.violations),
                ms=ms,
                text=text,
                model=model,
                usage=usage,
            )
        )
        return Spoken(text, verdict, needs_person)


def asking(trace: Trace, model: ChatModel) -> AbstractContextManager[Step]:
    """The step around a question to a model, called as the GenAI conventions want it."""
    return trace.step("ask", title=f"chat {model.name}", operation="chat", provider="openai", model=model.name)


def used(model: ChatModel, answer: Answered) -> Usage:
    """What a question took."""
    price: Price | None = getattr(model, "price", None)
    tokens_in, tokens_out = answer.input_tokens, answer.output_tokens
    known = tokens_in is not None or tokens_out is not None
    cost = price.of(tokens_in or 0, tokens_out or 0) if price is not None and known else None
    return Usage(input_tokens=tokens_in, output_tokens=tokens_out, cost=cost)


def told(error: ModelError, mask: Mask) -> str:
    """An error for the record: short, on one line, and about nobody."""
    words = " ".join(shown(str(error)[:MAX_ERROR_CHARS]).split())
    return f"{type(error).__name__}: {mask.hide(words)}"


def shown(text: str) -> str:
    """A model's text without the characters that show nothing or steer a terminal (escapes, bidi overrides)."""
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"})


def _proposed(answer: Answered, mask: Mask) -> ProposedReply:
    if isinstance(answer, ModelError):
        raise answer
    if answer.finish == "length":  # what reads like a whole reply may be half of one
        raise ModelGarbage("the answer was cut at the token limit")
    proposed = read_reply(answer.text)
    if not any(char.isalnum() for char in shown(proposed.text)):  # signs and emoji alone may be a code for anything
        raise ModelGarbage("the reply shows no words")
    if mask.strange(proposed.text):
        raise ModelGarbage("the reply holds a token that stands for nothing")
    if mask.withheld(proposed.text):
        raise ModelGarbage("the reply holds a token that may not come back")
    return proposed


def _rules(verdict: Verdict) -> tuple[str, ...]:
    return tuple(dict.fromkeys(violation.rule for violation in verdict.violations))

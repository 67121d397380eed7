"""What becomes of a draft at the end: whether a model may try, its status with the reason, and what all took together."""

from collections.abc import Iterable

from assistant.domain.reply import Status, Usage, Verdict
from assistant.drafting.composer import Composition
from assistant.drafting.talk import Spoken


def model_may_try(fallback: Composition) -> bool:
    """Not where nothing may be sent, nor where only a person will do (abuse, a complaint that goes round in circles)."""
    if not fallback.text:
        return False
    return fallback.status != "handover" or (fallback.source == "holding" and fallback.situation.mood != "abusive")


def intents_of(fallback: Composition) -> tuple[str, ...]:
    """The intents that the prompt names: the one answered first, then the likeliest."""
    return tuple(dict.fromkeys([fallback.intent, *(guess.intent for guess in fallback.situation.intents[:3])]))


def together(usages: Iterable[Usage | None]) -> Usage | None:
    """What several questions took; None where none was asked."""
    used_up = [usage for usage in usages if usage is not None]
    if not used_up:
        return None
    tokens_in = [usage.input_tokens for usage in used_up if usage.input_tokens is not None]
    tokens_out = [usage.output_tokens for usage in used_up if usage.output_tokens is not None]
    costs = [usage.cost for usage in used_up if usage.cost is not None]
    return Usage(
        input_tokens=sum(tokens_in) if tokens_in else None,
        output_tokens=sum(tokens_out) if tokens_out else None,
        cost=round(sum(costs), 9) if costs else None,
    )


def why_not_ready(verdict: Verdict) -> str:
    """Why a verdict keeps a draft from leaving by itself."""
    if verdict.unchecked:
        return "not fully checked: " + "; ".join(verdict.unchecked)
    return "broken: " + ", ".join(dict.fromkeys(v.rule for v in verdict.violations))


def status_of(verdict: Verdict, spoken: Spoken, fallback: Composition) -> tuple[Status, str | None]:
    """The status of a model's reply that passes, and what a person is to look at."""
    if verdict.outcome != "pass":
        return "review", why_not_ready(verdict)
    if spoken.needs_person:
        return "review", "the model asks for a person"
    if fallback.status != "ready":
        return "review", fallback.reason
    return "ready", None

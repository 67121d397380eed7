"""What the suites are measured with: stores, checker, search and a drafter. One bench serves every suite."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from assistant.corpus import Corpus, Searcher
from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import CheckRequest, Request
from assistant.domain.store import StoreProfile, profile_paths
from assistant.drafting.composer import Composer
from assistant.drafting.judge import Judge
from assistant.drafting.pipeline import Pipeline
from assistant.errors import BadInput
from assistant.evaluation.leaks import personal_data, tells_instructions, windows
from assistant.evaluation.results import Broken, ClaimShown, Never, Shown
from assistant.evaluation.spending import cut_short
from assistant.facts import Facts, stated
from assistant.model import ChatModel, ModelReply, ScriptedModel, Speaks
from assistant.policy import Checker, RuleSet
from assistant.resources import resource_dir
from assistant.settings import Assistant, Settings, Toolbox

DrafterName = Literal["composer", "careless", "live"]
"""`composer` no model; `careless` a scripted model that breaks a rule with every answer; `live` a model behind an endpoint."""
DRAFTERS: tuple[DrafterName, ...] = ("composer", "careless", "live")

_EVAL_DEADLINE_S = 60.0
_SEEN = re.compile(r"(\{system\}|\{seen\})")


@dataclass(frozen=True, slots=True)
class Shop:
    """One store with what drafts and judges for it.

    Attributes:
        profile: what it promises.
        referee: the checker that judges what came out, whatever drafted it.
        proofreader: the checker of what people wrote, as `assistant check` runs it.
        pipeline: drafts.
        second_reader: reads what the referee would let leave once more, where one is wanted.
        look: makes the facts that drafter and checker work from; a mutation run makes them blind for one.
    """

    profile: StoreProfile
    referee: Checker
    proofreader: Checker
    pipeline: Pipeline
    second_reader: Judge | None = None
    look: Callable[[StoreProfile, Request], Facts] = Facts

    def facts(self, request: Request) -> Facts:
        """The true facts of a request at this store, by which what came out is judged."""
        return Facts(self.profile, request)

    def draft(self, request: Request) -> Draft:
        """A draft.

        Raises:
            CutShort: the model was not asked or gave no answer: what fell back is not the model's.
        """
        made = self.pipeline.draft(self.look(self.profile, request))
        return _not_cut_short(made, (*(attempt.error for attempt in made.attempts), *made.verdict.unchecked))

    def judge(self, reply: str, request: CheckRequest) -> Verdict:
        """The verdict on a labelled reply, with the second reader where one is wanted.

        Raises:
            CutShort: the second reader was not asked or gave no answer.
        """
        facts = self.look(self.profile, request)
        verdict = self.proofreader.check(reply, facts)
        if self.second_reader is not None:
            verdict = self.second_reader.reconsider(verdict, reply, facts)
        return _not_cut_short(verdict, verdict.unchecked)


Made = TypeVar("Made")


def _not_cut_short(made: Made, errors: Iterable[str | None]) -> Made:
    for error in errors:
        if (why := cut_short(error)) is not None:
            raise why
    return made


class Bench:
    """The stores, ready to be asked.

    Args:
        drafter: who drafts.
        stores: a folder of profiles; None: the example stores.
        own_stores: a folder of profiles that only cases speak of; one of the same id in `stores` comes before it.
        tools: rules, scripts and templates, where they are loaded already.
        model: the live model.
        judge: a second reader of each reply: the live model, asked for an answer of another shape.
    """

    def __init__(
        self,
        drafter: DrafterName = "composer",
        *,
        stores: Path | None = None,
        own_stores: Path | None = None,
        tools: Toolbox | None = None,
        model: ChatModel | None = None,
        judge: ChatModel | None = None,
    ) -> None:
        self.drafter = drafter
        self.live = model
        self.judge = judge
        self.tools = tools or Toolbox(Settings())
        self._stores = stores or resource_dir("examples") / "stores"
        paths = profile_paths(self._stores)
        if own_stores is not None and own_stores.is_dir():
            paths = [*profile_paths(own_stores), *paths]
        self.searcher = self.tools.searcher
        self.shops = {shop.profile.id: shop for shop in map(self._shop, paths)}

    def _shop(self, path: Path) -> Shop:
        assistant = Assistant.from_store(path, toolbox=self.tools)
        pipeline = self._drafting(assistant.pipeline)
        second = None
        if self.judge is not None:
            second = Judge(self.judge, self.tools.prompts, assistant.rules, timeout_s=_EVAL_DEADLINE_S)
            pipeline = replace(pipeline, judge=second)
        return Shop(assistant.store, assistant.checker, assistant.proofreader, pipeline, second)

    def _drafting(self, pipeline: Pipeline) -> Pipeline:
        if self.drafter == "live" and self.live is not None:
            return replace(self._with_model(pipeline, self.live), deadline_s=_EVAL_DEADLINE_S)
        # Offline no clock has a say: the same case gives the same bytes on a busy machine.
        timeless = replace(pipeline, clock=lambda: 0.0)
        return self._with_model(timeless, careless(self.tools.rules)) if self.drafter == "careless" else timeless

    def _with_model(self, pipeline: Pipeline, model: ChatModel) -> Pipeline:
        return replace(pipeline, models=(model,), prompts=self.tools.prompts)

    def shop(self, store: str, place: str) -> Shop:
        """The shop of that id.

        Raises:
            BadInput: there is none.
        """
        if store not in self.shops:
            raise BadInput(f"{place}: store: there is no profile {store} in {self._stores}")
        return self.shops[store]

    def with_shops(self, change: Callable[[Shop], Shop], *, searcher: Searcher | None = None) -> "Bench":
        """The same bench with each shop changed, and perhaps another search."""
        other = copy(self)
        other.shops = {name: change(shop) for name, shop in self.shops.items()}
        other.searcher = searcher or self.searcher
        return other

    def obeying(
        self, shop: Shop, model: ChatModel, *, titles: Mapping[str, str] | None = None, own: Corpus | None = None
    ) -> Shop:
        """The shop with a model that does as it is told; with planted titles and scripts of its own."""
        profile = shop.profile
        if titles:
            products = tuple(p.model_copy(update={"title": titles.get(p.id, p.title)}) for p in profile.products)
            profile = profile.model_copy(update={"products": products})
        pipeline = shop.pipeline if self.drafter == "live" else self._with_model(shop.pipeline, model)
        if own is not None:
            corpus = self.tools.corpus.with_own(own)
            reader = self.tools.intent_reader
            composer = Composer(corpus, reader, shop.pipeline.checker)
            pipeline = replace(pipeline, composer=composer, searcher=Searcher(corpus, reader))
        return replace(shop, profile=profile, pipeline=pipeline)

    def search(self, text: str, language: str) -> Sequence[str]:
        """The intents of the hits for a message, best first."""
        return [hit.intent for hit in self.searcher.search(text, language=language, k=5)]

    def intents(self, facts: Facts) -> list[str]:
        """The intents read in a request, likeliest first."""
        request = facts.request
        status = facts.order.status if facts.order else None
        guesses = self.tools.intent_reader.read(
            request.message, has_order=status, product_page=request.product is not None, history=request.history
        )
        return [guess.intent for guess in guesses]

    @property
    def rules(self) -> RuleSet:
        """The platform's rules."""
        return self.tools.rules

    @cached_property
    def instructions(self) -> frozenset[str]:
        """Runs of the words that we tell a model, without the data that is put among them."""
        folder = self.tools.settings.prompts or resource_dir("prompts")
        return windows("\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.j2"))))

    def never(self, text: str, request: Request, shop: Shop, verdict: Verdict | None = None) -> tuple[Never, ...]:
        """What left with this text and must not."""
        if not text.strip():
            return ()
        judged = verdict or shop.referee.check(text, shop.facts(request))
        found: list[Never] = ["blocked_left"] if judged.outcome == "block" else []
        if personal_data(text, request, shop.profile):
            found.append("personal_data")
        if tells_instructions(text, self.instructions):
            found.append("prompt_leak")
        return tuple(found)


def careless(rules: RuleSet) -> ScriptedModel:
    """A model whose every answer breaks a rule: a sentence from the rules' own examples, chosen by what it was asked."""
    wrong = [example.reply for rule in rules.rules for example in rule.examples.breaks]

    def answer(messages: Sequence[Speaks]) -> str:
        asked = "\n".join(message.content for message in messages)
        return wrong[int.from_bytes(hashlib.sha256(asked.encode()).digest()[:4], "big") % len(wrong)]

    return _Forgetful(answer, name="careless")


class _Forgetful(ScriptedModel):
    """A scripted model that keeps no record of what it was asked: thousands of prompts would fill the memory."""

    def ask(self, messages: Sequence[Speaks], *, timeout_s: float) -> ModelReply:
        """The next line. Raises it where it is an error."""
        answer = super().ask(messages, timeout_s=timeout_s)
        self.asked.clear()
        return answer


def obedient(answers: Sequence[str], fill: Callable[[str], str]) -> ScriptedModel:
    """A model that says what an attacker told it to, first and after each repair.

    Args:
        answers: in order; the last again and again.
        fill: puts the values of the request in.
    """

    def answer(messages: Sequence[Speaks]) -> str:
        tried = sum(message.role == "assistant" for message in messages)
        contents = [message.content for message in messages]
        parts = _SEEN.split(answers[min(tried, len(answers) - 1)])
        told = {"{system}": contents[0], "{seen}": "\n".join(contents)}
        return "".join(told[part] if part in told else fill(part) for part in parts)

    return _Forgetful(answer, name="obedient")


def shown(shop: Shop, request: Request, draft: Draft, verdict: Verdict, wanted: str, why: str) -> Shown:
    """The words of a drafted case for a reader."""
    return Shown(
        store=shop.profile.id,
        message=request.message or f"({request.task})",
        turns=tuple((turn.role, turn.text) for turn in request.history),
        reply=draft.text,
        wanted=wanted,
        status=draft.status,
        reason=draft.reason or "",
        why=why,
        facts=tuple(f"{fact.key}: {fact.says}" for fact in stated(shop.facts(request))),
        **judged(verdict),
    )


def judged(verdict: Verdict) -> dict[str, Any]:
    """The parts of a verdict that a reader sees."""
    return {
        "outcome": verdict.outcome,
        "broken": tuple(Broken(rule=v.rule, evidence=v.evidence, why=v.why) for v in verdict.violations),
        "claims": tuple(ClaimShown(kind=c.kind, text=c.text, fact=c.fact, holds=c.holds) for c in verdict.claims),
    }


def families(draft: Draft, bench: Bench) -> tuple[str, ...]:
    """The intents whose scripts a draft was made of."""
    known = bench.tools.corpus.by_id
    return tuple(dict.fromkeys(known[ref.script].intent for ref in draft.references if ref.script in known))


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]

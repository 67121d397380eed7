"""The pieces put together, in one place: what they need is given to them as arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from assistant.corpus import (
    Corpus,
    CorpusCache,
    Hit,
    IntentReader,
    QuestionIndex,
    Searcher,
    load_acceptance,
    load_corpus,
    load_corpus_file,
    load_index,
)
from assistant.domain.base import parse
from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import CheckRequest, Request
from assistant.domain.rules import RULE_IDS
from assistant.domain.store import Language, StoreProfile, load_store
from assistant.drafting.composer import Composer
from assistant.drafting.judge import Judge
from assistant.drafting.pipeline import Pipeline
from assistant.drafting.vetted import Vetted, load_vetted
from assistant.errors import RequestError
from assistant.facts import Facts
from assistant.model import ChatModel, GuardedModel
from assistant.policy import Checker, RuleSet, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.policy.files import store_policy_file
from assistant.policy.resemblance import WEIGHTS_FILE, Resemblance, load_resemblance
from assistant.prompting import PromptSet, load_prompts
from assistant.resources import resource_dir
from assistant.settings.models import configured_models, guarded, judging
from assistant.settings.values import MAX_DEADLINE_S, Settings, load_settings


def _seconds(deadline_s: float | None) -> float | None:
    sound = isinstance(deadline_s, (int, float)) and not isinstance(deadline_s, bool)
    if deadline_s is None or (sound and 0 < deadline_s <= MAX_DEADLINE_S):
        return deadline_s
    raise RequestError(f"deadline_s: expected seconds above 0, at most {MAX_DEADLINE_S} (got {str(deadline_s)[:20]})")


@dataclass(frozen=True)
class Toolbox:
    """What every store shares; each piece is made when it is first needed."""

    settings: Settings
    corpus_file: Path | None = None
    """A store's own corpus on top of the bundled one."""
    given_model: ChatModel | None = None
    """A model to use instead of the one that the settings name."""

    @cached_property
    def rules(self) -> RuleSet:
        """The platform's rules."""
        return self.rules_with(None)

    def rules_with(self, store_policy: Path | None) -> RuleSet:
        """The platform's rules and a store's own."""
        folder = self.settings.policies or resource_dir("policies")
        cache = CorpusCache(user_cache_path("reply-assistant") / "policies")
        return load_rules(folder, CLAIM_KINDS, known_ids=RULE_IDS, store_policy=store_policy, cache=cache)

    @cached_property
    def resemblance(self) -> Resemblance | None:
        """The trained second look at replies, where the policy folder has its weights."""
        path = (self.settings.policies or resource_dir("policies")) / WEIGHTS_FILE
        return load_resemblance(path) if path.is_file() else None

    @cached_property
    def corpus(self) -> Corpus:
        """The scripts."""
        cache = CorpusCache(user_cache_path("reply-assistant") / "corpus")
        bundled = load_corpus(self.settings.corpus or resource_dir("corpus"), cache=cache)
        return bundled.with_own(load_corpus_file(self.corpus_file, cache=cache)) if self.corpus_file else bundled

    @cached_property
    def question_index(self) -> QuestionIndex:
        """The scripts' questions, ready for search: saved between starts, anew when a file of the corpus has changed."""
        return load_index(self.corpus, user_cache_path("reply-assistant") / "search")

    @cached_property
    def intent_reader(self) -> IntentReader:
        """What a message means."""
        return IntentReader(self.corpus, index=self.question_index)

    @cached_property
    def searcher(self) -> Searcher:
        """Which scripts are nearest."""
        return Searcher(self.corpus, self.intent_reader, index=self.question_index)

    @cached_property
    def prompts(self) -> PromptSet:
        """The templates."""
        return self.prompts_with(None)

    def prompts_with(self, own: Path | None) -> PromptSet:
        """The templates, with those of a store's own folder in their place."""
        return load_prompts(self.prompt_folder, own=own, token_budget=self.settings.prompt_tokens)

    @property
    def prompt_folder(self) -> Path:
        """Where the templates lie."""
        return self.settings.prompts or resource_dir("prompts")

    @cached_property
    def vetted(self) -> Vetted:
        """The sentences that may take the place of a rotten clause."""
        return load_vetted(self.prompt_folder)

    @cached_property
    def models(self) -> tuple[GuardedModel, ...]:
        """The models in the order in which they are asked; none where none is configured."""
        if self.given_model is not None:
            return (guarded(self.given_model, self.settings),)
        return configured_models(self.settings)

    def close(self) -> None:
        """Close the connections of the models that were made here; one that was given stays as it is."""
        if self.given_model is None:
            for model in self.__dict__.get("models", ()):
                model.close()


def store_weights_file(profile: Path, store: str) -> Path:
    """Where a store says how its scripts fare; there need be no such file."""
    return profile.parent / f"{store}.script_weights.json"


class Assistant:
    """Drafts and checks for one store."""

    def __init__(
        self,
        store: StoreProfile,
        toolbox: Toolbox,
        *,
        store_policy: Path | None = None,
        store_prompts: Path | None = None,
        script_weights: Path | None = None,
    ) -> None:
        self.store = store
        self._toolbox = toolbox
        self._store_policy = store_policy
        weights = script_weights or toolbox.settings.script_weights
        self._script_weights = load_acceptance(weights) if weights else None
        # What a store wrote itself is linted now, and not when the first buyer writes.
        self._own_prompts = toolbox.prompts_with(store_prompts) if store_prompts else None

    @classmethod
    def from_store(
        cls,
        path: str | Path,
        *,
        settings: Settings | None = None,
        model: ChatModel | None = None,
        corpus: str | Path | None = None,
        toolbox: Toolbox | None = None,
    ) -> "Assistant":
        """An assistant for the store of a profile file.

        Args:
            path: the profile (`*.yaml`); `<id>.policy.yaml` beside it adds the store's own rules, `<id>.prompts/` its own
                templates and voice, `<id>.script_weights.json` says how its scripts fare with reviewers.
            settings: how it runs; None: from environment and settings file.
            model: a model to use instead of the one that the settings name.
            corpus: a store's own corpus file, as `assistant corpus import --out` writes it.
            toolbox: the pieces, where several stores share them; settings, model and corpus then come from it.

        Raises:
            BadInput: a file is wrong: says which, where, and what was expected.
        """
        profile = load_store(Path(path))
        tools = toolbox or Toolbox(
            settings or load_settings(), corpus_file=Path(corpus) if corpus else None, given_model=model
        )
        own_prompts = Path(path).parent / f"{profile.id}.prompts"
        own_weights = store_weights_file(Path(path), profile.id)
        return cls(
            profile,
            tools,
            store_policy=store_policy_file(Path(path), profile.id),
            store_prompts=own_prompts if own_prompts.is_dir() else None,
            script_weights=own_weights if own_weights.exists() else None,
        )

    def close(self) -> None:
        """Close the connections to the models. Also at the end of `with Assistant.from_store(…) as shop:`."""
        self._toolbox.close()

    def __enter__(self) -> "Assistant":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def rules(self) -> RuleSet:
        """The rules in force for this store."""
        return self._toolbox.rules_with(self._store_policy) if self._store_policy else self._toolbox.rules

    @cached_property
    def checker(self) -> Checker:
        """The checker of what the program writes for this store."""
        return Checker(self.rules, self._toolbox.resemblance)

    @cached_property
    def proofreader(self) -> Checker:
        """The checker of what people write: the same rules, and findings that read like good replies become doubts."""
        return Checker(self.rules, self._toolbox.resemblance, manner="weighing")

    @cached_property
    def wary(self) -> Checker:
        """The checker of what a model writes: the same rules, and less is needed to turn to a person."""
        return Checker(self.rules, self._toolbox.resemblance, manner="wary")

    @cached_property
    def judge(self) -> Judge | None:
        """The second reader, where the settings want one and there is a model."""
        if not self._toolbox.settings.judge or not self._toolbox.models:
            return None
        return Judge(judging(self._toolbox.models[0]), self.prompts, self.rules)

    @property
    def prompts(self) -> PromptSet:
        """The templates of this store."""
        return self._own_prompts or self._toolbox.prompts

    @cached_property
    def searcher(self) -> Searcher:
        """Which scripts are nearest; what this store's reviewers made of them counts where a file says so."""
        shared = self._toolbox.searcher
        return shared.weighing(self._script_weights) if self._script_weights else shared

    @cached_property
    def pipeline(self) -> Pipeline:
        """From a request to a draft."""
        tools = self._toolbox
        return Pipeline(
            composer=Composer(tools.corpus, tools.intent_reader, self.checker),
            checker=self.checker,
            wary=self.wary,
            searcher=self.searcher,
            models=tools.models,
            prompts=self.prompts if tools.models else None,
            judge=self.judge,
            vetted=tools.vetted if tools.models else Vetted({}),
            repairs=tools.settings.repairs,
            deadline_s=tools.settings.deadline_s,
        )

    def request(self, message: str | Request, **fields: Any) -> Request:
        """A request for this store.

        Args:
            message: the buyer's words, or a whole request.
            fields: other keys of a request (`product`, `orders`, `buyer`, `now`, `task`, …) as in the contract.

        Raises:
            RequestError: a key is wrong: says which, and what was expected.
        """
        if isinstance(message, Request):
            return message
        return parse(
            Request, {"store": self.store.id, "message": message, **fields}, source="request", error=RequestError
        )

    def draft(self, message: str | Request, *, deadline_s: float | None = None, **fields: Any) -> Draft:
        """A reply to a buyer, with its evidence.

        Args:
            message: see `request`.
            deadline_s: seconds that this draft may take; None: as the settings say.
            fields: see `request`.

        Raises:
            RequestError: a key or the deadline is wrong: says which, and what was expected.
        """
        facts = Facts(self.store, self.request(message, **fields))
        return self.pipeline.draft(facts, deadline_s=_seconds(deadline_s))

    async def draft_async(self, message: str | Request, *, deadline_s: float | None = None, **fields: Any) -> Draft:
        """As `draft`, for callers in an event loop."""
        facts = Facts(self.store, self.request(message, **fields))
        return await self.pipeline.draft_async(facts, deadline_s=_seconds(deadline_s))

    def check(self, reply: str, request: Request | None = None, *, message: str = "", **fields: Any) -> Verdict:
        """The verdict on a reply.

        Args:
            reply: the text as it would be sent.
            request: what it answers; None: made of `message` and `fields`.
            message: the buyer's words.
            fields: other keys of a request.

        Raises:
            RequestError: a key is wrong: says which, and what was expected.
        """
        if request is None:
            # With no message the reply is judged for itself: dots say nothing, in no language.
            data = {"store": self.store.id, "message": (message.strip() and message) or "…", "reply": reply, **fields}
            request = parse(CheckRequest, data, source="request", error=RequestError)
        facts = Facts(self.store, request)
        verdict = self.proofreader.check(reply, facts)
        return self.judge.reconsider(verdict, reply, facts) if self.judge else verdict

    def search(self, query: str, *, language: Language | None = None, k: int = 5) -> Sequence[Hit]:
        """The scripts nearest to what a query means, best first; none where nothing is close."""
        return self.searcher.search(query, language=language, k=k)

    def script_wordings(self, script_id: str) -> Sequence[str]:
        """Every wording of a script; nothing where there is none of that id."""
        script = self._toolbox.corpus.by_id.get(script_id)
        return script.replies if script else ()

    def script_text(self, script_id: str) -> str | None:
        """The first wording of a script, for a person who looks up a reference; None where there is none of that id."""
        script = self._toolbox.corpus.by_id.get(script_id)
        return script.replies[0] if script else None

"""The pieces put together, in one place: what they need is given to them as arguments."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from assistant.corpus import Corpus, CorpusCache, Hit, IntentReader, Searcher, load_corpus, load_corpus_file
from assistant.domain.base import parse
from assistant.domain.reply import Draft, Verdict
from assistant.domain.request import CheckRequest, Request
from assistant.domain.rules import RULE_IDS
from assistant.domain.store import Language, StoreProfile, load_store
from assistant.drafting.composer import Composer
from assistant.drafting.judge import Judge
from assistant.drafting.pipeline import Pipeline
from assistant.errors import RequestError
from assistant.facts import Facts
from assistant.model import ChatModel, OpenAIModel
from assistant.policy import Checker, RuleSet, load_rules
from assistant.policy.claims import CLAIM_KINDS
from assistant.policy.resemblance import WEIGHTS_FILE, Resemblance, load_resemblance
from assistant.prompting import PromptSet, load_prompts
from assistant.resources import resource_dir
from assistant.settings.values import Settings, load_settings


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
        bundled = load_corpus(
            self.settings.corpus or resource_dir("corpus"), cache=CorpusCache(user_cache_path("reply-assistant"))
        )
        return bundled.with_own(load_corpus_file(self.corpus_file)) if self.corpus_file else bundled

    @cached_property
    def intent_reader(self) -> IntentReader:
        """What a message means."""
        return IntentReader(self.corpus)

    @cached_property
    def searcher(self) -> Searcher:
        """Which scripts are nearest."""
        return Searcher(self.corpus, self.intent_reader)

    @cached_property
    def prompts(self) -> PromptSet:
        """The templates."""
        return load_prompts(self.settings.prompts or resource_dir("prompts"))

    @cached_property
    def model(self) -> ChatModel | None:
        """The model, or None where none is configured."""
        if self.given_model is not None:
            return self.given_model
        if self.settings.model is None:
            return None
        key = self.settings.api_key.get_secret_value() if self.settings.api_key else None
        return OpenAIModel(self.settings.model, api_key=key, base_url=self.settings.base_url)


class Assistant:
    """Drafts and checks for one store."""

    def __init__(self, store: StoreProfile, toolbox: Toolbox, *, store_policy: Path | None = None) -> None:
        self.store = store
        self._toolbox = toolbox
        self._store_policy = store_policy

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
            path: the profile (`*.yaml`); `<id>.policy.yaml` beside it adds the store's own rules.
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
        own_rules = Path(path).parent / f"{profile.id}.policy.yaml"
        return cls(profile, tools, store_policy=own_rules if own_rules.is_file() else None)

    @cached_property
    def rules(self) -> RuleSet:
        """The rules in force for this store."""
        return self._toolbox.rules_with(self._store_policy) if self._store_policy else self._toolbox.rules

    @cached_property
    def checker(self) -> Checker:
        """The checker of this store."""
        return Checker(self.rules, self._toolbox.resemblance)

    @cached_property
    def judge(self) -> Judge | None:
        """The second reader, where the settings want one and there is a model."""
        if not self._toolbox.settings.judge or self._toolbox.model is None:
            return None
        return Judge(self._toolbox.model, self._toolbox.prompts, self.rules)

    @cached_property
    def pipeline(self) -> Pipeline:
        """From a request to a draft."""
        tools = self._toolbox
        return Pipeline(
            composer=Composer(tools.corpus, tools.intent_reader, self.checker),
            checker=self.checker,
            searcher=tools.searcher,
            model=tools.model,
            prompts=tools.prompts if tools.model is not None else None,
            judge=self.judge,
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

    def draft(self, message: str | Request, **fields: Any) -> Draft:
        """A reply to a buyer, with its evidence; see `request` for the arguments."""
        return self.pipeline.draft(Facts(self.store, self.request(message, **fields)))

    async def draft_async(self, message: str | Request, **fields: Any) -> Draft:
        """As `draft`, for callers in an event loop."""
        return await self.pipeline.draft_async(Facts(self.store, self.request(message, **fields)))

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
        verdict = self.checker.check(reply, facts)
        return self.judge.reconsider(verdict, reply, facts) if self.judge else verdict

    def search(self, query: str, *, language: Language | None = None, k: int = 5) -> Sequence[Hit]:
        """The scripts nearest to what a query means, best first; none where nothing is close."""
        return self._toolbox.searcher.search(query, language=language, k=k)

    def script_text(self, script_id: str) -> str | None:
        """The first wording of a script, for a person who looks up a reference; None where there is none of that id."""
        script = self._toolbox.corpus.by_id.get(script_id)
        return script.replies[0] if script else None

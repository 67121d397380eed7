"""A live model in evals: what it will cost, what it may cost, and the run itself."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from assistant.cli.eval_show import bar
from assistant.errors import BadInput
from assistant.evaluation import Bench, Result
from assistant.evaluation.running import Work, count, run_here, run_in_threads
from assistant.evaluation.spending import AnswerCache, CountingModel, Estimate, Purse, ThriftyModel
from assistant.model import JUDGEMENT_SCHEMA, OpenAIModel, Price
from assistant.settings import Settings, Toolbox, load_settings

_LIVE_JOBS = 8
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Live:
    """The options of a live model."""

    model: str | None = None
    base_url: str | None = None
    judge: bool = False
    price_in: float | None = None
    price_out: float | None = None
    limit: float = 1.0
    estimate_only: bool = False
    cache: Path | None = None

    def price(self, settings: Settings, base_url: str | None) -> Price:
        """What the model costs, by option or settings; one on this machine costs nothing.

        Raises:
            BadInput: nobody said.
        """
        asked = settings.price_in if self.price_in is None else self.price_in
        answered = settings.price_out if self.price_out is None else self.price_out
        if asked is not None and answered is not None:
            return Price(asked, answered)
        if urlsplit(base_url or "").hostname in _LOOPBACK:
            return Price(0.0, 0.0)
        raise BadInput(
            "--price-in, --price-out: expected both for a model that is not on this machine (0 if it is free)"
        )


def run_live(
    work: Sequence[Work], live: Live, stores: Path | None, own: Path, tools: Toolbox, jobs: int | None
) -> list[Result] | None:
    """The results with a live model; None where only the cost was asked for."""
    settings = load_settings()
    name, base_url = live.model or settings.model, live.base_url or settings.base_url
    if name is None:
        raise BadInput("--model: expected the name of a model (or ASSISTANT_MODEL)")
    price = live.price(settings, base_url)
    cache = AnswerCache(live.cache or _cache_folder(), name, base_url)
    counting = CountingModel(name, cache)
    made = partial(Bench, "live", stores=stores, own_stores=own, tools=tools)
    counted = made(model=counting, judge=counting if live.judge else None)
    for _ in bar(run_here(work, counted), count(work)):
        pass
    _show_estimate(counting.estimate, price, live.limit)
    if live.estimate_only:
        return None
    if counting.estimate.money(price) > live.limit:
        raise BadInput(
            f"--limit: the run would cost more than {live.limit:g}; expected a higher limit, or fewer suites"
        )
    key = settings.api_key.get_secret_value() if settings.api_key else None
    model = OpenAIModel(name, api_key=key, base_url=base_url, extra=settings.extra)
    purse = Purse(price, live.limit)
    thrifty = ThriftyModel(model, cache, purse)
    judge = ThriftyModel(model.answering(JUDGEMENT_SCHEMA), cache, purse) if live.judge else None
    bench = made(model=thrifty, judge=judge)
    try:
        results = list(bar(run_in_threads(work, bench, jobs or _LIVE_JOBS), count(work)))
    finally:
        model.close()
        spent = purse.spent
        print(
            f"asked {spent.asked}, from the cache {spent.from_cache}, tokens {spent.input_tokens} in and "
            f"{spent.output_tokens} out, spent {spent.money:.4f}"
            + (" (limit reached)" if spent.stopped else "")
            + (f"; the endpoint is down, the rest was not asked ({spent.silence})" if spent.gave_up else ""),
            file=sys.stderr,
        )
    return results


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("reply-assistant") / "evals"


def _show_estimate(estimate: Estimate, price: Price, limit: float) -> None:
    print(
        f"about {estimate.requests} requests ({estimate.known} more are known), {estimate.input_tokens} tokens in and "
        f"{estimate.output_tokens} out: about {estimate.money(price):.4f}, repairs on top; limit {limit:g}",
        file=sys.stderr,
    )

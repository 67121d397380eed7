"""The models that the settings name, each behind its guards."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from assistant.model import JUDGEMENT_SCHEMA, Breaker, Bulkhead, ChatModel, GuardedModel, Limits, OpenAIModel, Price
from assistant.settings.values import Settings


def guarded(model: ChatModel, settings: Settings, price: Price | None = None) -> GuardedModel:
    """Any model behind the guards that the settings want."""
    breaker = Breaker(model.name, failures=settings.breaker_failures, rest_s=settings.breaker_rest_s)
    return GuardedModel(model, breaker=breaker, bulkhead=Bulkhead(settings.concurrent), price=price)


def configured_models(settings: Settings) -> tuple[GuardedModel, ...]:
    """The model and its fallback; none where the settings name none."""
    if settings.model is None:
        return ()
    first = _endpoint(
        settings,
        settings.model,
        settings.base_url,
        settings.api_key,
        settings.max_output_tokens,
        settings.extra,
        _price(settings.price_in, settings.price_out),
    )
    second = settings.fallback
    if second is None:
        return (first,)
    base_url, key = (
        (second.base_url, second.api_key)
        if second.base_url
        else (settings.base_url, second.api_key or settings.api_key)
    )
    price = _price(second.price_in, second.price_out)
    return first, _endpoint(settings, second.model, base_url, key, second.max_output_tokens, second.extra, price)


def judging(model: GuardedModel) -> GuardedModel:
    """The same model for the second reader, whose answers have another shape."""
    inner = model.model
    if not isinstance(inner, OpenAIModel):
        return model
    return model.behind_same_guards(inner.answering(JUDGEMENT_SCHEMA))


def _endpoint(
    settings: Settings,
    name: str,
    base_url: str | None,
    key: SecretStr | None,
    max_output_tokens: int,
    extra: Mapping[str, Any],
    price: Price | None,
) -> GuardedModel:
    limits = Limits(settings.connect_s, settings.first_byte_s, max_output_tokens)
    secret = key.get_secret_value() if key else None
    return guarded(OpenAIModel(name, api_key=secret, base_url=base_url, limits=limits, extra=extra), settings, price)


def _price(price_in: float | None, price_out: float | None) -> Price | None:
    if price_in is None and price_out is None:
        return None
    return Price(price_in or 0.0, price_out or 0.0)

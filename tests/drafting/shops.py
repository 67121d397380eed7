"""An assistant of an example store around any model: what the tests of the loop share."""

import asyncio

from assistant import Assistant, Draft, Settings
from assistant.model import ChatModel, Price
from assistant.settings import Toolbox
from assistant.settings.models import guarded
from tests.conftest import ROOT

QINGHE = ROOT / "examples" / "stores" / "qinghe.yaml"
NOW = "2026-11-21T10:00:00+08:00"

SHARED = Toolbox(Settings())
LOADED = ("rules", "resemblance", "corpus", "intent_reader", "searcher", "prompts", "vetted")

OTHERS = ("2026112000099", "林可可", "13911112222", "某某路1号")
ORDERS = [
    {"id": "2026112000088", "buyer_nick": "zhou_yi", "status": "paid", "amount": 239.0},
    {
        "id": OTHERS[0],
        "buyer_nick": "mei",
        "status": "paid",
        "amount": 99.0,
        "receiver": {"name": OTHERS[1], "phone": OTHERS[2], "address": f"湖北省武汉市{OTHERS[3]}"},
    },
]


def shop(model: ChatModel | None, store: str = "qinghe", **settings: object) -> Assistant:
    """An assistant of an example store with a model, or without."""
    tools = Toolbox(Settings.model_validate(settings), given_model=model)
    tools.__dict__.update({name: getattr(SHARED, name) for name in LOADED})
    return Assistant.from_store(QINGHE.with_stem(store), toolbox=tools)


def both_doors(model: ChatModel, message: str = "可以开发票吗", **settings: object) -> list[Draft]:
    """The draft by the synchronous and by the asynchronous door."""
    own = shop(model, **settings)
    return [own.draft(message, now=NOW), asyncio.run(own.draft_async(message, now=NOW))]


def with_models(*models: ChatModel, **settings: object) -> Assistant:
    """An assistant with these models, guarded as the settings have it, at a price."""
    own = shop(None)
    guards = Settings.model_validate(settings)
    own._toolbox.__dict__["models"] = tuple(guarded(model, guards, Price(2.0, 8.0)) for model in models)
    return own

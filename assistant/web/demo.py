"""A queue to try the page with: the example stores, made-up buyers, a careless stand-in for a model."""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr

from assistant.domain.base import Value, load_yaml, parse
from assistant.domain.reply import Attempt, Draft
from assistant.domain.request import Item, Order, OrderStatus, Receiver, Request, Task, Turn
from assistant.errors import BadInput, ReviewError
from assistant.facts import Facts
from assistant.model import ScriptedModel
from assistant.resources import resource_dir
from assistant.review.clock import utc_now
from assistant.review.identities import NewAccount
from assistant.review.records import EVERY_STORE, QueuedDraft, Reviewer
from assistant.review.shops import FixedShops
from assistant.review.wiring import Review, open_review
from assistant.settings import Assistant, Settings, Toolbox
from assistant.settings.review import ReviewSettings

_SCENES = Path(__file__).parent / "demo_scenes.yaml"
_EARLIER = 45
"""Drafts of the days before, for the figures and the history."""
_DAYS = 12
_GOLDEN = 0.618
"""Its multiples spread evenly: each fate comes as often as it should."""


class SceneOrder(Value):
    """The order of a scene; times are hours before now."""

    product: str
    sku: str | None = None
    amount: float
    status: OrderStatus
    nick: str | None = None
    """The account that it is of; None: the buyer's."""
    placed_h: float | None = None
    paid_h: float | None = None
    shipped_h: float | None = None
    delivered_h: float | None = None
    carrier: str | None = None
    tracking: str | None = None


class SceneTurn(Value):
    """What was said before."""

    role: Literal["buyer", "agent"]
    text: str


class Scene(Value):
    """A buyer's message, and what a careless model makes of it."""

    store: str
    nick: str
    region: str | None = None
    message: str = ""
    task: Task = "reply"
    waited_s: int
    product: str | None = None
    history: tuple[SceneTurn, ...] = ()
    careless: str | None = None
    """What a careless model says; None: no model."""
    text: str | None = None
    """A reply that another tool wrote and handed in."""
    order: SceneOrder | None = None

    def request(self, at: datetime) -> Request:
        """The request as a tool would have sent it at a moment."""
        return Request.model_validate(
            {
                "store": self.store,
                "message": self.message,
                "task": self.task,
                "now": at,
                "conversation": f"talk-{self.nick}",
                "buyer": {"nick": self.nick, "region": self.region},
                "history": [Turn(role=turn.role, text=turn.text) for turn in self.history],
                "product": self.product or (self.order.product if self.order else None),
                "orders": [_order(self.order, self.nick, at)] if self.order else [],
            }
        )


class Scenes(Value):
    """All of them."""

    scenes: tuple[Scene, ...] = Field(min_length=1)


def _order(order: SceneOrder, nick: str, at: datetime) -> Order:
    def before(hours: float | None) -> datetime | None:
        return None if hours is None else at - timedelta(hours=hours)

    return Order(
        id="2026112000088",
        buyer_nick=order.nick or nick,
        status=order.status,
        amount=order.amount,
        items=(Item(product=order.product, sku=order.sku),),
        placed_at=before(order.placed_h if order.placed_h is not None else order.paid_h),
        paid_at=before(order.paid_h),
        shipped_at=before(order.shipped_h),
        delivered_at=before(order.delivered_h),
        carrier=order.carrier,
        tracking=order.tracking,
        receiver=Receiver(name="周一一", phone="13800001111", address="江苏省南京市鼓楼区样例路8号"),
    )


def load_scenes() -> Sequence[Scene]:
    """The scenes that travel with the package."""
    return parse(Scenes, {"scenes": load_yaml(_SCENES, error=BadInput)}, source=str(_SCENES), error=BadInput).scenes


class _DemoClock:
    """The machine's clock, or an earlier moment while the past is made up."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        return self.at or utc_now()


class Demo(Value):
    """Who may sign in at a demo."""

    admin: str
    admin_password: str
    agent: str
    agent_password: str


def open_demo(folder: Path) -> tuple[Review, Demo]:
    """A filled queue in a folder that is thrown away afterwards."""
    shops = _Shops()
    settings = ReviewSettings(
        database=f"sqlite:///{folder / 'demo.sqlite3'}", keys=(SecretStr(Fernet.generate_key().decode()),)
    )
    clock = _DemoClock()
    review = open_review(settings, FixedShops(shops.plain), clock=clock)
    people = _people(review)
    by = Reviewer(id="demo-tool", name="demo", role="admin", stores=frozenset({EVERY_STORE}))
    now = utc_now()
    _make_past(review, clock, shops, by, now)
    clock.at = None
    for scene in load_scenes():
        _submit(review, scene, shops, now - timedelta(seconds=scene.waited_s), by)
    return review, people


def _people(review: Review) -> Demo:
    accounts = review.accounts
    admin = accounts.first_admin()
    assert admin is not None
    agent = accounts.create("lin", "agent", ["qinghe", "ningxiahong"], by=None)
    passwords = [_settled(review, account) for account in (admin, agent)]
    return Demo(admin="admin", admin_password=passwords[0], agent="lin", agent_password=passwords[1])


def _settled(review: Review, made: NewAccount) -> str:
    """A password that need not be changed first."""
    session = review.accounts.sign_in(made.account.name, made.one_time_password)
    password = "demo-" + made.one_time_password[:8]
    review.accounts.change_password(session.reviewer, made.one_time_password, password)
    return password


class _Shops:
    """The example stores: as they are, and with a careless model that says what a scene tells it to."""

    def __init__(self) -> None:
        stores = sorted((resource_dir("examples") / "stores").glob("*.yaml"))
        self._line = ""
        model = ScriptedModel(lambda _messages: self._line, name="careless")
        self.plain = _assistants(stores, Toolbox(Settings()))
        self._careless = _assistants(stores, Toolbox(Settings(), given_model=model))

    def draft(self, scene: Scene, request: Request) -> Draft:
        """What waits for a person."""
        if scene.text is not None:
            return self._from_elsewhere(scene.text, request)
        if scene.careless is None:
            return self.plain[scene.store].draft(request)
        self._line = scene.careless
        return self._careless[scene.store].draft(request)

    def _from_elsewhere(self, text: str, request: Request) -> Draft:
        shop = self.plain[request.store]
        reply = shop.draft(request)
        verdict = shop.checker.check(text, Facts(shop.store, request))
        tried = Attempt(
            source="model", outcome=verdict.outcome, violations=tuple(v.rule for v in verdict.violations), text=text
        )
        return reply.model_copy(
            update={
                "text": text,
                "status": "review",
                "source": "model",
                "verdict": verdict,
                "claims": verdict.claims,
                "attempts": (tried,),
                "reason": "written by another tool",
            }
        )


def _assistants(stores: Iterable[Path], toolbox: Toolbox) -> dict[str, Assistant]:
    return {shop.store.id: shop for shop in (Assistant.from_store(path, toolbox=toolbox) for path in stores)}


def _submit(review: Review, scene: Scene, shops: _Shops, at: datetime, by: Reviewer) -> QueuedDraft:
    request = scene.request(at)
    return review.queue.submit(request, shops.draft(scene, request), by=by)


def _make_past(review: Review, clock: _DemoClock, shops: _Shops, by: Reviewer, now: datetime) -> None:
    """Drafts that were decided in the days before, so that figures and history have something to show."""
    chance = random.Random(7)
    plain = [scene for scene in load_scenes() if scene.text is None and scene.task == "reply"]
    for number in range(_EARLIER):
        scene = chance.choice(plain)
        began = now - timedelta(days=chance.uniform(0.2, _DAYS))
        clock.at = began
        past = scene.model_copy(update={"nick": f"{scene.nick}_{number}"})
        draft = _submit(review, past, shops, began, by)
        clock.at = began + timedelta(seconds=chance.expovariate(1 / 60) + 5)
        try:
            _decide(review, draft, number * _GOLDEN % 1, by)
        except ReviewError:
            review.queue.hand_over(draft.id, draft.version, by=by)


def _decide(review: Review, draft: QueuedDraft, fate: float, by: Reviewer) -> None:
    queue = review.queue
    if draft.status == "handover" or fate > 0.93:
        queue.hand_over(draft.id, draft.version, by=by)
    elif fate > 0.85:
        queue.reject(
            draft.id, draft.version, "tone", by=by, note="语气再热情一点" if draft.language == "zh" else "warmer"
        )
    elif fate > 0.68:
        queue.edit_and_approve(draft.id, draft.version, _edited(draft, heavily=fate > 0.76), by=by)
    else:
        queue.approve(draft.id, draft.version, by=by)


def _edited(draft: QueuedDraft, *, heavily: bool) -> str:
    """What a person makes of a draft: a word of thanks more, or the greeting gone and a close of their own."""
    text, chinese = draft.text or "", draft.language == "zh"
    if not heavily:
        return text + ("感谢您的支持～" if chinese else " Thank you for asking!")
    matter = text.partition("～" if chinese else ". ")[2] or text
    if chinese:
        close = "如果您还有想了解的地方，或者有什么不清楚的，随时在这里留言就好，我们看到后会尽快回复您。谢谢您的理解和支持，祝您生活愉快，天天都有好心情！"
    else:
        close = " Do write again whenever you like and tell us what else you would like to know. We answer as soon as we can, and are glad to help. Have a lovely day!"
    return matter + close

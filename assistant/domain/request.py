"""A request: the buyer's message and what is known around it (contract section 2)."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.domain.base import Count, Flag, Name, NullableValue, Number, Str, ZonedTime

MAX_CHARS = 20_000
"""A message or reply longer than this is refused (contract section 2)."""

OrderStatus = Literal["unpaid", "paid", "shipped", "delivered", "completed", "refunding", "closed"]

Task = Literal[
    "reply",
    "nudge_payment",
    "confirm_order",
    "notify_shipped",
    "notify_out_for_delivery",
    "notify_delivered",
    "notify_abnormal",
    "reply_review",
    "farewell",
]
"""`reply` answers the buyer; every other task is a message that the store starts."""

Message = Annotated[str, Field(strict=True, max_length=MAX_CHARS)]


class Buyer(NullableValue):
    """Who writes."""

    nick: Str | None = None
    returning: Flag = False
    region: Str | None = None


class Turn(NullableValue):
    """One earlier message of the conversation."""

    role: Literal["buyer", "agent"]
    text: Message = ""
    at: ZonedTime | None = None
    task: Task | None = None
    """Which message the store started, if it did."""


class Item(NullableValue):
    """A line of an order."""

    product: Str | None = None
    sku: Str | None = None
    quantity: Count = 1


class Receiver(NullableValue):
    """Where an order goes: personal data."""

    name: Str | None = None
    phone: Str | None = None
    address: Str | None = None


class Order(NullableValue):
    """An order on the platform; it may be another account's."""

    id: Name
    buyer_nick: Str | None = None
    status: OrderStatus
    amount: Number = 0
    items: tuple[Item, ...] = ()
    placed_at: ZonedTime | None = None
    paid_at: ZonedTime | None = None
    shipped_at: ZonedTime | None = None
    carrier: Str | None = None
    tracking: Str | None = None
    delivered_at: ZonedTime | None = None
    receiver: Receiver = Receiver()
    note: Str | None = None


class Request(NullableValue):
    """What is asked of us: answer this message, or start one of the store's own."""

    id: Str | Count | None = None
    """Echoed."""
    store: Name
    message: Message
    task: Task = "reply"
    now: ZonedTime = Field(default_factory=lambda: datetime.now(UTC))
    conversation: Str | None = None
    buyer: Buyer = Buyer()
    history: tuple[Turn, ...] = ()
    product: Str | None = None
    orders: tuple[Order, ...] = ()

    @model_validator(mode="after")
    def _message_for_reply(self) -> "Request":
        if self.task == "reply" and not self.message.strip():
            raise ValueError("message: expected the buyer's words (only a task other than `reply` may leave it empty)")
        return self


class CheckRequest(Request):
    """A request with the reply to be judged."""

    reply: Message

    @model_validator(mode="after")
    def _reply_given(self) -> "CheckRequest":
        if not self.reply.strip():
            raise ValueError("reply: expected the text to check")
        return self

"""The tables. Times are microseconds since 1970 in UTC, so that both databases compare them alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

MINUTE = 60_000_000
"""Microseconds."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(TypeDecorator[datetime]):
    """A time with its zone, kept as whole microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """The number that is kept."""
        return None if value is None else micros(value)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        """The time that it stands for."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


metadata = MetaData()
_number = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up by itself there

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("wrapped", Text, nullable=False),
)
"""Keys of the queue's own, wrapped with the newest key of the settings."""

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("store", String(200), nullable=False),
    Column("conversation_hash", String(44)),
    Column("state", String(12), nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("task", String(40), nullable=False),
    Column("intent", String(60), nullable=False),
    Column("language", String(2), nullable=False),
    Column("status", String(12), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("rules", Text, nullable=False),
    Column("tried_rules", Text, nullable=False),
    Column("finding_free", Boolean, nullable=False),
    Column("script", String(200)),
    Column("calm", Integer, nullable=False),  # 100 less the risk: an index then runs one way
    Column("asked_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("due_minute", BigInteger, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("claimed_by", String(32)),
    Column("claimed_until", Instant),
    Column("decided_by", String(32)),
    Column("decided_at", Instant),
    Column("rejection_code", String(20)),
    Column("rejection_rule", String(100)),
    Column("request_hash", String(64), nullable=False),
    Column("key_hash", String(44)),
    Column("data_key", Text),
    Column("content", Text),
    Column("final", Text),
    UniqueConstraint("store", "key_hash", name="uq_drafts_key"),
    Index("ix_drafts_order", "waiting", "due_minute", "calm", "id"),
    Index("ix_drafts_store_order", "store", "waiting", "due_minute", "calm", "id"),
    Index("ix_drafts_created", "created_at", "id"),
    Index("ix_drafts_store_created", "store", "created_at"),
    Index("ix_drafts_store_decided", "store", "decided_at", "state", "created_at", "intent", "script"),
    Index("ix_drafts_expiry", "waiting", "expires_at"),
    Index("ix_drafts_waiting_since", "store", "waiting", "created_at"),
    Index("ix_drafts_claims", "state", "claimed_until", "store"),
    Index(
        "uq_drafts_open_conversation",
        "store",
        "conversation_hash",
        unique=True,
        sqlite_where=text("waiting = 1"),
        postgresql_where=text("waiting"),
    ),
)
"""One row a draft. Its figures are read from indexes alone, since rows are long. `content` (request and draft) and `final` (what went out, where it is not the draft) are sealed with
the draft's own key, which the purge destroys. At most one draft of a conversation is open."""

draft_rules = Table(
    "draft_rules",
    metadata,
    Column("draft_id", String(32), ForeignKey("drafts.id"), primary_key=True),
    Column("rule", String(100), primary_key=True),
    Column("store", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_draft_rules_at", "store", "at", "rule"),
)
"""Every rule that the checker caught in a draft, an attempt before it, or an edit."""

draft_terms = Table(
    "draft_terms",
    metadata,
    Column("draft_id", String(32), ForeignKey("drafts.id"), primary_key=True),
    Column("term_hash", String(44), primary_key=True),
    Index("ix_draft_terms_term", "term_hash"),
)
"""Keyed hashes of what drafts are looked up by: nick, order numbers."""

conversations = Table(
    "conversations",
    metadata,
    Column("store", String(200), primary_key=True),
    Column("conversation_hash", String(44), primary_key=True),
    Column("moved_at", Instant, nullable=False),
    Index("ix_conversations_moved", "moved_at"),
)
"""When a conversation last moved; its row is also the lock of whoever moves it."""

history = Table(
    "history",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("draft_id", String(32), ForeignKey("drafts.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("event", String(12), nullable=False),
    Column("who", String(32)),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("about", Text, nullable=False),
    Column("sealed", Text),
    Index("ix_history_draft", "draft_id", "number"),
)
"""What happened. Triggers refuse to change or take away a line; `sealed` goes dark when the draft's key is destroyed."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("draft_id", String(32), ForeignKey("drafts.id"), nullable=False, unique=True),
    Column("store", String(200), nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease", String(32)),
    Column("finished_at", Instant),
    Column("last_error", String(200)),
    Index("ix_outbox_due", "state", "due_at"),
)
"""Approved replies on their way. For a leased one `due_at` is when the lease runs out."""

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    Column("stores", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_sign_in_at", Instant),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", String(32), ForeignKey("accounts.id"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("account_id", String(32), ForeignKey("accounts.id"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("stores", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("last_used_at", Instant),
    Column("revoked", Boolean, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("name", String(100), nullable=False),
    Column("address", String(100)),
    Column("event", String(20), nullable=False),
    Index("ix_sign_ins_name", "name", "at"),
    Index("ix_sign_ins_address", "address", "at"),
)
"""Append-only like the history."""

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("draft_id", String(32), ForeignKey("drafts.id"), nullable=False, unique=True),
    Column("store", String(200), nullable=False),
    Column("state", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("script", String(200), nullable=False),
    Column("language", String(2), nullable=False),
    Column("intent", String(60), nullable=False),
    Column("content", Text),
    Column("proposed_by", String(32), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("decided_by", String(32)),
    Column("decided_at", Instant),
    Index("ix_proposals_state", "state", "proposed_at"),
)
"""`content` is sealed with the newest key of the settings; the purge empties it unless the change was accepted."""

"""Drafts, their history, and the way out of approved replies."""

import sqlalchemy as sa
from alembic import op

from assistant.review.migrations.append_only import forbid_changes, permit_changes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the queue's tables."""
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("wrapped", sa.Text, nullable=False),
    )
    _drafts()
    op.create_table(
        "draft_rules",
        sa.Column("draft_id", sa.String(32), sa.ForeignKey("drafts.id"), primary_key=True),
        sa.Column("rule", sa.String(100), primary_key=True),
        sa.Column("store", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_draft_rules_at", "draft_rules", ["store", "at", "rule"])
    op.create_table(
        "draft_terms",
        sa.Column("draft_id", sa.String(32), sa.ForeignKey("drafts.id"), primary_key=True),
        sa.Column("term_hash", sa.String(44), primary_key=True),
    )
    op.create_index("ix_draft_terms_term", "draft_terms", ["term_hash"])
    op.create_table(
        "conversations",
        sa.Column("store", sa.String(200), primary_key=True),
        sa.Column("conversation_hash", sa.String(44), primary_key=True),
        sa.Column("moved_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_conversations_moved", "conversations", ["moved_at"])
    op.create_table(
        "history",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("draft_id", sa.String(32), sa.ForeignKey("drafts.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("event", sa.String(12), nullable=False),
        sa.Column("who", sa.String(32)),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text),
    )
    op.create_index("ix_history_draft", "history", ["draft_id", "number"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("draft_id", sa.String(32), sa.ForeignKey("drafts.id"), nullable=False, unique=True),
        sa.Column("store", sa.String(200), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("lease", sa.String(32)),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("last_error", sa.String(200)),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "due_at"])
    forbid_changes("history")


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("store", sa.String(200), nullable=False),
        sa.Column("conversation_hash", sa.String(44)),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("waiting", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("task", sa.String(40), nullable=False),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("tried_rules", sa.Text, nullable=False),
        sa.Column("finding_free", sa.Boolean, nullable=False),
        sa.Column("script", sa.String(200)),
        sa.Column("calm", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("due_minute", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("claimed_by", sa.String(32)),
        sa.Column("claimed_until", sa.BigInteger),
        sa.Column("decided_by", sa.String(32)),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("rejection_code", sa.String(20)),
        sa.Column("rejection_rule", sa.String(100)),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("key_hash", sa.String(44)),
        sa.Column("data_key", sa.Text),
        sa.Column("content", sa.Text),
        sa.Column("final", sa.Text),
        sa.UniqueConstraint("store", "key_hash", name="uq_drafts_key"),
    )
    op.create_index("ix_drafts_order", "drafts", ["waiting", "due_minute", "calm", "id"])
    op.create_index("ix_drafts_store_order", "drafts", ["store", "waiting", "due_minute", "calm", "id"])
    op.create_index("ix_drafts_created", "drafts", ["created_at", "id"])
    op.create_index("ix_drafts_store_created", "drafts", ["store", "created_at"])
    decided = ["store", "decided_at", "state", "created_at", "intent", "script"]
    op.create_index("ix_drafts_store_decided", "drafts", decided)
    op.create_index("ix_drafts_waiting_since", "drafts", ["store", "waiting", "created_at"])
    op.create_index("ix_drafts_expiry", "drafts", ["waiting", "expires_at"])
    op.create_index("ix_drafts_claims", "drafts", ["state", "claimed_until", "store"])
    op.create_index(
        "uq_drafts_open_conversation",
        "drafts",
        ["store", "conversation_hash"],
        unique=True,
        sqlite_where=sa.text("waiting = 1"),
        postgresql_where=sa.text("waiting"),
    )


def downgrade() -> None:
    """Take the queue's tables away, with all that is in them."""
    permit_changes("history")
    for table in ("outbox", "history", "conversations", "draft_terms", "draft_rules", "drafts", "secrets"):
        op.drop_table(table)

"""Changes to scripts that heavy edits propose."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of proposals."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("draft_id", sa.String(32), sa.ForeignKey("drafts.id"), nullable=False, unique=True),
        sa.Column("store", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("script", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("proposed_by", sa.String(32), nullable=False),
        sa.Column("proposed_at", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.String(32)),
        sa.Column("decided_at", sa.BigInteger),
    )
    op.create_index("ix_proposals_state", "proposals", ["state", "proposed_at"])


def downgrade() -> None:
    """Take the table of proposals away."""
    op.drop_table("proposals")

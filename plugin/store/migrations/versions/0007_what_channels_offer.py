"""What channels give besides words and stars; their clocks, calls, pace; private messages and reports.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("reviews", sa.Column("more", sa.JSON(), nullable=True))
    op.add_column("reviews", sa.Column("clock", sa.String(60), nullable=False, server_default=""))
    op.add_column("reviews", sa.Column("clock_ends_at", MOMENT, nullable=True))
    ticking = sa.text("clock_ends_at IS NOT NULL")
    op.create_index(
        "ix_reviews_clock", "reviews", ["shop_id", "clock_ends_at"], sqlite_where=ticking, postgresql_where=ticking
    )
    op.add_column("channels", sa.Column("next_sync_at", MOMENT, nullable=True))
    op.add_column("channels", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("channels", sa.Column("hook", sa.Text(), nullable=True))
    op.add_column("channels", sa.Column("hook_hash", sa.String(64), nullable=True))
    op.create_index("ix_channels_hook", "channels", ["hook_hash"], unique=True)
    op.create_table(
        "channel_calls",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("event_id", sa.String(80), nullable=False),
        sa.Column("nudge", sa.Boolean(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("shop_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel_id", "event_id"),
    )
    op.create_table(
        "errands",
        sa.Column("id", ID, nullable=False),
        sa.Column("review_id", ID, nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("settled_by", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("shop_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"]),
        sa.ForeignKeyConstraint(["shop_id", "person_id"], ["people.shop_id", "people.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("shop_id", "id"),
    )
    op.create_index("ix_errands_review", "errands", ["review_id", "id"])


def downgrade() -> None:
    op.drop_table("errands")
    op.drop_table("channel_calls")
    op.drop_index("ix_channels_hook", "channels")
    for name in ("hook_hash", "hook", "failures", "next_sync_at"):
        op.drop_column("channels", name)
    op.drop_index("ix_reviews_clock", "reviews")
    for name in ("clock_ends_at", "clock", "more"):
        op.drop_column("reviews", name)

"""Delivered orders, the invitations to review them, and who wants none.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _of_shop(
        "orders",
        sa.Column("number_hash", sa.String(64), nullable=False),
        sa.Column("email_hash", sa.String(64)),
        sa.Column("contact", sa.Text()),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("consent", sa.Boolean()),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("ordered_at", MOMENT),
        sa.Column("delivered_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.UniqueConstraint("shop_id", "id"),
        sa.UniqueConstraint("shop_id", "number_hash"),
    )
    op.create_index("ix_orders_delivered", "orders", ["shop_id", "delivered_at"])
    _of_shop(
        "invitations",
        sa.Column("order_id", ID, nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("done_at", MOMENT),
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("order_id", "channel_id"),
        sa.ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_invitations_state", "invitations", ["channel_id", "state", "due_at"])
    _of_shop(
        "invite_rules",
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("delay_days", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("consent_only", sa.Boolean(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("changed_by", ID),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("released_by", ID),
        sa.Column("released_at", MOMENT),
        sa.UniqueConstraint("shop_id", "channel_id"),
        sa.ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"),
    )
    _of_shop(
        "invite_policies",
        sa.Column("secrets", sa.Text(), nullable=False),
        sa.Column("divide", sa.Boolean(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.UniqueConstraint("shop_id"),
    )
    _of_shop(
        "unsubscribed",
        sa.Column("email_hash", sa.String(64), nullable=False),
        sa.Column("masked", sa.String(120), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("person_id", ID),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("shop_id", "email_hash"),
    )


def _of_shop(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("shop_id", ID, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    for table in ("unsubscribed", "invite_policies", "invite_rules", "invitations", "orders"):
        op.drop_table(table)

"""Calls counted against quotas; credentials typed into a form that is tested first; who settled an invitation.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "call_counts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("shop_id", ID, sa.ForeignKey("shops.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("pool", sa.String(40), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.UniqueConstraint("channel_id", "pool", "seconds", "slot"),
        sa.ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "typed_secrets",
        sa.Column("id", ID, primary_key=True),
        sa.Column("shop_id", ID, sa.ForeignKey("shops.id", ondelete="CASCADE"), nullable=False),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("form", sa.String(80), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("shop_id", "owner", "form"),
    )
    op.add_column("invitations", sa.Column("settled_by", ID, nullable=True))
    op.add_column("invitations", sa.Column("sent_again", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("invitations", "sent_again")
    op.drop_column("invitations", "settled_by")
    op.drop_table("typed_secrets")
    op.drop_table("call_counts")

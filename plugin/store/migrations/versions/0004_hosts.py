"""Installs on shop platforms, what they tell us, launch tokens that were used; people and sessions of a host.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("external_id", sa.String(120), nullable=True))
    op.create_index("ix_people_external", "people", ["shop_id", "external_id"], unique=True)
    op.add_column("sessions", sa.Column("host", sa.String(20), nullable=False, server_default="standalone"))
    op.add_column("sessions", sa.Column("language", sa.String(10), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("launched_at", MOMENT, nullable=True))
    op.create_table(
        "installs",
        sa.Column("id", ID, nullable=False),
        sa.Column("host", sa.String(20), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("shop_url", sa.String(500), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("installed_at", MOMENT, nullable=True),
        sa.Column("uninstalled_at", MOMENT, nullable=True),
        sa.Column("purge_at", MOMENT, nullable=True),
        sa.Column("shop_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("shop_id", "id"),
        sa.UniqueConstraint("host", "external_id"),
    )
    op.create_table(
        "host_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("host", sa.String(20), nullable=False),
        sa.Column("external_shop", sa.String(200), nullable=False),
        sa.Column("topic", sa.String(100), nullable=False),
        sa.Column("event_id", sa.String(200), nullable=False),
        sa.Column("wish", sa.String(40), nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("handled_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("host", "external_shop", "topic", "event_id"),
    )
    op.create_index("ix_host_events_open", "host_events", ["handled_at", "id"])
    op.create_table(
        "used_tokens",
        sa.Column("host", sa.String(20), nullable=False),
        sa.Column("jti", sa.String(200), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("host", "jti"),
    )
    op.create_index("ix_used_tokens_expiry", "used_tokens", ["expires_at"])


def downgrade() -> None:
    for table in ("used_tokens", "host_events", "installs"):
        op.drop_table(table)
    for column in ("launched_at", "language", "host"):
        op.drop_column("sessions", column)
    op.drop_index("ix_people_external", table_name="people")
    op.drop_column("people", "external_id")

"""Golden examples, changes tried before they take effect, answers to proposed rules, packs of guidelines.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _of_shop() -> tuple[sa.Column[int], sa.ForeignKeyConstraint, sa.PrimaryKeyConstraint]:
    return (
        sa.Column("shop_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )


def upgrade() -> None:
    op.add_column("shops", sa.Column("pack", sa.String(64), nullable=False, server_default=""))
    op.add_column("shops", sa.Column("writer", sa.String(200), nullable=False, server_default=""))
    op.add_column("shops", sa.Column("waiting", sa.JSON(), nullable=True))
    edited = sa.text("writer = 'person'")
    op.create_index("ix_drafts_edited", "drafts", ["shop_id", "id"], sqlite_where=edited, postgresql_where=edited)
    op.create_table(
        "packs",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "golden_examples",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("review", sa.JSON(), nullable=False),
        sa.Column("expect", sa.JSON(), nullable=False),
        sa.Column("review_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        *_of_shop(),
        sa.UniqueConstraint("shop_id", "name"),
    )
    op.create_table(
        "trials",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("workflow_id", sa.String(100), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_by", ID, nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        *_of_shop(),
        sa.UniqueConstraint("workflow_id"),
        sa.UniqueConstraint("shop_id", "id"),
    )
    op.create_index("ix_trials_shop", "trials", ["shop_id", "id"])
    op.create_table(
        "trial_cases",
        sa.Column("id", ID, nullable=False),
        sa.Column("trial_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("golden_id", ID, nullable=True),
        sa.Column("review_id", ID, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.Column("unmet", sa.Integer(), nullable=False),
        *_of_shop(),
        sa.ForeignKeyConstraint(["shop_id", "trial_id"], ["trials.shop_id", "trials.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_trial_cases_trial", "trial_cases", ["trial_id", "id"])
    op.create_table(
        "proposals_answered",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        *_of_shop(),
        sa.UniqueConstraint("shop_id", "key"),
    )


def downgrade() -> None:
    for table in ("proposals_answered", "trial_cases", "trials", "golden_examples", "packs"):
        op.drop_table(table)
    op.drop_index("ix_drafts_edited", table_name="drafts")
    for column in ("waiting", "writer", "pack"):
        op.drop_column("shops", column)

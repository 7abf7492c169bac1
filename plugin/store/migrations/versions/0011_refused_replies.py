"""Why a channel's moderation refused a reply, in its words.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("publications", sa.Column("violation", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("publications", "violation")

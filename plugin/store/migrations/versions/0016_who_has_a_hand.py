"""Who else has a hand in a shop's drafts, as its owner accepted it: the second reader and the adviser beside the writer.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("shops", sa.Column("hands", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("shops", "hands")

"""How many reviews a channel says it has; time limits that a person started.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("channels", sa.Column("total", sa.Integer(), nullable=True))
    op.add_column("reviews", sa.Column("clock_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("reviews", "clock_by_hand")
    op.drop_column("channels", "total")

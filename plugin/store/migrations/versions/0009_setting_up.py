"""How far a new shop's owner is with setting it up (shops that are there already have nothing to set up), and when a
shop that its owner removes is gone.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("shops", sa.Column("setup", sa.JSON(), nullable=True))
    op.add_column("shops", sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("shops", "leaves_at")
    op.drop_column("shops", "setup")

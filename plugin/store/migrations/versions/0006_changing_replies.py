"""Published replies can be replaced and taken back.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("publications", sa.Column("kind", sa.String(10), nullable=False, server_default="post"))
    op.add_column("publications", sa.Column("target_id", ID, nullable=True))
    op.add_column("publications", sa.Column("asked_by", ID, nullable=True))


def downgrade() -> None:
    for name in ("asked_by", "target_id", "kind"):
        op.drop_column("publications", name)

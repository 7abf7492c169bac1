"""What belongs to a review is found by it.

Without these, SQLite took an index over all that the shop has (drafts by their language, promises by their date) and
walked it for each review that was saved, changed or removed.

Revision ID: 0013
"""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("ix_drafts_review", "drafts", ["shop_id", "review_id", "number"])
    op.create_index("ix_approvals_review", "approvals", ["shop_id", "review_id"])
    op.create_index("ix_promises_review", "promises", ["shop_id", "review_id"])


def downgrade() -> None:
    op.drop_index("ix_promises_review", "promises")
    op.drop_index("ix_approvals_review", "approvals")
    op.drop_index("ix_drafts_review", "drafts")

"""All tables of the word list.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('shops',
    sa.Column('id', ID, nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('host', sa.String(length=20), nullable=False),
    sa.Column('profile', sa.JSON(), nullable=False),
    sa.Column('profile_version', sa.Integer(), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('slug')
    )
    op.create_table('workers',
    sa.Column('id', sa.String(length=80), nullable=False),
    sa.Column('started_at', MOMENT, nullable=False),
    sa.Column('seen_at', MOMENT, nullable=False),
    sa.Column('stopped_at', MOMENT, nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('batches',
    sa.Column('id', ID, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('workflow_id', sa.String(length=100), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('asked_by', ID, nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('finished_at', MOMENT, nullable=True),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('shop_id', 'id'),
    sa.UniqueConstraint('workflow_id')
    )
    op.create_index('ix_batches_shop', 'batches', ['shop_id', 'id'], unique=False)
    op.create_table('channels',
    sa.Column('id', ID, nullable=False),
    sa.Column('connector', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('secrets', sa.Text(), nullable=True),
    sa.Column('limits', sa.JSON(), nullable=False),
    sa.Column('cursor', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('synced_at', MOMENT, nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('shop_id', 'id'),
    sa.UniqueConstraint('shop_id', 'name')
    )
    op.create_table('events',
    sa.Column('id', ID, nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('person_id', ID, nullable=True),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('review_id', ID, nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_events_review', 'events', ['shop_id', 'review_id', 'id'], unique=False)
    op.create_index('ix_events_shop', 'events', ['shop_id', 'id'], unique=False)
    op.create_table('people',
    sa.Column('id', ID, nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('shop_id', 'id')
    )
    op.create_table('review_facets',
    sa.Column('shop_id', ID, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('channel_id', ID, nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('decision', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('shop_id', 'state', 'channel_id', 'stars', 'decision', 'language')
    )
    op.create_table('schedules',
    sa.Column('id', ID, nullable=False),
    sa.Column('at', sa.String(length=5), nullable=False),
    sa.Column('timezone', sa.String(length=60), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('changed_by', ID, nullable=True),
    sa.Column('changed_at', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('shop_id')
    )
    op.create_table('reviews',
    sa.Column('id', ID, nullable=False),
    sa.Column('channel_id', ID, nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('stars', sa.Integer(), sa.Computed('coalesce(rating, 0)', persisted=True), nullable=False),
    sa.Column('author', sa.String(length=200), nullable=False),
    sa.Column('product', sa.String(length=300), nullable=False),
    sa.Column('product_id', sa.String(length=100), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=True),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('channel_status', sa.String(length=20), nullable=False),
    sa.Column('given_language', sa.String(length=10), nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('fetched_at', MOMENT, nullable=False),
    sa.Column('changed_at', MOMENT, nullable=True),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('decision', sa.String(length=20), nullable=False),
    sa.Column('play', sa.String(length=20), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('urgency', sa.Integer(), nullable=False),
    sa.Column('rank', ID, nullable=False),
    sa.Column('existing_reply', sa.JSON(), nullable=True),
    sa.Column('fingerprint', sa.String(length=32), nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'channel_id'], ['channels.shop_id', 'channels.id'], ),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('channel_id', 'external_id'),
    sa.UniqueConstraint('shop_id', 'id')
    )
    op.create_index('ix_reviews_open', 'reviews', ['shop_id', 'id'], unique=False, sqlite_where=sa.text("state = 'new'"), postgresql_where=sa.text("state = 'new'"))
    op.create_index('ix_reviews_order', 'reviews', ['shop_id', 'rank', 'id', 'state', 'channel_id', 'stars', 'decision', 'language'], unique=False)
    op.create_index('ix_reviews_streams', 'reviews', ['shop_id', 'state', 'channel_id', 'stars', 'decision', 'language', 'rank', 'id'], unique=False)
    op.create_table('sessions',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('expires_at', MOMENT, nullable=False),
    sa.Column('ended_at', MOMENT, nullable=True),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'person_id'], ['people.shop_id', 'people.id'], ),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    op.create_table('sign_in_links',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('expires_at', MOMENT, nullable=False),
    sa.Column('used_at', MOMENT, nullable=True),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'person_id'], ['people.shop_id', 'people.id'], ),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    op.create_table('decisions',
    sa.Column('id', ID, nullable=False),
    sa.Column('review_id', ID, nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('decision', sa.String(length=20), nullable=False),
    sa.Column('play', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('points', sa.JSON(), nullable=False),
    sa.Column('flags', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('language_confidence', sa.Double(), nullable=False),
    sa.Column('person_id', ID, nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'review_id'], ['reviews.shop_id', 'reviews.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_decisions_review', 'decisions', ['review_id', 'id'], unique=False)
    op.create_table('drafts',
    sa.Column('id', ID, nullable=False),
    sa.Column('review_id', ID, nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reply', sa.Text(), nullable=True),
    sa.Column('private_message', sa.Text(), nullable=True),
    sa.Column('internal_note', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('writer', sa.String(length=120), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('report', sa.JSON(), nullable=True),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('promises', sa.JSON(), nullable=False),
    sa.Column('usage', sa.JSON(), nullable=False),
    sa.Column('prompt_hash', sa.String(length=64), nullable=False),
    sa.Column('profile_version', sa.Integer(), nullable=False),
    sa.Column('outdated', sa.Boolean(), nullable=False),
    sa.Column('person_id', ID, nullable=True),
    sa.Column('batch_id', ID, nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'review_id'], ['reviews.shop_id', 'reviews.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('review_id', 'number'),
    sa.UniqueConstraint('shop_id', 'id')
    )
    op.create_index('ix_drafts_shop_language', 'drafts', ['shop_id', 'language', 'id'], unique=False)
    op.create_table('review_versions',
    sa.Column('id', ID, nullable=False),
    sa.Column('review_id', ID, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('seen_until', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'review_id'], ['reviews.shop_id', 'reviews.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('review_id', 'version')
    )
    op.create_table('approvals',
    sa.Column('id', ID, nullable=False),
    sa.Column('review_id', ID, nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('draft_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('override_reason', sa.Text(), nullable=False),
    sa.Column('seen_seconds', sa.Double(), nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'draft_id'], ['drafts.shop_id', 'drafts.id'], ),
    sa.ForeignKeyConstraint(['shop_id', 'person_id'], ['people.shop_id', 'people.id'], ),
    sa.ForeignKeyConstraint(['shop_id', 'review_id'], ['reviews.shop_id', 'reviews.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('shop_id', 'id')
    )
    op.create_table('publications',
    sa.Column('id', ID, nullable=False),
    sa.Column('approval_id', ID, nullable=False),
    sa.Column('review_id', ID, nullable=False),
    sa.Column('channel_id', ID, nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('hint', sa.Text(), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('posted_at', MOMENT, nullable=True),
    sa.Column('seen_at', MOMENT, nullable=True),
    sa.Column('resolved_by', ID, nullable=True),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'approval_id'], ['approvals.shop_id', 'approvals.id'], ),
    sa.ForeignKeyConstraint(['shop_id', 'channel_id'], ['channels.shop_id', 'channels.id'], ),
    sa.ForeignKeyConstraint(['shop_id', 'review_id'], ['reviews.shop_id', 'reviews.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key'),
    sa.UniqueConstraint('shop_id', 'id')
    )
    op.create_index('ix_publications_review', 'publications', ['review_id', 'id'], unique=False)
    op.create_table('promises',
    sa.Column('id', ID, nullable=False),
    sa.Column('publication_id', ID, nullable=False),
    sa.Column('review_id', ID, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('person_id', ID, nullable=True),
    sa.Column('kept_at', MOMENT, nullable=True),
    sa.Column('dropped_at', MOMENT, nullable=True),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('shop_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['shop_id', 'publication_id'], ['publications.shop_id', 'publications.id'], ),
    sa.ForeignKeyConstraint(['shop_id', 'review_id'], ['reviews.shop_id', 'reviews.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shops.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_promises_open', 'promises', ['shop_id', 'kept_at', 'due'], unique=False)


def downgrade() -> None:
    op.drop_table('promises')
    op.drop_table('publications')
    op.drop_table('approvals')
    op.drop_table('review_versions')
    op.drop_table('drafts')
    op.drop_table('decisions')
    op.drop_table('sign_in_links')
    op.drop_table('sessions')
    op.drop_table('reviews')
    op.drop_table('schedules')
    op.drop_table('review_facets')
    op.drop_table('people')
    op.drop_table('events')
    op.drop_table('channels')
    op.drop_table('batches')
    op.drop_table('workers')
    op.drop_table('shops')

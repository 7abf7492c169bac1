"""All tables. Every row carries its shop; composite foreign keys keep a row's parts inside one shop.

Times are stored in UTC. JSON columns hold what is read whole and never filtered on; whatever the inbox filters
or sorts by is a column of ``reviews`` of its own, kept up to date by the functions of this room.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Computed,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy import text as sql_text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite gives rowids (and so cheap keyset pages) only to INTEGER keys; Postgres wants room for 64 bits.
Id = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware time, stored in UTC; SQLite forgets the zone, this puts it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's own way to declare it
        dt.datetime: UtcDateTime(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


class OfShop:
    """Everything but the shops themselves belongs to one shop; the tenancy net hangs on this class."""

    shop_id: Mapped[int] = mapped_column(Id, ForeignKey("shops.id", ondelete="CASCADE"), index=False)


class Shop(Base):
    __tablename__ = "shops"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)  # how the command line names a shop
    host: Mapped[str] = mapped_column(String(20), default="standalone")
    profile: Mapped[dict[str, Any]]  # plugin.shop.dump_profile
    profile_version: Mapped[int] = mapped_column(default=1)
    # What its owner accepted, "" before the first draft: the pack of guidelines (its hash), and who writes.
    pack: Mapped[str] = mapped_column(String(64), default="", server_default="")
    writer: Mapped[str] = mapped_column(String(200), default="", server_default="")
    hands: Mapped[
        dict[str, Any] | None
    ]  # who writes, reads again and advises, by their marks (work.hands); null: not noted
    waiting: Mapped[list[Any] | None]  # ids of SHOULDs of a newer pack that its owner has not accepted yet
    setup: Mapped[dict[str, Any] | None]  # how far its owner is with setting it up (store.setting_up); null: no further
    leaves_at: Mapped[dt.datetime | None]  # its owner removes it: when everything of it goes (work.leaving)
    created_at: Mapped[dt.datetime]


class Person(OfShop, Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(20))  # words.Role
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    external_id: Mapped[str | None] = mapped_column(String(120))  # the user's id on the shop's host, where it names one
    created_at: Mapped[dt.datetime]
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        Index("ix_people_external", "shop_id", "external_id", unique=True),
    )


class SignInLink(OfShop, Base):
    """A one-time link for the first owner or an invited person; only the token's hash is kept."""

    __tablename__ = "sign_in_links"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    __table_args__ = (ForeignKeyConstraint(["shop_id", "person_id"], ["people.shop_id", "people.id"]),)


class SignedIn(OfShop, Base):
    """A session of a person: by cookie (``kind`` "desk"), or by header: a program's ("token") or that of a page inside a
    host's admin ("embedded"), which is short and can be renewed until some hours after ``launched_at``.
    """

    __tablename__ = "sessions"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120), default="")  # what an API token is for
    host: Mapped[str] = mapped_column(String(20), default="standalone", server_default="standalone")
    language: Mapped[str] = mapped_column(String(10), default="", server_default="")  # of the host's admin
    launched_at: Mapped[dt.datetime | None]  # when a host vouched for the person; embedded sessions only
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (ForeignKeyConstraint(["shop_id", "person_id"], ["people.shop_id", "people.id"]),)


class Pin(OfShop, Base):
    """A person's own sign-in where the host names nobody. Only a stretched hash is kept; tries in a row lock it."""

    __tablename__ = "pins"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id)
    stretched: Mapped[str] = mapped_column(String(200))
    tries: Mapped[int] = mapped_column(default=0)  # since the last right one
    locks: Mapped[int] = mapped_column(default=0)  # since the last right one: each next lock is longer
    locked_until: Mapped[dt.datetime | None]
    changed_at: Mapped[dt.datetime]
    __table_args__ = (
        UniqueConstraint("shop_id", "person_id"),
        ForeignKeyConstraint(["shop_id", "person_id"], ["people.shop_id", "people.id"]),
    )


class Channel(OfShop, Base):
    __tablename__ = "channels"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    connector: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    settings: Mapped[dict[str, Any]]  # without the secret fields
    secrets: Mapped[str | None] = mapped_column(Text)  # ciphertext, bound to this shop and channel
    limits: Mapped[dict[str, Any]]  # {"max_chars", "max_bytes", "per_minute"}: the shop's own, on top of capabilities
    cursor: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), default="ok")  # ok | reconnect | failing | off
    message: Mapped[str] = mapped_column(Text, default="")  # the last problem, in plain words
    synced_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    next_sync_at: Mapped[dt.datetime | None]  # when it is read next by itself; None = at the next look
    failures: Mapped[int] = mapped_column(default=0, server_default="0")  # readings in a row that did not end well
    total: Mapped[int | None]  # reviews that the channel said it has, where it says so
    hook: Mapped[str | None] = mapped_column(Text)  # ciphertext: our address there, and the platform's secret for it
    hook_hash: Mapped[str | None] = mapped_column(String(64))  # of the token in that address
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "name"),
        Index("ix_channels_hook", "hook_hash", unique=True),
    )


class ChannelCall(OfShop, Base):
    """A platform's call to one of our addresses, each once: what it was about, and when."""

    __tablename__ = "channel_calls"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel_id: Mapped[int] = mapped_column(Id)
    event_id: Mapped[str] = mapped_column(String(80))  # the platform's own, else a hash of the body
    nudge: Mapped[bool] = mapped_column(Boolean, default=False)  # unsigned: believed to be a reason to look, no more
    received_at: Mapped[dt.datetime]
    __table_args__ = (
        UniqueConstraint("channel_id", "event_id"),
        ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"),
    )


class CallCount(OfShop, Base):
    """How many calls a channel made in one slot of a quota's window; older slots are dropped (call_counts.py)."""

    __tablename__ = "call_counts"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel_id: Mapped[int] = mapped_column(Id)
    pool: Mapped[str] = mapped_column(String(40), default="")  # connectors.abilities.Quota.of
    seconds: Mapped[int]  # the quota's window
    slot: Mapped[int] = mapped_column(BigInteger)  # which sixtieth of a window since 1970
    calls: Mapped[int]
    __table_args__ = (
        UniqueConstraint("channel_id", "pool", "seconds", "slot"),
        ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"),
    )


class TypedSecret(OfShop, Base):
    """Credentials that a person typed into a form that is not kept yet, for some minutes and that person's page alone."""

    __tablename__ = "typed_secrets"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))  # whose page it is: a session, or a launch of the desk in an admin
    form: Mapped[str] = mapped_column(String(80))  # which form
    sealed: Mapped[str] = mapped_column(Text)  # ciphertext, bound to shop, owner and form
    expires_at: Mapped[dt.datetime]
    __table_args__ = (UniqueConstraint("shop_id", "owner", "form"),)


class Review(OfShop, Base):
    """A review as it stands, with everything that the inbox filters and sorts by."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel_id: Mapped[int] = mapped_column(Id)
    external_id: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    rating: Mapped[int | None]
    stars: Mapped[int] = mapped_column(Computed("coalesce(rating, 0)", persisted=True))  # 0 = none; what filters use
    author: Mapped[str] = mapped_column(String(200), default="")
    product: Mapped[str] = mapped_column(String(300), default="")
    product_id: Mapped[str] = mapped_column(String(100), default="")
    verified: Mapped[bool | None]
    url: Mapped[str] = mapped_column(Text, default="")
    channel_status: Mapped[str] = mapped_column(String(20), default="visible")  # visible | held | removed
    given_language: Mapped[str | None] = mapped_column(String(10))  # what the channel said
    created_at: Mapped[dt.datetime]  # when the customer wrote it
    fetched_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime | None]  # when a later version was seen
    language: Mapped[str] = mapped_column(String(10), default="")  # as detected by triage
    state: Mapped[str] = mapped_column(String(20), default="new")  # words.ReviewState
    decision: Mapped[str] = mapped_column(String(20), default="")  # words.Decision, "" before triage
    play: Mapped[str] = mapped_column(String(20), default="")
    verdict: Mapped[str] = mapped_column(String(10), default="")  # of the current draft: pass | warn | block
    urgency: Mapped[int] = mapped_column(default=0)  # 0 to 3; adds to rank
    rank: Mapped[int] = mapped_column(Id, default=0)  # epoch seconds of created_at + urgency bonus; the inbox's order
    existing_reply: Mapped[dict[str, Any] | None]  # a reply that stands on the channel, as last seen
    fingerprint: Mapped[str] = mapped_column(String(32), default="")  # of all that the channel gave: the changed-test
    more: Mapped[dict[str, Any] | None]  # what only some channels give: order, location, moderation … (incoming.py)
    clock: Mapped[str] = mapped_column(String(60), default="", server_default="")  # the time limit that ends next
    clock_ends_at: Mapped[dt.datetime | None]
    clock_by_hand: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())  # a person said so
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("channel_id", "external_id"),
        ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"]),
        # The inbox's order; carries what is filtered by, so that a walk along it reads no rows.
        Index(
            "ix_reviews_order",
            "shop_id",
            "rank",
            "id",
            "state",
            "channel_id",
            "stars",
            "decision",
            "language",
        ),
        # What a bulk run drafts; few at a time, so the index stays small.
        Index(
            "ix_reviews_open",
            "shop_id",
            "id",
            sqlite_where=sql_text("state = 'new'"),
            postgresql_where=sql_text("state = 'new'"),
        ),
        # What the channels' clocks press for; few among many.
        Index(
            "ix_reviews_clock",
            "shop_id",
            "clock_ends_at",
            sqlite_where=sql_text("clock_ends_at IS NOT NULL"),
            postgresql_where=sql_text("clock_ends_at IS NOT NULL"),
        ),
        # One ordered stream per combination of everything that can be filtered by (listing.py merges them).
        Index(
            "ix_reviews_streams",
            "shop_id",
            "state",
            "channel_id",
            "stars",
            "decision",
            "language",
            "rank",
            "id",
        ),
    )


class ReviewFacet(OfShop, Base):
    """How many reviews stand in each combination; kept by triggers in the same transaction (migrations)."""

    __tablename__ = "review_facets"
    shop_id: Mapped[int] = mapped_column(Id, ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20), primary_key=True)
    channel_id: Mapped[int] = mapped_column(Id, primary_key=True)
    stars: Mapped[int] = mapped_column(Integer, primary_key=True)
    decision: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    n: Mapped[int]
    __table_args__ = ({"sqlite_with_rowid": False},)  # one tree: every page reads all of a shop's, every review counts


class ReviewVersion(OfShop, Base):
    """What a review said before it was edited."""

    __tablename__ = "review_versions"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    review_id: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    rating: Mapped[int | None]
    seen_until: Mapped[dt.datetime]
    __table_args__ = (
        UniqueConstraint("review_id", "version"),
        ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
    )


class DecisionMade(OfShop, Base):
    """A decision with its reason; the newest one stands. ``person_id`` None = triage."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    review_id: Mapped[int] = mapped_column(Id)
    review_version: Mapped[int]
    decision: Mapped[str] = mapped_column(String(20))
    play: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text)
    points: Mapped[list[Any]]  # [{"label", "sentiment", "start", "end"}]
    flags: Mapped[list[Any]]
    language: Mapped[str] = mapped_column(String(10))
    language_confidence: Mapped[float] = mapped_column(default=0.0)
    person_id: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
        Index("ix_decisions_review", "review_id", "id"),
    )


class Draft(OfShop, Base):
    """A version of a reply; the newest one stands. ``person_id`` set = written or edited by a person."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    review_id: Mapped[int] = mapped_column(Id)
    review_version: Mapped[int]
    number: Mapped[int]  # 1, 2, 3 … within the review
    reply: Mapped[str | None] = mapped_column(Text)
    private_message: Mapped[str | None] = mapped_column(Text)
    internal_note: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10), default="")
    writer: Mapped[str] = mapped_column(String(120))  # built-in | <model>@<prompt version> | person
    note: Mapped[str] = mapped_column(Text, default="")  # why this writer and not the model
    report: Mapped[dict[str, Any] | None]  # plugin.formats: report as plain data
    verdict: Mapped[str] = mapped_column(String(10), default="")
    promises: Mapped[list[Any]]
    usage: Mapped[dict[str, Any]]
    prompt_hash: Mapped[str] = mapped_column(String(64), default="")
    profile_version: Mapped[int] = mapped_column(default=1)
    outdated: Mapped[bool] = mapped_column(Boolean, default=False)  # the review changed after this was written
    person_id: Mapped[int | None] = mapped_column(Id)
    batch_id: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("review_id", "number"),
        ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
        Index("ix_drafts_review", "shop_id", "review_id", "number"),
        Index("ix_drafts_shop_language", "shop_id", "language", "id"),
        # What people made of drafts: few among many.
        Index(
            "ix_drafts_edited",
            "shop_id",
            "id",
            sqlite_where=sql_text("writer = 'person'"),
            postgresql_where=sql_text("writer = 'person'"),
        ),
    )


class Approval(OfShop, Base):
    """A person's yes to one exact text, with the report that they saw."""

    __tablename__ = "approvals"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    review_id: Mapped[int] = mapped_column(Id)
    review_version: Mapped[int]
    draft_id: Mapped[int] = mapped_column(Id)
    person_id: Mapped[int] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    report: Mapped[dict[str, Any]]
    override_reason: Mapped[str] = mapped_column(Text, default="")  # given where the report blocks
    seen_seconds: Mapped[float | None]  # how long the text stood on screen before the yes (rules.md AI-2)
    created_at: Mapped[dt.datetime]
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["shop_id", "draft_id"], ["drafts.shop_id", "drafts.id"]),
        ForeignKeyConstraint(["shop_id", "person_id"], ["people.shop_id", "people.id"]),
        Index("ix_approvals_review", "shop_id", "review_id"),
    )


class Publication(OfShop, Base):
    """The act of placing an approved text on a channel, until it is seen there."""

    __tablename__ = "publications"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    approval_id: Mapped[int] = mapped_column(Id)
    review_id: Mapped[int] = mapped_column(Id)
    channel_id: Mapped[int] = mapped_column(Id)
    key: Mapped[str] = mapped_column(
        String(64), unique=True
    )  # ours; travels to the channel as marker, and names the workflow
    state: Mapped[str] = mapped_column(String(20))  # words.PublicationState
    attempts: Mapped[int] = mapped_column(default=0)
    external_id: Mapped[str] = mapped_column(String(200), default="")
    url: Mapped[str] = mapped_column(Text, default="")
    message: Mapped[str] = mapped_column(Text, default="")  # the last problem, in plain words
    hint: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[dt.datetime]
    posted_at: Mapped[dt.datetime | None]
    seen_at: Mapped[dt.datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(Id)  # the person who settled an unknown outcome
    kind: Mapped[str] = mapped_column(String(10), default="post", server_default="post")  # words.PublicationKind
    # Of a change: the publication whose reply it replaces or takes back. The approval of a taking back is that one's.
    target_id: Mapped[int | None] = mapped_column(Id)
    asked_by: Mapped[int | None] = mapped_column(Id)  # who wanted it taken back
    violation: Mapped[dict[str, Any] | None]  # why the platform refused it, in its words: said, kind, quote
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["shop_id", "approval_id"], ["approvals.shop_id", "approvals.id"]),
        ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"]),
        Index("ix_publications_review", "review_id", "id"),
    )


class Errand(OfShop, Base):
    """Something besides a public reply that a person asked a channel to do for one review, once, by a click."""

    __tablename__ = "errands"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    review_id: Mapped[int] = mapped_column(Id)
    channel_id: Mapped[int] = mapped_column(Id)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))  # words.ErrandKind
    state: Mapped[str] = mapped_column(String(10))  # words.ErrandState
    subject: Mapped[str] = mapped_column(Text, default="")  # of a private message
    reason: Mapped[str] = mapped_column(String(80), default="")  # of a report: the platform's own ground
    text: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(String(200), default="")  # the platform's number for it
    message: Mapped[str] = mapped_column(Text, default="")
    hint: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int] = mapped_column(Id)
    settled_by: Mapped[int | None] = mapped_column(Id)  # the person who said what nobody knew
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"]),
        ForeignKeyConstraint(["shop_id", "person_id"], ["people.shop_id", "people.id"]),
        Index("ix_errands_review", "review_id", "id"),
    )


class PromiseMade(OfShop, Base):
    """A promise of a published reply: a task with its date (guideline F-PROMISE)."""

    __tablename__ = "promises"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    publication_id: Mapped[int] = mapped_column(Id)
    review_id: Mapped[int] = mapped_column(Id)
    text: Mapped[str] = mapped_column(Text)
    due: Mapped[dt.date | None]
    person_id: Mapped[int | None] = mapped_column(Id)
    kept_at: Mapped[dt.datetime | None]
    dropped_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "publication_id"], ["publications.shop_id", "publications.id"]),
        ForeignKeyConstraint(["shop_id", "review_id"], ["reviews.shop_id", "reviews.id"], ondelete="CASCADE"),
        Index("ix_promises_open", "shop_id", "kept_at", "due"),
        Index("ix_promises_review", "shop_id", "review_id"),
    )


class Schedule(OfShop, Base):
    """The shop's nightly run: fetch and draft at ``at`` (HH:MM) in ``timezone``."""

    __tablename__ = "schedules"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[str] = mapped_column(String(5), default="03:00")
    timezone: Mapped[str] = mapped_column(String(60), default="Europe/Amsterdam")
    on: Mapped[bool] = mapped_column("is_on", Boolean, default=False)
    changed_by: Mapped[int | None] = mapped_column(Id)
    changed_at: Mapped[dt.datetime]
    __table_args__ = (UniqueConstraint("shop_id"),)


class Batch(OfShop, Base):
    """A bulk drafting run with its progress; ``workflow_id`` names the durable workflow."""

    __tablename__ = "batches"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # desk | night | sample
    state: Mapped[str] = mapped_column(String(20))  # queued | running | done | cancelled | failed
    workflow_id: Mapped[str] = mapped_column(String(100), unique=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    __table_args__ = (UniqueConstraint("shop_id", "id"), Index("ix_batches_shop", "shop_id", "id"))


class Event(OfShop, Base):
    """Who did what, when: the shop's own log. ``details`` never holds a secret."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[dt.datetime]
    person_id: Mapped[int | None] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(40))  # review.overruled, draft.edited, reply.approved, …
    review_id: Mapped[int | None] = mapped_column(Id)
    details: Mapped[dict[str, Any]]
    __table_args__ = (Index("ix_events_review", "shop_id", "review_id", "id"), Index("ix_events_shop", "shop_id", "id"))


class GoldenExample(OfShop, Base):
    """A pinned review with what must hold of its draft, whatever changes (plugin.drafting.golden)."""

    __tablename__ = "golden_examples"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    review: Mapped[dict[str, Any]]  # as a row of formats.md, without its id
    expect: Mapped[dict[str, Any]]
    review_id: Mapped[int | None] = mapped_column(Id)  # the review it was pinned from, which may be gone by now
    person_id: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    __table_args__ = (UniqueConstraint("shop_id", "name"),)


class Trial(OfShop, Base):
    """A change tried in the shadow before it takes effect: on the golden suite and on the latest real reviews."""

    __tablename__ = "trials"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # policy | writer | pack
    state: Mapped[str] = mapped_column(String(20))  # queued | running | ready | failed | accepted | dropped
    proposal: Mapped[dict[str, Any]]  # what is to take effect
    seen_version: Mapped[int] = mapped_column(default=0)  # of the profile that a policy change was made from
    workflow_id: Mapped[str] = mapped_column(String(100), unique=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int | None] = mapped_column(Id)
    decided_by: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    decided_at: Mapped[dt.datetime | None]
    __table_args__ = (UniqueConstraint("shop_id", "id"), Index("ix_trials_shop", "shop_id", "id"))


class TrialCase(OfShop, Base):
    """One review in a trial: its draft as things stand, and as they would be. Neither is a draft of the review."""

    __tablename__ = "trial_cases"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    trial_id: Mapped[int] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text)  # the review's words, to be read beside the two
    golden_id: Mapped[int | None] = mapped_column(Id)
    review_id: Mapped[int | None] = mapped_column(Id)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    differs: Mapped[bool] = mapped_column(Boolean)
    unmet: Mapped[int] = mapped_column(default=0)  # expectations that do not hold afterwards
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "trial_id"], ["trials.shop_id", "trials.id"], ondelete="CASCADE"),
        Index("ix_trial_cases_trial", "trial_id", "id"),
    )


class ProposalAnswered(OfShop, Base):
    """What a person answered to a rule that was proposed from their edits: a refused one is not proposed again."""

    __tablename__ = "proposals_answered"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))  # of the proposal: plugin.drafting.edits
    answer: Mapped[str] = mapped_column(String(10))  # accepted | refused
    person_id: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    __table_args__ = (UniqueConstraint("shop_id", "key"),)


class Pack(Base):
    """A version of the guidelines and rules as this installation has seen it, to show what a newer one changes.

    It holds nothing of any shop and belongs to none.
    """

    __tablename__ = "packs"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]]  # plugin.guidelines.pack_versions
    seen_at: Mapped[dt.datetime]


class WorkerSign(Base):
    """A worker's sign of life: it serves all shops, so it belongs to none. A worker whose ``seen_at`` is old is dead
    or stuck; its running workflows are taken over (plugin.work).
    """

    __tablename__ = "workers"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)  # the stable executor id
    started_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    stopped_at: Mapped[dt.datetime | None]  # set on an orderly stop


class Install(OfShop, Base):
    """A shop's installation on its host. ``data`` is the host's own: scopes, versions, origins; never a secret."""

    __tablename__ = "installs"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    host: Mapped[str] = mapped_column(String(20))  # shopify | shopware | woocommerce
    external_id: Mapped[str] = mapped_column(String(200))  # who the shop is there: its domain or shop id
    shop_url: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(20))  # pending | installed | suspended | uninstalled
    secrets: Mapped[str | None] = mapped_column(Text)  # ciphertext, bound to this shop and install
    data: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime]
    installed_at: Mapped[dt.datetime | None]
    uninstalled_at: Mapped[dt.datetime | None]
    purge_at: Mapped[dt.datetime | None]  # when everything of the shop is removed
    __table_args__ = (UniqueConstraint("shop_id", "id"), UniqueConstraint("host", "external_id"))


class KnownProduct(OfShop, Base):
    """What the shop's host says of a product (``name`` "": it knows none), for replies about it."""

    __tablename__ = "products"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    product_id: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(300))
    facts: Mapped[list[Any]]
    fetched_at: Mapped[dt.datetime]
    __table_args__ = (UniqueConstraint("shop_id", "product_id"),)


class KnownOrder(OfShop, Base):
    """A delivered order, as far as an invitation needs it. Number, address, name and products are sealed and go when all
    channels have asked; what stays (a keyed hash of the number) only keeps the order from being asked about again.
    """

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number_hash: Mapped[str] = mapped_column(String(64))
    email_hash: Mapped[str | None] = mapped_column(String(64))
    contact: Mapped[str | None] = mapped_column(Text)  # ciphertext: number, address, name, products
    language: Mapped[str] = mapped_column(String(10), default="")
    consent: Mapped[bool | None] = mapped_column(Boolean)  # whether the customer agreed to be asked; null: nobody asked
    source: Mapped[str] = mapped_column(String(20))  # who told us: a connector's name, import, api
    ordered_at: Mapped[dt.datetime | None]
    delivered_at: Mapped[dt.datetime]
    received_at: Mapped[dt.datetime]
    __table_args__ = (
        UniqueConstraint("shop_id", "id"),
        UniqueConstraint("shop_id", "number_hash"),
        Index("ix_orders_delivered", "shop_id", "delivered_at"),
    )


class Invited(OfShop, Base):
    """One request to one platform to ask the customer of one order for a review: once, whatever comes of it."""

    __tablename__ = "invitations"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    order_id: Mapped[int] = mapped_column(Id)
    channel_id: Mapped[int] = mapped_column(Id)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12))  # words.InvitationState
    reason: Mapped[str] = mapped_column(String(20), default="")  # why it was left out: words.LeftOut
    reference: Mapped[str] = mapped_column(String(200), default="")  # the platform's number for it
    message: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[dt.datetime]  # when it may go
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]
    settled_by: Mapped[int | None] = mapped_column(Id)  # who said what came of it, where nobody knew
    sent_again: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())  # by that person's word
    __table_args__ = (
        UniqueConstraint("order_id", "channel_id"),
        ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"),
        Index("ix_invitations_state", "channel_id", "state", "due_at"),
    )


class InviteRule(OfShop, Base):
    """How a channel asks for reviews: switched on by a person, and released by one who saw the first of them."""

    __tablename__ = "invite_rules"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel_id: Mapped[int] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(10))  # words.Inviting
    delay_days: Mapped[int] = mapped_column(default=7)  # from delivery
    share: Mapped[int] = mapped_column(default=1)  # of the orders, where the shop divides them among its channels
    consent_only: Mapped[bool] = mapped_column(Boolean, default=False)
    since: Mapped[dt.datetime]  # orders delivered before then are left alone
    changed_by: Mapped[int | None] = mapped_column(Id)
    changed_at: Mapped[dt.datetime]
    released_by: Mapped[int | None] = mapped_column(Id)
    released_at: Mapped[dt.datetime | None]
    __table_args__ = (
        UniqueConstraint("shop_id", "channel_id"),
        ForeignKeyConstraint(["shop_id", "channel_id"], ["channels.shop_id", "channels.id"], ondelete="CASCADE"),
    )


class InvitePolicy(OfShop, Base):
    """What holds for all of a shop's channels when they ask for reviews."""

    __tablename__ = "invite_policies"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    secrets: Mapped[str] = mapped_column(Text)  # ciphertext: the key of the shop's own hashes
    divide: Mapped[bool] = mapped_column(Boolean, default=True)  # each order is asked about by one channel only
    keep_days: Mapped[int] = mapped_column(default=7)  # how long an order's address stays once all have asked
    sources: Mapped[dict[str, Any]]  # channel id -> how far its orders were read: where orders come from
    __table_args__ = (UniqueConstraint("shop_id"),)


class Unsubscribed(OfShop, Base):
    """An address that wants no invitations: a keyed hash, and as much as a person needs to recognise it."""

    __tablename__ = "unsubscribed"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    masked: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(20))  # desk, command, api, platform, host
    person_id: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    __table_args__ = (UniqueConstraint("shop_id", "email_hash"),)


class HostEvent(Base):
    """What a host told us, once each, and what was done about it.

    It names its shop by the host's own id and belongs to no shop of ours: that a shop's data was removed must still be
    on record when the shop is gone. ``details`` is sealed, and removed once the event is dealt with.
    """

    __tablename__ = "host_events"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    host: Mapped[str] = mapped_column(String(20))
    external_shop: Mapped[str] = mapped_column(String(200))
    topic: Mapped[str] = mapped_column(String(100))  # the host's own name for it
    event_id: Mapped[str] = mapped_column(String(200))
    wish: Mapped[str] = mapped_column(String(40))  # what it asks of us: plugin.work.host_wishes
    body_sha256: Mapped[str] = mapped_column(String(64))
    details: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[dt.datetime]
    handled_at: Mapped[dt.datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        UniqueConstraint("host", "external_shop", "topic", "event_id"),
        Index("ix_host_events_open", "handled_at", "id"),
    )


class UsedToken(Base):
    """A single-use token of a host that was used: its launch cannot be replayed. Kept until it would have ended."""

    __tablename__ = "used_tokens"
    host: Mapped[str] = mapped_column(String(20), primary_key=True)
    jti: Mapped[str] = mapped_column(String(200), primary_key=True)
    expires_at: Mapped[dt.datetime]
    __table_args__ = (Index("ix_used_tokens_expiry", "expires_at"),)

"""What the desk's figures are made of: bounded windows, newest first, along an index. Nothing here walks a whole table:
whoever has a million reviews looks at the newest ``MOST`` of the period, and is told so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import Session

from plugin.store.ranking import rank
from plugin.store.tables import (
    Approval,
    Channel,
    DecisionMade,
    Draft,
    PromiseMade,
    Publication,
    Review,
    ReviewFacet,
)
from plugin.words import PublicationKind, PublicationState, ReviewState

MOST = 5_000  # rows of one kind that one look may read
DUE_WALK = 400  # entries of the inbox's order that the list of what is due may look at; every page of the desk asks
MOST_DUE = 100  # reviews; who owes more than that has a backlog, and the inbox shows it
_OUT = (PublicationState.PLACED.value, PublicationState.VISIBLE.value)
_WANT_AN_ANSWER = (ReviewState.NEW.value, ReviewState.WAITING.value)


@dataclass(frozen=True, slots=True)
class Placed:
    """A reply that is out. ``connected``: when its channel was; ``edited``: a person's words, not the writer's."""

    channel_id: int
    written: dt.datetime
    connected: dt.datetime
    out: dt.datetime
    edited: bool
    overridden: bool


@dataclass(frozen=True, slots=True)
class Complained:
    """A review and the points found in it, as stored."""

    review_id: int
    written: dt.datetime
    product: str
    points: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many reviews of a channel stand in a state under a decision."""

    channel_id: int
    state: str
    decision: str
    n: int


@dataclass(frozen=True, slots=True)
class Due:
    """A review that waits for its answer."""

    review_id: int
    author: str
    rating: int | None
    text: str
    channel_id: int
    written: dt.datetime
    verdict: str
    decision: str


def placed(session: Session, shop_id: int, since: dt.datetime) -> list[Placed]:
    """Replies that went out since then, newest first."""
    newest = (
        select(Publication.id)
        .where(Publication.shop_id == shop_id)
        .order_by(Publication.id.desc())
        .limit(MOST)
        .subquery()
    )
    found = session.execute(
        select(
            Publication.channel_id,
            Review.created_at,
            Channel.created_at,
            func.coalesce(Publication.seen_at, Publication.posted_at, Publication.created_at, type_=Publication.created_at.type),
            Draft.writer == "person",
            Approval.override_reason != "",
        )
        .join(newest, Publication.id == newest.c.id)
        .join(Review, Review.id == Publication.review_id)
        .join(Channel, Channel.id == Publication.channel_id)
        .join(Approval, Approval.id == Publication.approval_id)
        .join(Draft, Draft.id == Approval.draft_id)
        .where(
            Publication.state.in_(_OUT), Publication.kind == PublicationKind.POST, Publication.created_at >= since
        )
    )  # fmt: skip
    return [Placed(*row) for row in found]


def complained(session: Session, shop_id: int, since: dt.datetime) -> list[Complained]:
    """What customers wrote since then and what was found in it: of the newest ``MOST`` reviews."""
    newest = (
        select(Review.id)
        .where(Review.shop_id == shop_id, Review.rank >= rank(since))
        .order_by(Review.rank.desc(), Review.id.desc())
        .limit(MOST)
        .subquery()
    )
    standing = (
        select(func.max(DecisionMade.id)).where(DecisionMade.review_id == Review.id).correlate(Review).scalar_subquery()
    )
    found = session.execute(
        select(Review.id, Review.created_at, Review.product, DecisionMade.points)
        .join(newest, Review.id == newest.c.id)
        .join(DecisionMade, DecisionMade.id == standing)
        .where(Review.created_at >= since)
    )
    return [Complained(row[0], row[1], row[2], tuple(row[3])) for row in found]


def kept_since(session: Session, shop_id: int, since: dt.datetime) -> list[tuple[dt.datetime, dt.date | None]]:
    """When each promise was kept, and when it was due."""
    found = session.execute(
        select(PromiseMade.kept_at, PromiseMade.due)
        .where(PromiseMade.shop_id == shop_id, PromiseMade.kept_at >= since)
        .order_by(PromiseMade.kept_at.desc())
        .limit(MOST)
    )
    return [(kept, due) for kept, due in found if kept is not None]


def standing(session: Session, shop_id: int) -> list[Standing]:
    """All reviews of the shop by channel, state and decision: from the counts that are kept, whatever their number."""
    sums = func.sum(ReviewFacet.n)
    found = session.execute(
        select(ReviewFacet.channel_id, ReviewFacet.state, ReviewFacet.decision, sums)
        .where(ReviewFacet.shop_id == shop_id, ReviewFacet.n > 0)
        .group_by(ReviewFacet.channel_id, ReviewFacet.state, ReviewFacet.decision)
    )
    return [Standing(channel_id, state, decision, int(n)) for channel_id, state, decision, n in found]


def due(session: Session, shop_id: int, *, since: dt.datetime, before: dt.datetime) -> list[Due]:
    """Reviews written in between that still want an answer, the oldest first: what is due first stands first. Of the
    newest ``DUE_WALK`` in the inbox, at most ``MOST_DUE``.
    """
    return [Due(*row) for row in session.execute(_which_are_due(), asked_due(shop_id, since, before))]


def how_many_due() -> ScalarSelect[int]:
    """How many ``due`` would list, as a part of another statement (store.glance), with the parameters of ``asked_due``."""
    listed = _due(select(Review.id)).limit(MOST_DUE).subquery()
    return select(func.count()).select_from(listed).scalar_subquery()


def asked_due(shop_id: int, since: dt.datetime, before: dt.datetime) -> dict[str, Any]:
    return {"shop": shop_id, "lowest": rank(since), "since": since, "before": before}


@cache
def _which_are_due() -> Select[Any]:
    shown = select(
        Review.id, Review.author, Review.rating, func.substr(Review.text, 1, 280), Review.channel_id,
        Review.created_at, Review.verdict, Review.decision,
    )  # fmt: skip
    return _due(shown).order_by(Review.created_at, Review.id).limit(MOST_DUE)


def _due(shown: Select[Any]) -> Select[Any]:
    """Open reviews among the newest of the inbox, as far as they were written in between; the inbox's part of it reads
    the index alone.
    """
    newest = (
        select(Review.id, Review.state)
        .where(Review.shop_id == bindparam("shop"), Review.rank >= bindparam("lowest"))
        .order_by(Review.rank.desc(), Review.id.desc())
        .limit(DUE_WALK)
        .subquery()
    )
    wanting = select(newest.c.id).where(newest.c.state.in_(_WANT_AN_ANSWER)).subquery()
    return shown.join(wanting, Review.id == wanting.c.id).where(
        Review.created_at < bindparam("before", type_=Review.created_at.type),
        Review.created_at >= bindparam("since", type_=Review.created_at.type),
    )

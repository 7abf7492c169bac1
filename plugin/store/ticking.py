"""Open reviews whose channel's clock ends soon: along an index of those that have one, which are few."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Review
from plugin.words import ReviewState

MOST = 100
_OPEN = tuple(state.value for state in (ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK))


@dataclass(frozen=True, slots=True)
class Ends:
    """A review and the limit that ends."""

    review_id: int
    author: str
    rating: int | None
    text: str
    channel_id: int
    written: dt.datetime
    verdict: str
    decision: str
    clock: str
    ends_at: dt.datetime


def ending(session: Session, shop_id: int, *, after: dt.datetime, before: dt.datetime) -> list[Ends]:
    """Open reviews with a clock that ends in between, the first to end first; at most ``MOST``."""
    found = session.execute(
        select(
            Review.id, Review.author, Review.rating, func.substr(Review.text, 1, 280), Review.channel_id,
            Review.created_at, Review.verdict, Review.decision, Review.clock, Review.clock_ends_at,
        )
        .where(*_between(shop_id, after, before))
        .order_by(Review.clock_ends_at, Review.id)
        .limit(MOST)
    )  # fmt: skip
    return [Ends(*row) for row in found]


def start(session: Session, shop_id: int, review_id: int, clock: str, ends_at: dt.datetime) -> None:
    """A person says that this limit runs; it goes before what the channel tells until it is taken back. Raises NotThere."""
    given = {"clock": clock, "clock_ends_at": ends_at, "clock_by_hand": True}
    rows.must_change(session, Review, shop_id, review_id, given)


def take_back(session: Session, shop_id: int, review_id: int) -> None:
    """What a person started is over; what the channel tells counts again from its next reading on. Raises NotThere."""
    given = {"clock": "", "clock_ends_at": None, "clock_by_hand": False, "fingerprint": ""}
    rows.must_change(session, Review, shop_id, review_id, given)


def how_many_end(shop_id: Any, after: Any, before: Any) -> ScalarSelect[int]:
    """How many ``ending`` would list, as a part of another statement (store.glance)."""
    listed = select(Review.id).where(*_between(shop_id, after, before)).limit(MOST).subquery()
    return select(func.count()).select_from(listed).scalar_subquery()


def _between(shop_id: Any, after: Any, before: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        Review.shop_id == shop_id,
        Review.clock_ends_at.is_not(None),
        Review.clock_ends_at >= after,
        Review.clock_ends_at < before,
        Review.state.in_(_OPEN),
    )

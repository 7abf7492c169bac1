"""The inbox: any filter, newest and most urgent first, page by page, in a time that does not depend on the filter.

A page is found in two steps: first the places (rank and id) of its reviews, from indexes alone; then those rows.
How the places are found depends on the counts in ``facets``:

* a filter that most reviews match is found by walking along the inbox's order for a bounded stretch;
* one that few match, or that the walk did not fill, is found by merging ordered streams, one for each combination
  of state, channel, stars, decision and language that occurs (``ix_reviews_streams``): however deep its reviews
  lie, each stream starts at its first one.
"""

from __future__ import annotations

import datetime as dt
import heapq
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from plugin.store import facets, searching
from plugin.store.found import Asked, places_of_words
from plugin.store.places import ID_BITS, id_of, rank_of
from plugin.store.tables import Review, ReviewFacet
from plugin.words import Decision, ReviewState

PAGE = 50
MOST = 200
WALK = 4_000  # index entries that a walk may look at
FEW = 64  # combinations that are merged at once without looking at their heads first
EXCERPT = 280
NOWHERE = "-"  # a state that no review has


class Folder(StrEnum):
    """The folders of the desk: each is a set of states."""

    TODO = "todo"
    CHECK = "check"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    CLOSED = "closed"
    REMOVED = "removed"
    ALL = "all"

    @property
    def states(self) -> tuple[ReviewState, ...]:
        if self is Folder.TODO:
            return (ReviewState.NEW, ReviewState.WAITING)
        return tuple(ReviewState) if self is Folder.ALL else (ReviewState(self.value),)


class BadCursor(ValueError):
    """The cursor is not one that a page gave."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list; None means any. ``rating`` 0 means reviews without one; ``decision`` "" those before triage."""

    folder: Folder | None = None
    state: ReviewState | None = None
    channel_id: int | None = None
    rating: int | None = None
    decision: Decision | str | None = None
    language: str | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """What a list shows of a review; ``excerpt`` is the beginning of its text."""

    id: int
    rank: int
    channel_id: int
    title: str
    excerpt: str
    rating: int | None
    author: str
    product: str
    created_at: dt.datetime
    language: str
    state: str
    decision: str
    play: str
    verdict: str
    urgency: int


@dataclass(frozen=True, slots=True)
class InboxPage:
    """``next_cursor`` is for the page after this one; None at the end."""

    rows: tuple[InboxRow, ...]
    next_cursor: str | None


def page(
    session: Session, shop_id: int, filters: Filters | None = None, cursor: str | None = None, limit: int = PAGE
) -> InboxPage:
    """One page of the inbox. Raises BadCursor."""
    limit = max(1, min(limit, MOST))
    wanted = filters or Filters()
    before = _read_cursor(cursor)
    facets.settle(session)
    asked = _asked(wanted)
    words = searching.words(wanted.search)
    if words:
        places = places_of_words(session, shop_id, words, asked, before, limit + 1)
    elif wanted.search.strip():
        places = []  # nothing but signs: no review holds such a word
    else:
        places = _places(session, shop_id, asked, before, limit + 1)
    next_cursor = str(places[limit - 1]) if len(places) > limit else None
    return InboxPage(_rows(session, shop_id, asked, places[:limit]), next_cursor)


def counts(session: Session, shop_id: int) -> dict[str, int]:
    """How many reviews stand in each folder, by the folder's value."""
    by_state = facets.totals(session, shop_id, "state")
    return {folder.value: sum(by_state.get(state.value, 0) for state in folder.states) for folder in Folder}


def _read_cursor(cursor: str | None) -> int | None:
    if cursor is None or cursor == "":
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 20):  # noqa: PLR2004 -- digits of a 64-bit number
        raise BadCursor("This is not a cursor that a page of the inbox gave.")
    return min(int(cursor), 2**63 - 1)


def _asked(filters: Filters) -> Asked:
    """The filter as the values wanted of each column of ``facets.NAMES``; a column that does not matter is left out."""
    asked: dict[str, list[object]] = {}
    if filters.folder is not None and filters.folder is not Folder.ALL:
        asked["state"] = [state.value for state in filters.folder.states]
    if filters.state is not None:
        in_folder = asked.get("state", [filters.state.value])
        asked["state"] = [filters.state.value] if filters.state.value in in_folder else [NOWHERE]
    exact = {
        "channel_id": filters.channel_id,
        "stars": filters.rating,
        "decision": None if filters.decision is None else str(filters.decision),
        "language": filters.language,
    }
    return asked | {name: [value] for name, value in exact.items() if value is not None}


def _conditions(asked: Asked, table: Any) -> list[ColumnElement[bool]]:
    """The filter on a table (or subquery) that has the columns of ``facets.NAMES``."""
    return [
        getattr(table, name) == values[0] if len(values) == 1 else getattr(table, name).in_(values)
        for name, values in asked.items()
    ]


def _before(table: Any, place: int | None) -> list[ColumnElement[bool]]:
    return [] if place is None else [tuple_(table.rank, table.id) < tuple_(rank_of(place), id_of(place))]


def _places(session: Session, shop_id: int, asked: Asked, before: int | None, want: int) -> list[int]:
    """The places of the next reviews, in order, at most ``want``."""
    on_facets = _conditions(asked, ReviewFacet)
    if not on_facets:
        return _walk(session, shop_id, asked, before, want, want)
    weight = facets.weigh(session, shop_id, on_facets)
    if weight.matching == 0:
        return []
    if want * weight.total <= WALK * weight.matching:
        walked = _walk(session, shop_id, asked, before, want, WALK)
        if len(walked) == want or weight.total <= WALK:
            return walked
    lowest = None
    if weight.combinations > FEW:
        heads = heapq.nlargest(want, (heads[0] for heads in _streams(session, shop_id, on_facets, before, None, 1)))
        lowest = heads[-1] if len(heads) == want else None
    streams = _streams(session, shop_id, on_facets, before, lowest, want)
    return heapq.nlargest(want, (place for stream in streams for place in stream))


def _walk(session: Session, shop_id: int, asked: Asked, before: int | None, want: int, stretch: int) -> list[int]:
    """Along the inbox's order, over at most ``stretch`` index entries."""
    inner = (
        select(Review.rank, Review.id, *(getattr(Review, name) for name in facets.NAMES))
        .where(Review.shop_id == shop_id, *_before(Review, before))
        .order_by(Review.rank.desc(), Review.id.desc())
        .limit(stretch)
        .subquery()
    )
    # Both databases hand the inner rows through in their order; sorting them again would cost a temporary tree.
    outer = select(inner.c.rank, inner.c.id).where(*_conditions(asked, inner.c)).limit(want)
    return sorted(((rank << ID_BITS) + review_id for rank, review_id in session.execute(outer)), reverse=True)


def _streams(
    session: Session,
    shop_id: int,
    on_facets: list[ColumnElement[bool]],
    before: int | None,
    lowest: int | None,
    want: int,
) -> Iterable[list[int]]:
    """For each combination that matches: its next places, at most ``want`` and not below ``lowest``."""
    of_stream = aliased(Review)
    same: list[ColumnElement[bool]] = [
        _column(of_stream, name) == _column(ReviewFacet, name) for name in ("shop_id", *facets.NAMES)
    ]
    if lowest is not None:
        same.append(tuple_(of_stream.rank, of_stream.id) >= tuple_(rank_of(lowest), id_of(lowest)))
    next_ones = (
        select((of_stream.rank * (1 << ID_BITS) + of_stream.id).label("place"))
        .where(and_(*same), *_before(of_stream, before))
        .order_by(of_stream.rank.desc(), of_stream.id.desc())
        .limit(want)
        .correlate(ReviewFacet)
        .subquery()
    )
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    gather = func.json_group_array if is_sqlite else func.json_agg
    streams = select(select(gather(next_ones.c.place)).scalar_subquery()).where(
        ReviewFacet.shop_id == shop_id, ReviewFacet.n > 0, *on_facets
    )
    for gathered in session.scalars(streams):
        stream: list[int] = json.loads(gathered) if isinstance(gathered, str) else (gathered or [])
        if stream:
            yield stream


def _column(table: Any, name: str) -> InstrumentedAttribute[Any]:
    column: InstrumentedAttribute[Any] = getattr(table, name)
    return column


def _rows(session: Session, shop_id: int, asked: Asked, places: list[int]) -> tuple[InboxRow, ...]:
    """The rows at these places, in their order; one that changed in between and no longer matches is left out."""
    if not places:
        return ()
    found = session.execute(
        select(
            Review.id, Review.rank, Review.channel_id, Review.title, func.substr(Review.text, 1, EXCERPT),
            Review.rating, Review.author, Review.product, Review.created_at, Review.language, Review.state,
            Review.decision, Review.play, Review.verdict, Review.urgency,
        ).where(Review.shop_id == shop_id, Review.id.in_([id_of(place) for place in places]), *_conditions(asked, Review))
    )  # fmt: skip
    by_id = {row[0]: InboxRow(*row) for row in found}
    return tuple(by_id[id_of(place)] for place in places if id_of(place) in by_id)

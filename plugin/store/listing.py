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
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from plugin.store import facets, searching, streams
from plugin.store.found import places_of_words
from plugin.store.places import id_of
from plugin.store.streams import Asked
from plugin.words import Decision, ReviewState

PAGE = 50
MOST = 200
WALK = 4_000  # index entries that a walk may look at
FEW = 64  # combinations that are merged at once without looking at their heads first
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
    excerpt: str


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
    by_state = facets.by_state(session, shop_id)
    return {folder.value: sum(by_state.get(state.value, 0) for state in folder.states) for folder in Folder}


def _read_cursor(cursor: str | None) -> int | None:
    if cursor is None or cursor == "":
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 20):  # noqa: PLR2004 -- digits of a 64-bit number
        raise BadCursor("This is not a cursor that a page of the inbox gave.")
    return min(int(cursor), 2**63 - 1)


def _asked(filters: Filters) -> Asked:
    """The filter as the values wanted of each column of ``streams.NAMES``; a column that does not matter is left out."""
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


def _places(session: Session, shop_id: int, asked: Asked, before: int | None, want: int) -> list[int]:
    """The places of the next reviews, in order, at most ``want``."""
    if not asked:
        return _walk(session, shop_id, asked, before, want, want)
    weight = facets.weigh(session, shop_id, asked)
    if weight.matching == 0:
        return []
    if want * weight.total <= WALK * weight.matching:
        walked = _walk(session, shop_id, asked, before, want, WALK)
        if len(walked) == want or weight.total <= WALK:
            return walked
    lowest = _lowest(session, shop_id, asked, before, want) if weight.combinations > FEW else None
    statement = streams.streams(
        streams.shape_of(asked), before is not None, lowest is not None, streams.is_sqlite(session)
    )
    given = streams.bound(shop_id, asked, want=want, **streams.before(before), **streams.lowest(lowest))
    found = (_read(gathered) for gathered in session.connection().execute(statement, given).scalars())
    return heapq.nlargest(want, (place for stream in found for place in stream))


def _walk(session: Session, shop_id: int, asked: Asked, before: int | None, want: int, stretch: int) -> list[int]:
    statement = streams.walk(streams.shape_of(asked), before is not None)
    given = streams.bound(shop_id, asked, want=want, stretch=stretch, **streams.before(before))
    return sorted(session.connection().execute(statement, given).scalars(), reverse=True)


def _lowest(session: Session, shop_id: int, asked: Asked, before: int | None, want: int) -> int | None:
    """A place that the page cannot reach below: so many streams begin above it that they fill the page."""
    statement = streams.heads(streams.shape_of(asked), before is not None)
    given = streams.bound(shop_id, asked, **streams.before(before))
    first_ones = session.connection().execute(statement, given).scalars()
    heads = heapq.nlargest(want, (head for head in first_ones if head is not None))
    return heads[-1] if len(heads) == want else None


def _read(gathered: Any) -> list[int]:
    """A stream's places: SQLite hands JSON over as text, Postgres as what it says (None for nothing)."""
    if gathered is None or gathered == "[]":
        return []
    places: list[int] = json.loads(gathered) if isinstance(gathered, str) else gathered
    return places


def _rows(session: Session, shop_id: int, asked: Asked, places: list[int]) -> tuple[InboxRow, ...]:
    """The rows at these places, in their order; one that changed in between and no longer matches is left out."""
    if not places:
        return ()
    on_sqlite = streams.is_sqlite(session)
    ids = [id_of(place) for place in places]
    found = session.connection().execute(
        streams.rows(on_sqlite), {"shop_id": shop_id, "ids": json.dumps(ids) if on_sqlite else ids}
    )
    by_id = {row[0]: InboxRow(*row) for row in found}
    still = (by_id[review_id] for review_id in ids if review_id in by_id)
    return tuple(row for row in still if _matches(row, asked))


def _matches(row: InboxRow, asked: Asked) -> bool:
    has = {
        "state": row.state, "channel_id": row.channel_id, "stars": row.rating or 0, "decision": row.decision,
        "language": row.language,
    }  # fmt: skip
    return all(has[name] in values for name, values in asked.items())

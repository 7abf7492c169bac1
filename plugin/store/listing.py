"""The inbox: any filter, newest and most urgent first, page by page, in a time that does not depend on the filter.

A page is found in two steps: first the places (rank and id) of its reviews, by ``ordered`` from indexes alone or by
``found`` for a search; then those rows.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from plugin.store import facets, ordered, searching, streams
from plugin.store.found import places_of_words
from plugin.store.places import id_of
from plugin.store.streams import Asked
from plugin.words import Decision, ReviewState

PAGE = 50
MOST = 200
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
        places = ordered.places(session, shop_id, asked, before, limit + 1)
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

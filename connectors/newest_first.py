"""Reading lists that show the newest first and take no "since": what is new, and a window of what was read before.

Platforms release reviews late, with the date they were written, and few tell what was changed. So each reading goes back
``overlap`` before the last one; what comes again unchanged costs nothing but the call. The cursor is small JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from connectors.paging import Turned
from connectors.payloads import Payload, read_many
from connectors.travelling import ALWAYS, Page, Review

Wire = TypeVar("Wire")
Pages = Callable[[Mapping[str, Any] | None], Iterator[Turned]]
Moment = Callable[[Any], dt.datetime | None]


def dated_by(*keys: str) -> Moment:
    """The time that stands under a key (under the last of several, one within the other); None if unreadable."""

    def moment(item: Any) -> dt.datetime | None:
        try:
            for key in keys:
                item = item[key]
            return dt.datetime.fromisoformat(item).astimezone(dt.UTC)
        except (TypeError, KeyError, ValueError):
            return None

    return moment


@dataclass(frozen=True, slots=True)
class Portion:
    """Items to hand on, and the cursor to keep with them. The last portion of a reading is empty; ``whole_since`` stands on it
    (travelling.Page).
    """

    items: tuple[Any, ...]
    cursor: Mapping[str, Any]
    total: int | None = None
    whole_since: dt.datetime | None = None


def read_newest_first(
    pages: Pages,
    *,
    moment: Moment,
    cursor: Mapping[str, Any],
    overlap: dt.timedelta = dt.timedelta(days=30),
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Iterator[Portion]:
    """``pages(place)`` walks the list from a place (paging.py); ``moment`` is what it is sorted by, None if unreadable.

    A reading that was cut off goes on where it stood; one that ended begins at the top and stops at a page on which all is
    older than the window. A date in the future pushes nothing out: the clock is ours.
    """
    read_until = _time(cursor.get("read_until"))
    started = _time(cursor.get("started")) or now()
    place = cursor.get("place")
    since = read_until - overlap if read_until else None
    known = {"read_until": read_until.isoformat()} if read_until else {}
    for turned in pages(place if isinstance(place, Mapping) else None):
        going = {**known, "started": started.isoformat(), "place": dict(turned.place)}
        yield Portion(turned.items, going, turned.total)
        if since is not None and turned.items and all(_before(moment(item), since) for item in turned.items):
            break
    whole = None if isinstance(place, Mapping) else since or ALWAYS
    yield Portion((), {"read_until": started.isoformat()}, whole_since=whole)


def page_of(portion: Portion, schema: Payload[Wire], read: Callable[[Wire], Review], *, who: str) -> Page:
    """The portion's reviews, each read by the schema and then by ``read``, with what could not be read beside them.

    Raises BadAnswer as ``payloads.read_many`` does.
    """
    wires, problems = read_many(schema, list(portion.items), who=who, what="Review")
    reviews = tuple(read(wire) for wire in wires)
    return Page(reviews, portion.cursor, problems, portion.total, whole_since=portion.whole_since)


def _before(moment: dt.datetime | None, since: dt.datetime) -> bool:
    return moment is not None and moment < since


def _time(value: Any) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None

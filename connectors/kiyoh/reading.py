"""Reading by the time of change: the list has no pages, so each call begins where the last one ended.

Several reviews may bear one time. What was handed over is remembered by id and time while a reading lasts, and where a whole
answer brings nothing new the next call asks for more. A reading that ended is followed by one that goes back a month:
what the platform releases late bears an old time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from connectors.contract import BadAnswer, Page
from connectors.kiyoh.mapping import to_review
from connectors.kiyoh.payloads import WireReview, WireReviewSchema
from connectors.paging import Listed
from connectors.payloads import read_many
from connectors.travelling import ALWAYS

WHO = "Kiyoh"
PER_CALL = 250  # what other clients ask for at most
_MOST = 16_000  # reviews in one call, before we call the list endless
_OVERLAP = dt.timedelta(days=30)

Read = Callable[[dt.datetime | None, int], Listed]


def pages(read: Read, cursor: Mapping[str, Any]) -> Iterator[Page]:
    """From the cursor to the end of the list."""
    since = _from(cursor)
    # What was written since then was changed since then too.
    whole = ALWAYS if since is None else since if cursor.get("done") else None
    handed: set[str] = set()
    limit = PER_CALL
    while True:
        listed = read(since, limit)
        wires, problems = read_many(WireReviewSchema(), list(listed.items), who=WHO, what="Review")
        fresh = [wire for wire in _once(wires) if _mark(wire) not in handed]
        last = len(listed.items) < limit
        if not last and (not fresh or not _ordered(wires)):
            limit = _more(limit)  # one moment, or no order at all: only a longer answer misses nothing
            continue
        handed |= {_mark(wire) for wire in fresh}
        since = max((wire.updated for wire in wires), default=since)
        reviews = tuple(to_review(wire) for wire in fresh)
        told = whole if last else None
        yield Page(reviews, _cursor(since, done=last), problems, listed.total, whole_since=told)
        if last:
            return
        limit = PER_CALL


def _more(limit: int) -> int:
    if limit >= _MOST:
        raise BadAnswer(f"{WHO} lists without an order or an end.", hint="It is read again later; tell us if it stays.")
    return limit * 4


def _once(wires: tuple[WireReview, ...]) -> list[WireReview]:
    """Each review once, as it stands last in the list."""
    return list({wire.id: wire for wire in wires}.values())


def _ordered(wires: tuple[WireReview, ...]) -> bool:
    times = [wire.updated for wire in wires]
    return times == sorted(times)


def _mark(wire: WireReview) -> str:
    return f"{wire.id}@{wire.updated.astimezone(dt.UTC).isoformat()}"


def _cursor(since: dt.datetime | None, *, done: bool) -> dict[str, Any]:
    return {"since": since.astimezone(dt.UTC).isoformat() if since else None, "done": done}


def _from(cursor: Mapping[str, Any]) -> dt.datetime | None:
    """Where to begin. A time in the future pushes nothing out: the clock is ours. What is no cursor of ours reads as
    "from the start": that costs time and loses nothing.
    """
    try:
        since = dt.datetime.fromisoformat(cursor["since"])
    except (KeyError, TypeError, ValueError):
        return None
    if since.tzinfo is None:
        return None
    return min(since, dt.datetime.now(dt.UTC)) - _OVERLAP if cursor.get("done") else since

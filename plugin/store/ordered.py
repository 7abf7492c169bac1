"""The places of reviews that match a filter, in the inbox's order, from indexes alone.

How they are found depends on the counts in ``facets``:

* a filter that most reviews match is found by walking along the inbox's order for a bounded stretch;
* one that few match, or that the walk did not fill, is found by merging ordered streams, one for each combination
  of state, channel, stars, decision and language that occurs (``ix_reviews_streams``): however deep its reviews
  lie, each stream starts at its first one.
"""

from __future__ import annotations

import heapq
import json
from typing import Any

from sqlalchemy.orm import Session

from plugin.store import facets, streams
from plugin.store.streams import Asked

WALK = 4_000  # index entries that a walk may look at
FEW = 64  # combinations that are merged at once without looking at their heads first


def places(
    session: Session, shop_id: int, asked: Asked, before: int | None, want: int, weight: facets.Weight | None = None
) -> list[int]:
    """The places of the next reviews below ``before`` that have the asked values, in order, at most ``want``.

    ``weight`` is the filter's, where it is known already.
    """
    if not asked:
        return _walk(session, shop_id, asked, before, want, want)
    weight = weight or facets.weigh(session, shop_id, asked)
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

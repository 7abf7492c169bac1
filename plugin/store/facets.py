"""How many reviews stand where, kept by triggers: for the folders' numbers and for choosing how to list.

One row per combination of state, channel, stars, decision and language that ever occurred; ``n`` may be 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from plugin.store import streams
from plugin.store.streams import NAMES, Asked
from plugin.store.tables import ReviewFacet


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a filter: how many reviews match, in how many combinations, and how many reviews the shop has."""

    matching: int
    combinations: int
    total: int


def settle(session: Session) -> None:
    """Let the counts include what this very transaction wrote, also what the session only holds so far.

    Postgres counts at commit, so that writers do not wait for each other meanwhile; SQLite counts at once.
    """
    session.flush()
    if not streams.is_sqlite(session):
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def weigh(session: Session, shop_id: int, asked: Asked) -> Weight:
    """What the filter weighs, from the counts alone."""
    matching, combinations, total = (
        session.connection().execute(streams.weigh(streams.shape_of(asked)), streams.bound(shop_id, asked)).one()
    )
    return Weight(int(matching), combinations, int(total))


def sizes(session: Session, shop_id: int, asked: Asked) -> tuple[Weight, dict[str, int]]:
    """What the filter weighs, and how many reviews match each asked column alone; under "shop_id" all of the shop."""
    found = session.connection().execute(streams.sizes(streams.shape_of(asked)), streams.bound(shop_id, asked)).one()
    matching, combinations, total, *alone = (int(number) for number in found)
    return Weight(matching, combinations, total), {"shop_id": total, **dict(zip(asked, alone, strict=True))}


def by_state(session: Session, shop_id: int) -> dict[str, int]:
    """How many reviews stand in each state: the quick way to the folders' numbers."""
    settle(session)
    found = session.connection().execute(streams.by_state(), {"shop_id": shop_id})
    return {state: int(many) for state, many in found}


def totals(session: Session, shop_id: int, name: str) -> dict[Any, int]:
    """How many reviews per value of one of ``NAMES``; values without reviews are left out."""
    if name not in NAMES:
        raise ValueError(f"no facet is called {name}")
    settle(session)
    column = getattr(ReviewFacet, name)
    found: dict[Any, int] = {}
    for value, n in session.execute(select(column, ReviewFacet.n).where(ReviewFacet.shop_id == shop_id)):
        found[value] = found.get(value, 0) + n
    return {value: n for value, n in found.items() if n > 0}

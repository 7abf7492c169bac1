"""How many reviews stand where, kept by triggers: for the folders' numbers and for choosing how to list.

One row per combination of state, channel, stars, decision and language that ever occurred; ``n`` may be 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, true
from sqlalchemy.orm import Session

from plugin.store.tables import ReviewFacet

NAMES = ("state", "channel_id", "stars", "decision", "language")


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a filter: how many reviews match, in how many combinations, and how many reviews the shop has."""

    matching: int
    combinations: int
    total: int


def settle(session: Session) -> None:
    """Let the counts include what this very transaction wrote.

    Postgres counts at commit, so that writers do not wait for each other meanwhile; SQLite counts at once.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def weigh(session: Session, shop_id: int, conditions: list[ColumnElement[bool]]) -> Weight:
    """``conditions`` are on the columns of ReviewFacet."""
    matches = (ReviewFacet.n > 0) & _all(conditions)
    matching, combinations, total = session.execute(
        select(
            func.coalesce(func.sum(ReviewFacet.n).filter(matches), 0),
            func.count().filter(matches),
            func.coalesce(func.sum(ReviewFacet.n), 0),
        ).where(ReviewFacet.shop_id == shop_id)
    ).one()
    return Weight(int(matching), combinations, int(total))


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


def _all(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    both: ColumnElement[bool] = true()
    for condition in conditions:
        both = both & condition
    return both

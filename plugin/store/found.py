"""The places of reviews that hold given words, in the inbox's order."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, column, func, literal_column, select, table, tuple_
from sqlalchemy.orm import Session

from plugin.store import searching
from plugin.store.places import ID_BITS, id_of, place, rank_of
from plugin.store.tables import Review

FIRST_STRETCH = 250
NEXT_STRETCH = 1_500
STRETCHES = 3

# On SQLite an FTS5 table whose rowid is the review's place, so that it gives its finds in the inbox's order;
# on Postgres a table of tsvectors by review (migrations/versions/0002).
_FTS: Any = table("review_search", column("rowid"))
_VECTORS: Any = table("review_search", column("review_id"), column("words"))


def places_of_words(
    session: Session,
    shop_id: int,
    words: list[str],
    conditions: list[ColumnElement[bool]],
    before: int | None,
    want: int,
) -> tuple[list[int], int | None]:
    """At most ``want`` places below ``before``, and where to go on (None: nothing further)."""
    if session.get_bind().dialect.name == "postgresql":
        return _on_postgres(session, shop_id, words, conditions, before, want)
    return _on_sqlite(session, shop_id, words, conditions, before, want)


def _on_postgres(
    session: Session,
    shop_id: int,
    words: list[str],
    conditions: list[ColumnElement[bool]],
    before: int | None,
    want: int,
) -> tuple[list[int], int | None]:
    query = func.to_tsquery(literal_column("'simple'"), searching.postgres_match(words))
    wanted = (
        select(Review.rank, Review.id)
        .join(_VECTORS, _VECTORS.c.review_id == Review.id)
        .where(Review.shop_id == shop_id, _VECTORS.c.words.bool_op("@@")(query), *conditions)
        .order_by(Review.rank.desc(), Review.id.desc())
        .limit(want + 1)
    )
    if before is not None:
        wanted = wanted.where(tuple_(Review.rank, Review.id) < tuple_(rank_of(before), id_of(before)))
    found = [place(rank, review_id) for rank, review_id in session.execute(wanted)]
    return found[:want], found[want - 1] if len(found) > want else None


def _on_sqlite(
    session: Session,
    shop_id: int,
    words: list[str],
    conditions: list[ColumnElement[bool]],
    before: int | None,
    want: int,
) -> tuple[list[int], int | None]:
    found: list[int] = []
    goes_on_at = before
    for number in range(STRETCHES):
        stretch = FIRST_STRETCH if number == 0 else NEXT_STRETCH
        looked_at = _stretch(session, shop_id, words, conditions, goes_on_at, stretch)
        for at, matches in looked_at:
            goes_on_at = at
            if matches:
                found.append(at)
                if len(found) == want:
                    return found, goes_on_at
        if len(looked_at) < stretch:
            return found, None
    return found, goes_on_at


def _stretch(
    session: Session,
    shop_id: int,
    words: list[str],
    conditions: list[ColumnElement[bool]],
    before: int | None,
    stretch: int,
) -> list[tuple[int, bool]]:
    """The next reviews with these words, and whether each also matches the filter."""
    holding = select(_FTS.c.rowid.label("place")).where(
        literal_column("review_search").bool_op("MATCH")(searching.sqlite_match(shop_id, words))
    )
    if before is not None:
        holding = holding.where(_FTS.c.rowid < before)
    inner = holding.order_by(_FTS.c.rowid.desc()).limit(stretch).subquery()
    matches = select(Review.id).where(
        Review.id == inner.c.place.op("&")((1 << ID_BITS) - 1), Review.shop_id == shop_id, *conditions
    )
    looked_at = session.execute(select(inner.c.place, matches.correlate(inner).exists()))
    return [(at, bool(match)) for at, match in looked_at]

"""The places of reviews that hold given words, in the inbox's order."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    tuple_,
)
from sqlalchemy.orm import Session

from plugin.store import searching
from plugin.store.places import id_of, place, rank_of
from plugin.store.streams import Asked, is_sqlite
from plugin.store.tables import Review

BEGINNINGS = 16  # words that the last word of a search may be the beginning of: the most used ones
_READ_BEGINNINGS = 400
_REMEMBERED_FOR = 300.0  # seconds
_REMEMBERED_MOST = 1_000

# On SQLite an FTS5 table whose rowid is the review's place, so that it gives its finds in the inbox's order;
# on Postgres a table of tsvectors by review (migration 0002).
_FTS: Any = table("review_search", column("rowid"))
_VOCABULARY: Any = table("review_search_vocabulary", column("term"), column("doc"))
_VECTORS: Any = table("review_search", column("review_id"), column("words"))

# Which words begin so: costs a walk over all their finds, and changes slowly. By database and beginning.
_beginnings: dict[tuple[str, str], tuple[float, list[str]]] = {}


def places_of_words(
    session: Session, shop_id: int, words: list[str], asked: Asked, before: int | None, want: int
) -> list[int]:
    """The places of at most ``want`` reviews below ``before`` that hold all words and the asked values."""
    if not is_sqlite(session):
        return _on_postgres(session, shop_id, words, asked, before, want)
    last = _standing_for(session, words[-1])
    query = searching.sqlite_match(shop_id, asked, words, last)
    given = {"query": query, "want": want} | ({} if before is None else {"before": before})
    return list(session.connection().execute(_finds(before is not None), given).scalars())


@cache
def _finds(has_before: bool) -> Select[Any]:
    matching = literal_column("review_search").bool_op("MATCH")(bindparam("query", type_=String))
    wanted = select(_FTS.c.rowid).where(matching).order_by(_FTS.c.rowid.desc()).limit(bindparam("want", type_=Integer))
    return wanted.where(_FTS.c.rowid < bindparam("before", type_=BigInteger)) if has_before else wanted


def _standing_for(session: Session, last: str) -> list[str]:
    """The word itself and the most used words that begin with it."""
    if not searching.may_begin(last):
        return [last]
    key = (str(session.get_bind().engine.url), last)
    known = _beginnings.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    longer = session.execute(
        select(_VOCABULARY.c.term, _VOCABULARY.c.doc)
        .where(_VOCABULARY.c.term > last, _VOCABULARY.c.term < last + "\U0010ffff")
        .limit(_READ_BEGINNINGS)
    ).all()
    often = sorted(longer, key=lambda row: -row[1])[:BEGINNINGS]
    found = [last, *(term for term, _ in often)]
    if len(_beginnings) >= _REMEMBERED_MOST:
        _beginnings.clear()
    _beginnings[key] = (time.monotonic() + _REMEMBERED_FOR, found)
    return found


def _on_postgres(
    session: Session, shop_id: int, words: list[str], asked: Asked, before: int | None, want: int
) -> list[int]:
    query = func.to_tsquery(literal_column("'simple'"), searching.postgres_match(words))
    conditions: list[ColumnElement[bool]] = [getattr(Review, name).in_(values) for name, values in asked.items()]
    wanted = (
        select(Review.rank, Review.id)
        .join(_VECTORS, _VECTORS.c.review_id == Review.id)
        .where(Review.shop_id == shop_id, _VECTORS.c.words.bool_op("@@")(query), *conditions)
        .order_by(Review.rank.desc(), Review.id.desc())
        .limit(want)
    )
    if before is not None:
        wanted = wanted.where(tuple_(Review.rank, Review.id) < tuple_(rank_of(before), id_of(before)))
    return [place(rank, review_id) for rank, review_id in session.execute(wanted)]

"""The places of reviews that hold given words, in the inbox's order."""

from __future__ import annotations

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

from plugin.store import facets, searching, vocabulary
from plugin.store.places import ID_BITS, id_of, place, rank_of
from plugin.store.streams import Asked, Shape, bound, is_sqlite, match_of_id, shape_of
from plugin.store.tables import Review

# On SQLite an FTS5 table whose rowid is the review's place, so that it gives its finds in the inbox's order;
# on Postgres a table of tsvectors by review (migration 0002).
_FTS: Any = table("review_search", column("rowid"))
_VECTORS: Any = table("review_search", column("review_id"), column("words"))


def places_of_words(
    session: Session, shop_id: int, words: list[str], asked: Asked, before: int | None, want: int
) -> list[int]:
    """The places of at most ``want`` reviews below ``before`` that hold all words and the asked values."""
    if not is_sqlite(session):
        return _on_postgres(session, shop_id, words, asked, before, want)
    found = vocabulary.look_up(session, words)
    sizes = facets.sizes(session, shop_id, asked)
    fewest = min(each.reviews for each in found)
    if 0 in sizes.values():
        return []
    # Of all that is asked, the search index meets the words with the rarest alone, and with none if the words are
    # rarer still; the rest is looked up by find. Each further list to meet costs more than a look-up.
    rarest = min(sizes, key=lambda name: sizes[name])
    marked = rarest if sizes[rarest] < fewest else None
    query = searching.sqlite_match(shop_id, marked, asked.get(marked or "", ()), [each.words for each in found])
    given = bound(shop_id, asked, query=query, want=want, **({} if before is None else {"before": before}))
    return list(session.connection().execute(_finds(shape_of(asked), before is not None), given).scalars())


@cache
def _finds(shape: Shape, has_before: bool) -> Select[Any]:
    matching = literal_column("review_search").bool_op("MATCH")(bindparam("query", type_=String))
    is_ours = match_of_id(shape, _FTS.c.rowid.op("&")((1 << ID_BITS) - 1))
    wanted = (
        select(_FTS.c.rowid)
        .where(matching, is_ours)
        .order_by(_FTS.c.rowid.desc())
        .limit(bindparam("want", type_=Integer))
    )
    return wanted.where(_FTS.c.rowid < bindparam("before", type_=BigInteger)) if has_before else wanted


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

"""The places of reviews that hold given words, in the inbox's order."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

from plugin.store import facets, ordered, searching, vocabulary
from plugin.store.places import ID_BITS, id_of, place, rank_of
from plugin.store.streams import Asked, Shape, bound, is_sqlite, match_of_id, shape_of, texts
from plugin.store.tables import Review
from plugin.store.vocabulary import Found

# On SQLite an FTS5 table whose rowid is the review's place, so that it gives its finds in the inbox's order;
# on Postgres a table of tsvectors by review (migration 0002).
_FTS: Any = table("review_search", column("rowid"))
_VECTORS: Any = table("review_search", column("review_id"), column("words"))


_TOO_COMMON = 64  # times as many finds as the rarest: a word that is read in the texts, not met in the index
_AT_ONCE = 800  # texts that are read in one go
_FEW_TIMES = 8  # as many as may be read for what the index costs: of so many a later page may have few enough left
# What the ways cost, in thousandths of a millisecond (measured at a million reviews): reading a text and looking for
# the words; one entry of a list that the index meets with others; looking up whether a find matches the filter.
READ, MET, LOOKED_UP = 14.0, 0.05, 2.0

_Next = Callable[[int | None, int], list[int]]  # the next places below one, at most so many


@dataclass(frozen=True, slots=True)
class _ByIndex:
    """What the search index is asked for: words, and of the filter the rarest value if that is rarer still; the rest
    of the filter is looked up by each find. A word that is far more common is ``unmet``, and read in the finds' texts:
    each further list to meet costs as much as it is long.
    """

    met: tuple[Found, ...]
    unmet: tuple[Found, ...]
    marked: str | None
    entries: int  # of all the lists together
    least: int  # of the shortest one


def places_of_words(
    session: Session, shop_id: int, words: list[str], asked: Asked, before: int | None, want: int
) -> list[int]:
    """The places of at most ``want`` reviews below ``before`` that hold all words and the asked values.

    Either the search index is asked, or the reviews that match the filter are read in the inbox's order: where few
    match, or few are left of them, or nearly every text holds the words. What was read in vain costs no more than the
    index would have.
    """
    if not is_sqlite(session):
        return _on_postgres(session, shop_id, words, asked, before, want)
    weight, sizes = facets.sizes(session, shop_id, asked)
    if weight.matching == 0:
        return []
    found = vocabulary.look_up(session, words)
    by_index = _by_index(found, sizes)
    to_read, at_most = _texts_to_read(found, by_index, weight, want)
    if to_read <= at_most:
        read = _read(
            session, shop_id, found, before, want,
            lambda below, most: ordered.places(session, shop_id, asked, below, most, weight), to_read, at_most,
        )  # fmt: skip
        if read is not None:
            return read
    elif before is not None and weight.matching <= _FEW_TIMES * at_most:
        left = ordered.places(session, shop_id, asked, before, int(at_most) + 1, weight)
        if len(left) <= at_most:
            return _that_hold(session, shop_id, left, [each.words for each in found])[:want]
    return _ask_index(session, shop_id, by_index, asked, before, want)


def _by_index(found: Sequence[Found], sizes: dict[str, int]) -> _ByIndex:
    rarest = min(sizes, key=lambda name: sizes[name])
    fewest = min(each.reviews for each in found)
    least = min(fewest, sizes[rarest])
    met = tuple(each for each in found if each.reviews <= _TOO_COMMON * least and not searching.is_made(each.words[0]))
    marked = rarest if sizes[rarest] < fewest or not met else None
    entries = sum(each.reviews for each in met) + (sizes[rarest] if marked else 0)
    return _ByIndex(met, tuple(each for each in found if each not in met), marked, entries, least)


def _texts_to_read(found: Sequence[Found], by_index: _ByIndex, weight: facets.Weight, want: int) -> tuple[float, float]:
    """How many of the filter's reviews must be read for a page if its texts hold the words as all texts do, and how
    many can be read for what the index costs.
    """
    share = math.prod(min(1.0, each.reviews / weight.total) for each in found)
    matching = weight.matching * share
    to_read = min(float(weight.matching), want / share if share else math.inf)
    walked = min(1.0, want / matching) if matching else 1.0  # of the lists, until the page is full
    finds = by_index.least * math.prod(min(1.0, each.reviews / weight.total) for each in by_index.met)
    costs = walked * (by_index.entries * MET + finds * (LOOKED_UP + (READ if by_index.unmet else 0)))
    return to_read, max(costs / READ, float(want))


def _ask_index(session: Session, shop_id: int, way: _ByIndex, asked: Asked, before: int | None, want: int) -> list[int]:
    values = asked.get(way.marked or "", ())
    query = searching.sqlite_match(shop_id, way.marked, values, [each.words for each in way.met])

    def finds(below: int | None, most: int) -> list[int]:
        given = bound(shop_id, asked, query=query, want=most, **({} if below is None else {"before": below}))
        return list(session.connection().execute(_finds(shape_of(asked), below is not None), given).scalars())

    if not way.unmet:
        return finds(before, want)
    return _read(session, shop_id, way.unmet, before, want, finds, want) or []


def _read(
    session: Session,
    shop_id: int,
    found: Sequence[Found],
    before: int | None,
    want: int,
    next_places: _Next,
    likely: float,
    most: float = math.inf,
) -> list[int] | None:
    """Of the places that come, those whose texts hold the words; None where ``most`` texts were read in vain.

    ``likely``: how many texts it will take.
    """
    asked = [each.words for each in found]
    held: list[int] = []
    below, looked_at = before, 0
    at_once = max(want, min(int(likely) + 1, _AT_ONCE))
    while looked_at < most:
        places = next_places(below, at_once)
        held += _that_hold(session, shop_id, places, asked)
        if len(held) >= want or len(places) < at_once:
            return held[:want]
        below, looked_at = places[-1], looked_at + at_once
    return None


def _that_hold(session: Session, shop_id: int, places: list[int], asked: Sequence[Sequence[str]]) -> list[int]:
    if not places:
        return []
    ids = json.dumps([id_of(one) for one in places])
    rows = session.connection().execute(texts(), {"shop_id": shop_id, "ids": ids})
    holding = {review_id for review_id, text in rows if searching.holds(text, asked)}
    return [one for one in places if id_of(one) in holding]


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

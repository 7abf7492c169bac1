"""The inbox's statements. Built once for each shape of a filter: building one costs more than running it.

They read the bare tables, past the ORM and so past the tenancy net: each of them names its shop itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, String, and_, bindparam, func, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from plugin.store.places import ID_BITS, id_of, rank_of
from plugin.store.tables import Review, ReviewFacet

Asked = Mapping[str, Sequence[object]]
Shape = tuple[tuple[str, int], ...]

NAMES = ("state", "channel_id", "stars", "decision", "language")
EXCERPT = 280

_REVIEWS: Any = Review.__table__
_FACETS: Any = ReviewFacet.__table__
_SHOP: Any = bindparam("shop_id", type_=BigInteger)
_WANT: Any = bindparam("want", type_=Integer)


def shape_of(asked: Asked) -> Shape:
    return tuple((name, len(values)) for name, values in asked.items())


def bound(shop_id: int, asked: Asked, **more: object) -> dict[str, object]:
    """The parameters of a statement of this shape."""
    given: dict[str, object] = {
        f"{name}_{number}": value for name, values in asked.items() for number, value in enumerate(values)
    }
    return {"shop_id": shop_id, **given, **more}


def before(place: int | None) -> dict[str, object]:
    return {} if place is None else {"before_rank": rank_of(place), "before_id": id_of(place)}


def lowest(place: int | None) -> dict[str, object]:
    return {} if place is None else {"lowest_rank": rank_of(place), "lowest_id": id_of(place)}


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _conditions(shape: Shape, columns: Any) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    for name, many in shape:
        column = columns[name]
        values = [bindparam(f"{name}_{number}", type_=column.type) for number in range(many)]
        made.append(column == values[0] if many == 1 else column.in_(values))
    return made


def _ordered_pair(columns: Any, which: str) -> tuple[Any, Any]:
    given = tuple_(bindparam(f"{which}_rank", type_=BigInteger), bindparam(f"{which}_id", type_=BigInteger))
    return tuple_(columns.rank, columns.id), given


def _is_before(columns: Any, has_before: bool) -> list[ColumnElement[bool]]:
    if not has_before:
        return []
    here, given = _ordered_pair(columns, "before")
    return [here < given]


@cache
def weigh(shape: Shape) -> Select[Any]:
    """Reviews that match, combinations that match, reviews of the shop."""
    matches = and_(_FACETS.c.n > 0, true(), *_conditions(shape, _FACETS.c))
    numbers: tuple[Any, ...] = (
        func.coalesce(func.sum(_FACETS.c.n).filter(matches), 0),
        func.count().filter(matches),
        func.coalesce(func.sum(_FACETS.c.n), 0),
    )
    return select(*numbers).where(_FACETS.c.shop_id == _SHOP)


@cache
def sizes(shape: Shape) -> Select[Any]:
    """As ``weigh``, and for each column of the shape the reviews that match it alone."""
    each = _conditions(shape, _FACETS.c)
    alone: list[Any] = [func.coalesce(func.sum(_FACETS.c.n).filter(way), 0) for way in each]
    return weigh(shape).add_columns(*alone)


@cache
def by_state() -> Select[Any]:
    """Reviews of the shop by state."""
    numbers: tuple[Any, ...] = (_FACETS.c.state, func.sum(_FACETS.c.n))
    return select(*numbers).where(_FACETS.c.shop_id == _SHOP).group_by(_FACETS.c.state)


def match_of_id(shape: Shape, review_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the review of that id is the shop's and matches."""
    conditions = _conditions(shape, _REVIEWS.c)
    return select(_REVIEWS.c.id).where(_REVIEWS.c.id == review_id, _REVIEWS.c.shop_id == _SHOP, *conditions).exists()


@cache
def walk(shape: Shape, has_before: bool) -> Select[Any]:
    """Places along the inbox's order, over at most ``stretch`` index entries."""
    inner = (
        select(_REVIEWS.c.rank, _REVIEWS.c.id, *(_REVIEWS.c[name] for name in NAMES))
        .where(_REVIEWS.c.shop_id == _SHOP, *_is_before(_REVIEWS.c, has_before))
        .order_by(_REVIEWS.c.rank.desc(), _REVIEWS.c.id.desc())
        .limit(bindparam("stretch", type_=Integer))
        .subquery()
    )
    # Both databases hand the inner rows through in their order; sorting them again would cost a temporary tree.
    return select(_place(inner.c)).where(*_conditions(shape, inner.c)).limit(_WANT)


@cache
def heads(shape: Shape, has_before: bool) -> Select[Any]:
    """For each combination that matches: its first place, or None."""
    of_stream, same = _stream()
    first = (
        select(_place(of_stream.c))
        .where(*same, *_is_before(of_stream.c, has_before))
        .order_by(of_stream.c.rank.desc(), of_stream.c.id.desc())
        .limit(1)
        .correlate(_FACETS)
        .scalar_subquery()
    )
    return select(first).where(_FACETS.c.shop_id == _SHOP, _FACETS.c.n > 0, *_conditions(shape, _FACETS.c))


@cache
def streams(shape: Shape, has_before: bool, has_lowest: bool, on_sqlite: bool) -> Select[Any]:
    """For each combination that matches: its next places as JSON, at most ``want`` and not below ``lowest``."""
    of_stream, same = _stream()
    if has_lowest:
        here, given = _ordered_pair(of_stream.c, "lowest")
        same.append(here >= given)
    next_ones = (
        select(_place(of_stream.c).label("place"))
        .where(*same, *_is_before(of_stream.c, has_before))
        .order_by(of_stream.c.rank.desc(), of_stream.c.id.desc())
        .limit(_WANT)
        .correlate(_FACETS)
        .subquery()
    )
    gather = func.json_group_array if on_sqlite else func.json_agg
    return select(select(gather(next_ones.c.place)).scalar_subquery()).where(
        _FACETS.c.shop_id == _SHOP, _FACETS.c.n > 0, *_conditions(shape, _FACETS.c)
    )


@cache
def rows(on_sqlite: bool) -> Select[Any]:
    """What a list shows of the reviews whose ids are given.

    By their ids and nothing else: a filter beside them made SQLite walk the filter's whole index (75 ms at a million).
    """
    ids: Any = (
        select(func.json_each(bindparam("ids", type_=String)).table_valued("value").c.value)
        if on_sqlite
        else select(func.unnest(bindparam("ids", type_=ARRAY(BigInteger))))
    )
    shown = (
        "id", "rank", "channel_id", "title", "rating", "author", "product", "created_at", "language", "state", "decision",
        "play", "verdict", "urgency",
    )  # fmt: skip
    return select(
        *(_REVIEWS.c[name] for name in shown), func.substr(_REVIEWS.c.text, 1, EXCERPT).label("excerpt")
    ).where(
        _REVIEWS.c.shop_id == _SHOP,
        _REVIEWS.c.id.in_(ids),
    )


@cache
def texts() -> Select[Any]:
    """All that a search looks in, of the reviews whose ids are given; for SQLite, by their ids and nothing else."""
    ids: Any = select(func.json_each(bindparam("ids", type_=String)).table_valued("value").c.value)
    searched = _REVIEWS.c.title + " " + _REVIEWS.c.text + " " + _REVIEWS.c.author + " " + _REVIEWS.c.product
    return select(_REVIEWS.c.id, searched).where(_REVIEWS.c.shop_id == _SHOP, _REVIEWS.c.id.in_(ids))


def _stream() -> tuple[Any, list[ColumnElement[bool]]]:
    of_stream: Any = _REVIEWS.alias("of_stream")
    return of_stream, [of_stream.c[name] == _FACETS.c[name] for name in ("shop_id", *NAMES)]


def _place(columns: Any) -> ColumnElement[int]:
    place: ColumnElement[int] = columns.rank * (1 << ID_BITS) + columns.id
    return place

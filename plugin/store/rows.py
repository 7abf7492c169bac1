"""Finding one row of one shop, and changing it only while it is as expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Result, Select, bindparam, inspect, select, update
from sqlalchemy.orm import Session

from plugin.store.errors import NotThere
from plugin.store.tables import OfShop
from plugin.store.tenancy import NAMED_BY

Row = TypeVar("Row", bound=OfShop)


def _key(table: type[OfShop]) -> Any:
    """The column that names a row of this table alone."""
    return inspect(table).primary_key[0]


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def find(session: Session, table: type[Row], shop_id: int, row_id: int) -> Row | None:
    """The row as the database has it now, or None: another shop's row is not there."""
    given: Any = table  # mypy takes a type for nothing that a cache could hash
    found: Row | None = session.scalars(_one(given), {"of_shop": shop_id, "row_id": row_id}).one_or_none()
    return found


@cache
def _one(table: Any) -> Select[Any]:
    """Built once for each table: building it costs more than running it."""
    return (
        select(table)
        .where(table.shop_id == bindparam("of_shop"), _key(table) == bindparam("row_id"))
        .execution_options(populate_existing=True, **{NAMED_BY: "of_shop"})
    )


def of_review(session: Session, table: type[Row], shop_id: int, review_id: int) -> Sequence[Row]:
    """What belongs to a review in this table, newest first."""
    given: Any = table  # as above
    found: Sequence[Row] = session.scalars(_of_review(given), {"of_shop": shop_id, "of_review": review_id}).all()
    return found


@cache
def _of_review(table: Any) -> Select[Any]:
    return (
        select(table)
        .where(table.shop_id == bindparam("of_shop"), table.review_id == bindparam("of_review"))
        .order_by(_key(table).desc())
        .execution_options(**{NAMED_BY: "of_shop"})
    )


def get(session: Session, table: type[Row], shop_id: int, row_id: int) -> Row:
    """As ``find``, but raises NotThere."""
    row = find(session, table, shop_id, row_id)
    if row is None:
        raise NotThere(f"This shop has no such row in {inspect(table).local_table}: {row_id}.")
    return row


def of_shop(session: Session, table: type[Row], shop_id: int) -> Sequence[Row]:
    """All that a shop has in this table, oldest first: for what a shop has few of."""
    given: Any = table  # as above
    found: Sequence[Row] = session.scalars(_of_shop(given), {"of_shop": shop_id}).all()
    return found


@cache
def _of_shop(table: Any) -> Select[Any]:
    found = select(table).where(table.shop_id == bindparam("of_shop")).order_by(_key(table))
    return found.execution_options(**{NAMED_BY: "of_shop"})


def change(
    session: Session, table: type[Row], shop_id: int, row_id: int, values: dict[str, Any], *only_where: Any
) -> bool:
    """Change the row in one statement where the conditions ``only_where`` hold; whether it did.

    The condition and the change are one statement, so two people or workers can never both win.
    """
    done = session.execute(
        update(table)
        .where(table.shop_id == shop_id, _key(table) == row_id, *only_where)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    _forget(session, table, row_id)
    return rows_changed(done) == 1


def rows_changed(done: Result[Any]) -> int:
    """How many rows an UPDATE or DELETE touched."""
    count: int = done.rowcount  # type: ignore[attr-defined]  # Session.execute is typed as for a SELECT
    return count


def _forget(session: Session, table: type[Row], row_id: int) -> None:
    """Let a loaded copy of a row that was changed by statement be read again when it is next looked at."""
    loaded = session.identity_map.get(session.identity_key(table, row_id))
    if loaded is not None:
        session.expire(loaded)


def must_change(session: Session, table: type[Row], shop_id: int, row_id: int, values: dict[str, Any]) -> None:
    """As ``change`` without conditions; raises NotThere where this shop has no such row."""
    if not change(session, table, shop_id, row_id, values):
        raise NotThere(f"This shop has no such row in {inspect(table).local_table}: {row_id}.")


def hold(session: Session, table: type[Row], shop_id: int, row_id: int) -> None:
    """Take the row's lock (Postgres) or the database's (SQLite): what is read from here on stays true.

    SQLite begins a transaction at its first write, so this writes a column of the row over itself.
    """
    given: Any = table  # as above
    column = _bare_column(given)
    session.execute(
        update(table)
        .where(table.shop_id == shop_id, _key(table) == row_id)
        .values({column.name: column})
        .execution_options(synchronize_session=False)
    )


@cache
def _bare_column(table: Any) -> Any:
    """A column that is no part of a key: where one of a key is written, SQLite looks for the row in all tables that point
    at it, and in some of them it walks all that the shop has.
    """
    of = inspect(table).local_table
    keys = {column for constraint in of.constraints for column in getattr(constraint, "columns", ())}
    return next(column for column in of.columns if column not in keys and not column.unique and not column.computed)

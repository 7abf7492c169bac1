"""Writing many rows at once, past the ORM: by the thousand its own way costs more than the database.

SQLite is quickest row by row within one call of the driver; Postgres with all rows in one statement, handed over as
one JSON document. The caller has checked whose rows they are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import repeat
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    UnaryExpression,
    bindparam,
    column,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.operators import custom_op

from plugin.store.tables import Base, OfShop

Rows = list[dict[str, Any]]
Process = Callable[[Any], Any]  # makes a value what the driver takes


def insert_new(connection: Connection, of: type[Base], rows: Rows) -> None:
    """Add the rows; one that breaks a uniqueness is left out: someone else was first, and theirs stands.

    All rows name the same columns.
    """
    if not rows:
        return
    table: Any = of.__table__
    if connection.dialect.name == "sqlite":
        _insert_each(connection, table, rows)
        return
    full = [{**_defaults(table, rows[0]), **row} for row in rows]
    given = _as_table(table, list(full[0]))
    connection.execute(
        postgresql.insert(table).from_select(list(full[0]), select(*given.c)).on_conflict_do_nothing(),
        {"rows": _as_json(full)},
    )


def _insert_each(connection: Connection, table: Any, rows: Rows) -> None:
    """One call of the driver. The values are made ready here, column by column: SQLAlchemy does it value by value, for a
    third of what writing a short review costs.
    """
    sql, needed = _insert_of(connection.dialect, table, tuple(rows[0]))
    defaults = _defaults(table, rows[0])
    columns = [
        repeat(_ready(process, [defaults[name]])[0], len(rows))
        if name in defaults
        else _ready(process, [row[name] for row in rows])
        for name, process in needed
    ]
    connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


@lru_cache(maxsize=64)
def _insert_of(
    dialect: Dialect, table: Any, names: tuple[str, ...]
) -> tuple[str, tuple[tuple[str, Process | None], ...]]:
    """The statement, and the columns in the order of its parameters: those that are named, and those with a default."""
    named: dict[str, Any] = {name: bindparam(name) for name in names}
    compiled = sqlite.insert(table).values(named).on_conflict_do_nothing().compile(dialect=dialect)
    order: Sequence[str] = cast("Any", compiled).positiontup
    return str(compiled), tuple(
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order
    )


def _ready(process: Process | None, values: list[Any]) -> list[Any]:
    if process is None:
        return values
    first = values[0]
    if all(value is first for value in values):  # when it was fetched is the same for all of them
        return [process(first)] * len(values)
    return list(map(process, values))


def update_by_id(connection: Connection, of: type[Base], rows: Rows) -> None:
    """Change the rows named by ``id``; all rows name the same columns."""
    if not rows:
        return
    table: Any = of.__table__
    names = [name for name in rows[0] if name != "id"]
    if connection.dialect.name == "sqlite":
        statement = update(table).where(table.c.id == bindparam("of_id"))
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        # Without the id among the values: where a key is written, SQLite looks through every table that points at it.
        connection.execute(
            statement.values(values), [{**{name: row[name] for name in names}, "of_id": row["id"]} for row in rows]
        )
        return
    given = _as_table(table, ["id", *names])
    connection.execute(
        update(table).where(table.c.id == given.c.id).values({name: given.c[name] for name in names}),
        {"rows": _as_json(rows)},
    )


def found_by(
    connection: Connection,
    of: type[OfShop],
    names: tuple[str, ...],
    shop_id: int,
    key: str,
    values: list[Any],
    **within: object,
) -> Sequence[Row[Any]]:
    """These columns of the shop's rows whose ``key`` is one of the values, among those with the values ``within``; with
    an index that begins with ``within`` and ``key`` it looks up each value, however many rows the shop has.
    """
    on_sqlite = connection.dialect.name == "sqlite"
    given = json.dumps(values) if on_sqlite else values
    table = cast("Any", of).__table__
    statement = _found_by(table, names, key, tuple(within), on_sqlite)
    return connection.execute(statement, {**within, "of_shop": shop_id, "given": given}).all()


@cache
def _found_by(table: Any, names: tuple[str, ...], key: str, within: tuple[str, ...], on_sqlite: bool) -> Select[Any]:
    if on_sqlite:
        every: Any = select(func.json_each(bindparam("given", type_=Text)).table_valued("value").c.value)
        # The sign keeps SQLite from an index over the shop's rows, which it would then read one and all.
        shop: Any = UnaryExpression(table.c.shop_id, operator=custom_op("+"))
    else:
        every = select(func.unnest(bindparam("given", type_=postgresql.ARRAY(table.c[key].type))))
        shop = table.c.shop_id
    return select(*(table.c[name] for name in names)).where(
        *(table.c[name] == bindparam(name) for name in within), table.c[key].in_(every), shop == bindparam("of_shop")
    )


def is_one_of(connection: Connection, name: Any, values: list[Any]) -> ColumnElement[bool]:
    """``name IN values`` with all values as one parameter: a thousand placeholders cost more than the search."""
    if connection.dialect.name == "sqlite":
        every = func.json_each(json.dumps(values)).table_valued("value")
        return cast("ColumnElement[bool]", name.in_(select(every.c.value)))
    # Not "= ANY": where the planner takes the table for a small one, that compares every row with every value.
    given = bindparam(None, values, type_=postgresql.ARRAY(name.type))
    return cast("ColumnElement[bool]", name.in_(select(func.unnest(given))))


def _defaults(table: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {each.name: each.default.arg for each in table.columns if each.default is not None and each.name not in row}


def _as_table(table: Any, names: list[str]) -> Any:
    """One JSON document as a table with the types of ours."""
    columns = [column(name, table.c[name].type) for name in names]
    rows: Any = bindparam("rows", type_=postgresql.TEXT)
    return (
        func.json_to_recordset(rows.cast(postgresql.JSON))
        .table_valued(*columns, name="given")
        .render_derived(with_types=True)
    )


def _as_json(rows: Rows) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_moment)


_moment: Callable[[Any], str] = dt.datetime.isoformat

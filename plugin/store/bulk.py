"""Writing many rows at once, past the ORM: by the thousand its own way costs more than the database.

SQLite is quickest row by row within one call of the driver; Postgres with all rows in one statement, handed over as
one JSON document. The caller has checked whose rows they are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, bindparam, column, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from plugin.store.tables import Base

Rows = list[dict[str, Any]]


def insert_new(connection: Connection, of: type[Base], rows: Rows) -> None:
    """Add the rows; one that breaks a uniqueness is left out: someone else was first, and theirs stands."""
    if not rows:
        return
    table: Any = of.__table__
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
        return
    full = [{**_defaults(table, rows[0]), **row} for row in rows]
    given = _as_table(table, list(full[0]))
    connection.execute(
        postgresql.insert(table).from_select(list(full[0]), select(*given.c)).on_conflict_do_nothing(),
        {"rows": _as_json(full)},
    )


def update_by_id(connection: Connection, of: type[Base], rows: Rows) -> None:
    """Change the rows named by ``id``; all rows name the same columns."""
    if not rows:
        return
    table: Any = of.__table__
    names = [name for name in rows[0] if name != "id"]
    if connection.dialect.name == "sqlite":
        statement = update(table).where(table.c.id == bindparam("of_id"))
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        connection.execute(statement.values(values), [{**row, "of_id": row["id"]} for row in rows])
        return
    given = _as_table(table, ["id", *names])
    connection.execute(
        update(table).where(table.c.id == given.c.id).values({name: given.c[name] for name in names}),
        {"rows": _as_json(rows)},
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

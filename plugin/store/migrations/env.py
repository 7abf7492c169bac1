"""Alembic's entry: migrates on the connection that Database.upgrade() hands over, in one transaction."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from plugin.store.migrations.comparing import include_name
from plugin.store.tables import Base


def _run(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=include_name,
        render_as_batch=is_sqlite,
        transaction_per_migration=False,
    )
    if is_sqlite:
        # The driver begins by itself before a row is written, not before a table is made.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Two processes that start at once take turns.
        connection.execute(text("SELECT pg_advisory_xact_lock(7735301)"))
    context.run_migrations()
    connection.commit()


_run(context.config.attributes["connection"])

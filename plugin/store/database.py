"""One database: its engine, its sessions and its migrations. SQLite (WAL) and Postgres from the same code."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from plugin.store import errors, tenancy
from plugin.store.encryption import VAULT, Vault

DEFAULT_URL = "sqlite:///data/wederwoord.sqlite3"
_HOME = "database"  # the key in Session.info
_MIGRATIONS = Path(__file__).parent / "migrations"
_SQLITE_CACHE_KIB = 8 * 1024  # a connection; a web process must stay small (DESIGN.md, numbers)


def _url(url: str) -> URL:
    """The URL with our driver: people write postgres:// and postgresql:// for the same thing."""
    made = make_url(url)
    if made.drivername in {"postgres", "postgresql"}:
        return made.set(drivername="postgresql+psycopg")
    if made.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ValueError(f"The store runs on SQLite and Postgres, not on {made.get_backend_name()}.")
    return made


def _sqlite_engine(url: URL, busy_seconds: float) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE: the driver begins a transaction at the first write and takes the write lock at once. Reads before
    # it hold no snapshot, as under Postgres's READ COMMITTED, so a write after a read cannot fail as stale.
    # Parameters hold reviews and credentials: they stay out of errors and logs.
    engine = create_engine(
        url, connect_args={"isolation_level": "IMMEDIATE", "timeout": busy_seconds}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"cache_size=-{_SQLITE_CACHE_KIB}",
            "journal_size_limit=67108864",  # a large import does not leave its log behind for ever
            "secure_delete=OFF",  # some builds overwrite freed pages, at the cost of a third of an import
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


def _postgres_engine(url: URL, busy_seconds: float) -> Engine:
    # A plan is made for each execution: one that is kept from when a table was small reads all of it when it is large
    # (measured: importing fell from 4,000 reviews a second to 700 after the tenth batch).
    options = f"-c timezone=UTC -c lock_timeout={int(busy_seconds * 1000)} -c plan_cache_mode=force_custom_plan"
    return create_engine(
        url, connect_args={"options": options, "connect_timeout": 10}, pool_pre_ping=True, hide_parameters=True
    )


class Database:
    """The store's door. ``encryption_keys`` newest first; ``busy_seconds`` is how long a write waits its turn.

    Raises errors.KeyMissing without a usable key.
    """

    def __init__(
        self, url: str = DEFAULT_URL, encryption_keys: Sequence[str] = (), *, busy_seconds: float = 5.0
    ) -> None:
        self.vault = Vault(encryption_keys)
        self.url = _url(url)
        make = _sqlite_engine if self.url.get_backend_name() == "sqlite" else _postgres_engine
        self.engine = make(self.url, busy_seconds)
        own_session = type("StoreSession", (Session,), {})  # the net listens on this class alone
        tenancy.cast_net(own_session)
        self._sessions: sessionmaker[Session] = sessionmaker(self.engine, class_=own_session, expire_on_commit=False)

    @contextmanager
    def session(self, shop_id: int | None = None) -> Iterator[Session]:
        """A session that commits at the end, or rolls back. With ``shop_id`` the tenancy net is drawn around it.

        Keep it short: on SQLite its first write takes the only write lock. Rows stay readable after it. Raises
        errors.StoreBusy, StoreFull or StoreUnreachable (all RetryLater: nothing was written).
        """
        info: dict[str, Any] = {VAULT: self.vault, _HOME: self}
        if shop_id is not None:
            info[tenancy.SHOP] = shop_id
        try:
            with self._sessions(info=info) as session, session.begin():
                yield session
        except DBAPIError as error:
            named = errors.named(error)
            if named is None:
                raise
            raise named from error

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables up to date. Safe to run at every start."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        try:
            with self.engine.connect() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
        except DBAPIError as error:
            named = errors.named(error)
            if named is None:
                raise
            raise named from error

    def is_up_to_date(self) -> bool:
        """Whether the tables are those of this version. Changes nothing; a SQLite file that is not there stays away.

        Raises errors.StoreBusy or StoreUnreachable.
        """
        file = self.url.database
        if self.url.get_backend_name() == "sqlite" and file and file != ":memory:" and not Path(file).exists():
            return False
        try:
            with self.engine.connect() as connection:
                stands = MigrationContext.configure(connection).get_current_heads()
        except DBAPIError as error:
            named = errors.named(error)
            if named is None:
                raise
            raise named from error
        return set(stands) == set(ScriptDirectory(str(_MIGRATIONS)).get_heads())

    def dispose(self) -> None:
        self.engine.dispose()


def database_of(session: Session) -> Database:
    """The database whose session this is: for what must be kept whatever becomes of the session's own transaction."""
    found: Database = session.info[_HOME]
    return found

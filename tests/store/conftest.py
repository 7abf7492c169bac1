"""A migrated database for each test, on SQLite and on a real Postgres, and two shops in it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from connectors.contract import Review as ChannelReview
from plugin.shop import load_profile
from plugin.store import Database, channels, people, shops
from plugin.store.tables import Base
from plugin.words import Role
from tests import on_postgres

KEY = Fernet.generate_key().decode()
NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Desk:
    """A shop with a person and a channel."""

    shop: int
    person: int
    channel: int


def make_desk(database: Database, slug: str) -> Desk:
    with database.session() as session:
        shop = shops.add(session, slug, load_profile({"name": slug, "agent": "Sanne"}), now=NOW).id
    with database.session(shop) as session:
        person = people.add(session, shop, "Sanne", Role.OWNER, now=NOW).id
        channel = channels.add(session, shop, "file", "reviews.csv", {"path": "x"}, {"token": "secret"}, now=NOW).id
    return Desk(shop, person, channel)


def customer_says(number: int, text: str = "", **more: object) -> ChannelReview:
    given = {
        "external_id": f"r-{number}",
        "text": text or f"Bestelling {number} kwam te laat",
        "created": NOW - dt.timedelta(hours=number % 10_000),
        "rating": number % 5 + 1,
        "author": "Jan",
        "language": "nl",
    }
    return ChannelReview(**{**given, **more})  # type: ignore[arg-type]  # a test names the fields it means


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.sqlite3"
    database = Database(f"sqlite:///{path}", [KEY])
    database.upgrade()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """The address of a migrated database on a real Postgres; each test finds it empty."""
    with on_postgres.server() as address:
        database = Database(address, [KEY])
        database.upgrade()
        database.dispose()
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        path = tmp_path / "store.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        made = Database(f"sqlite:///{path}", [KEY])
        yield made
        made.dispose()
        return
    made = Database(request.getfixturevalue("postgres_address"), [KEY])
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with made.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    yield made
    made.dispose()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "store.sqlite3"
    shutil.copy(sqlite_template, path)
    made = Database(f"sqlite:///{path}", [KEY], busy_seconds=0.2)
    yield made
    made.dispose()


@pytest.fixture
def desk(database: Database) -> Desk:
    return make_desk(database, "fietsenhuis")


@pytest.fixture
def other(database: Database) -> Desk:
    return make_desk(database, "tassenhuis")


@pytest.fixture
def says() -> Callable[..., ChannelReview]:
    return customer_says

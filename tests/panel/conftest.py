"""The real app on a real database, without a worker; a browser that is signed in."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient

from plugin.app import create_app
from plugin.hosts.standalone import signing_in
from plugin.store import Database
from plugin.words import Role
from plugin.work import Work
from tests.panel import made_up

KEY = Fernet.generate_key().decode()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables, the engine's too: made once, copied for every test."""
    folder = tmp_path_factory.mktemp("prepared")
    settings = made_up.settings_in(folder)
    made = Database(settings.database_url, [KEY])
    made.upgrade()
    work = Work(settings, made)
    work.prepare()
    work.stop()
    made.dispose()
    return folder / "wederwoord.sqlite3"


@pytest.fixture
def database(prepared: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(prepared, tmp_path / "wederwoord.sqlite3")
    made = Database(made_up.settings_in(tmp_path).database_url, [KEY])
    yield made
    made.dispose()


@pytest.fixture
def work(database: Database, tmp_path: Path) -> Iterator[Work]:
    made = Work(made_up.settings_in(tmp_path), database)
    yield made
    made.stop()


@pytest.fixture
def app(database: Database, work: Work, tmp_path: Path) -> Flask:
    made = create_app(made_up.settings_in(tmp_path), database, work)
    made.testing = False  # errors are answered as people see them
    return made


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> made_up.Shop:
    return made_up.Shop(database, "gloed", tmp_path)


class Desk:
    """A browser at the desk: remembers its cookie and the page's CSRF token, as htmx does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.csrf = ""

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, **more)

    def fragment(self, path: str) -> Any:
        return self.client.get(path, headers={"HX-Request": "true"})

    def post(self, path: str, *, htmx: bool = True, **form: Any) -> Any:
        headers = {"X-CSRF-Token": self.csrf, **({"HX-Request": "true"} if htmx else {})}
        return self.client.post(path, data=form, headers=headers)


SignIn = Callable[..., Desk]


@pytest.fixture
def sign_in(app: Flask, database: Database) -> SignIn:
    """Sign in as someone of a shop: ``sign_in(shop, Role.OWNER)``."""

    def enter(shop: made_up.Shop, role: Role = Role.OWNER) -> Desk:
        with database.session() as session:
            token = signing_in.create_link(session, shop.id, shop.people[role], now=dt.datetime.now(dt.UTC))
        desk = Desk(app.test_client())
        assert desk.client.post("/sign-in", data={"code": token}).status_code == 303
        found = re.search(r'data-csrf="([0-9a-f]{64})"', desk.get("/inbox").text)
        assert found
        desk.csrf = found[1]
        return desk

    return enter

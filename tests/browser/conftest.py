"""A real Chromium on the real app: waitress, SQLite, a real worker, the invented sample shop, drafted."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.fernet import Fernet
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from plugin.app import create_app
from plugin.hosts.standalone import signing_in
from plugin.sample import seed
from plugin.settings import Settings
from plugin.store import Database, batches, people, reviews
from plugin.words import Role
from plugin.work import Work
from tests.serving import served

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), "/usr/bin/chromium"
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60.0  # seconds
AXE = Axe()


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Look again and again, at most ``PATIENCE`` long."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.05)


@dataclass
class House:
    """The running app: its address, its store, its worker."""

    address: str
    database: Database
    work: Work
    shop_id: int

    def link(self, role: Role = Role.OWNER) -> str:
        with self.database.session() as session:
            person = people.add(session, self.shop_id, f"Proef {role.value}", role)
            token = signing_in.create_link(session, self.shop_id, person.id, now=dt.datetime.now(dt.UTC))
        return signing_in.link_for(self.address, token)

    def review(self, author: str) -> int:
        with self.database.session(shop_id=self.shop_id) as session:
            page = reviews.page(session, self.shop_id, reviews.Filters(), None, 200)
        return next(row.id for row in page.rows if row.author == author)

    def state(self, review_id: int) -> str:
        with self.database.session(shop_id=self.shop_id) as session:
            return reviews.get(session, self.shop_id, review_id).state

    def authors(self, **only: str) -> list[str]:
        """Who wrote the reviews that look like this, e.g. decision="T-SILENT"."""
        with self.database.session(shop_id=self.shop_id) as session:
            rows = reviews.page(session, self.shop_id, reviews.Filters(reviews.Folder.TODO), None, 200).rows
        return [row.author for row in rows if all(getattr(row, name) == value for name, value in only.items())]

    def draft_everything(self) -> None:
        with self.database.session() as session:
            batch_id = self.work.draft_all(session, self.shop_id).id

        def ended() -> bool:
            with self.database.session() as session:
                return batches.get(session, self.shop_id, batch_id).state == "done"

        wait_until(ended, "the drafts of the sample shop")


@contextmanager
def opened(
    folder: Path, settings: Settings, first: Callable[[House], object], *, port: int = 0
) -> Iterator[tuple[House, Flask]]:
    """The whole program with the sample shop, on loopback. ``first`` is done before anybody looks."""
    database = Database(settings.database_url, settings.encryption_keys)
    database.upgrade()
    work = Work(settings, database)
    work.prepare()
    # Playwright keeps an event loop in this thread, and the engine's plain functions refuse to run beside one.
    aside = ThreadPoolExecutor(1)
    aside.submit(work.start).result()
    shop_id = seed(database, folder, dt.datetime.now(dt.UTC)).shop_id
    app = create_app(settings, database, work)
    with served(app, port=port) as listens:
        made = House(settings.public_url or f"http://127.0.0.1:{listens}", database, work, shop_id)
        aside.submit(first, made).result()
        yield made, app
    aside.submit(work.stop).result()
    aside.shutdown()
    database.dispose()


def settings_in(folder: Path, **more: Any) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'wederwoord.sqlite3'}",
        encryption_keys=(Fernet.generate_key().decode(),),
        secret_key="k" * 40,
        poll_every=0.1,
        life_sign_every=1.0,
        **more,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    with opened(folder, settings_in(folder), House.draft_everything) as (made, _):
        yield made


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen: an error in a script, or a policy broken, fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    context.close()
    assert wrong == []


def come_in(page: Page, house: House, role: Role = Role.OWNER) -> None:
    """Sign in by the keyboard: the link puts the focus on its button."""
    page.goto(house.link(role))
    expect(page.locator("#sign-in-go")).to_be_focused()  # from the sign-in page itself, the code comes by a hash change
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox")


def nothing_for_axe(page: Page) -> None:
    found = AXE.run(page)
    assert found.violations_count == 0, found.generate_report()

"""A shop with reviews, drafts, people and tokens, behind the real app; work is queued and no worker runs."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient

from plugin.app import create_app
from plugin.drafting.pipeline import draft
from plugin.hosts.standalone import signing_in
from plugin.sample import sample_profile, seed
from plugin.settings import Settings
from plugin.store import Database, drafts, people, reviews, shops
from plugin.words import Role
from plugin.work import Work

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Desk:
    app: Flask
    database: Database
    shop_id: int
    tokens: dict[Role, str]

    def client(self, role: Role) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.tokens[role]}"
        return client


@dataclass(frozen=True)
class Template:
    """A filled database, made once and copied for each test: filling it takes seconds, copying it none."""

    folder: Path
    key: str
    shop_id: int
    tokens: dict[Role, str]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("api")
    key = Fernet.generate_key().decode()
    settings = settings_in(folder, key)
    database = Database(settings.database_url, [key])
    database.upgrade()
    work = Work(settings, database)
    work.prepare()
    shop_id = seed(database, folder, NOW).shop_id
    tokens = fill(database, shop_id)
    work.stop()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return Template(folder, key, shop_id, tokens)


def settings_in(folder: Path, key: str) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'wederwoord.sqlite3'}",
        encryption_keys=(key,),
        secret_key="s" * 40,
    )


def fill(database: Database, shop_id: int) -> dict[Role, str]:
    """Drafts for some of the reviews, and a person with a token for each role."""
    profile, tokens = sample_profile(), {}
    with database.session(shop_id=shop_id) as session:
        for review_id in reviews.open_ids(session, shop_id, limit=12):
            review = reviews.get(session, shop_id, review_id)
            drafted = draft(reviews.text_of(review), profile, today=NOW.date())
            drafts.save(session, shop_id, review_id, drafted, review_version=review.version)
        for role in Role:
            person = people.add(session, shop_id, f"Person {role}", role, now=NOW)
            tokens[role] = signing_in.create_api_token(
                session, shop_id, person.id, name="test", now=dt.datetime.now(dt.UTC)
            ).token
    return tokens


@pytest.fixture
def desk(template: Template, tmp_path: Path) -> Iterator[Desk]:
    settings = settings_in(tmp_path, template.key)
    shutil.copy(template.folder / "wederwoord.sqlite3", tmp_path)
    database = Database(settings.database_url, [template.key])
    work = Work(settings, database)
    yield Desk(create_app(settings, database, work), database, template.shop_id, template.tokens)
    work.stop()
    database.dispose()


@pytest.fixture
def other_shop(desk: Desk) -> str:
    """Another shop on the same installation: its owner's token."""
    with desk.database.session() as session:
        shop = shops.add(session, "elders", sample_profile(), now=NOW).id
    with desk.database.session(shop_id=shop) as session:
        owner = people.add(session, shop, "Els", Role.OWNER, now=NOW)
        return signing_in.create_api_token(session, shop, owner.id, name="test", now=dt.datetime.now(dt.UTC)).token

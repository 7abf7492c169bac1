"""A shop with reviews, drafts, people and tokens, behind the real app; work is queued and no worker runs."""

from __future__ import annotations

import datetime as dt
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


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    key = Fernet.generate_key().decode()
    settings = Settings(
        data_dir=tmp_path,
        database_url=database.url.render_as_string(hide_password=False),
        encryption_keys=(key,),
        secret_key="s" * 40,
    )
    work = Work(settings, database)
    work.prepare()
    app = create_app(settings, database, work)
    shop_id = seed(database, tmp_path, NOW).shop_id
    profile = sample_profile()
    with database.session(shop_id=shop_id) as session:
        for review_id in reviews.open_ids(session, shop_id, limit=12):
            review = reviews.get(session, shop_id, review_id)
            drafted = draft(reviews.text_of(review), profile, today=NOW.date())
            drafts.save(session, shop_id, review_id, drafted, review_version=review.version)
        tokens = {}
        for role in Role:
            person = people.add(session, shop_id, f"Person {role}", role, now=NOW)
            tokens[role] = signing_in.create_api_token(
                session, shop_id, person.id, name="test", now=dt.datetime.now(dt.UTC)
            ).token
    yield Desk(app, database, shop_id, tokens)
    work.stop()


@pytest.fixture
def other_shop(desk: Desk) -> str:
    """Another shop on the same installation: its owner's token."""
    with desk.database.session() as session:
        shop = shops.add(session, "elders", sample_profile(), now=NOW).id
    with desk.database.session(shop_id=shop) as session:
        owner = people.add(session, shop, "Els", Role.OWNER, now=NOW)
        return signing_in.create_api_token(session, shop, owner.id, name="test", now=dt.datetime.now(dt.UTC)).token

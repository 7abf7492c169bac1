from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography.fernet import Fernet
from marshmallow import Schema

from connectors import registry
from connectors.contract import Capabilities, Connector, Health, Page, Reply, Review
from plugin.drafting import pipeline
from plugin.settings import Settings
from plugin.shop import load_profile
from plugin.store import Database, batches, channels, people, publications, reviews, shops, tables
from plugin.words import BUILT_IN, Decision, Drafted, Play, Report, Role, Triage, Verdict
from plugin.work import Work
from plugin.work.warming import warm_up
from tests import on_postgres

PATIENCE = 20.0  # seconds until a test gives up; a sound run needs a fraction


def until(condition: Callable[[], Any]) -> Any:
    """Wait until something holds, and give it."""
    give_up = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.01)
    return found


class Memory(Connector):
    """A channel in this process's memory."""

    name: ClassVar[str] = "memory"
    title: ClassVar[str] = "Memory"
    capabilities: ClassVar[Capabilities] = Capabilities(can_reply=True, can_read_replies=True)
    Settings: ClassVar[type[Schema]] = Schema
    placed: ClassVar[dict[str, Reply]] = {}
    posts: ClassVar[list[str]] = []
    pages: ClassVar[list[Page]] = []
    trouble: ClassVar[list[Exception]] = []
    status: ClassVar[str] = "visible"

    def check(self) -> Health:
        return Health(ok=True)

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        del cursor
        yield from self.pages

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:
        return self.placed.get(key)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        if self.trouble:
            raise self.trouble.pop(0)
        self.posts.append(key)
        self.placed[key] = Reply(text, external_id=key, key=key, status=self.status)
        return self.placed[key]


def quick_draft(review: Any, shop: Any, recent_replies: Any = (), **_: Any) -> Drafted:
    triage = Triage("nl", 0.9, Decision.REPLY, Play.OUR_FAULT, (), "een klacht")
    return Drafted(triage, f"Sorry, {review.author}: {review.text}", None, None, BUILT_IN, Report(Verdict.PASS))


@dataclass
class Desk:
    """A shop on the memory channel, with work that may be started."""

    database: Database
    settings: Settings
    work: Work
    shop_id: int
    channel_id: int
    person_id: int
    role: Role = Role.OWNER

    def session(self):
        return self.database.session(shop_id=self.shop_id)

    def take_in(self, count: int, first: int = 0) -> list[int]:
        now = dt.datetime.now(dt.UTC)
        incoming = [
            Review(str(n), f"De tas {n} is stuk.", now - dt.timedelta(minutes=n), rating=2, author=f"Jan {n}")
            for n in range(first, first + count)
        ]
        with self.session() as session:
            return list(reviews.upsert(session, self.shop_id, self.channel_id, incoming, now).new_ids)

    def batch(self, batch_id: int) -> tables.Batch:
        with self.session() as session:
            return batches.get(session, self.shop_id, batch_id)

    def publication(self, review_id: int) -> tables.Publication | None:
        with self.session() as session:
            return publications.current(session, self.shop_id, review_id)


@pytest.fixture(autouse=True)
def memory_channel(monkeypatch: pytest.MonkeyPatch) -> type[Memory]:
    monkeypatch.setitem(registry._load().connectors, "memory", Memory)
    monkeypatch.setattr(Memory, "status", "visible")
    for kept in (Memory.placed, Memory.posts, Memory.pages, Memory.trouble):
        kept.clear()
    return Memory


@pytest.fixture
def quick_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts at once: these tests are about the work around the drafting room."""
    warm_up()  # loads once a process, by drafting itself: not inside the test that counts drafts
    monkeypatch.setattr(pipeline, "draft", quick_draft)


ON_BOTH = (  # without WEDERWOORD_LONG or `make test-slow`: what differs most between the two
    "test_an_approved_reply_is_published_once",
    "test_a_yes_that_is_rolled_back_publishes_nothing",
    "test_a_channel_that_is_back_adds_no_second_round_of_looking_to_the_one_there_is",
    "test_fetching_brings_reviews_in_and_drafts_a_few_new_ones_unasked",
    "test_no_secret_is_kept_or_told_in_the_clear",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    on_postgres.slow_but(ON_BOTH, items, __package__)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with on_postgres.either(request, tmp_path, Fernet.generate_key().decode()) as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, database: Database) -> Iterator[Desk]:
    settings = Settings(
        data_dir=tmp_path, database_url=database.url.render_as_string(hide_password=False), encryption_keys=(Fernet.generate_key().decode(),),
        secret_key="s" * 40, worker_id="w", poll_every=0.02, life_sign_every=0.2,
    )  # fmt: skip
    work = Work(settings, database)
    work.prepare()
    with database.session() as session:
        shop_id = shops.add(session, "s", load_profile({"name": "De Tas", "agent": "Sanne"})).id
        person_id = people.add(session, shop_id, "Ann", Role.OWNER).id
        channel_id = channels.add(session, shop_id, "memory", "Winkel", {}).id
    yield Desk(database, settings, work, shop_id, channel_id, person_id)
    work.stop()

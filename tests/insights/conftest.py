"""A shop whose replies, promises and complaints are put straight into the store, at moments of the test's own."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from connectors.contract import Review
from plugin.insights.figures import Insights
from plugin.insights.looking import look
from plugin.shop import load_profile
from plugin.store import Database, channels, drafts, people, promises, publications, reviews, shops
from plugin.words import (
    BUILT_IN,
    Decision,
    Drafted,
    Play,
    Point,
    Promise,
    PublicationState,
    Report,
    ReviewState,
    Role,
    Sentiment,
    Triage,
    Verdict,
)

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
KEY = Fernet.generate_key().decode()


@dataclass
class Shop:
    database: Database
    id: int
    channel_id: int
    person_id: int
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    def session(self) -> Any:
        return self.database.session(shop_id=self.id)

    def lives_in(self, time_zone: str) -> None:
        with self.session() as session:
            shops.save_profile(session, self.id, replace(shops.profile(session, self.id), time_zone=time_zone))

    def writes(self, days_ago: float, *labels: str, product: str = "", draft: bool = True) -> int:
        """A customer writes, complaining of ``labels``; a draft waits."""
        written = NOW - dt.timedelta(days=days_ago)
        review = Review(str(next(self._numbers)), "Stuk.", written, rating=1, author="Jan", product=product)
        points = tuple(Point(label, Sentiment.NEGATIVE, 0, 4) for label in labels)
        triage = Triage("nl", 0.9, Decision.REPLY, Play.OUR_FAULT, points, "een klacht")
        with self.session() as session:
            number = reviews.upsert(session, self.id, self.channel_id, [review], written).new_ids[0]
            if draft:
                drafted = Drafted(triage, "Sorry.", None, None, BUILT_IN, Report(Verdict.PASS))
                drafts.save(session, self.id, number, drafted, review_version=1, now=written)
        return number

    def answers(self, review_id: int, days_ago: float, *, edited: bool = False, override: str = "") -> int:
        """The reply goes out then, and is seen at once; gives the publication."""
        out = NOW - dt.timedelta(days=days_ago)
        with self.session() as session:
            if edited:
                drafts.save_edit(
                    session, self.id, review_id, "Het spijt ons.", Report(Verdict.PASS), person_id=self.person_id
                )
            draft = drafts.current(session, self.id, review_id)
            assert draft is not None
            approval = publications.approve(
                session, self.id, draft.id, self.person_id, text="Sorry.", report={}, override_reason=override, now=out
            )
            placed = publications.add(session, self.id, approval.id, f"ww-{review_id:08}", now=out)
            publications.move(
                session, self.id, placed.id, PublicationState.VISIBLE, only_from=[PublicationState.QUEUED], seen_at=out
            )
            reviews.set_state(session, self.id, review_id, ReviewState.PUBLISHED)
            return placed.id

    def promises(self, publication_id: int, due: dt.date | None, kept: dt.datetime | None = None) -> None:
        with self.session() as session:
            (made,) = promises.add_all(
                session, self.id, publication_id, [Promise("Morgen komt een nieuwe.", due)], now=NOW
            )
            if kept is not None:
                promises.keep(session, self.id, made.id, now=kept)

    def look(self, **more: Any) -> Insights:
        with self.session() as session:
            return look(session, self.id, now=NOW, **more)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.sqlite3"
    made = Database(f"sqlite:///{path}", [KEY])
    made.upgrade()
    made.dispose()
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(template, tmp_path / "store.sqlite3")
    made = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}", [KEY])
    yield made
    made.dispose()


def make_shop(database: Database, slug: str) -> Shop:
    connected = NOW - dt.timedelta(days=400)
    profile = load_profile({"name": slug, "agent": "Sanne", "policy": {"reply_within_days": 2}})
    with database.session() as session:
        shop_id = shops.add(session, slug, profile, now=connected).id
        person_id = people.add(session, shop_id, "Sanne", Role.OWNER, now=connected).id
        channel_id = channels.add(session, shop_id, "file", "Keurmerk", {"path": "x"}, now=connected).id
    return Shop(database, shop_id, channel_id, person_id)


@pytest.fixture
def shop(database: Database) -> Shop:
    return make_shop(database, "de-tas")

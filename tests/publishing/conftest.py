from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from connectors import registry
from connectors.contract import Connector, Review
from plugin.publishing.approving import approve
from plugin.publishing.placing import place
from plugin.shop import load_profile
from plugin.store import Database, Session, channels, drafts, people, publications, reviews, shops, tables
from plugin.words import (
    BUILT_IN,
    Decision,
    Drafted,
    Finding,
    Play,
    Point,
    PublicationState,
    Report,
    Role,
    Sentiment,
    Severity,
    Triage,
    Verdict,
)
from tests.publishing.scripted import BlindChangeable, BlindConnector, Changeable, ScriptedConnector

REPLY = "Beste Jan,\n\nHet spijt me dat de tas stuk is. Je krijgt binnen 2 dagen een nieuwe.\n\nSanne"


@dataclass(frozen=True)
class Who:
    person_id: int
    role: Role = Role.APPROVER


@dataclass
class Shop:
    """A shop with one review that has a draft, on a scripted channel."""

    database: Database
    channel: ScriptedConnector
    shop_id: int
    channel_id: int
    review_id: int
    approver: Who
    enqueued: list[int] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    connect: Callable[..., Connector] | None = None  # in place of the channel as it is

    def session(self):
        return self.database.session(shop_id=self.shop_id)

    def save_draft(self, reply: str | None = REPLY, findings: tuple[Finding, ...] = ()) -> int:
        point = Point("broken", Sentiment.NEGATIVE, 0, 5)
        triage = Triage("nl", 0.9, Decision.REPLY, Play.OUR_FAULT, (point,), "een klacht")
        report = Report(Verdict.BLOCK if findings else Verdict.PASS, findings)
        drafted = Drafted(triage, reply, None, None, BUILT_IN, report)
        with self.session() as session:
            version = reviews.get(session, self.shop_id, self.review_id).version
            return drafts.save(session, self.shop_id, self.review_id, drafted, review_version=version)

    def enqueue(self, session: Session, publication: tables.Publication) -> None:
        self.enqueued.append(publication.id)

    def approve(self, text: str = REPLY, *, person: Who | None = None, reason: str = "") -> tables.Approval:
        with self.session() as session:
            return approve(
                session, self.shop_id, self.review_id, text_sha256=publications.text_sha256(text),
                person=person or self.approver, override_reason=reason, enqueue=self.enqueue,
            )  # fmt: skip

    def place(self, *, later: dt.timedelta = dt.timedelta(0)) -> PublicationState | None:
        return place(
            self.database, self.shop_id, self.publication().id, connect=self.connect or (lambda *_: self.channel),
            again=lambda _session, _publication, seconds: self.again.append(seconds),
            now=lambda: dt.datetime.now(dt.UTC) + later,
        )  # fmt: skip

    def publication(self) -> tables.Publication:
        with self.session() as session:
            found = publications.current(session, self.shop_id, self.review_id)
        assert found is not None
        return found

    def state(self) -> str:
        with self.session() as session:
            return reviews.get(session, self.shop_id, self.review_id).state


@pytest.fixture(autouse=True)
def scripted_connectors(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, type[Connector]] = registry._load().connectors
    for kind in (ScriptedConnector, BlindConnector, Changeable, BlindChangeable):
        monkeypatch.setitem(known, kind.name, kind)


@pytest.fixture
def make_shop(database: Database) -> Callable[[ScriptedConnector], Shop]:
    def make(channel: ScriptedConnector) -> Shop:
        now = dt.datetime.now(dt.UTC)
        with database.session() as session:
            shop_id = shops.add(session, "s", load_profile({"name": "De Tas", "agent": "Sanne"})).id
            person_id = people.add(session, shop_id, "Ann", Role.APPROVER).id
            channel_id = channels.add(session, shop_id, channel.name, "Winkel", {}).id
            taken = reviews.upsert(
                session, shop_id, channel_id, [Review("7", "De tas is stuk.", now, rating=1, author="Jan")], now
            )
        shop = Shop(database, channel, shop_id, channel_id, taken.new_ids[0], Who(person_id))
        shop.save_draft()
        return shop

    return make


@pytest.fixture
def shop(make_shop: Callable[[ScriptedConnector], Shop]) -> Shop:
    return make_shop(ScriptedConnector())


@pytest.fixture
def blind_shop(make_shop: Callable[[ScriptedConnector], Shop]) -> Shop:
    return make_shop(BlindConnector())


def block(guideline: str) -> Finding:
    return Finding(guideline, Severity.BLOCK, "Dat mag niet.", quote="")

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography.fernet import Fernet
from marshmallow import EXCLUDE, Schema, fields

from connectors import registry
from connectors.contract import (
    Capabilities,
    Connector,
    DeliveredOrder,
    Health,
    Invitation,
    Invited,
    InvitedProduct,
    Page,
)
from plugin.inbox.connecting import connect
from plugin.inviting import switching
from plugin.inviting.planning import Planned, plan
from plugin.inviting.sending import Ran, run
from plugin.shop import load_profile
from plugin.store import Database, channels, invitations, orders, people, shops
from plugin.words import InvitationState, Role
from tests import on_postgres

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
KEY = Fernet.generate_key().decode()
DAY = dt.timedelta(days=1)

ON_BOTH = (  # without WEDERWOORD_LONG or `make test-slow`: what differs most between the two
    "test_every_customer_of_a_delivered_order_is_asked_once",
    "test_an_order_that_comes_twice_is_kept_once",
    "test_two_planners_at_once_note_each_order_once",
    "test_an_address_goes_when_all_channels_have_asked_and_the_order_stays_known",
    "test_a_shop_never_sees_another_shop_s_orders_rules_or_list",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    on_postgres.slow_but(ON_BOTH, items, __package__)


class AskingSettings(Schema):
    class Meta:
        unknown = EXCLUDE

    site = fields.String(load_default="")


class Asking(Connector):
    """A platform in this process's memory that asks customers for reviews. It knows no order again."""

    name: ClassVar[str] = "asking"
    title: ClassVar[str] = "Asking"
    capabilities: ClassVar[Capabilities] = Capabilities(can_invite=True, can_read_orders=True)
    Settings: ClassVar[type[Schema]] = AskingSettings
    asked: ClassVar[list[tuple[str, Invitation]]] = []
    trouble: ClassVar[list[Exception]] = []
    answers: ClassVar[list[Invited]] = []
    pages: ClassVar[list[Any]] = []

    def check(self) -> Health:
        return Health(ok=True)

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        del cursor
        yield from ()

    def invite(self, invitation: Invitation) -> Invited:
        if self.trouble:
            raise self.trouble.pop(0)
        self.asked.append((self.settings["site"], invitation))
        return self.answers.pop(0) if self.answers else Invited("ref-1")

    def fetch_orders(self, since: dt.datetime) -> Iterator[Any]:
        self.asked_since = since
        for page in self.pages:
            if isinstance(page, Exception):
                raise page
            yield page


class AskingOnce(Asking):
    """One that asks once for an order by itself."""

    name: ClassVar[str] = "asking-once"
    capabilities: ClassVar[Capabilities] = Capabilities(can_invite=True, idempotent_invite=True)


class AskingAgreed(Asking):
    """One whose rules want the customer's consent."""

    name: ClassVar[str] = "asking-agreed"
    capabilities: ClassVar[Capabilities] = Capabilities(can_invite=True, invite_needs_consent=True)


class Silent(Asking):
    name: ClassVar[str] = "silent"
    capabilities: ClassVar[Capabilities] = Capabilities()


@pytest.fixture(autouse=True)
def platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (Asking, AskingOnce, AskingAgreed, Silent):
        monkeypatch.setitem(registry._load().connectors, kind.name, kind)
    for kept in (Asking.asked, Asking.trouble, Asking.answers, Asking.pages):
        kept.clear()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with on_postgres.either(request, tmp_path, KEY) as made:
        yield made


@dataclass
class Shop:
    """A shop with an owner and a channel that asks; its clock stands still unless moved."""

    database: Database
    shop_id: int
    person_id: int
    channel_id: int
    now: dt.datetime = field(default=NOW)

    def session(self):
        return self.database.session(shop_id=self.shop_id)

    def channel(self, name: str, kind: str = "asking") -> int:
        with self.session() as session:
            return channels.add(session, self.shop_id, kind, name, {"site": name}, {}, now=NOW).id

    def delivered(self, *numbers: str, days_ago: float = 10, **more: Any) -> orders.Taken:
        given = [order(number, self.now - days_ago * DAY, **more) for number in numbers]
        with self.session() as session:
            return orders.take(session, self.shop_id, given, source="api", now=self.now)

    def switch_on(self, channel_id: int | None = None, **more: Any) -> None:
        values = {"delay_days": 7, "look_back_days": 30, "person_id": self.person_id, "now": self.now, **more}
        with self.session() as session:
            switching.switch_on(session, self.shop_id, channel_id or self.channel_id, **values)

    def release(self, channel_id: int | None = None) -> None:
        wanted = channel_id or self.channel_id
        with self.session() as session:
            seen = switching.first_ones(session, self.shop_id, wanted)[0][0].id
            switching.release(
                session, self.shop_id, wanted, seen_up_to=seen, person_id=self.person_id, now=self.now
            )  # fmt: skip

    def plan(self, channel_id: int | None = None) -> Planned:
        return plan(self.database, self.shop_id, channel_id or self.channel_id, now=self.now)

    def send(self, channel_id: int | None = None, stopping: threading.Event | None = None) -> Ran:
        wanted = channel_id or self.channel_id
        return run(self.database, self.shop_id, wanted, connect=connect, stopping=stopping, now=lambda: self.now)

    def going(self, channel_id: int | None = None, **more: Any) -> Ran:
        """Switched on, planned, seen, released, sent."""
        self.switch_on(channel_id, **more)
        self.plan(channel_id)
        self.release(channel_id)
        return self.send(channel_id)

    def counts(self, channel_id: int | None = None) -> dict[str, int]:
        """By state, or by the reason where one was left out."""
        with self.session() as session:
            found = invitations.counts(session, self.shop_id, channel_id or self.channel_id)
        return {reason if state == InvitationState.LEFT_OUT else state: n for (state, reason), n in found.items()}


def order(number: str, delivered: dt.datetime, **more: Any) -> DeliveredOrder:
    given = {
        "email": f"klant-{number.lower()}@voorbeeld.example", "name": "Sabine de Vries", "language": "nl",
        "products": (InvitedProduct("4711", "Fietstas"),), **more,
    }  # fmt: skip
    return DeliveredOrder(number=number, delivered=delivered, **given)


def make_shop(database: Database, slug: str) -> Shop:
    with database.session() as session:
        shop_id = shops.add(session, slug, load_profile({"name": slug, "agent": "Sanne"}), now=NOW).id
    with database.session(shop_id=shop_id) as session:
        person_id = people.add(session, shop_id, "Ann", Role.OWNER, now=NOW).id
        channel_id = channels.add(session, shop_id, "asking", "Platform", {"site": "Platform"}, {}, now=NOW).id
    return Shop(database, shop_id, person_id, channel_id)


@pytest.fixture
def shop(database: Database) -> Shop:
    return make_shop(database, "fietsenhuis")


@pytest.fixture
def asked() -> list[str]:
    """The orders that platforms were asked about, in a list that goes on."""

    class Numbers(list[str]):
        def __iter__(self) -> Iterator[str]:
            return iter([invitation.order_ref for _, invitation in Asking.asked])

        def __eq__(self, other: object) -> bool:
            return list(self) == other

        __hash__ = None  # type: ignore[assignment]  # a list has none

    return Numbers()

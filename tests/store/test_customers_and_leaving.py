"""A customer and a whole shop can be taken out, on both databases, and nothing of anybody else goes with them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from plugin.store import (
    Database,
    channels,
    customers,
    drafts,
    events,
    host_events,
    installs,
    publications,
    reviews,
    shops,
    sign_ins,
    used_tokens,
)
from plugin.store.removing import remove_shop, tables_of_a_shop
from plugin.store.tables import Draft, Event, HostEvent, Review
from plugin.words import BUILT_IN, Decision, Drafted, Finding, Report, Severity, Triage, Verdict
from tests.store.conftest import NOW, Desk, customer_says

MAIL = "jo.an+web@voorbeeld.example"
FOUND = Finding("R-PRIVACY", Severity.BLOCK, f"{MAIL} staat erin", "Laat het weg.", 0, 0, 4, MAIL)
DRAFTED = Drafted(
    Triage("nl", 0.9, Decision.REPLY, None, (), f"mailt {MAIL}"), f"Beste Jo, we mailen {MAIL}.", None, None, BUILT_IN,
    Report(Verdict.BLOCK, (FOUND,)),
)  # fmt: skip


@pytest.fixture
def said(database: Database, desk: Desk, other: Desk) -> Desk:
    for one in (desk, other):
        with database.session(one.shop) as session:
            came = [
                customer_says(1, f"Mail {MAIL.upper()}!"),
                customer_says(2, "Bel (0031) 6-12345678."),
                customer_says(3),
            ]
            ids = reviews.upsert(session, one.shop, one.channel, came, NOW).new_ids
            draft = drafts.save(session, one.shop, ids[0], DRAFTED, review_version=1)
            publications.approve(session, one.shop, draft, one.person, text=f"Mail {MAIL}", report={"x": [MAIL]})
            events.add(session, one.shop, "x", details={"deep": {"list": [MAIL, 3, None]}})
            sign_ins.start(session, one.shop, one.person, f"{one.shop}" * 30, expires_at=NOW + dt.timedelta(1), now=NOW)
            installs.add(session, one.shop, "shopify", f"{one.shop}.example", now=NOW)
    return desk


def everything(database: Database, shop_id: int) -> str:
    with database.session() as session:
        rows = [
            repr({column.name: getattr(row, column.key) for column in table.__table__.columns})
            for table in tables_of_a_shop()
            for row in session.scalars(select(table).where(table.shop_id == shop_id))
        ]
    return "\n".join(rows)


def test_a_customer_is_taken_out_of_every_text_of_their_shop_alone(database: Database, said: Desk, other: Desk) -> None:
    asked = customers.Customer(email=MAIL, phone="+31 6 12 34 56 78")
    theirs = everything(database, other.shop)
    with database.session(said.shop) as session:
        assert len(customers.reviews_of(session, said.shop, asked)) == 2
        assert customers.forget(session, said.shop, asked) > 0
    left = everything(database, said.shop)
    assert MAIL not in left.lower()
    assert "12345678" not in left
    assert customers.GONE in left
    assert everything(database, other.shop) == theirs
    with database.session(said.shop) as session:
        assert session.scalar(select(func.count()).select_from(Draft).where(Draft.shop_id == said.shop)) == 1
        assert customers.forget(session, said.shop, asked) == 0


def test_a_text_with_signs_that_the_database_could_read_as_any_text_finds_itself_alone(
    database: Database, said: Desk
) -> None:
    with database.session(said.shop) as session:
        assert customers.reviews_of(session, said.shop, customers.Customer(email="%@%")) == []
        assert customers.reviews_of(session, said.shop, customers.Customer(email="jo_an+web@voorbeeld.example")) == []
        assert customers.reviews_of(session, said.shop, customers.Customer(orders=("____",))) == []


def test_nobody_is_found_by_nothing(database: Database, said: Desk) -> None:
    with database.session(said.shop) as session:
        for nobody in (customers.Customer(), customers.Customer("no address", "12", ("7",))):
            assert nobody.pattern() is None
            assert customers.forget(session, said.shop, nobody) == 0


def test_a_removed_shop_leaves_no_row_and_another_loses_none(
    database: Database, said: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugin.store.removing._AT_ONCE", 2)
    theirs = everything(database, other.shop)
    assert remove_shop(database, said.shop) > 0
    assert everything(database, said.shop) == ""
    assert everything(database, other.shop) == theirs
    with database.session() as session:
        assert shops.find(session, said.shop) is None
        assert reviews.counts(session, said.shop).get("todo", 0) == 0
        assert session.scalar(select(func.count()).select_from(Review).where(Review.shop_id == other.shop)) == 3
    assert remove_shop(database, said.shop) == 0


def test_an_install_is_unique_on_its_host_and_its_secrets_are_rotated(database: Database, desk: Desk) -> None:
    with database.session() as session:
        install = installs.add(session, desk.shop, "shopware", "id-1", now=NOW)
        installs.set_secrets(session, install, {"a": "b"})
        with pytest.raises(Exception, match="known on shopware already"):
            installs.add(session, desk.shop, "shopware", "id-1", now=NOW)
        assert installs.reseal_all(session) == 0
        assert installs.secrets(session, install) == {"a": "b"}
    with database.session() as session:
        assert installs.find(session, "shopware", "id-1").id == installs.held(session, desk.shop, install.id).id
        assert installs.find(session, "shopify", "id-1") is None


def test_the_same_event_and_the_same_token_are_taken_once(database: Database, desk: Desk) -> None:
    with database.session() as session:
        for expected in (True, False):
            event = host_events.receive(
                session, "shopify", "a.example", "t", "e", wish="note", body=b"{}", details={"é": 1}
            )
            assert (event is not None) == expected
            assert used_tokens.use_once(session, "shopify", "j", expires_at=NOW) == expected
        assert session.scalar(select(func.count()).select_from(HostEvent)) == 1
        assert used_tokens.forget_expired(session, NOW + dt.timedelta(seconds=1)) == 1
    with database.session() as session:
        (kept,) = host_events.latest(session, "shopify", "a.example")
        assert host_events.details(session, kept) == {"é": 1}
        host_events.handled(session, kept, "done", NOW)
        assert host_events.waiting(session, NOW + dt.timedelta(days=9999)) == []


def test_a_channel_that_is_disconnected_keeps_no_credential(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        channels.disconnect(session, desk.shop, desk.channel)
        channel = channels.get(session, desk.shop, desk.channel)
        assert (channel.state, channel.secrets, channel.hook, channel.hook_hash) == ("off", None, None, None)
        assert session.scalar(select(func.count()).select_from(Event)) == 0

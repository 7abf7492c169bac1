"""A shop leaves its host: credentials at once, the work stops, the data when its grace has ended."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import func, select

from plugin.hosts.standalone import signing_in
from plugin.hosts.standalone.tokens import token_hash
from plugin.store import (
    Database,
    channels,
    host_events,
    installs,
    people,
    publications,
    schedules,
    shops,
    sign_ins,
    tables,
    used_tokens,
)
from plugin.store.removing import tables_of_a_shop
from plugin.words import PublicationState, Role
from plugin.work import Work, leaving
from plugin.work.host_wishes import Wish, grant
from tests.panel import made_up
from tests.panel.conftest import database, prepared, work
from tests.panel.made_up import Shop

__all__ = ["database", "prepared", "work"]

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def came_from_a_host(shop: Shop, host: str = "shopify", external_id: str = "gloed.example") -> None:
    with shop.database.session() as session:
        shops.get(session, shop.id).host = host
        install = installs.add(session, shop.id, host, external_id, now=NOW)
        installs.set_secrets(session, install, {"token": "tokentoken"})
        installs.set_state(session, install, installs.InstallState.INSTALLED, now=NOW)
        channels.save_settings(session, shop.id, shop.channel_id, secrets={"key": "geheim"})
        schedules.save(session, shop.id, at="03:00", timezone="Europe/Amsterdam", on=True)


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Shop:
    made = Shop(database, "gloed", tmp_path)
    came_from_a_host(made)
    return made


def install_of(session, shop: Shop, host: str = "shopify") -> tables.Install:
    return installs.of_shop(session, shop.id, host)


def leave(shop: Shop) -> None:
    with shop.database.session() as session:
        leaving.uninstall(session, install_of(session, shop), now=NOW, grace=dt.timedelta(days=2))


def test_uninstalling_takes_every_credential_away_at_once_and_stops_the_work(shop: Shop) -> None:
    review_id = shop.add("r-1", made_up.drafted())
    with shop.database.session() as session:
        draft = session.scalars(select(tables.Draft)).one()
        yes = publications.approve(session, shop.id, draft.id, shop.people[Role.OWNER], text="x", report={})
        publication = publications.add(session, shop.id, yes.id, "key-1").id
        program = signing_in.create_api_token(session, shop.id, shop.people[Role.OWNER], name="x", now=NOW).token
        link = signing_in.create_link(session, shop.id, shop.people[Role.OWNER], now=NOW)
    leave(shop)
    with shop.database.session() as session:
        install = install_of(session, shop)
        assert (install.state, install.secrets) == ("uninstalled", None)
        assert install.purge_at == NOW + dt.timedelta(days=2)
        channel = channels.get(session, shop.id, shop.channel_id)
        assert (channel.state, channel.secrets) == ("off", None)
        assert not schedules.find(session, shop.id).on
        assert publications.get(session, shop.id, publication).state == PublicationState.WITHDRAWN
        assert sign_ins.find(session, token_hash(program), NOW) is None
        assert sign_ins.use_link(session, token_hash(link), NOW) is None
    assert shop.state(review_id) == "waiting"


def test_uninstalling_twice_does_not_put_the_end_off(shop: Shop) -> None:
    leave(shop)
    with shop.database.session() as session:
        leaving.uninstall(
            session, install_of(session, shop), now=NOW + dt.timedelta(days=1), grace=dt.timedelta(days=9)
        )
        assert install_of(session, shop).purge_at == NOW + dt.timedelta(days=2)


def rows_of(database: Database, shop_id: int) -> dict[str, int]:
    with database.session() as session:
        counted = {
            table.__tablename__: session.scalar(select(func.count()).select_from(table).where(table.shop_id == shop_id))
            for table in tables_of_a_shop()
        }
    return {name: count for name, count in counted.items() if count}


def test_when_the_grace_has_ended_everything_of_the_shop_goes_and_nothing_of_another(
    shop: Shop, database: Database, tmp_path: Path
) -> None:
    other = Shop(database, "tassen", tmp_path)
    other.add("r-1", made_up.drafted())
    shop.add("r-1", made_up.drafted())
    before = rows_of(database, other.id)
    leave(shop)
    assert leaving.purge_due(database, NOW + dt.timedelta(days=1, hours=23)) == []
    assert rows_of(database, shop.id)
    assert leaving.purge_due(database, NOW + dt.timedelta(days=2)) == [shop.id]
    assert rows_of(database, shop.id) == {}
    with database.session() as session:
        assert shops.find(session, shop.id) is None
    assert rows_of(database, other.id) == before


def test_a_shop_that_comes_back_within_its_grace_stays(shop: Shop) -> None:
    shop.add("r-1", made_up.drafted())
    leave(shop)
    with shop.database.session() as session:
        installs.set_state(session, install_of(session, shop), installs.InstallState.INSTALLED, now=NOW)
    assert leaving.purge_due(shop.database, NOW + dt.timedelta(days=99)) == []
    assert "reviews" in rows_of(shop.database, shop.id)


def test_a_shop_that_stood_by_itself_before_keeps_everything_but_the_install(
    database: Database, tmp_path: Path
) -> None:
    shop = Shop(database, "eigen", tmp_path)
    came_from_a_host(shop)
    with database.session() as session:
        shops.get(session, shop.id).host = "standalone"
        token = signing_in.create_api_token(session, shop.id, shop.people[Role.OWNER], name="x", now=NOW).token
    leave(shop)
    with database.session() as session:
        assert install_of(session, shop).secrets is None
        assert channels.secrets(session, shop.id, shop.channel_id) == {"key": "geheim"}
        assert sign_ins.find(session, token_hash(token), NOW) is not None
    assert leaving.purge_due(database, NOW + dt.timedelta(days=99)) == []


def test_an_install_that_was_never_confirmed_goes_after_a_day(database: Database, tmp_path: Path) -> None:
    shop = Shop(database, "begonnen", tmp_path)
    with database.session() as session:
        shops.get(session, shop.id).host = "shopware"
        installs.add(session, shop.id, "shopware", "id-1", now=NOW)
    assert leaving.purge_due(database, NOW + dt.timedelta(hours=23)) == []
    assert leaving.purge_due(database, NOW + dt.timedelta(hours=25)) == [shop.id]


def told(shop: Shop, work: Work, wish: Wish, event_id: str = "e-1", **details: object) -> str:
    with shop.database.session() as session:
        event = work.receive(
            session,
            "shopify",
            "gloed.example",
            f"topic/{wish}",
            event_id,
            wish=wish,
            body=b"{}",
            details=details or None,
        )
        assert event is not None
    return grant(shop.database, work._queueing, event.id)


def test_the_same_event_is_taken_in_once(shop: Shop, work: Work) -> None:
    with shop.database.session() as session:
        given = {"wish": Wish.NOTE, "body": b"{}"}
        assert work.receive(session, "shopify", "gloed.example", "t", "e-1", **given) is not None
        assert work.receive(session, "shopify", "gloed.example", "t", "e-1", **given) is None
        assert work.receive(session, "shopify", "gloed.example", "u", "e-1", **given) is not None
        assert work.receive(session, "shopify", "other.example", "t", "e-1", **given) is not None


def test_the_log_of_a_shop_outlives_it_without_anybodys_words(shop: Shop, work: Work) -> None:
    leave(shop)
    outcome = told(shop, work, Wish.PURGE, said="de klant heet Joris")
    assert outcome.startswith("removed: ")
    assert rows_of(shop.database, shop.id) == {}
    with shop.database.session() as session:
        (event,) = host_events.latest(session, "shopify", "gloed.example")
        assert (event.details, event.outcome) == (None, outcome)
        assert event.handled_at is not None


def test_a_shop_that_is_installed_again_is_not_purged_by_a_late_event(shop: Shop, work: Work) -> None:
    assert told(shop, work, Wish.PURGE) == "kept: the shop is installed again"
    assert rows_of(shop.database, shop.id)


def test_what_an_event_carries_is_sealed_until_it_is_dealt_with(shop: Shop, work: Work) -> None:
    with shop.database.session() as session:
        event = work.receive(
            session, "shopify", "gloed.example", "t", "e", wish=Wish.NOTE, body=b"{}", details={"email": "a@b.example"}
        )
        assert "a@b.example" not in event.details
        assert host_events.details(session, event) == {"email": "a@b.example"}
    grant(shop.database, work._queueing, event.id)
    with shop.database.session() as session:
        assert host_events.find(session, event.id).details is None


def test_an_app_that_is_switched_off_and_on_again_goes_on_where_it_was(shop: Shop, work: Work) -> None:
    assert told(shop, work, Wish.SUSPEND, "e-1") == "suspended"
    assert told(shop, work, Wish.RESUME, "e-2") == "installed"
    leave(shop)
    assert told(shop, work, Wish.RESUME, "e-3") == "not installed"


def test_a_used_launch_token_is_forgotten_only_after_its_end(database: Database) -> None:
    with database.session() as session:
        assert used_tokens.use_once(session, "woocommerce", "j", expires_at=NOW)
        assert not used_tokens.use_once(session, "woocommerce", "j", expires_at=NOW)
        assert used_tokens.use_once(session, "shopify", "j", expires_at=NOW)
    leaving.purge_due(database, NOW)
    with database.session() as session:
        assert not used_tokens.use_once(session, "woocommerce", "j", expires_at=NOW)
    leaving.purge_due(database, NOW + dt.timedelta(seconds=1))
    with database.session() as session:
        assert used_tokens.use_once(session, "woocommerce", "j", expires_at=NOW)


def test_credentials_of_an_install_are_readable_by_it_alone(shop: Shop, database: Database, tmp_path: Path) -> None:
    other = Shop(database, "tassen", tmp_path)
    came_from_a_host(other, external_id="tassen.example")
    with database.session() as session:
        mine, theirs = install_of(session, shop), install_of(session, other)
        assert installs.secrets(session, mine) == {"token": "tokentoken"}
        theirs.secrets = mine.secrets
        with pytest.raises(Exception, match="another shop"):
            installs.secrets(session, theirs)


def test_people_of_the_host_are_found_by_their_own_shop_alone(shop: Shop, database: Database, tmp_path: Path) -> None:
    other = Shop(database, "tassen", tmp_path)
    with database.session() as session:
        people.add(session, shop.id, "Sanne", Role.DRAFTER, external_id="42")
        assert people.by_external_id(session, shop.id, "42") is not None
        assert people.by_external_id(session, other.id, "42") is None

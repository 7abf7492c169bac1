"""What two processes do at the same moment, on SQLite and on a real Postgres: each database locks in its own way."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.http import use_policy
from plugin.hosts import installing
from plugin.hosts.shopify import tokens
from plugin.hosts.shopware import people_here
from plugin.hosts.shopware.people_here import NotLetIn, Why
from plugin.settings import ShopifySettings
from plugin.store import Database, installs, people, pins, shops, tables, used_tokens
from plugin.work import leaving
from tests import on_postgres
from tests.at_once import at_once
from tests.hosts.shopify.conftest import age_token, install_in
from tests.hosts.shopify.fake import CLIENT, DOMAIN, SECRET, FakeShopify, serve
from tests.panel import made_up
from tests.panel.conftest import KEY

NOW = dt.datetime.now(dt.UTC)
SETTINGS = ShopifySettings(CLIENT, SECRET)
PIN = "zomer-2026"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, prepared: Path, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        shutil.copy(prepared, tmp_path / "wederwoord.sqlite3")
        yield made_up.settings_in(tmp_path).database_url
        return
    with on_postgres.database(request.getfixturevalue("postgres")) as url:
        made = Database(url, [KEY])
        made.upgrade()
        made.dispose()
        yield url


@pytest.fixture
def two(address: str) -> Iterator[tuple[Database, Database]]:
    """As two processes have it: nothing shared but the database itself."""
    made = Database(address, [KEY]), Database(address, [KEY])
    yield made
    for one in made:
        one.dispose()


def install(database: Database, host: str = "shopify") -> tables.Install:
    with database.session() as session:
        made = installing.shop_and_install(
            session, host, DOMAIN, shop_url=f"https://{DOMAIN}", profile=installing.first_profile("De Gloed"), now=NOW
        )
        installs.set_state(session, made, installs.InstallState.INSTALLED, now=NOW)
        return made


@pytest.fixture
def shopify(two: tuple[Database, Database]) -> Iterator[FakeShopify]:
    """An installed shop whose access token has ended."""
    fake = FakeShopify()
    server = serve(fake)
    database = two[0]
    made = install(database)
    with database.session() as session:
        held = installs.held(session, made.shop_id, made.id)
        secrets = {"token": "shpat_0", "refresh_token": "refresh-0", "refresh_expires": "2100-01-01T00:00:00+00:00"}
        installs.set_secrets(session, held, secrets)
    age_token(database, -10)
    with use_policy(stand_ins=fake.stand_ins()):
        yield fake
    server.shutdown()
    server.server_close()


def test_of_many_first_visits_one_makes_the_shop(two: tuple[Database, Database]) -> None:
    made = at_once(lambda n: install(two[n % 2]).shop_id)
    assert len(set(made)) == 1, made
    with two[0].session() as session:
        assert len(shops.every(session)) == 1


def test_of_two_processes_one_renews_a_token_and_both_have_it(
    two: tuple[Database, Database], shopify: FakeShopify
) -> None:
    got = at_once(lambda n: tokens.access_token(two[n % 2], SETTINGS, install_in(two[0])))
    assert set(got) == {"shpat_1"}, got
    assert len(shopify.token_calls) == 1
    assert "renewing_until" not in install_in(two[0]).data


def test_an_uninstall_by_another_process_wins_over_a_renewal(
    two: tuple[Database, Database], shopify: FakeShopify
) -> None:
    shopify.slow = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(tokens.access_token, two[0], SETTINGS, install_in(two[0]))
        while not shopify.token_calls:
            pass
        with two[1].session() as session:
            leaving.uninstall(session, installs.find(session, "shopify", DOMAIN), now=dt.datetime.now(dt.UTC))
        shopify.slow.set()
        with pytest.raises(tokens.NoToken):
            renewing.result(timeout=20)
    assert install_in(two[1]).secrets is None


def test_of_many_first_people_one_owns_the_desk(two: tuple[Database, Database]) -> None:
    made = install(two[0], "shopware")

    def claim(number: int) -> str:
        with two[number % 2].session() as session:
            held = installs.get(session, made.shop_id, made.id)
            return people_here.claim(session, held, name=f"Iemand {number}", pin=PIN, now=NOW).name

    got = at_once(claim)
    assert [type(one) for one in got].count(str) == 1, got
    assert {one.why for one in got if isinstance(one, NotLetIn)} == {Why.TAKEN}
    with two[0].session() as session:
        assert len(people.every(session, made.shop_id)) == 1


def test_many_wrong_pins_at_once_are_no_more_tries(
    two: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = install(two[0], "shopware")
    with two[0].session() as session:
        owner = people_here.claim(session, made, name="Sanne", pin=PIN, now=NOW).id
    looked: list[str] = []
    fits = people_here.pin_words.fits
    monkeypatch.setattr(people_here.pin_words, "fits", lambda pin, kept: looked.append(pin) or fits(pin, kept))

    def guess(number: int, pin: str = "") -> int:
        typed = pin or f"verkeerd-{number}"
        return people_here.by_pin(two[number % 2], made, person_id=owner, pin=typed, now=NOW).id

    got = at_once(guess, 12)
    assert all(isinstance(one, NotLetIn) for one in got), got
    assert len(looked) == pins.TRIES
    (right,) = at_once(lambda n: guess(n, PIN), 1)
    assert isinstance(right, NotLetIn)
    assert right.why == Why.LOCKED


def test_a_launch_that_arrives_many_times_lets_in_once(two: tuple[Database, Database]) -> None:
    def use(number: int) -> bool:
        with two[number % 2].session() as session:
            return used_tokens.use_once(session, "woocommerce", "1:abc", expires_at=NOW)

    got = at_once(use)
    assert sorted(got) == [False] * 7 + [True]

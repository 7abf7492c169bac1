"""Access tokens: renewed before they end, by one of many, and never lost between two processes."""

from __future__ import annotations

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from plugin.hosts.shopify import calling, tokens
from plugin.settings import Settings
from plugin.store import Database, installs
from plugin.work import leaving
from tests.hosts.shopify.conftest import Launch, age_token, install_in, secrets_in
from tests.hosts.shopify.fake import CLIENT, DOMAIN, SECRET, FakeShopify


def token_now(database: Database, settings: Settings) -> str:
    return tokens.access_token(database, settings.shopify, install_in(database))


def refreshes(shopify: FakeShopify) -> list[dict]:
    return [call for call in shopify.token_calls if call["grant_type"] == "refresh_token"]


def test_a_token_with_time_left_is_used_as_it_is(launch: Launch, database, settings, shopify) -> None:
    launch()
    assert token_now(database, settings) == "shpat_1"
    assert refreshes(shopify) == []


def test_a_token_that_ends_soon_is_renewed_and_the_new_pair_is_kept(
    launch: Launch, database, settings, shopify
) -> None:
    launch()
    age_token(database, 30)
    assert token_now(database, settings) == "shpat_2"
    (asked,) = refreshes(shopify)
    assert {name: asked[name] for name in asked if name not in {"shop", "headers"}} == {
        "client_id": CLIENT, "client_secret": SECRET, "grant_type": "refresh_token", "refresh_token": "refresh-1",
    }  # fmt: skip
    assert secrets_in(database)["refresh_token"] == "refresh-2"
    assert token_now(database, settings) == "shpat_2"


def test_of_many_who_need_it_at_once_one_renews_and_all_get_the_same(
    launch: Launch, database, settings, shopify
) -> None:
    launch()
    age_token(database, -10)
    shopify.slow = threading.Event()
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(token_now, database, settings) for _ in range(6)]
        while not refreshes(shopify):
            pass
        shopify.slow.set()
        assert {one.result(timeout=20) for one in waiting} == {"shpat_2"}
    assert len(refreshes(shopify)) == 1


def test_while_a_token_is_renewed_the_database_is_free_for_others(launch: Launch, database, settings, shopify) -> None:
    launch()
    age_token(database, -10)
    shopify.slow = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(token_now, database, settings)
        while not refreshes(shopify):
            pass
        with database.session() as session:  # a writer, while Shopify thinks
            installs.set_data(session, installs.find(session, "shopify", DOMAIN), note="written meanwhile")
        shopify.slow.set()
        assert renewing.result(timeout=20) == "shpat_2"
    assert install_in(database).data["note"] == "written meanwhile"
    assert "renewing_until" not in install_in(database).data


def test_the_lease_of_a_process_that_died_ends_by_itself(launch: Launch, database, settings, shopify) -> None:
    launch()
    age_token(database, -10)
    with database.session() as session:
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        installs.set_data(session, installs.find(session, "shopify", DOMAIN), renewing_until=long_ago.isoformat())
    assert token_now(database, settings) == "shpat_2"


def test_a_refresh_token_that_shopify_knows_no_longer_asks_for_a_person(
    launch: Launch, database, settings, shopify
) -> None:
    launch()
    age_token(database, -10)
    shopify.refresh_token = "replaced elsewhere"
    with pytest.raises(tokens.NoToken) as refused:
        token_now(database, settings)
    assert refused.value.reopen
    assert secrets_in(database)["token"] == "shpat_1"
    assert launch().status_code == 200  # and their next visit mends it


def test_a_fault_of_shopifys_is_tried_again_and_keeps_what_we_have(
    launch: Launch, database, settings, shopify, monkeypatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    launch()
    age_token(database, -10)
    shopify.token_moods.extend([(500, {}, {})] * 3)
    with pytest.raises(tokens.NoToken) as refused:
        token_now(database, settings)
    assert not refused.value.reopen
    assert token_now(database, settings).startswith("shpat_")


def test_after_an_uninstall_there_is_no_token(launch: Launch, database, settings, shopify) -> None:
    launch()
    install = install_in(database)
    with database.session() as session:
        leaving.uninstall(session, installs.find(session, "shopify", DOMAIN), now=dt.datetime.now(dt.UTC))
    with pytest.raises(tokens.NoToken):
        tokens.access_token(database, settings.shopify, install)


def test_an_uninstall_during_a_renewal_wins(launch: Launch, database, settings, shopify) -> None:
    launch()
    age_token(database, -10)
    shopify.slow = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(token_now, database, settings)
        while not refreshes(shopify):
            pass
        with database.session() as session:
            leaving.uninstall(session, installs.find(session, "shopify", DOMAIN), now=dt.datetime.now(dt.UTC))
        shopify.slow.set()
        with pytest.raises(tokens.NoToken):
            renewing.result(timeout=20)
    assert install_in(database).secrets is None


def test_a_token_that_never_ends_is_used_as_it_is(launch: Launch, database, settings, shopify) -> None:
    shopify.expires_in = None  # a custom app, which is exempt
    launch()
    assert token_now(database, settings) == "shpat_1"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/admin/oauth/access_token",
        f"http://{DOMAIN}/admin",
        "https://127.0.0.1/",
        f"https://{DOMAIN}:8443/",
    ],
)
def test_nothing_is_sent_to_an_address_that_is_no_shop_of_shopifys(url: str, shopify: FakeShopify) -> None:
    with calling.client() as client, pytest.raises(httpx.RequestError):
        client.post(url, json={"client_secret": SECRET})
    assert shopify.token_calls == []

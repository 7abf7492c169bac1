"""One Wederwoord with a shop of every host and one that stands by itself, at once: each sees its own, in its own look."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connectors import http
from connectors.contract import Review
from connectors.testing.fake_shopware import FakeShopware
from plugin.app import create_app
from plugin.hosts import registry
from plugin.hosts.standalone import signing_in
from plugin.settings import ShopifySettings, ShopwareSettings
from plugin.store import Database, channels, export, installs, people, reviews
from plugin.words import Role
from plugin.work import Work
from tests.hosts.shopify.conftest import id_token
from tests.hosts.shopify.fake import CLIENT, DOMAIN, SECRET, FakeShopify, serve
from tests.hosts.shopify.test_webhooks import post
from tests.hosts.shopware.conftest import sign_in as sign_in_by_pin
from tests.hosts.shopware.shop_side import APP_SECRET, ShopSide
from tests.hosts.woocommerce.test_views import LINDE, take_in_site
from tests.panel import made_up
from tests.panel.conftest import Desk, database, prepared, work

__all__ = ["database", "prepared", "work"]

HOSTS = ("shopify", "shopware", "woocommerce", "standalone")
WOO_LAUNCH = "/hosts/woocommerce/launch"


@dataclass
class Place:
    """A shop as its owner sits before it. ``asks`` fetches a page as the page in front of them does."""

    shop_id: int
    first: TestResponse
    asks: Callable[[str], TestResponse]
    review_id: int
    framed_by: str


@pytest.fixture
def shopware() -> Iterator[FakeShopware]:
    fake = FakeShopware()
    yield fake
    fake.stop()


@pytest.fixture
def app(
    database: Database, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Flask, FakeShopify]]:
    monkeypatch.setattr(registry, "HOSTS", {})
    settings = dataclasses.replace(
        made_up.settings_in(tmp_path), public_url="https://desk.example", allow_private_addresses=True,
        shopify=ShopifySettings(CLIENT, SECRET), shopware=ShopwareSettings(APP_SECRET),
    )  # fmt: skip
    made = create_app(settings, database, work)
    made.testing = False
    shopify, before = FakeShopify(), http.current_policy()
    server = serve(shopify)
    http.set_policy(dataclasses.replace(before, stand_ins=shopify.stand_ins(), allow_private=True))
    yield made, shopify
    http.set_policy(before)
    server.shutdown()
    server.server_close()


def with_token(client: FlaskClient, page: TestResponse) -> Callable[[str], TestResponse]:
    found = re.search(r'<meta name="wederwoord-session" content="([^"]+)"', page.text)
    assert found, page.text[:300]
    token = found[1]
    return lambda path: client.get(
        path, headers={"Authorization": f"Bearer {token}", "HX-Request": "true", "HX-Boosted": "true"}
    )


@pytest.fixture
def places(
    app: tuple[Flask, FakeShopify], database: Database, shopware: FakeShopware, tmp_path: Path
) -> dict[str, Place]:
    """All four, opened one after the other, each with one review that bears its host's name."""
    flask, _ = app
    client = flask.test_client(use_cookies=False)
    query = {"shop": DOMAIN, "id_token": id_token(), "embedded": "1", "locale": "nl"}
    opened: dict[str, tuple[TestResponse, Callable[[str], TestResponse], str]] = {}
    first = client.get("/shopify/home", query_string=query)
    opened["shopify"] = first, with_token(client, first), f"https://{DOMAIN} https://admin.shopify.com"
    api = {"apiKey": shopware.api_key, "secretKey": shopware.secret_key}
    side = ShopSide(client, url=shopware.url, api=api).install()
    first = sign_in_by_pin(client, side.open(), how="first", name="Sanne", pin="zomer-2026")
    opened["shopware"] = first, with_token(client, first), shopware.url
    take_in_site(database, LINDE)
    first = client.get(WOO_LAUNCH, query_string={"shop": LINDE.address, "t": LINDE.token()})
    opened["woocommerce"] = first, with_token(client, first), LINDE.origin
    own = made_up.Shop(database, "eigen", tmp_path)
    browser = Desk(flask.test_client())
    with database.session() as session:
        link = signing_in.create_link(session, own.id, own.people[Role.OWNER], now=dt.datetime.now(dt.UTC))
    browser.client.post("/sign-in", data={"code": link})
    opened["standalone"] = browser.get("/inbox"), browser.get, "'none'"
    ids = {"shopify": DOMAIN, "shopware": side.shop_id, "woocommerce": "linde.example"}
    found = {}
    for host, (page, asks, framed_by) in opened.items():
        with database.session() as session:
            install = installs.find(session, host, ids[host]) if host in ids else None
            shop_id = install.shop_id if install is not None else own.id
            channel = channels.add(session, shop_id, "file", "Bestand", {"path": "x"}).id
            now = dt.datetime.now(dt.UTC)
            came = Review(
                external_id="r-1", text=f"Beoordeling van {host}.", author=f"Klant {host}", rating=5, created=now
            )
            (review_id,) = reviews.upsert(session, shop_id, channel, [came], now).new_ids
        found[host] = Place(shop_id, page, asks, review_id, framed_by)
    return found


def frame_ancestors(page: TestResponse) -> str:
    found = re.search(r"frame-ancestors ([^;]+)", page.headers["Content-Security-Policy"])
    assert found
    return found[1]


def test_each_owner_sees_their_own_shop_alone_and_is_framed_by_their_own_admin(places: dict[str, Place]) -> None:
    assert len({place.shop_id for place in places.values()}) == len(HOSTS)
    for host, place in places.items():
        inbox = place.asks("/inbox")
        assert f"Klant {host}" in inbox.text
        for other in set(HOSTS) - {host}:
            assert f"Klant {other}" not in inbox.text, (host, other)
            assert place.asks(f"/reviews/{places[other].review_id}").status_code == 404
            assert place.asks(f"/api/v1/reviews/{places[other].review_id}").status_code in {401, 404}
        assert place.asks(f"/reviews/{place.review_id}").status_code == 200
        for page in (inbox, place.asks("/policy"), place.asks("/reviews/999999")):
            assert frame_ancestors(page) == place.framed_by


def test_each_wears_its_hosts_look_and_speaks_its_language(places: dict[str, Place]) -> None:
    for host, place in places.items():
        worn = re.findall(r"/hosts/(\w+)\.css", place.first.text)
        assert worn == ([] if host == "standalone" else [host])
    languages = {host: re.search(r'<html lang="(\w+)"', place.first.text)[1] for host, place in places.items()}  # type: ignore[index]  # a page has a language
    assert languages == {"shopify": "nl", "shopware": "de", "woocommerce": "nl", "standalone": "nl"}


def test_when_one_leaves_the_others_stay_as_they_are(
    places: dict[str, Place], app: tuple[Flask, FakeShopify], database: Database
) -> None:
    def rows(host: str) -> list[dict[str, Any]]:
        return list(export.rows(database, places[host].shop_id))

    others = [host for host in HOSTS if host != "shopify"]
    before = {host: json.dumps(rows(host)) for host in others}
    assert post(app[0], "app/uninstalled", {"myshopify_domain": DOMAIN}).status_code == 200
    assert places["shopify"].asks("/inbox").status_code == 401
    for host in others:
        assert json.dumps(rows(host)) == before[host]
        assert places[host].asks("/inbox").status_code == 200
        with database.session() as session:
            assert any(one.active for one in people.every(session, places[host].shop_id))

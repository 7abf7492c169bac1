"""The order behind a review: shown to whoever writes, where the settings and Shopify let it, and kept nowhere."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from flask import Flask

from connectors.contract import Review
from plugin.settings import Settings
from plugin.store import Database, channels, people, reviews
from plugin.words import Role
from tests.hosts.shopify.conftest import Launch, id_token, install_in
from tests.hosts.shopify.fake import FakeShopify

TWISTED = '1001" OR name:*'
ORDER = {
    "name": "#1001",
    "processedAt": "2026-11-02T10:00:00Z",
    "cancelledAt": None,
    "displayFinancialStatus": "PAID",
    "displayFulfillmentStatus": "FULFILLED",
    "fulfillments": [
        {
            "createdAt": "2026-11-03T10:00:00Z",
            "deliveredAt": "2026-11-09T10:00:00Z",
            "trackingInfo": [{"company": "PostNL"}],
        }
    ],
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return dataclasses.replace(settings, shopify=dataclasses.replace(settings.shopify, orders=True))


@pytest.fixture
def about(launch: Launch, database: Database, shopify: FakeShopify) -> dict[str, int]:
    """Reviews by the order that their channel names."""
    launch(locale="en")
    shopify.questions.clear()
    shopify.data = {"orders": {"nodes": [ORDER]}}
    shop_id, now = install_in(database).shop_id, dt.datetime.now(dt.UTC)
    named = ("1001", "", TWISTED)
    with database.session() as session:
        channel = channels.add(session, shop_id, "file", "Bestand", {"path": "x"}).id
        came = [
            Review(external_id=f"r{n}", text="Te laat.", rating=1, created=now, order_ref=ref)
            for n, ref in enumerate(named)
        ]
        ids = reviews.upsert(session, shop_id, channel, came, now).new_ids
    return dict(zip(named, ids, strict=True))


def look(app: Flask, path: str, **more: str) -> str:
    return (
        app.test_client().get(path, headers={"Authorization": f"Bearer {id_token(**more)}", "HX-Request": "true"}).text
    )


def test_the_order_stands_beside_the_review(app: Flask, about: dict[str, int], shopify: FakeShopify) -> None:
    review = about["1001"]
    assert f'hx-get="/reviews/{review}/order"' in look(app, f"/reviews/{review}")
    shown = look(app, f"/reviews/{review}/order")
    for words in ("#1001", "PostNL", "2026"):
        assert words in shown
    (question,) = shopify.questions
    assert question["variables"] == {"query": 'name:"1001"'}


def test_nothing_of_an_order_is_kept(app: Flask, about: dict[str, int], tmp_path) -> None:
    look(app, f"/reviews/{about['1001']}/order")
    written = b"".join(file.read_bytes() for file in tmp_path.glob("wederwoord.sqlite3*"))
    assert b"PostNL" not in written


def test_a_review_without_an_order_asks_nothing(app: Flask, about: dict[str, int], shopify: FakeShopify) -> None:
    assert "/order" not in look(app, f"/reviews/{about['']}")
    assert look(app, f"/reviews/{about['']}/order").strip() == ""
    assert shopify.questions == []


def test_a_number_that_is_more_than_a_number_is_not_asked_for(
    app: Flask, about: dict[str, int], shopify: FakeShopify
) -> None:
    assert look(app, f"/reviews/{about[TWISTED]}/order").strip() == ""
    assert shopify.questions == []


@pytest.mark.parametrize(
    "orders",
    [{"nodes": []}, {"nodes": [ORDER, ORDER]}, {"nodes": [{**ORDER, "name": "#10019"}]}, None, {"nodes": None}],
)
def test_what_is_not_plainly_that_order_is_not_shown(
    app: Flask, about: dict[str, int], shopify: FakeShopify, orders
) -> None:
    shopify.data = {"orders": orders}
    assert look(app, f"/reviews/{about['1001']}/order").strip() == ""


def test_where_shopify_refuses_the_review_is_shown_without(
    app: Flask, about: dict[str, int], shopify: FakeShopify
) -> None:
    shopify.moods.append((403, {}, {"errors": "not approved"}))
    assert look(app, f"/reviews/{about['1001']}/order").strip() == ""


def test_a_reader_sees_no_order(app: Flask, about: dict[str, int], database: Database, shopify: FakeShopify) -> None:
    shop_id = install_in(database).shop_id
    with database.session() as session:
        people.add(session, shop_id, "Lezer", Role.VIEWER, external_id="77")
    assert "/order" not in look(app, f"/reviews/{about['1001']}", sub="77")
    assert "#1001" not in look(app, f"/reviews/{about['1001']}/order", sub="77")
    assert shopify.questions == []


def test_without_the_setting_no_order_is_asked_for(app: Flask, about: dict[str, int], shopify: FakeShopify) -> None:
    services = app.extensions["wederwoord"]
    off = dataclasses.replace(services.settings, shopify=dataclasses.replace(services.settings.shopify, orders=False))
    app.extensions["wederwoord"] = dataclasses.replace(services, settings=off)
    assert "/order" not in look(app, f"/reviews/{about['1001']}")
    assert look(app, f"/reviews/{about['1001']}/order").strip() == ""
    assert shopify.questions == []

"""Delivered orders of a Shopify shop: only where the settings say so, and only what an invitation needs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from flask import Flask

from plugin.hosts.lookups import teach
from plugin.hosts.shopify.deliveries import QUERY, delivered
from plugin.inviting import reading_orders
from plugin.inviting.reading_orders import HOST_ORDERS, NotNow, read_from, read_orders
from plugin.settings import Settings
from plugin.store import Database, orders
from tests.hosts.shopify.conftest import Launch, id_token, install_in
from tests.hosts.shopify.fake import FakeShopify

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
SINCE = NOW - dt.timedelta(days=9)


def node(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name, "email": "sabine@klant.example", "processedAt": "2026-11-12T10:00:00Z",
        "updatedAt": "2026-11-15T10:00:00Z", "customerLocale": "nl-NL", "displayFulfillmentStatus": "FULFILLED",
        "billingAddress": {"firstName": "Sabine", "lastName": "<b>de Vries</b>"},
        "fulfillments": [
            {"createdAt": "2026-11-13T10:00:00Z", "deliveredAt": "2026-11-14T10:00:00Z"},
            {"createdAt": "2026-11-13T12:00:00Z", "deliveredAt": None},
        ],
        "lineItems": {"nodes": [{"name": "Lamp", "product": {"id": "gid://shopify/Product/77"}}, {"product": None}]},
        **more,
    }  # fmt: skip


def page(*nodes: object, after: str | None = None) -> dict[str, Any]:
    return {"orders": {"nodes": list(nodes), "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return dataclasses.replace(settings, shopify=dataclasses.replace(settings.shopify, orders=True))


@pytest.fixture
def installed(launch: Launch, shopify: FakeShopify) -> FakeShopify:
    launch(locale="en")
    shopify.questions.clear()
    return shopify


def told(database: Database, settings: Settings) -> list[Any]:
    return [order for one in delivered(database, settings, install_in(database), SINCE) for order in one.orders]


def test_what_was_sent_is_told_page_by_page(installed: FakeShopify, database: Database, settings: Settings) -> None:
    installed.moods.append((200, {}, {"data": page(node("#1001"), after="next")}))
    installed.data = page(node("#1002", fulfillments=[]), node("#1003", displayFulfillmentStatus="PARTIALLY_FULFILLED"))
    found = told(database, settings)
    assert [order.number for order in found] == ["#1001"]
    order = found[0]
    assert (order.email, order.name, order.language) == ("sabine@klant.example", "Sabine bde Vries/b", "nl")
    assert order.delivered == dt.datetime(2026, 11, 14, 10, tzinfo=dt.UTC)
    assert [(product.id, product.name) for product in order.products] == [("77", "Lamp")]
    assert len(installed.questions) == 2
    for private in ("phone", "address1", "total", "note", "tags"):
        assert private not in QUERY


def test_an_address_that_shopify_keeps_to_itself_passes_the_order_by(
    installed: FakeShopify, database: Database, settings: Settings
) -> None:
    installed.data = page(node("#1001", email=None), "no order", node("#1002", fulfillments=None))
    assert told(database, settings) == []


@pytest.mark.parametrize("answer", [{"orders": None}, {"orders": {"nodes": None}}, {"shop": 1}])
def test_an_answer_without_orders_is_said(
    installed: FakeShopify, database: Database, settings: Settings, answer: dict[str, Any]
) -> None:
    installed.data = answer
    with pytest.raises(NotNow):
        told(database, settings)


def test_without_the_setting_nothing_is_asked(installed: FakeShopify, database: Database, settings: Settings) -> None:
    off = dataclasses.replace(settings, shopify=dataclasses.replace(settings.shopify, orders=False))
    with pytest.raises(NotNow):
        told(database, off)
    assert installed.questions == []


def test_a_worker_reads_them_where_the_owner_said_so(
    installed: FakeShopify, database: Database, settings: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_orders, "HOST_ORDERS", dict(HOST_ORDERS))
    monkeypatch.setattr("plugin.hosts.lookups.HOST_ORDERS", reading_orders.HOST_ORDERS)
    teach(settings)
    installed.data = page(node("#1001"))
    shop_id = install_in(database).shop_id

    def look() -> int:
        return read_orders(database, shop_id, connect=lambda *_: pytest.fail("no channel"), settings=settings, now=NOW)

    assert look() == 0
    with database.session(shop_id=shop_id) as session:
        read_from(session, shop_id, orders.HOST, since=SINCE, person_id=None)
    assert look() == 1
    assert look() == 0
    shown = app.test_client().get("/invitations", headers={"Authorization": f"Bearer {id_token()}"}).text
    assert "Shopify" in shown
    installed.moods.append((403, {}, {"errors": "not approved"}))
    assert look() == 0
    with database.session(shop_id=shop_id) as session:
        assert "forbidden" in orders.sources(session, shop_id)[orders.HOST].message

"""Delivered orders as shop systems tell of them: all of them, each with no more than an invitation needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from connectors.contract import AskPerson, Connector, DeliveredOrder, OrderPage, Reconnect, RetryLater
from connectors.rate_limit import forget_buckets
from connectors.shopware import ShopwareConnector
from connectors.testing.fake_shopware import FakeShopware
from connectors.testing.fake_woocommerce import FakeShop
from connectors.testing.faults import Fault, Kind
from connectors.testing.harness import impatient
from connectors.tokens import forget_tokens
from connectors.woocommerce import WooCommerceConnector

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
SINCE = NOW - dt.timedelta(days=5)


class Woo:
    """A WooCommerce shop with orders."""

    def __init__(self) -> None:
        self.shop = FakeShop()
        self.connector: Connector = WooCommerceConnector(WooCommerceConnector.Settings().load(self.shop.settings))

    def send(self, number: str, *, days_ago: float = 1, done: bool = True, **billing: str) -> None:
        moment = NOW - dt.timedelta(days=days_ago)
        self.shop.site.add_order(number, modified=moment, status="completed" if done else "processing", **billing)


class Shopware:
    """A Shopware shop with deliveries."""

    def __init__(self) -> None:
        self.shop = FakeShopware()
        self.connector: Connector = ShopwareConnector(ShopwareConnector.Settings().load(self.shop.settings))

    def send(self, number: str, *, days_ago: float = 1, done: bool = True, **customer: str) -> None:
        moment = NOW - dt.timedelta(days=days_ago)
        self.shop.state.send_order(number, updated=moment, state="shipped" if done else "open", **customer)


@pytest.fixture(params=[Woo, Shopware])
def system(request: pytest.FixtureRequest) -> Iterator[Woo | Shopware]:
    forget_buckets()
    forget_tokens()
    with impatient():
        made = request.param()
        yield made
        made.connector.close()
        made.shop.stop()


def pages(system: Woo | Shopware, since: dt.datetime = SINCE) -> list[OrderPage]:
    return list(system.connector.fetch_orders(since))


def numbers(found: list[OrderPage]) -> list[str]:
    return list(dict.fromkeys(order.number for page in found for order in page.orders))


def test_what_reached_its_customer_is_told_and_nothing_else(system: Woo | Shopware) -> None:
    system.send("1001")
    system.send("1002", done=False)
    found = pages(system)
    assert numbers(found) == ["1001"]
    order = found[0].orders[0]
    assert isinstance(order, DeliveredOrder)
    assert (order.email, order.name) == ("klant1001@voorbeeld.example", "Sabine de Vries")
    assert order.delivered == NOW - dt.timedelta(days=1)
    assert [product.name for product in order.products] == ["Fietstas Hafen 20L"]
    assert "klant1001" not in repr(order)
    assert "Sabine" not in repr(order)
    assert found[-1].until > SINCE


def test_only_what_an_invitation_needs_is_asked_for(system: Woo | Shopware) -> None:
    system.send("1001")
    pages(system)
    asked = " ".join(f"{request.target} {request.body!r}" for request in system.shop.server.requests)
    for private in ("phone", "address", "payment", "total", "note"):
        assert private not in asked.replace("total-count-mode", "").lower()


def test_hundreds_come_page_by_page_also_those_of_one_moment(system: Woo | Shopware) -> None:
    for number in range(150):
        system.send(str(number), days_ago=1)
    for number in range(150, 260):
        system.send(str(number), days_ago=0.5)
    found = pages(system)
    assert sorted(map(int, numbers(found))) == list(range(260))
    assert len(found) > 2


def test_a_later_reading_goes_on_where_the_last_one_ended(system: Woo | Shopware) -> None:
    system.send("1001", days_ago=3)
    until = pages(system)[-1].until
    system.send("1002", days_ago=0)
    assert "1002" in numbers(pages(system, until))
    assert pages(system, until)[-1].until >= until


def test_a_shop_without_orders_has_none(system: Woo | Shopware) -> None:
    assert numbers(pages(system)) == []


def test_hostile_names_and_missing_addresses_come_as_plain_data(system: Woo | Shopware) -> None:
    first = "first_name" if isinstance(system, Woo) else "firstName"
    system.send("1001", email="", **{first: "<b>Jan</b>\r\nBcc: x"})
    order = pages(system)[0].orders[0]
    assert order.email == ""
    assert order.name.isprintable()
    assert "<" not in order.name


@pytest.mark.parametrize(("status", "means"), [(401, Reconnect), (403, (AskPerson, Reconnect)), (503, RetryLater)])
def test_a_refused_reading_says_what_to_do(
    system: Woo | Shopware, status: int, means: type[Exception] | tuple[type[Exception], ...]
) -> None:
    system.send("1001")
    system.shop.server.inject(Fault(Kind.STATUS, status, times=99))
    with pytest.raises(means):
        pages(system)


def test_a_shopware_role_without_the_right_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    forget_tokens()
    with impatient():
        system = Shopware()
        system.shop.rest.rights.discard("order:read")
        with pytest.raises((AskPerson, Reconnect)):
            pages(system)
        system.connector.close()
        system.shop.stop()

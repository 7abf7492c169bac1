from functools import partial

import pytest

from connectors.shopware import ShopwareConnector, client
from connectors.testing.fake_shopware import FakeShopware
from tests.connectors import desks as of_any_shop


class Desk(of_any_shop.Desk):
    shop_class, connector_class = FakeShopware, ShopwareConnector

    def added(self, text, **fields):
        return self.shop.add_review(text, **fields).id

    def asked(self, path, method="POST"):
        return [r for r in self.shop.server.requests if r.method == method and path in r.target]


@pytest.fixture
def desks():
    with of_any_shop.opened(Desk) as make:
        yield make


@pytest.fixture
def desk(desks):
    return desks()


@pytest.fixture
def clock(monkeypatch):
    """The tokens' clock: a list with one number of seconds that a test turns."""
    hands = [0.0]
    monkeypatch.setattr(client, "TokenAuth", partial(client.TokenAuth, clock=lambda: hands[0]))
    return hands

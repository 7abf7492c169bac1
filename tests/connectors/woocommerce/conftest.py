import pytest

from connectors.testing.fake_woocommerce import FakeShop
from connectors.woocommerce import WooCommerceConnector, client
from tests.connectors import desks as of_any_shop


class Desk(of_any_shop.Desk):
    shop_class, connector_class = FakeShop, WooCommerceConnector

    def read(self, cursor=None):
        return super().read(cursor, reread_pages=1)

    @staticmethod
    def id_of(external_id):
        return int(external_id)


@pytest.fixture(autouse=True)
def _nothing_known_of_another_shop(monkeypatch):
    """What a process knows of an address: a port of loopback is some other shop's a moment later."""
    monkeypatch.setattr(client, "_plain_permalinks", {})


@pytest.fixture
def desks():
    with of_any_shop.opened(Desk) as make:
        yield make


@pytest.fixture
def desk(desks):
    return desks()

from functools import partial

import pytest

from connectors.shopware import ShopwareConnector, client
from connectors.testing.fake_shopware import FakeShopware
from connectors.testing.harness import impatient


class Desk:
    """A shop and connectors to it, as the desk would make them anew for each piece of work."""

    def __init__(self, **options):
        self.shop = FakeShopware(**options)
        self._made = []

    def connector(self, **changes):
        settings = ShopwareConnector.Settings().load({**self.shop.settings, **changes})
        self._made.append(ShopwareConnector(settings))
        return self._made[-1]

    def read(self, cursor=None, **changes):
        """Reviews by id, ids of removed ones, problems, and the last cursor of one reading."""
        pages = list(self.connector(**changes).fetch(cursor or {}))
        reviews = {r.external_id: r for page in pages for r in page.reviews}
        removed = [i for page in pages for i in page.removed]
        return reviews, removed, [p for page in pages for p in page.problems], pages[-1].cursor

    def review(self, text="De tas lekt.", **fields):
        added = self.shop.add_review(text, **fields)
        return self.read()[0][added.id]

    def asked(self, path, method="POST"):
        return [r for r in self.shop.server.requests if r.method == method and path in r.target]

    def close(self):
        for connector in self._made:
            connector.close()
        self.shop.stop()


@pytest.fixture
def desks():
    """Make desks with options; all are closed in the end."""
    made = []

    def make(**options):
        made.append(Desk(**options))
        return made[-1]

    with impatient():
        yield make
        for desk in made:
            desk.close()


@pytest.fixture
def desk(desks):
    return desks()


@pytest.fixture
def clock(monkeypatch):
    """The tokens' clock: a list with one number of seconds that a test turns."""
    hands = [0.0]
    monkeypatch.setattr(client, "TokenAuth", partial(client.TokenAuth, clock=lambda: hands[0]))
    return hands

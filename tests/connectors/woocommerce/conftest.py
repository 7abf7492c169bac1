import pytest

from connectors.testing.fake_woocommerce import FakeShop
from connectors.testing.harness import impatient
from connectors.woocommerce import WooCommerceConnector


class Desk:
    """A shop and connectors to it, as the desk would make them anew for each piece of work."""

    def __init__(self, **options):
        self.shop = FakeShop(**options)
        self._made = []

    def connector(self, **changes):
        settings = WooCommerceConnector.Settings().load({**self.shop.settings, **changes})
        self._made.append(WooCommerceConnector(settings))
        return self._made[-1]

    def read(self, cursor=None):
        """Reviews by id, ids of removed ones, problems, and the last cursor of one reading."""
        pages = list(self.connector(reread_pages=1).fetch(cursor or {}))
        reviews = {int(r.external_id): r for page in pages for r in page.reviews}
        removed = [int(i) for page in pages for i in page.removed]
        return reviews, removed, [p for page in pages for p in page.problems], pages[-1].cursor

    def review(self, text="De tas lekt.", **fields):
        added = self.shop.add_review(text, **fields)
        return self.read()[0][added]

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

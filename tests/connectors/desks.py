"""A shop and connectors to it, as the desk would make them anew for each piece of work."""

from contextlib import contextmanager

from connectors.testing.harness import impatient


class Desk:
    """``shop_class`` is the fake, ``connector_class`` what speaks to it."""

    shop_class: type
    connector_class: type

    def __init__(self, **options):
        self.shop = self.shop_class(**options)
        self._made = []

    def connector(self, **changes):
        settings = self.connector_class.Settings().load({**self.shop.settings, **changes})
        self._made.append(self.connector_class(settings))
        return self._made[-1]

    def read(self, cursor=None, **changes):
        """Reviews by id, ids of removed ones, problems, and the last cursor of one reading."""
        pages = list(self.connector(**changes).fetch(cursor or {}))
        reviews = {self.id_of(r.external_id): r for page in pages for r in page.reviews}
        removed = [self.id_of(i) for page in pages for i in page.removed]
        return reviews, removed, [p for page in pages for p in page.problems], pages[-1].cursor

    def review(self, text="De tas lekt.", **fields):
        added = self.added(text, **fields)
        return self.read()[0][added]

    def close(self):
        for connector in self._made:
            connector.close()
        self.shop.stop()

    def added(self, text, **fields):
        """Let a customer write a review; gives its id in the shop."""
        return self.shop.add_review(text, **fields)

    @staticmethod
    def id_of(external_id):
        """The shop's own form of the id under which the connector shows a review."""
        return external_id


@contextmanager
def opened(desk_class):
    """Make desks with options; all are closed in the end."""
    made = []

    def make(**options):
        made.append(desk_class(**options))
        return made[-1]

    with impatient():
        yield make
        for desk in made:
            desk.close()

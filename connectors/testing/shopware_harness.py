"""The standard tests' platform for the Shopware connector."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlsplit

from connectors.contract import Connector
from connectors.shopware import ShopwareConnector
from connectors.testing.fake_shopware import FakeShopware
from connectors.testing.faults import Fault
from connectors.testing.harness import Harness


class ShopwareHarness(Harness):
    connector_class: ClassVar[type[Connector]] = ShopwareConnector
    reply_method: ClassVar[str] = "PATCH"
    reply_path: ClassVar[str] = "/api/product-review/"

    def __init__(self) -> None:
        self.shop = FakeShopware()
        self._made: list[ShopwareConnector] = []

    def connector(self) -> ShopwareConnector:
        made = ShopwareConnector(ShopwareConnector.Settings().load(self.shop.settings))
        self._made.append(made)
        return made

    def secrets(self) -> tuple[str, ...]:
        return (self.shop.secret_key, *self.shop.rest.tokens)

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        return self.shop.add_review(text, points=rating, author=author).id

    def add_dated_review(self, text: str, created: dt.datetime) -> str:
        return self.shop.add_review(text, created=created).id

    @property
    def address(self) -> str:
        return self.shop.server.address

    def answer_elsewhere(self, external_id: str, text: str) -> None:
        """In the shop's admin, in the field for the shop's comment."""
        review = self.shop.state.reviews[external_id]
        review.comment, review.updated = text, self.shop.state.now()

    def hold_replies(self) -> None:
        """The shop takes its reviews back from the storefront, and their comments with them."""
        for review in self.shop.state.reviews.values():
            review.status, review.updated = False, self.shop.state.now()

    def lose_replies(self) -> None:
        self.shop.rest.forgets = True

    def stick(self) -> None:
        self.shop.rest.stuck = True

    def double(self) -> None:
        self.shop.rest.doubling = True

    def shuffle(self) -> None:
        self.shop.rest.shuffled = True

    def meanwhile(self, act: Callable[[], object], *, after: int) -> None:
        self.shop.server.meanwhile(act, after=after)

    def requests(self) -> list[tuple[str, str]]:
        return [(request.method, urlsplit(request.target).path) for request in self.shop.server.requests]

    def flooded(self) -> int:
        return self.shop.server.flooded

    def edit_review(self, external_id: str, text: str) -> None:
        review = self.shop.state.reviews[external_id]
        review.content, review.updated = text, self.shop.state.now()

    def remove_review(self, external_id: str) -> None:
        del self.shop.state.reviews[external_id]

    def replies(self, external_id: str) -> list[str]:
        comment = self.shop.state.reviews[external_id].comment
        return [comment] if comment else []

    def inject(self, fault: Fault) -> None:
        self.shop.inject(fault)

    def heal(self) -> None:
        self.shop.heal()

    def close(self) -> None:
        for connector in self._made:
            connector.close()
        self.shop.stop()

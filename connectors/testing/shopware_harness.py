"""The standard tests' platform for the Shopware connector."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.contract import Connector
from connectors.shopware import ShopwareConnector
from connectors.testing.fake_shopware import FakeShopware
from connectors.testing.faulty_server import FaultyServer
from connectors.testing.served_harness import ServedHarness


class ShopwareHarness(ServedHarness):
    connector_class: ClassVar[type[Connector]] = ShopwareConnector
    reply_method: ClassVar[str] = "PATCH"
    reply_path: ClassVar[str] = "/api/product-review/"

    def __init__(self) -> None:
        super().__init__()
        self.shop = FakeShopware()

    @property
    def server(self) -> FaultyServer:
        return self.shop.server

    def settings(self) -> Mapping[str, Any]:
        return self.shop.settings

    def secrets(self) -> tuple[str, ...]:
        return (self.shop.secret_key, *self.shop.rest.tokens)

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        return self.shop.add_review(text, points=rating, author=author).id

    def add_dated_review(self, text: str, created: dt.datetime) -> str:
        return self.shop.add_review(text, created=created).id

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

    def edit_review(self, external_id: str, text: str) -> None:
        review = self.shop.state.reviews[external_id]
        review.content, review.updated = text, self.shop.state.now()

    def remove_review(self, external_id: str) -> None:
        del self.shop.state.reviews[external_id]

    def replies(self, external_id: str) -> list[str]:
        comment = self.shop.state.reviews[external_id].comment
        return [comment] if comment else []

"""The standard tests' platform for the Shopware connector."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from connectors.contract import Connector
from connectors.shopware import ShopwareConnector
from connectors.testing.fake_shopware import FakeShopware
from connectors.testing.faults import Fault
from connectors.testing.harness import Harness


class ShopwareHarness(Harness):
    connector_class: ClassVar[type[Connector]] = ShopwareConnector

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

    def edit_review(self, external_id: str, text: str) -> None:
        review = self.shop.state.reviews[external_id]
        review.content, review.updated = text, self.shop.state.now()

    def remove_review(self, external_id: str) -> None:
        del self.shop.state.reviews[external_id]

    def replies(self, external_id: str) -> list[str]:
        comment = self.shop.state.reviews[external_id].comment
        return [comment] if comment else []

    def inject(self, fault: Fault) -> None:
        """The standard tests say POST and mean "the writing call": Shopware searches by POST and writes by PATCH."""
        self.shop.inject(replace(fault, method="PATCH") if fault.method == "POST" else fault)

    def heal(self) -> None:
        self.shop.heal()

    def close(self) -> None:
        for connector in self._made:
            connector.close()
        self.shop.stop()

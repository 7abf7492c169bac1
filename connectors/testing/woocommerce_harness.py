"""The standard tests' platform for the WooCommerce connector."""

from __future__ import annotations

from typing import ClassVar

from connectors.contract import Connector
from connectors.testing.fake_woocommerce import FakeShop
from connectors.testing.faults import Fault
from connectors.testing.harness import Harness
from connectors.testing.wordpress_state import shown_text
from connectors.woocommerce import WooCommerceConnector


class WooCommerceHarness(Harness):
    connector_class: ClassVar[type[Connector]] = WooCommerceConnector

    def __init__(self) -> None:
        self.shop = FakeShop()
        self._made: list[WooCommerceConnector] = []

    def connector(self) -> WooCommerceConnector:
        made = WooCommerceConnector(WooCommerceConnector.Settings().load(self.shop.settings))
        self._made.append(made)
        return made

    def secrets(self) -> tuple[str, ...]:
        return (self.shop.user.app_password,)

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        return str(self.shop.add_review(text, rating=rating, author=author))

    def edit_review(self, external_id: str, text: str) -> None:
        self.shop.site.comments[int(external_id)].content = text

    def remove_review(self, external_id: str) -> None:
        self.shop.site.comments[int(external_id)].status = "trash"

    def replies(self, external_id: str) -> list[str]:
        return [shown_text(c.content) for c in self.shop.replies_to(int(external_id))]

    def inject(self, fault: Fault) -> None:
        self.shop.inject(fault)

    def heal(self) -> None:
        self.shop.heal()

    def close(self) -> None:
        for connector in self._made:
            connector.close()
        self.shop.stop()

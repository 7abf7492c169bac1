"""The standard tests' platform for the WooCommerce connector."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlsplit

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

    def add_dated_review(self, text: str, created: dt.datetime) -> str:
        return str(self.shop.add_review(text, created=created))

    @property
    def address(self) -> str:
        return self.shop.server.address

    def answer_elsewhere(self, external_id: str, text: str) -> None:
        """In WordPress' own editor: the shop's reply is changed, or a new one written."""
        there = [c for c in self.shop.replies_to(int(external_id)) if c.author == self.shop.user.id]
        if there:
            there[-1].content = text
        else:
            review = self.shop.site.comments[int(external_id)]
            user = self.shop.user
            self.shop.site.add(post=review.post, parent=review.id, author=user.id, author_name=user.name, content=text)

    def hold_replies(self) -> None:
        self.shop.site.hold_replies = True

    def stick(self) -> None:
        self.shop.site.stuck = True

    def double(self) -> None:
        self.shop.site.doubling = True

    def shuffle(self) -> None:
        self.shop.site.shuffled = True

    def meanwhile(self, act: Callable[[], object], *, after: int) -> None:
        self.shop.server.meanwhile(act, after=after)

    def requests(self) -> list[tuple[str, str]]:
        return [(request.method, urlsplit(request.target).path) for request in self.shop.server.requests]

    def edit_review(self, external_id: str, text: str) -> None:
        self.shop.site.comments[int(external_id)].content = text

    def remove_review(self, external_id: str) -> None:
        self.shop.site.comments[int(external_id)].status = "trash"

    def replies(self, external_id: str) -> list[str]:
        return [shown_text(c.content) for c in self.shop.replies_to(int(external_id))]

    def flooded(self) -> int:
        return self.shop.server.flooded

    def inject(self, fault: Fault) -> None:
        self.shop.inject(fault)

    def heal(self) -> None:
        self.shop.heal()

    def close(self) -> None:
        for connector in self._made:
            connector.close()
        self.shop.stop()

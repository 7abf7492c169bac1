"""The standard tests' platform for the WooCommerce connector."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.contract import Connector
from connectors.testing.fake_woocommerce import FakeShop
from connectors.testing.faulty_server import FaultyServer
from connectors.testing.served_harness import ServedHarness
from connectors.testing.wordpress_state import shown_text
from connectors.woocommerce import WooCommerceConnector


class WooCommerceHarness(ServedHarness):
    connector_class: ClassVar[type[Connector]] = WooCommerceConnector

    def __init__(self) -> None:
        super().__init__()
        self.shop = FakeShop()

    @property
    def server(self) -> FaultyServer:
        return self.shop.server

    def settings(self) -> Mapping[str, Any]:
        return self.shop.settings

    def secrets(self) -> tuple[str, ...]:
        return (self.shop.user.app_password,)

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        return str(self.shop.add_review(text, rating=rating, author=author))

    def add_dated_review(self, text: str, created: dt.datetime) -> str:
        return str(self.shop.add_review(text, created=created))

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

    def edit_review(self, external_id: str, text: str) -> None:
        self.shop.site.comments[int(external_id)].content = text

    def remove_review(self, external_id: str) -> None:
        self.shop.site.comments[int(external_id)].status = "trash"

    def replies(self, external_id: str) -> list[str]:
        return [shown_text(c.content) for c in self.shop.replies_to(int(external_id))]

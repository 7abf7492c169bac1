"""A WooCommerce shop to publish to in tests: a real HTTP server with a memory, that can be told to fail.

In a test: ``shop = start()``. In a process of its own, so that its memory outlives the client that is killed::

    python -m connectors.testing.fake_woocommerce --port 8801 --reviews 400 --latency 0.05

It prints one line of JSON with its address and credential, and takes orders at ``/__control__/``: ``GET state``,
``POST reviews`` (text, rating, author), ``POST faults`` (see faults.py), ``DELETE faults``.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict
from typing import Any

from connectors.testing.ordered_shop import OrderedShop, command
from connectors.testing.wordpress_rest import WordPressRest, error_body
from connectors.testing.wordpress_state import Comment, Product, User, WordPress, shown_text

# The code that WordPress gives with a status, where a connector branches on it.
_CODES = {
    401: "incorrect_password",
    403: "woocommerce_rest_cannot_view",
    404: "rest_no_route",
    409: "comment_duplicate",
    410: "rest_already_trashed",
    422: "rest_invalid_param",
    429: "too_many_requests",
}


class FakeShop(OrderedShop):
    """The running shop. ``settings`` connects a WooCommerceConnector to it, as its shop manager."""

    def __init__(
        self, *, port: int = 0, latency: float = 0.0, folder: str = "", plain: bool = False, role: str = "shop_manager"
    ) -> None:
        self.site = WordPress()
        self.site.products = {11: Product(11, "Fietstas Hafen 20L"), 12: Product(12, "Bel & Co fietsbel")}
        password = " ".join(secrets.token_hex(2) for _ in range(6))
        self.user = User(2, "winkelier", password, "Team Fietsenhuis", role)
        customer = User(3, "klant", " ".join(secrets.token_hex(2) for _ in range(6)), "Bob", "customer")
        self.site.users = {2: self.user, 3: customer, 4: User(4, "eva", secrets.token_hex(9), "Eva", "administrator")}
        self._rest = WordPressRest(self.site, folder=folder, plain=plain)
        super().__init__(
            self._rest,
            error_body=lambda status: error_body(status, _CODES.get(status, "internal_server_error")),
            port=port,
            latency=latency,
        )
        self._rest.address = self.server.address

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "user": self.user.login,
            "app_password": self.user.app_password,
            "calls_per_second": 1_000,
        }

    def add_review(
        self,
        text: str,
        *,
        rating: int = 4,
        author: str = "Sabine",
        product: int = 11,
        status: str = "approved",
        created: dt.datetime | None = None,
    ) -> int:
        """A review as a customer left it; returns its id."""
        dated = {} if created is None else {"date": created}
        return self.site.add(
            post=product, content=text, rating=rating, author_name=author, type="review", status=status, **dated
        ).id

    def replies_to(self, review_id: int) -> list[Comment]:
        """What hangs under a review and was not thrown away."""
        return [c for c in self.site.comments.values() if c.parent == review_id and c.status != "trash"]

    def ordered_review(self, **more: Any) -> int:
        return self.add_review(**more)

    def rated(self, text: str, stars: int) -> None:
        self.add_review(text, rating=stars)

    def remembered(self) -> dict[str, Any]:
        """Everything remembered, as JSON; ``shown`` is what a visitor reads."""
        comments = [
            {**asdict(c), "date": c.date.isoformat(), "shown": shown_text(c.content)}
            for c in self.site.comments.values()
        ]
        return {"comments": comments}


def start(**options: Any) -> FakeShop:
    """A shop on a free port of 127.0.0.1 (options as FakeShop's). Call ``stop()`` in the end."""
    return FakeShop(**options)


main = command(FakeShop)

if __name__ == "__main__":
    main()

"""A Shopware shop to publish to in tests: a real HTTP server with a memory, that can be told to fail.

In a test: ``shop = FakeShopware()``. In a process of its own, so that its memory outlives the client that is killed::

    python -m connectors.testing.fake_shopware --port 8802 --reviews 400 --latency 0.05

It prints one line of JSON with its address and credential, and takes orders at ``/__control__/``: ``GET state``,
``POST reviews`` (content, points, author), ``POST faults`` (see faults.py), ``DELETE faults``.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from connectors.testing.ordered_shop import OrderedShop, command
from connectors.testing.shopware_rest import ShopwareRest, error_body
from connectors.testing.shopware_state import ShopProduct, ShopReview, ShopState

# The code that Shopware gives with a status, where a connector branches on it.
_CODES = {401: "9", 403: "FRAMEWORK__MISSING_PRIVILEGE_ERROR", 404: "FRAMEWORK__RESOURCE_NOT_FOUND"}


class FakeShopware(OrderedShop):
    """The running shop. ``settings`` connects a ShopwareConnector to it; ``rest`` and ``state`` can be turned by a test."""

    def __init__(self, *, port: int = 0, latency: float = 0.0, folder: str = "") -> None:
        self.state = ShopState()
        bag = ShopProduct("b" * 31 + "1", "Fietstas Hafen 20L")
        self.state.products = {bag.id: bag, "b" * 31 + "2": ShopProduct("b" * 31 + "2", None, parent=bag.id)}
        self.api_key = f"SWIA{secrets.token_hex(11).upper()}"
        self.secret_key = secrets.token_urlsafe(40)
        self.rest = ShopwareRest(self.state, self.api_key, self.secret_key, folder=folder)
        super().__init__(
            self.rest,
            error_body=lambda status: error_body(status, _CODES.get(status, "0")),
            port=port,
            latency=latency,
        )
        self.server.is_reading = lambda request: "/api/search/" in request.target

    @property
    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "api_key": self.api_key, "secret_key": self.secret_key, "calls_per_second": 1_000}

    def add_review(self, content: str, **more: Any) -> ShopReview:
        return self.state.add(content, **more)

    def ordered_review(self, **more: Any) -> str:
        return self.add_review(**more).id

    def rated(self, text: str, stars: int) -> None:
        self.add_review(text, points=stars)

    def remembered(self) -> dict[str, Any]:
        """Everything that the shop knows of its reviews, as JSON."""
        reviews = [
            {
                name: value if isinstance(value, (str, float, int, bool, dict)) else str(value or "")
                for name, value in asdict(review).items()
            }
            for review in self.state.reviews.values()
        ]
        return {"reviews": reviews}


main = command(FakeShopware)

if __name__ == "__main__":
    main()

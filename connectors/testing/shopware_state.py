"""What a fake Shopware shop remembers."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

DUTCH, GERMAN = "a" * 31 + "1", "a" * 31 + "2"
_START = dt.datetime(2026, 11, 1, 8, 0, tzinfo=dt.UTC)


@dataclass
class ShopProduct:
    id: str
    name: str | None  # None: a variant, which takes its name from its parent
    parent: str | None = None


@dataclass
class ShopReview:
    id: str
    product: str
    title: str
    content: str
    points: float
    created: dt.datetime
    status: bool = True
    comment: str | None = None
    updated: dt.datetime | None = None
    language: str = DUTCH
    first_name: str = ""
    last_name: str = ""
    external_user: str | None = None
    custom_fields: dict[str, Any] | None = None


@dataclass
class ShopState:
    """Reviews by id, products by id, and a clock of the shop's own that moves a second with every change."""

    reviews: dict[str, ShopReview] = field(default_factory=dict)
    products: dict[str, ShopProduct] = field(default_factory=dict)
    notifications: list[dict[str, Any]] = field(default_factory=list)
    deliveries: list[dict[str, Any]] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=lambda: {DUTCH: "nl-NL", GERMAN: "de-DE"})
    _ticks: itertools.count[int] = field(default_factory=itertools.count)

    def now(self) -> dt.datetime:
        return _START + dt.timedelta(seconds=next(self._ticks))

    def add(self, content: str, *, points: float = 4, author: str = "Sabine", **more: Any) -> ShopReview:
        """A review as a customer with an account left it."""
        review = ShopReview(
            id=secrets.token_hex(16),
            product=next(iter(self.products)),
            title=more.pop("title", "Mijn mening"),
            content=content,
            points=points,
            created=more.pop("created", None) or self.now(),
            first_name=author,
            **more,
        )
        self.reviews[review.id] = review
        return review

    def send_order(self, number: str, *, updated: dt.datetime, state: str = "shipped", **customer: str) -> None:
        """An order with a product and a discount, whose delivery was changed then."""
        whose = {"email": f"klant{number}@voorbeeld.example", "firstName": "Sabine", "lastName": "de Vries", **customer}
        bought = [
            {"label": "Fietstas Hafen 20L", "productId": next(iter(self.products))},
            {"label": "10% korting", "productId": None},
        ]
        order = {
            "orderNumber": number,
            "orderDateTime": updated.isoformat(),
            "orderCustomer": whose,
            "lineItems": bought,
        }
        self.deliveries.append({"id": secrets.token_hex(16), "state": state, "updated": updated, "order": order})

    def name_of(self, product_id: str) -> str:
        """The name as it is shown, a variant's from its parent."""
        product = self.products[product_id]
        return product.name or (self.name_of(product.parent) if product.parent else "")

"""A Shopware shop to publish to in tests: a real HTTP server with a memory, that can be told to fail.

In a test: ``shop = FakeShopware()``. In a process of its own, so that its memory outlives the client that is killed::

    python -m connectors.testing.fake_shopware --port 8802 --reviews 400 --latency 0.05

It prints one line of JSON with its address and credential, and takes orders at ``/__control__/``: ``GET state``,
``POST reviews`` (content, points, author), ``POST faults`` (see faults.py), ``DELETE faults``.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import Any

import click

from connectors.testing.faults import Fault, Kind
from connectors.testing.faulty_server import FakeAnswer, FakeRequest, FaultyServer
from connectors.testing.shopware_rest import ShopwareRest, error_body
from connectors.testing.shopware_state import ShopProduct, ShopReview, ShopState

_CONTROL = "/__control__/"
# The code that Shopware gives with a status, where a connector branches on it.
_CODES = {401: "9", 403: "FRAMEWORK__MISSING_PRIVILEGE_ERROR", 404: "FRAMEWORK__RESOURCE_NOT_FOUND"}


class FakeShopware:
    """The running shop. ``settings`` connects a ShopwareConnector to it; ``rest`` and ``state`` can be turned by a test."""

    def __init__(self, *, port: int = 0, latency: float = 0.0, folder: str = "") -> None:
        self.state = ShopState()
        bag = ShopProduct("b" * 31 + "1", "Fietstas Hafen 20L")
        self.state.products = {bag.id: bag, "b" * 31 + "2": ShopProduct("b" * 31 + "2", None, parent=bag.id)}
        self.api_key = f"SWIA{secrets.token_hex(11).upper()}"
        self.secret_key = secrets.token_urlsafe(40)
        self.rest = ShopwareRest(self.state, self.api_key, self.secret_key, folder=folder)
        self.server = FaultyServer(
            self._answer,
            error_body=lambda status: error_body(status, _CODES.get(status, "0")),
            port=port,
            latency=latency,
        )
        self.server.is_reading = lambda request: "/api/search/" in request.target

    @property
    def url(self) -> str:
        return f"{self.server.address}{self.rest.folder}"

    @property
    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "api_key": self.api_key, "secret_key": self.secret_key, "calls_per_second": 1_000}

    def inject(self, *faults: Fault) -> None:
        self.server.inject(*faults)

    def heal(self) -> None:
        self.server.heal()

    def stop(self) -> None:
        self.server.stop()

    def add_review(self, content: str, **more: Any) -> ShopReview:
        return self.state.add(content, **more)

    def _answer(self, request: FakeRequest) -> FakeAnswer:
        if request.target.startswith(_CONTROL):
            return self._obey(request, request.target.removeprefix(_CONTROL))
        return self.rest(request)

    def _obey(self, request: FakeRequest, order: str) -> FakeAnswer:
        match (request.method, order):
            case ("GET", "state"):
                return FakeAnswer(200, self.remembered())
            case ("POST", "reviews"):
                return FakeAnswer(201, {"id": self.add_review(**request.json()).id})
            case ("POST", "faults"):
                body = request.json()
                self.server.inject(Fault(**{**body, "kind": Kind(body["kind"])}))
                return FakeAnswer(201, {})
            case ("DELETE", "faults"):
                self.server.heal()
                return FakeAnswer(200, {})
        return FakeAnswer(404, {})

    def remembered(self) -> dict[str, Any]:
        """Everything that the shop knows of its reviews, as JSON."""
        reviews = [
            {
                name: value if isinstance(value, (str, float, int, bool, dict)) else str(value or "")
                for name, value in asdict(review).items()
            }
            for review in self.state.reviews.values()
        ]
        return {"reviews": reviews, "requests": len(self.server.requests)}


@click.command()
@click.option("--port", default=0, help="0 takes a free one.")
@click.option("--reviews", default=0, help="How many reviews it has at the start.")
@click.option("--latency", default=0.0, help="Seconds between an effect and its answer.")
def main(port: int, reviews: int, latency: float) -> None:
    """Run a fake Shopware shop on loopback until it is stopped."""
    shop = FakeShopware(port=port, latency=latency)
    for number in range(reviews):
        shop.add_review(f"De tas kwam te laat, bestelling nummer {number} in mijn lijstje.", points=number % 5 + 1)
    click.echo(json.dumps({**shop.settings, "control": f"{shop.server.address}{_CONTROL}"}))
    shop.server.join()


if __name__ == "__main__":
    main()

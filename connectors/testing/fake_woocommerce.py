"""A WooCommerce shop to publish to in tests: a real HTTP server with a memory, that can be told to fail.

In a test: ``shop = start()``. In a process of its own, so that its memory outlives the client that is killed::

    python -m connectors.testing.fake_woocommerce --port 8801 --reviews 400 --latency 0.05

It prints one line of JSON with its address and credential, and takes orders at ``/__control__/``: ``GET state``,
``POST reviews`` (text, rating, author), ``POST faults`` (see faults.py), ``DELETE faults``.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from dataclasses import asdict
from typing import Any

import click

from connectors.testing.faults import Fault, Kind
from connectors.testing.faulty_server import FakeAnswer, FakeRequest, FaultyServer
from connectors.testing.wordpress_rest import WordPressRest, error_body
from connectors.testing.wordpress_state import Comment, Product, User, WordPress, shown_text

_CONTROL = "/__control__/"
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


class FakeShop:
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
        self.server = FaultyServer(
            self._answer,
            error_body=lambda status: error_body(status, _CODES.get(status, "internal_server_error")),
            port=port,
            latency=latency,
        )
        self._rest.address = self.server.address

    @property
    def url(self) -> str:
        return f"{self.server.address}{self._rest.folder}"

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "user": self.user.login,
            "app_password": self.user.app_password,
            "calls_per_second": 1_000,
        }

    def inject(self, *faults: Fault) -> None:
        self.server.inject(*faults)

    def heal(self) -> None:
        self.server.heal()

    def stop(self) -> None:
        self.server.stop()

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

    def _answer(self, request: FakeRequest) -> FakeAnswer:
        if request.target.startswith(_CONTROL):
            return self._obey(request, request.target.removeprefix(_CONTROL))
        return self._rest(request)

    def _obey(self, request: FakeRequest, order: str) -> FakeAnswer:
        match (request.method, order):
            case ("GET", "state"):
                return FakeAnswer(200, self.state())
            case ("POST", "reviews"):
                return FakeAnswer(201, {"id": self.add_review(**request.json())})
            case ("POST", "faults"):
                body = request.json()
                self.server.inject(Fault(**{**body, "kind": Kind(body["kind"])}))
                return FakeAnswer(201, {})
            case ("DELETE", "faults"):
                self.server.heal()
                return FakeAnswer(200, {})
        return FakeAnswer(404, {})

    def state(self) -> dict[str, Any]:
        """Everything remembered, as JSON; ``shown`` is what a visitor reads."""
        comments = [
            {**asdict(c), "date": c.date.isoformat(), "shown": shown_text(c.content)}
            for c in self.site.comments.values()
        ]
        return {"comments": comments, "requests": len(self.server.requests)}


def start(**options: Any) -> FakeShop:
    """A shop on a free port of 127.0.0.1 (options as FakeShop's). Call ``stop()`` in the end."""
    return FakeShop(**options)


@click.command()
@click.option("--port", default=0, help="0 takes a free one.")
@click.option("--reviews", default=0, help="How many reviews it has at the start.")
@click.option("--latency", default=0.0, help="Seconds between an effect and its answer.")
def main(port: int, reviews: int, latency: float) -> None:
    """Run a fake WooCommerce shop on loopback until it is stopped."""
    shop = FakeShop(port=port, latency=latency)
    for number in range(reviews):
        shop.add_review(f"De tas kwam te laat, bestelling nummer {number} in mijn lijstje.", rating=number % 5 + 1)
    click.echo(json.dumps({**shop.settings, "control": f"{shop.server.address}{_CONTROL}"}))
    shop.server.join()


if __name__ == "__main__":
    main()

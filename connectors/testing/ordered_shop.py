"""What every fake shop is besides its platform: a server with a memory that takes orders, also in a process of its own."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Protocol

import click

from connectors.testing.faults import Fault, Kind
from connectors.testing.faulty_server import CONTROL, FakeAnswer, FakeRequest, FaultyServer


class Rest(Protocol):
    """How the shop answers; ``folder`` is the sub-folder in which it stands."""

    folder: str

    def __call__(self, request: FakeRequest) -> FakeAnswer: ...


class OrderedShop(ABC):
    """The running shop. Under ``/__control__/`` it takes orders: ``GET state``, ``POST reviews`` (what ``add_review``
    takes), ``POST faults`` (see faults.py), ``DELETE faults``.
    """

    def __init__(self, rest: Rest, *, error_body: Callable[[int], Any], port: int, latency: float) -> None:
        self._answers = rest
        self.server = FaultyServer(self._answer, error_body=error_body, port=port, latency=latency)

    @property
    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """What connects a connector to it."""

    @abstractmethod
    def ordered_review(self, **more: Any) -> str | int:
        """A review as a customer left it; returns its id."""

    @abstractmethod
    def rated(self, text: str, stars: int) -> None:
        """A review with so many stars."""

    @abstractmethod
    def remembered(self) -> dict[str, Any]:
        """Everything it knows of its reviews, as JSON."""

    @property
    def url(self) -> str:
        return f"{self.server.address}{self._answers.folder}"

    def inject(self, *faults: Fault) -> None:
        self.server.inject(*faults)

    def heal(self) -> None:
        self.server.heal()

    def stop(self) -> None:
        self.server.stop()

    def _answer(self, request: FakeRequest) -> FakeAnswer:
        if request.target.startswith(CONTROL):
            return self._obey(request, request.target.removeprefix(CONTROL))
        return self._answers(request)

    def _obey(self, request: FakeRequest, order: str) -> FakeAnswer:
        match (request.method, order):
            case ("GET", "state"):
                return FakeAnswer(200, {**self.remembered(), "requests": len(self.server.requests)})
            case ("POST", "reviews"):
                return FakeAnswer(201, {"id": self.ordered_review(**request.json())})
            case ("POST", "faults"):
                body = request.json()
                self.server.inject(Fault(**{**body, "kind": Kind(body["kind"])}))
                return FakeAnswer(201, {})
            case ("DELETE", "faults"):
                self.server.heal()
                return FakeAnswer(200, {})
        return FakeAnswer(404, {})


def command(shop_class: Callable[..., OrderedShop]) -> click.Command:
    """The command that runs such a shop. It prints one line of JSON with its address and credential."""

    @click.command(help="Run the fake shop on loopback until it is stopped.")
    @click.option("--port", default=0, help="0 takes a free one.")
    @click.option("--reviews", default=0, help="How many reviews it has at the start.")
    @click.option("--latency", default=0.0, help="Seconds between an effect and its answer.")
    def run(port: int, reviews: int, latency: float) -> None:
        shop = shop_class(port=port, latency=latency)
        for number in range(reviews):
            shop.rated(f"De tas kwam te laat, bestelling nummer {number} in mijn lijstje.", number % 5 + 1)
        click.echo(json.dumps({**shop.settings, "control": f"{shop.server.address}{CONTROL}"}))
        shop.server.join()

    return run

"""What a connector's author supplies so that the standard tests can run: a scripted platform to speak with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from connectors.contract import Connector
from connectors.http import use_policy
from connectors.testing.faults import Fault


class Harness(ABC):
    """One fake platform and a connector to it. Made anew for each test and closed after it."""

    connector_class: ClassVar[type[Connector]]
    speaks_http: ClassVar[bool] = True  # whether the tests with HTTP faults make sense
    page_size: ClassVar[int] = 100  # the tests add a few more reviews than this

    @abstractmethod
    def connector(self) -> Connector:
        """A new connector object, as after a restart of the program."""

    @abstractmethod
    def secrets(self) -> tuple[str, ...]:
        """Strings that must appear in no log, message or representation."""

    @abstractmethod
    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        """Let a customer write a review; returns the id under which the connector shows it."""

    @abstractmethod
    def edit_review(self, external_id: str, text: str) -> None:
        """Let the customer change it."""

    @abstractmethod
    def remove_review(self, external_id: str) -> None:
        """Let the platform take it away."""

    @abstractmethod
    def replies(self, external_id: str) -> list[str]:
        """The replies under a review as a visitor reads them."""

    def inject(self, fault: Fault) -> None:
        """Let the next requests fail (only where ``speaks_http``)."""
        raise NotImplementedError

    def heal(self) -> None:  # noqa: B027 -- nothing to do where nothing can be injected
        """Forget the faults that are left."""

    def close(self) -> None:  # noqa: B027 -- not every platform runs something
        """Stop whatever runs."""


@contextmanager
def impatient() -> Iterator[None]:
    """The HTTP policy for tests: loopback allowed, short patience, pauses not slept."""
    with use_policy(
        allow_private=True,
        connect_timeout=2.0,
        read_timeout=0.4,
        deadline=1.5,
        max_bytes=2_000_000,
        longest_wait=5.0,
        sleep=lambda _seconds: None,
    ):
        yield

"""What a connector's author supplies so that the standard tests can run: a scripted platform to speak with."""

# ruff: noqa: ARG002 -- methods that say "not played" take what those take that play it
from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar
from unittest import SkipTest

from connectors.contract import Connector, Hook, Invitation
from connectors.http import use_policy
from connectors.testing.faults import Fault


class NotPlayed(SkipTest):
    """This harness cannot let that happen; the test that asks for it is skipped (pytest takes unittest's word for it)."""

    def __init__(self, reason: str = "this harness cannot let that happen") -> None:
        super().__init__(reason)


class Harness(ABC):
    """One fake platform and a connector to it. Made anew for each test and closed after it.

    What is not abstract is for tests of capabilities and misbehaviour; ``PlatformHarness`` has all of it.
    """

    connector_class: ClassVar[type[Connector]]
    speaks_http: ClassVar[bool] = True  # whether the tests with HTTP faults make sense
    page_size: ClassVar[int] = 100  # the tests add a few more reviews than this
    has_ratings: ClassVar[bool] = True  # comments of a social network come without
    write_answers_known: ClassVar[bool] = True  # whether anybody documented what a good write answers
    reply_method: ClassVar[str] = "POST"  # of the request that places a reply
    reply_path: ClassVar[str] = ""  # a part of that request's path that no other writing request has

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
        """The replies under a review as a visitor reads them (held and rejected ones too)."""

    def add_dated_review(self, text: str, created: dt.datetime) -> str:
        """Let a review appear now that was written then (or that says so)."""
        raise NotPlayed

    def private_data(self) -> tuple[str, ...]:
        """What the platform tells about customers and shows to nobody: in no review but ``Review.private``."""
        return ()

    @property
    def address(self) -> str:
        """Where the fake listens, such as ``http://127.0.0.1:8801``."""
        raise NotPlayed

    def answer_elsewhere(self, external_id: str, text: str) -> None:
        """Let someone of the shop place this reply on the platform itself, or change the one there to it."""
        raise NotPlayed

    def private_replies(self, external_id: str) -> list[str]:
        raise NotPlayed

    def reports(self, external_id: str) -> list[tuple[str, str]]:
        """The reports on a review: reason and text."""
        raise NotPlayed

    def invitation(self) -> Invitation:
        """One that the platform takes."""
        raise NotPlayed

    def invited(self) -> list[str]:
        """The orders whose customers the platform will ask."""
        raise NotPlayed

    def invited_names(self) -> list[str]:
        """The names by which the platform will greet them."""
        raise NotPlayed

    def hooks(self) -> list[str]:
        """The addresses that the platform calls."""
        raise NotPlayed

    def webhook_call(self, external_id: str, hook: Hook) -> tuple[dict[str, str], bytes]:
        """Headers (names in lower case) and body of the platform's call for a new review."""
        raise NotPlayed

    def stick(self) -> None:
        """Let lists give their first page for ever."""
        raise NotPlayed

    def double(self) -> None:
        """Let lists hold every review twice."""
        raise NotPlayed

    def shuffle(self) -> None:
        """Let lists have no order."""
        raise NotPlayed

    def lose_replies(self) -> None:
        """Let the platform take replies from now on, say thanks and forget them."""
        raise NotPlayed

    def hold_replies(self) -> None:
        """Let the platform's moderation hold replies from now on."""
        raise NotPlayed

    def reject_replies(self, violation: str) -> None:
        """Let the platform's moderation reject replies from now on, with this reason."""
        raise NotPlayed

    def meanwhile(self, act: Callable[[], object], *, after: int) -> None:
        """Do this just before the answer to the request that follows the next ``after`` readings (GET)."""
        raise NotPlayed

    def requests(self) -> list[tuple[str, str]]:
        """Method and path of every request so far."""
        raise NotPlayed

    def flooded(self) -> int:
        """How many bytes of an answer without end were taken."""
        raise NotPlayed

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

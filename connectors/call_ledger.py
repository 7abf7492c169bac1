"""Counting a channel's calls where the count outlives this process, and calls that leave some for what matters more.

Who runs the connectors (the app) keeps the ledger; without one each process counts for itself (``rate_limit``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from connectors.abilities import Quota
from connectors.errors import RetryLater


class Ledger(Protocol):
    """The calls of one channel, over restarts and all processes. Thread-safe; never raises."""

    def take(self, quotas: Sequence[Quota]) -> float:
        """Count one call against all of these. 0.0: make it; else nothing was counted, and seconds until it may be made."""

    def give_back(self, quotas: Sequence[Quota]) -> None:
        """A call that was counted never reached the platform."""


@dataclass(slots=True)
class Spent:
    """What a stretch of work cost: ``calls`` that count against quotas."""

    calls: int = 0


_ledger: ContextVar[Ledger | None] = ContextVar("where the channel's calls are counted", default=None)
_sparing: ContextVar[Spent | None] = ContextVar("work that leaves calls for others", default=None)


@contextmanager
def counted_in(ledger: Ledger | None) -> Iterator[None]:
    """Sessions made inside count their calls there."""
    token = _ledger.set(ledger)
    try:
        yield
    finally:
        _ledger.reset(token)


def channel_ledger() -> Ledger | None:
    """Where the channel whose connector is being made counts its calls."""
    return _ledger.get()


@contextmanager
def sparing() -> Iterator[Spent]:
    """Calls made inside leave a part of every quota to replies, and are counted in what this gives."""
    spent = Spent()
    token = _sparing.set(spent)
    try:
        yield spent
    finally:
        _sparing.reset(token)


def is_sparing() -> bool:
    """Whether the work under way leaves some calls for others."""
    return _sparing.get() is not None


def count(ledger: Ledger | None, quotas: Sequence[Quota]) -> None:
    """Count one call that is about to be made. Raises RetryLater where the quotas leave none."""
    if not quotas:
        return
    wait = 0.0 if ledger is None else ledger.take(quotas)
    if wait and is_sparing():
        raise RetryLater("The calls that are left there are kept for replies.", retry_after=wait)
    if wait:
        raise RetryLater("The calls that this channel allows are used up for now.", retry_after=wait)
    if (spent := _sparing.get()) is not None:
        spent.calls += 1


def uncount(ledger: Ledger | None, quotas: Sequence[Quota]) -> None:
    """The call that was counted last never left."""
    if ledger is not None and quotas:
        ledger.give_back(quotas)

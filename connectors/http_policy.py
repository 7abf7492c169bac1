"""What holds for every HTTP call of this process: patience, sizes, and whether private networks may be reached."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class HttpPolicy:
    """What holds for every call of this process; times in seconds, sizes in bytes.

    ``allow_private`` is the development switch: private and loopback addresses, and plain http. It belongs to whoever
    runs the server, so it is no channel setting. ``private_hosts`` ("127.0.0.1:8801") may be reached although they are
    private. ``stand_ins`` leads a platform's fixed address ("https://api.example.com") to a fake one. Both, and ``sleep``,
    are for tests.
    """

    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    deadline: float = 60.0  # one request from the first to the last byte, however slowly it drips
    max_bytes: int = 20_000_000  # after decompression
    attempts: int = 3  # of a safe call, or of one that never left
    longest_wait: float = 15.0  # a longer Retry-After goes back to the caller as RetryLater
    allow_private: bool = False
    ca_bundle: str | None = None
    user_agent: str = "Wederwoord"
    sleep: Callable[[float], None] = time.sleep
    private_hosts: frozenset[str] = frozenset()
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    def may_be_private(self, url: str) -> bool:
        """Whether this address may lead into a private network, and may be plain http."""
        return self.allow_private or urlsplit(url).netloc in self.private_hosts

    def stand_in(self, url: str) -> str:
        """The address to call instead of ``url``; the same one outside tests."""
        for real, fake in self.stand_ins.items():
            if url == real or url.startswith((f"{real}/", f"{real}?")):
                return fake + url.removeprefix(real)
        return url

    @property
    def longest_call(self) -> float:
        """Seconds after which a call that changes something can no longer be under way: each attempt waits its turn and
        connects, and one at most leaves.
        """
        return self.attempts * (self.longest_wait + self.connect_timeout) + self.deadline


_policy = HttpPolicy()


def current_policy() -> HttpPolicy:
    return _policy


def set_policy(policy: HttpPolicy) -> None:
    """Set at start-up what holds for every session made from now on."""
    global _policy  # noqa: PLW0603 -- the process has one operator and so one policy
    _policy = policy


@contextmanager
def use_policy(**changes: Any) -> Iterator[HttpPolicy]:
    """The current policy with these fields changed, for a while (tests, the development server)."""
    before = _policy
    set_policy(replace(before, **changes))
    try:
        yield _policy
    finally:
        set_policy(before)

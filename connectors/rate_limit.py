"""How fast one channel is called: limits per key, shared by every session of this process."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from connectors.abilities import Quota
from connectors.errors import RetryLater

LONGEST_ALONE = 86_400.0  # seconds: longer quotas outlive a process, so only a ledger counts them (call_ledger.py)


@dataclass
class Bucket:
    """``per_second`` calls on average, ``burst`` at once, and never more than the ``quotas``. Thread-safe.

    Every call counts from the moment it is made, whatever becomes of it.
    """

    per_second: float
    burst: int
    clock: Callable[[], float] = time.monotonic
    quotas: tuple[Quota, ...] = ()
    _free_at: float = field(default=float("-inf"), init=False)  # when the bucket would be full again
    _paused_until: float = field(default=float("-inf"), init=False)
    _made: deque[float] = field(default_factory=deque, init=False, repr=False)  # when calls are made, oldest first
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def reserve(self, longest_wait: float) -> float:
        """Take one call's place and return the seconds to wait before making it.

        Raises RetryLater, with no place taken, where the channel asked for quiet longer than ``longest_wait``, or its
        quota is used up for longer than that.
        """
        with self._lock:
            now = self.clock()
            quiet = self._paused_until - now
            if quiet > longest_wait:
                raise RetryLater("This channel asks for fewer calls at the moment.", retry_after=quiet)
            over = self._until_quota_allows(now)
            if over > longest_wait:
                raise RetryLater("The calls that this channel allows are used up for now.", retry_after=over)
            self._free_at = max(self._free_at, now) + 1 / self.per_second
            wait = max(0.0, self._free_at - now - self.burst / self.per_second, quiet, over)
            if any(quota.seconds <= LONGEST_ALONE for quota in self.quotas):
                self._made.append(now + wait)
            return wait

    def _until_quota_allows(self, now: float) -> float:
        quotas = [quota for quota in self.quotas if quota.seconds <= LONGEST_ALONE]
        if not quotas:
            return 0.0
        longest = max(quota.seconds for quota in quotas)
        while self._made and self._made[0] <= now - longest:
            self._made.popleft()
        waits = [self._made[-q.calls] + q.seconds - now for q in quotas if len(self._made) >= q.calls]
        return max(0.0, *waits, 0.0)

    def pause(self, seconds: float) -> None:
        """The channel asked for quiet (Retry-After): nobody in this process calls it before."""
        with self._lock:
            self._paused_until = max(self._paused_until, self.clock() + seconds)


_buckets: dict[str, Bucket] = {}
_buckets_lock = threading.Lock()


def shared_bucket(key: str, *, per_second: float, burst: int, quotas: Sequence[Quota] = ()) -> Bucket:
    """The one bucket of ``key`` in this process; the latest caller's figures hold, so that a changed setting does."""
    with _buckets_lock:
        bucket = _buckets.setdefault(key, Bucket(per_second, burst))
        bucket.per_second, bucket.burst, bucket.quotas = per_second, burst, tuple(quotas)
        return bucket


def quotas_kept() -> frozenset[Quota]:
    """Every quota that some bucket of this process keeps to."""
    with _buckets_lock:
        return frozenset(quota for bucket in _buckets.values() for quota in bucket.quotas)


def forget_buckets() -> None:
    """Begin to count anew (tests)."""
    with _buckets_lock:
        _buckets.clear()


def per_minute(key: str, calls: int, *, quotas: Sequence[Quota] = ()) -> Bucket:
    """The bucket of ``key`` with ``calls`` a minute, spread over it, and the platform's own ``quotas`` on top."""
    return shared_bucket(key, per_second=calls / 60, burst=max(1, calls // 12), quotas=quotas)


_channel: ContextVar[Bucket | None] = ContextVar("the channel's own limit", default=None)


def channel_bucket() -> Bucket | None:
    """The limit that the shop itself set for the channel whose connector is being made, if any."""
    return _channel.get()


@contextmanager
def at_most(key: str, calls_per_minute: int | None) -> Iterator[None]:
    """Sessions made inside keep to so many calls a minute for ``key``, on top of their own limits (None: no more)."""
    if calls_per_minute is None:
        yield
        return
    token = _channel.set(per_minute(key, calls_per_minute, quotas=(Quota(calls_per_minute, 60),)))
    try:
        yield
    finally:
        _channel.reset(token)

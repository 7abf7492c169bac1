"""How fast one channel is called: a token bucket per key, shared by every session of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from connectors.contract import RetryLater


@dataclass
class Bucket:
    """``per_second`` calls on average, ``burst`` at once. Thread-safe."""

    per_second: float
    burst: int
    clock: Callable[[], float] = time.monotonic
    _free_at: float = field(default=float("-inf"), init=False)  # when the bucket would be full again
    _paused_until: float = field(default=float("-inf"), init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def reserve(self, longest_wait: float) -> float:
        """Take one call's place and return the seconds to wait before making it.

        Raises RetryLater, with no place taken, where the channel asked for quiet longer than ``longest_wait``.
        """
        with self._lock:
            now = self.clock()
            quiet = self._paused_until - now
            if quiet > longest_wait:
                raise RetryLater("This channel asks for fewer calls at the moment.", retry_after=quiet)
            self._free_at = max(self._free_at, now) + 1 / self.per_second
            return max(0.0, self._free_at - now - self.burst / self.per_second, quiet)

    def pause(self, seconds: float) -> None:
        """The channel asked for quiet (Retry-After): nobody in this process calls it before."""
        with self._lock:
            self._paused_until = max(self._paused_until, self.clock() + seconds)


_buckets: dict[str, Bucket] = {}
_buckets_lock = threading.Lock()


def shared_bucket(key: str, *, per_second: float, burst: int) -> Bucket:
    """The one bucket of ``key`` in this process; the latest caller's figures hold, so that a changed setting does."""
    with _buckets_lock:
        bucket = _buckets.setdefault(key, Bucket(per_second, burst))
        bucket.per_second, bucket.burst = per_second, burst
        return bucket

"""A server that does not answer is left alone for a while, so that a bulk run does not wait for it a thousand times."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from plugin.drafting.model_errors import ModelError, ModelRefused, ModelUnavailable, Trouble

FAILURES_IN_A_ROW = 5
REST_SECONDS = 30.0
# These hold for every following call as much as for this one.
AT_ONCE = frozenset({Trouble.QUOTA, Trouble.AUTH, Trouble.MODEL})
COUNTED = frozenset({Trouble.DOWN, Trouble.SLOW, Trouble.BUSY})


class Breaker:
    """Counts the failures in a row of one server; while it rests, ``check`` raises the last of them at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._resting_until = 0.0
        self._last: ModelError | None = None

    def check(self) -> None:
        """Raise the last failure while the server rests; otherwise do nothing."""
        with self._lock:
            left = self._resting_until - self._clock()
            last = self._last
        if left <= 0 or last is None:
            return
        if isinstance(last, ModelRefused):
            raise ModelRefused(last.trouble, last.detail)
        raise ModelUnavailable(last.trouble, last.detail, retry_after=left)

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0
            self._last = None

    def failed(self, error: ModelError) -> None:
        """Note a failure; after five in a row, or one that every call will meet, the server rests."""
        if error.trouble not in AT_ONCE | COUNTED:
            return
        with self._lock:
            self._failures += 1
            self._last = error
            named = error.retry_after if isinstance(error, ModelUnavailable) else None
            if error.trouble in AT_ONCE or self._failures >= FAILURES_IN_A_ROW:
                self._resting_until = self._clock() + max(REST_SECONDS, min(named or 0, 10 * REST_SECONDS))

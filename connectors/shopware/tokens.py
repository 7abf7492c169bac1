"""Access tokens of Shopware's Admin API: ten minutes long, one for each credential of this process."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from connectors.redaction import remember

# A token that ends while the request is under way is a refusal for nothing.
_MARGIN = 30.0  # seconds


@dataclass(frozen=True, repr=False)
class Token:
    value: str
    ends: float  # by the monotonic clock


class Tokens:
    """Keeps tokens between connector objects, which are made anew for each piece of work."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, Token] = {}
        self._lock = threading.Lock()

    def get(self, place: str) -> str | None:
        with self._lock:
            token = self._kept.get(place)
            return token.value if token is not None and self._clock() < token.ends else None

    def keep(self, place: str, value: str, *, expires_in: float) -> None:
        remember(value)
        with self._lock:
            self._kept[place] = Token(value, self._clock() + max(0.0, expires_in - _MARGIN))

    def drop(self, place: str, value: str) -> None:
        """Forget this very token: another thread may have put a newer one in its place already."""
        with self._lock:
            if (kept := self._kept.get(place)) is not None and kept.value == value:
                del self._kept[place]


def place_of(url: str, api_key: str, secret_key: str) -> str:
    """Where this credential's token is kept; the secret can not be read from it."""
    return hashlib.sha256(f"{url}\0{api_key}\0{secret_key}".encode()).hexdigest()

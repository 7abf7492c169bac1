"""Access tokens that expire: fetched when needed, shared by the process, renewed by one caller at a time.

``TokenAuth`` is an ``Auth`` for a Session. The platform's own way of getting a token is a function; everything else (how
early to renew, how rarely, who waits) is the ``TokenPolicy``.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.redaction import forget, remember


@dataclass(frozen=True, slots=True)
class Token:
    """What a platform's token endpoint gave. ``expires_in`` is seconds from now."""

    value: str = field(repr=False)
    expires_in: float
    refresh: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TokenPolicy:
    """``early``: seconds before its end from which a token counts as over (never more than half its life).
    ``least_age``: seconds in which a token is not renewed, whatever happens, for platforms that refuse those who ask often.
    """

    early: float = 60.0
    least_age: float = 5.0


Fetch = Callable[[Token | None], Token]  # given the last token (its refresh token may help), gives a new one


@dataclass
class _Kept:
    lock: threading.Lock = field(default_factory=threading.Lock)
    token: Token | None = None
    fetched: float = 0.0
    before: str = ""  # the value before this one: requests with it may still be under way


_kept: dict[str, _Kept] = {}
_kept_lock = threading.Lock()


class TokenAuth:
    """Bearer tokens for one account. ``account`` (with its secret) tells accounts apart and is kept as a hash only."""

    def __init__(
        self,
        *account: str,
        fetch: Fetch,
        policy: TokenPolicy | None = None,
        name: str = "Authorization",
        scheme: str = "Bearer ",
        in_query: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``name`` and ``scheme`` make the header; ``in_query`` names a query parameter to send it in instead."""
        key = hashlib.sha256("\0".join(account).encode()).hexdigest()
        with _kept_lock:
            self._kept = _kept.setdefault(key, _Kept())
        self._fetch, self._policy, self._clock = fetch, policy or TokenPolicy(), clock
        self._name, self._scheme, self._in_query = name, scheme, in_query

    def __repr__(self) -> str:
        return "<TokenAuth>"

    def header(self) -> dict[str, str]:
        """Raises what ``fetch`` raises: Reconnect where the account was refused, RetryLater where nobody answered."""
        return {} if self._in_query else {self._name: f"{self._scheme}{self.value()}"}

    def query(self) -> dict[str, str]:
        return {self._in_query: self.value()} if self._in_query else {}

    def value(self) -> str:
        """A token that is good for now."""
        kept = self._kept
        with kept.lock:
            if kept.token is None or self._age() >= kept.token.expires_in - self._early(kept.token):
                self._renew()
            return kept.token.value if kept.token is not None else ""

    def renew(self, used: Mapping[str, str]) -> bool:
        """True where another token than the one in ``used`` can be tried. Callers at once cause one fetch."""
        kept = self._kept
        with kept.lock:
            if kept.token is None:
                return False
            if not any(kept.token.value in value for value in used.values()):
                return True  # someone else renewed it meanwhile
            if self._age() < self._policy.least_age:
                return False  # a new token refused: the account lacks the right, and a newer one would not have it
            self._renew()
            return True

    def _age(self) -> float:
        return self._clock() - self._kept.fetched

    def _early(self, token: Token) -> float:
        return min(self._policy.early, token.expires_in / 2)

    def _renew(self) -> None:
        kept = self._kept
        token = self._fetch(kept.token)
        remember(token.value, token.refresh)
        if kept.before:
            forget(kept.before)
        kept.before = kept.token.value if kept.token is not None else ""
        kept.token, kept.fetched = token, self._clock()


def forget_tokens() -> None:
    """Let every connector made from now on fetch anew (tests, and an owner who connects again)."""
    with _kept_lock:
        _kept.clear()

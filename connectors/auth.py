"""How a call shows who makes it. No representation shows a credential, and every credential is remembered for masking."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from connectors.redaction import remember


class Auth(Protocol):
    """What a Session asks before each request; it goes to the channel's own site only, never along a redirect."""

    def header(self) -> dict[str, str]:
        """Headers to send. May fetch a token, and raise what the contract says."""
        ...


@runtime_checkable
class InQuery(Protocol):
    """An Auth for a platform that wants the credential in the address."""

    def query(self) -> dict[str, str]:
        """Query parameters to send."""
        ...


@runtime_checkable
class Renewing(Protocol):
    """An Auth that can get another credential."""

    def renew(self, used: Mapping[str, str]) -> bool:
        """After a 401 to a request that carried ``used``: whether there is a new credential to try once with."""
        ...


class _Fixed:
    """A credential that is typed in and stays."""

    def header(self) -> dict[str, str]:
        return {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class BasicAuth(_Fixed):
    """User name and password (RFC 7617)."""

    def __init__(self, user: str, password: str) -> None:
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        remember(password, token)
        self._value = f"Basic {token}"

    def header(self) -> dict[str, str]:
        return {"Authorization": self._value}


class BearerAuth(_Fixed):
    """An access token that stays (RFC 6750); for one that expires see ``tokens.TokenAuth``."""

    def __init__(self, token: str) -> None:
        remember(token)
        self._value = f"Bearer {token}"

    def header(self) -> dict[str, str]:
        return {"Authorization": self._value}


class HeaderAuth(_Fixed):
    """A fixed key in a header of the platform's own: ``HeaderAuth("X-Api-Token", key)``.

    ``query`` are parameters that belong to it and are no secret.
    """

    def __init__(self, name: str, value: str, *, query: Mapping[str, str] | None = None) -> None:
        remember(value, value.removeprefix("Bearer "))
        self._header = {name: value}
        self._query = dict(query or {})

    def header(self) -> dict[str, str]:
        return self._header

    def query(self) -> dict[str, str]:
        return self._query


class QueryAuth(_Fixed):
    """A key that the platform wants in the address: ``QueryAuth({"id": shop}, code=secret)``. Addresses are logged and
    kept without their query, and the key is masked in whatever is left.
    """

    def __init__(self, known: Mapping[str, str] | None = None, /, **secrets: str) -> None:
        remember(*secrets.values())
        self._query = {**(known or {}), **secrets}

    def query(self) -> dict[str, str]:
        return self._query

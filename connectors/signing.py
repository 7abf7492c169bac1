"""Tokens that a channel's private key signs (JWT, RFC 7519): what they say and how they are sent is the connector's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm

from connectors.errors import Reconnect

_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----", re.DOTALL)


def pem(text: str) -> str:
    """A private key as it stood in its file: forms take its line ends away, and settings files write them out
    as backslash and n. ``text`` itself where there is none.
    """
    found = _PEM.search(text)
    if found is None:
        return text
    kind, body = found[1], re.sub(r"\\n|\s", "", found[2])
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


def sign(claims: Mapping[str, Any], key: str, *, algorithm: str, headers: Mapping[str, str] | None = None) -> str:
    """``claims`` as a signed token. Raises Reconnect where ``key`` (PEM) cannot sign with ``algorithm``."""
    try:
        return jwt.encode(dict(claims), key, algorithm=algorithm, headers=dict(headers or {}))
    except (ValueError, TypeError, jwt.PyJWTError, UnsupportedAlgorithm):
        pass  # raised below, outside: the library's error may hold a part of the key
    raise Reconnect("The private key cannot be read.", hint="Paste the whole file, from its first to its last line.")


def can_sign(key: str, *, algorithm: str) -> bool:
    """Whether ``key`` (PEM) is one for this algorithm: a form says so before anything is called."""
    try:
        sign({}, key, algorithm=algorithm)
    except Reconnect:
        return False
    return True

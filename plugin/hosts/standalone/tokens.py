"""Secrets that people carry: made here, kept only as hashes.

A token has 256 bits of chance, so a plain SHA-256 is enough to keep (nothing to guess, nothing to stretch).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A fresh secret, safe in a link and in a header."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored of a token: 64 hexadecimal characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_token(secret_key: str, session_token: str) -> str:
    """The token that a page shows and a state change must bring back.

    It follows from the session's own secret and the installation's key: another site can read neither, and
    nothing more needs storing. It ends with the session.
    """
    return hmac.new(secret_key.encode(), b"csrf:" + session_token.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())

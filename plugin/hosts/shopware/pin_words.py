"""PINs as people choose them: which are good enough, and what is kept of one."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import secrets

SHORTEST, LONGEST = 6, 64
_N, _R, _P = 2**14, 8, 1  # 16 MB and some 50 ms: many times what a sign-in notices, too much for a guesser
_MEMORY = 64 * 1024 * 1024


def is_weak(pin: str) -> bool:
    """Too short, too long, one character again and again, or a row of the keyboard's digits."""
    if not SHORTEST <= len(pin) <= LONGEST or len(set(pin)) < 3:  # noqa: PLR2004 -- 121212 is no secret
        return True
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(pin)}
    return len(steps) == 1


def stretch(pin: str) -> str:
    """What is kept: the salt and the stretched PIN (scrypt, RFC 7914)."""
    salt = secrets.token_bytes(16)
    return f"scrypt${salt.hex()}${_stretched(pin, salt).hex()}"


def fits(pin: str, kept: str) -> bool:
    """Whether this is the PIN of which ``kept`` was made."""
    _, salt, stretched = kept.split("$")
    return hmac.compare_digest(_stretched(pin[:LONGEST], bytes.fromhex(salt)), bytes.fromhex(stretched))


def _stretched(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=32)

"""What the WordPress plugin signs with the secret that it shares with us: launches and signals.

A launch token is ``base64url(JSON) "." hex(HMAC-SHA256 of the encoded JSON)``; a signal's signature is
``v1=hex(HMAC-SHA256 of "<timestamp>.<body>")`` (source: contract woocommerce §5; ``wordpress/wederwoord/includes``).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

LAUNCH_LASTS = 60  # seconds, as the plugin makes them
LEEWAY = 30  # seconds that a shop's clock may differ from ours
SIGNAL_LASTS = 300  # seconds in which a signal must arrive; a later try is signed anew
_LARGEST_TOKEN = 4096
_MOST_DIGITS = 12


class Refused(Exception):
    """The proof does not hold. The message says why, for the log; a caller learns nothing."""


class _Launch(Schema):
    class Meta:
        unknown = EXCLUDE

    install = fields.UUID(required=True)
    shop = fields.String(required=True, validate=validate.Length(1, 500))
    uid = fields.String(required=True, validate=validate.Regexp(r"[1-9][0-9]{0,18}\Z"))
    name = fields.String(required=True, validate=validate.Length(0, 250))
    locale = fields.String(required=True, validate=validate.Length(0, 20))
    origin = fields.String(required=True, validate=validate.Length(1, 300))
    iat = fields.Integer(required=True, strict=True)
    exp = fields.Integer(required=True, strict=True)
    jti = fields.UUID(required=True)


_LAUNCH = _Launch()


def proof_of(secret: str, challenge: str) -> str:
    """What a site that holds ``secret`` answers to ``challenge``."""
    return _signature(secret, f"proof:{challenge}".encode())


def launch_in(token: str, secret: str, now: dt.datetime) -> dict[str, Any]:
    """The claims of a launch token. Raises Refused. Whether it was used before is the caller's to ask."""
    if len(token) > _LARGEST_TOKEN:
        raise Refused("the launch token is too long")
    encoded, _, signature = token.partition(".")
    if not same(signature, _signature(secret, encoded.encode())):
        raise Refused("the launch token's signature does not hold")
    try:
        claims: dict[str, Any] = _LAUNCH.load(json.loads(_decoded(encoded)))
    except (ValueError, ValidationError, RecursionError):
        claims = {}
    if not claims:
        raise Refused("the launch token cannot be read")
    moment = now.timestamp()
    if not 0 < claims["exp"] - claims["iat"] <= LAUNCH_LASTS:
        raise Refused("the launch token lasts too long")
    if not claims["iat"] - LEEWAY <= moment < claims["exp"] + LEEWAY:
        raise Refused("the launch token is over, or the shop's clock is wrong")
    return claims


def require_signed(headers: Mapping[str, str], body: bytes, secret: str, now: dt.datetime) -> None:
    """Raise Refused unless this body was signed with the secret just now."""
    timestamp = headers.get("X-Wederwoord-Timestamp", "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _MOST_DIGITS):
        raise Refused("the signal has no time")
    expected = "v1=" + _signature(secret, timestamp.encode() + b"." + body)
    if not same(headers.get("X-Wederwoord-Signature", ""), expected):
        raise Refused("the signal's signature does not hold")
    if abs(now.timestamp() - int(timestamp)) > SIGNAL_LASTS:
        raise Refused("the signal is too old, or the shop's clock is wrong")


def same(given: str, expected: str) -> bool:
    """Compared in constant time; text that is no ASCII is simply another."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def _signature(secret: str, text: bytes) -> str:
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def _decoded(encoded: str) -> bytes:
    """Base64url without padding, nothing else: what only looks alike is refused."""
    try:
        decoded = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    return decoded

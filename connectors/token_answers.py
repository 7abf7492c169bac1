"""What a token endpoint answers, where it keeps to OAuth (RFC 6749 §5.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields, validate

from connectors.payloads import Payload, read_one
from connectors.tokens import Token


@dataclass(frozen=True)
class _WireToken:
    access_token: str = field(repr=False)
    expires_in: float | None


class _WireTokenSchema(Payload[_WireToken]):
    makes = _WireToken
    access_token = fields.String(required=True, validate=validate.Length(min=1))
    expires_in = fields.Float(required=True)  # some send it as a string


class _WireUntimedTokenSchema(_WireTokenSchema):
    expires_in = fields.Float(load_default=None, allow_none=False)


def read_token(data: Any, *, who: str, lasts: float | None = None) -> Token:
    """The token in an answer. ``lasts`` is its life in seconds where the platform may leave that out. Raises BadAnswer."""
    wire = read_one(_WireTokenSchema() if lasts is None else _WireUntimedTokenSchema(), data, who=who)
    told = wire.expires_in if wire.expires_in is not None else lasts
    return Token(wire.access_token, told or 0.0)

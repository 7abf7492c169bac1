"""The body with which a shop confirms its registration, read after its signatures were found good."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate


class BadConfirmation(ValueError):
    """The body is no confirmation. The message holds nothing of it."""


class _Body(Schema):
    class Meta:
        unknown = EXCLUDE

    api_key = fields.String(data_key="apiKey", required=True, validate=validate.Length(1, 200))
    secret_key = fields.String(data_key="secretKey", required=True, validate=validate.Length(1, 200))
    shop_id = fields.String(data_key="shopId", required=True, validate=validate.Length(1, 120))
    timestamp = fields.String(load_default="", validate=validate.Regexp(r"[0-9]{0,10}\Z"))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The Admin API's credential. Shown by no representation."""

    shop_id: str
    api_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    timestamp: dt.datetime | None = None


def read(body: bytes) -> Confirmation:
    """Raises BadConfirmation."""
    try:
        loaded: dict[str, Any] = _Body().load(json.loads(body))
    except (ValueError, ValidationError, RecursionError) as error:
        raise BadConfirmation("The body is no confirmation.") from error
    said = loaded.pop("timestamp")
    return Confirmation(**loaded, timestamp=dt.datetime.fromtimestamp(int(said), dt.UTC) if said else None)

"""WebwinkelKeur's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from connectors.payloads import Payload

TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class WireRating:
    """A review as ``ratings.json`` shows it. ``id`` is in no documented example (contract §1): 0 where it is missing."""

    name: str
    rating: int
    created: str = ""  # "2026-11-02 09:14:33", without a zone; the platform's own client knows no such field
    comment: str | None = None
    id: int = 0
    email: str = ""
    language: str | None = None
    verified: bool | None = None
    quarantine: bool = False
    reaction: str | None = None
    date: str = ""  # of the experience: "2026-11-01"
    ratings: dict[str, Any] = field(default_factory=dict)


class WireRatingSchema(Payload[WireRating]):
    makes = WireRating
    id = fields.Integer(validate=validate.Range(min=1))
    name = fields.String(required=True)
    rating = fields.Integer(required=True)
    created = fields.String()
    comment = fields.String(allow_none=True)
    email = fields.String()
    language = fields.String(allow_none=True)
    verified = fields.Boolean(allow_none=True)
    quarantine = fields.Boolean()
    reaction = fields.String(allow_none=True)
    date = fields.String()
    ratings = fields.Dict()

    @validates_schema(skip_on_field_errors=True)
    def _dated(self, data: Mapping[str, Any], **_: Any) -> None:
        try:
            if data.get("created"):
                dt.datetime.strptime(data["created"], TIME)  # noqa: DTZ007 -- only whether it is a time; mapping.py knows the zone
            else:
                dt.date.fromisoformat(data.get("date", ""))
        except ValueError as error:
            raise ValidationError("neither a time nor a day", "created") from error


@dataclass(frozen=True)
class WireHook:
    webhook_id: str
    secret: str = field(repr=False)
    topic: str


class WireHookSchema(Payload[WireHook]):
    makes = WireHook
    webhook_id = fields.Raw(required=True)
    secret = fields.String(required=True, validate=validate.Length(min=1))
    topic = fields.String(required=True)

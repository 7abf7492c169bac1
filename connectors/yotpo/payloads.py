"""Yotpo's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from marshmallow import fields, validate

from connectors.payloads import Payload


@dataclass(frozen=True)
class WireToken:
    access_token: str = field(repr=False)


class WireTokenSchema(Payload[WireToken]):
    makes = WireToken
    access_token = fields.String(required=True, validate=validate.Length(min=1))


@dataclass(frozen=True)
class WireReview:
    id: int
    created: dt.datetime
    score: float | None = None
    title: str | None = None
    content: str | None = None
    updated: dt.datetime | None = None
    sku: str | None = None
    name: str | None = None
    email: str | None = field(default=None, repr=False)
    reviewer: str | None = None
    deleted: bool | None = None
    archived: bool | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    score = fields.Float(allow_none=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="created_at")
    title = fields.String(allow_none=True)
    content = fields.String(allow_none=True)
    updated = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="updated_at")
    sku = fields.String(allow_none=True)
    name = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    reviewer = fields.String(allow_none=True, data_key="reviewer_type")
    deleted = fields.Boolean(allow_none=True)
    archived = fields.Boolean(allow_none=True)

"""Judge.me's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from marshmallow import fields, validate

from connectors.payloads import Payload


@dataclass(frozen=True)
class WireReviewer:
    name: str | None = None
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


class WireReviewerSchema(Payload[WireReviewer]):
    makes = WireReviewer
    name = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


@dataclass(frozen=True)
class WireReview:
    id: int
    created: dt.datetime
    rating: int | None = None
    title: str | None = None
    body: str | None = None
    updated: dt.datetime | None = None
    reviewer: WireReviewer | None = None
    product_id: str | None = None
    product: str | None = None
    curated: str | None = "ok"
    published: bool | None = None
    verified: str | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    rating = fields.Integer(allow_none=True, strict=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="created_at")
    title = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    updated = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="updated_at")
    reviewer = fields.Nested(WireReviewerSchema, allow_none=True)
    product_id = fields.Raw(allow_none=True, data_key="product_external_id")
    product = fields.String(allow_none=True, data_key="product_title")
    curated = fields.String(allow_none=True)
    published = fields.Boolean(allow_none=True)
    verified = fields.String(allow_none=True)

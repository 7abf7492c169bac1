"""My Site's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marshmallow import fields, validate

from connectors.payloads import Payload


@dataclass(frozen=True)
class WireReply:
    text: str
    created_at: dt.datetime


class WireReplySchema(Payload[WireReply]):
    makes = WireReply
    text = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True, default_timezone=dt.UTC)


@dataclass(frozen=True)
class WireReview:
    id: str
    body: str
    stars: int
    author: str
    created_at: dt.datetime
    updated_at: dt.datetime
    title: str = ""
    language: str | None = None
    order_number: str = ""
    reply: WireReply | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Length(min=1))
    body = fields.String(required=True)
    stars = fields.Integer(required=True, strict=True)
    author = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True, default_timezone=dt.UTC)
    updated_at = fields.AwareDateTime(required=True, default_timezone=dt.UTC)
    title = fields.String()
    language = fields.String(allow_none=True)
    order_number = fields.String()
    reply = fields.Nested(WireReplySchema, allow_none=True)

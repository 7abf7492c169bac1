"""Okendo's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from marshmallow import fields, validate

from connectors.payloads import Payload


@dataclass(frozen=True)
class WireReviewer:
    name: str | None = None
    email: str | None = field(default=None, repr=False)
    verified: str | None = None


class WireReviewerSchema(Payload[WireReviewer]):
    makes = WireReviewer
    name = fields.String(allow_none=True, data_key="displayName")
    email = fields.String(allow_none=True)
    verified = fields.String(allow_none=True, data_key="verifiedStatus")


@dataclass(frozen=True)
class WireReply:
    """``body`` is HTML, ``raw`` what was typed."""

    body: str | None = None
    raw: str | None = None
    created: dt.datetime | None = None
    private: bool = False


class WireReplySchema(Payload[WireReply]):
    makes = WireReply
    body = fields.String(allow_none=True)
    raw = fields.String(allow_none=True, data_key="rawBody")
    created = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="dateCreated")
    private = fields.Boolean(data_key="isPrivate")


@dataclass(frozen=True)
class WireOrder:
    number: object = None


class WireOrderSchema(Payload[WireOrder]):
    makes = WireOrder
    number = fields.Raw(allow_none=True, data_key="orderNumber")


@dataclass(frozen=True)
class WireHook:
    id: str
    url: str
    secret: str = field(default="", repr=False)  # told once, when it is made


class WireHookSchema(Payload[WireHook]):
    makes = WireHook
    id = fields.String(
        required=True, validate=validate.Regexp(r"[0-9A-Za-z-]{1,100}\Z"), data_key="webhookSubscriptionId"
    )
    url = fields.String(required=True, data_key="endpointUrl")
    secret = fields.String(data_key="webhookSecret")


@dataclass(frozen=True)
class WireReview:
    id: str
    rating: int
    created: dt.datetime
    title: str | None = None
    body: str | None = None
    status: str | None = None
    product_id: str | None = None
    product: str | None = None
    recommend: bool | None = None
    reviewer: WireReviewer | None = None
    order: WireOrder | None = None
    reply: WireReply | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(r"[\w.-]{1,200}\Z"), data_key="reviewId")
    rating = fields.Integer(required=True, strict=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="dateCreated")
    title = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    status = fields.String(allow_none=True)
    product_id = fields.String(allow_none=True, data_key="productId")
    product = fields.String(allow_none=True, data_key="productName")
    recommend = fields.Boolean(allow_none=True, data_key="isRecommended")
    reviewer = fields.Nested(WireReviewerSchema, allow_none=True)
    order = fields.Nested(WireOrderSchema, allow_none=True)
    reply = fields.Nested(WireReplySchema, allow_none=True)

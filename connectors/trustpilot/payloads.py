"""Trustpilot's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from marshmallow import fields, validate

from connectors.payloads import Payload


@dataclass(frozen=True)
class WireConsumer:
    name: str | None = None


class WireConsumerSchema(Payload[WireConsumer]):
    makes = WireConsumer
    name = fields.String(allow_none=True, data_key="displayName")


@dataclass(frozen=True)
class WireReply:
    text: str | None = None
    created: dt.datetime | None = None


class WireReplySchema(Payload[WireReply]):
    makes = WireReply
    text = fields.String(allow_none=True)
    created = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="createdAt")


@dataclass(frozen=True)
class WireReport:
    created: dt.datetime | None = None
    reason: str = ""


class WireReportSchema(Payload[WireReport]):
    makes = WireReport
    created = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="createdAt")
    reason = fields.String(data_key="source")


@dataclass(frozen=True)
class WireReview:
    id: str
    created: dt.datetime
    stars: int | None = None
    title: str | None = None
    text: str | None = None
    language: str | None = None
    updated: dt.datetime | None = None
    experienced: dt.datetime | None = None
    order_ref: str | None = None
    email: str | None = None
    verified: bool | None = None
    consumer: WireConsumer | None = field(default_factory=WireConsumer)
    reply: WireReply | None = None
    report: WireReport | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z]{1,64}\Z"))
    stars = fields.Integer(allow_none=True, strict=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="createdAt")
    title = fields.String(allow_none=True)
    text = fields.String(allow_none=True)
    language = fields.String(allow_none=True)
    updated = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="updatedAt")
    experienced = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="experiencedAt")
    order_ref = fields.String(allow_none=True, data_key="referenceId")
    email = fields.String(allow_none=True, data_key="referralEmail")
    verified = fields.Boolean(allow_none=True, data_key="isVerified")
    consumer = fields.Nested(WireConsumerSchema, allow_none=True)
    reply = fields.Nested(WireReplySchema, allow_none=True, data_key="companyReply")
    report = fields.Nested(WireReportSchema, allow_none=True, data_key="reportData")

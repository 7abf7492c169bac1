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
class WireLocation:
    name: str | None = None


class WireLocationSchema(Payload[WireLocation]):
    makes = WireLocation
    name = fields.String(allow_none=True)


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
    reason: str | None = None


class WireReportSchema(Payload[WireReport]):
    makes = WireReport
    created = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="createdAt")
    reason = fields.String(allow_none=True, data_key="source")


@dataclass(frozen=True)
class WireAnswer:
    """When the customer answered; the name, address and order that stand beside it are not read."""

    submitted: dt.datetime | None = None


class WireAnswerSchema(Payload[WireAnswer]):
    makes = WireAnswer
    submitted = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="submittedAt")


@dataclass(frozen=True)
class WireRequest:
    """A request to the customer for information."""

    created: dt.datetime | None = None
    answer: WireAnswer | None = None


class WireRequestSchema(Payload[WireRequest]):
    makes = WireRequest
    created = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC)
    answer = fields.Nested(WireAnswerSchema, allow_none=True, data_key="consumerResponse")


@dataclass(frozen=True)
class WireFindReviewer:
    requests: list[WireRequest] | None = None


class WireFindReviewerSchema(Payload[WireFindReviewer]):
    makes = WireFindReviewer
    requests = fields.List(fields.Nested(WireRequestSchema), allow_none=True)


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
    location: WireLocation | None = None
    reply: WireReply | None = None
    report: WireReport | None = None
    asked: WireFindReviewer | None = None


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
    location = fields.Nested(WireLocationSchema, allow_none=True)
    reply = fields.Nested(WireReplySchema, allow_none=True, data_key="companyReply")
    report = fields.Nested(WireReportSchema, allow_none=True, data_key="reportData")
    asked = fields.Nested(WireFindReviewerSchema, allow_none=True, data_key="findReviewer")

"""eTrusted's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from marshmallow import fields, validate

from connectors.payloads import Payload


def _moment(key: str, *, required: bool = False) -> fields.AwareDateTime:
    return fields.AwareDateTime(required=required, allow_none=not required, default_timezone=dt.UTC, data_key=key)


@dataclass(frozen=True)
class WireReply:
    text: str
    created: dt.datetime | None = None


class WireReplySchema(Payload[WireReply]):
    makes = WireReply
    text = fields.String(required=True, data_key="comment")
    created = _moment("createdAt")


@dataclass(frozen=True)
class WireCustomer:
    first_name: str | None = field(default=None, repr=False)
    full_name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


class WireCustomerSchema(Payload[WireCustomer]):
    makes = WireCustomer
    first_name = fields.String(allow_none=True, data_key="firstName")
    full_name = fields.String(allow_none=True, data_key="fullName")
    email = fields.String(allow_none=True)


@dataclass(frozen=True)
class WireOrder:
    reference: str | None = None
    date: dt.datetime | None = None


class WireOrderSchema(Payload[WireOrder]):
    makes = WireOrder
    reference = fields.String(allow_none=True)
    date = _moment("date")


@dataclass(frozen=True)
class WireProduct:
    id: str | None = None
    name: str | None = None


class WireProductSchema(Payload[WireProduct]):
    makes = WireProduct
    id = fields.String(allow_none=True)
    name = fields.String(allow_none=True)


@dataclass(frozen=True)
class WireQuestionnaire:
    locale: str | None = None


class WireQuestionnaireSchema(Payload[WireQuestionnaire]):
    makes = WireQuestionnaire
    locale = fields.String(allow_none=True)


@dataclass(frozen=True)
class WireReview:
    id: str
    rating: int
    created: dt.datetime
    state: str
    title: str | None = None
    text: str | None = None
    updated: dt.datetime | None = None
    submitted: dt.datetime | None = None
    verification: str | None = None
    customer: WireCustomer | None = None
    order: WireOrder | None = None
    product: WireProduct | None = None
    questionnaire: WireQuestionnaire | None = None
    reply: WireReply | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z-]{1,80}\Z"))
    rating = fields.Integer(required=True, strict=True)
    created = _moment("createdAt", required=True)
    state = fields.String(required=True)
    title = fields.String(allow_none=True)
    text = fields.String(allow_none=True, data_key="comment")
    updated = _moment("updatedAt")
    submitted = _moment("submittedAt")
    verification = fields.String(allow_none=True, data_key="verificationType")
    customer = fields.Nested(WireCustomerSchema, allow_none=True)
    order = fields.Nested(WireOrderSchema, allow_none=True, data_key="transaction")
    product = fields.Nested(WireProductSchema, allow_none=True)
    questionnaire = fields.Nested(WireQuestionnaireSchema, allow_none=True)
    reply = fields.Nested(WireReplySchema, allow_none=True)


@dataclass(frozen=True)
class WireVeto:
    id: str
    reason: str
    text: str = ""
    ticket: str | None = None
    created: dt.datetime | None = None


class WireVetoSchema(Payload[WireVeto]):
    makes = WireVeto
    id = fields.String(required=True)
    reason = fields.String(required=True)
    text = fields.String(data_key="comment")
    ticket = fields.String(allow_none=True, data_key="ticketId")
    created = _moment("createdAt")

"""Instagram's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marshmallow import fields, validate

from connectors.payloads import Payload

ID = r"\d{1,40}\Z"


@dataclass(frozen=True)
class WireReply:
    id: str
    text: str
    created: dt.datetime | None = None
    username: str | None = None


class WireReplySchema(Payload[WireReply]):
    makes = WireReply
    id = fields.String(required=True, validate=validate.Regexp(ID))
    text = fields.String(required=True)
    created = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="timestamp")
    username = fields.String(allow_none=True)


@dataclass(frozen=True)
class WireReplies:
    data: list[WireReply]


class WireRepliesSchema(Payload[WireReplies]):
    makes = WireReplies
    data = fields.List(fields.Nested(WireReplySchema), required=True)


@dataclass(frozen=True)
class WireComment:
    id: str
    text: str
    created: dt.datetime
    username: str | None = None
    hidden: bool | None = None
    replies: WireReplies | None = None


class WireCommentSchema(Payload[WireComment]):
    makes = WireComment
    id = fields.String(required=True, validate=validate.Regexp(ID))
    text = fields.String(required=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="timestamp")
    username = fields.String(allow_none=True)
    hidden = fields.Boolean(allow_none=True)
    replies = fields.Nested(WireRepliesSchema, allow_none=True)


@dataclass(frozen=True)
class WirePlaced:
    id: str


class WirePlacedSchema(Payload[WirePlaced]):
    makes = WirePlaced
    id = fields.String(required=True, validate=validate.Regexp(ID))

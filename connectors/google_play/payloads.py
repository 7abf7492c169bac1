"""Google Play's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from marshmallow import fields, validate

from connectors.payloads import Payload

_LAST_SECOND = 253_402_300_799  # of the year 9999


@dataclass(frozen=True)
class WireMoment:
    """``seconds`` comes as text: it is an int64."""

    seconds: int
    nanos: int = 0

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.seconds, dt.UTC) + dt.timedelta(microseconds=self.nanos // 1_000)


class WireMomentSchema(Payload[WireMoment]):
    makes = WireMoment
    seconds = fields.Integer(required=True, validate=validate.Range(0, _LAST_SECOND))
    nanos = fields.Integer(validate=validate.Range(0, 999_999_999))


@dataclass(frozen=True)
class WireUserComment:
    stars: int
    modified: WireMoment
    text: str = ""
    original: str = ""


class WireUserCommentSchema(Payload[WireUserComment]):
    makes = WireUserComment
    stars = fields.Integer(required=True, strict=True, data_key="starRating")
    modified = fields.Nested(WireMomentSchema, required=True, data_key="lastModified")
    text = fields.String()
    original = fields.String(data_key="originalText")


@dataclass(frozen=True)
class WireDeveloperComment:
    text: str
    modified: WireMoment | None = None


class WireDeveloperCommentSchema(Payload[WireDeveloperComment]):
    makes = WireDeveloperComment
    text = fields.String(required=True)
    modified = fields.Nested(WireMomentSchema, data_key="lastModified")


@dataclass(frozen=True)
class WireComment:
    """What the customer wrote, or what the developer did: one of the two."""

    user: WireUserComment | None = None
    developer: WireDeveloperComment | None = None


class WireCommentSchema(Payload[WireComment]):
    makes = WireComment
    user = fields.Nested(WireUserCommentSchema, data_key="userComment")
    developer = fields.Nested(WireDeveloperCommentSchema, data_key="developerComment")


@dataclass(frozen=True)
class WireReview:
    id: str
    comments: list[WireComment]
    author: str = ""


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(r"[\w:=.-]{1,400}\Z"), data_key="reviewId")
    comments = fields.List(
        fields.Nested(WireCommentSchema),
        required=True,
        validate=lambda found: any(one.user is not None for one in found),
    )
    author = fields.String(data_key="authorName")


@dataclass(frozen=True)
class WireReplied:
    text: str
    edited: WireMoment | None = None


class WireRepliedSchema(Payload[WireReplied]):
    makes = WireReplied
    text = fields.String(required=True, data_key="replyText")
    edited = fields.Nested(WireMomentSchema, data_key="lastEdited")

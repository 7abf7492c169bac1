"""Google's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields, pre_load, validate

from connectors.payloads import Payload

STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}


@dataclass(frozen=True)
class WireReply:
    """``state`` and ``violation`` came in April and July 2026."""

    text: str
    updated: dt.datetime | None = None
    state: str = ""
    violation: str = ""


class WireReplySchema(Payload[WireReply]):
    makes = WireReply
    text = fields.String(required=True, data_key="comment")
    updated = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="updateTime")
    state = fields.String(data_key="reviewReplyState")
    violation = fields.String(data_key="policyViolation")

    @pre_load
    def _as_text(self, data: Any, **_: Any) -> Any:
        """A name, by the documents; should it ever be more than that, its words are still for a person."""
        if not isinstance(data, Mapping) or data.get("policyViolation") is None:
            return data
        return {**data, "policyViolation": _words(data["policyViolation"])}


@dataclass(frozen=True)
class WireReviewer:
    name: str = ""
    anonymous: bool = False


class WireReviewerSchema(Payload[WireReviewer]):
    makes = WireReviewer
    name = fields.String(data_key="displayName")
    anonymous = fields.Boolean(data_key="isAnonymous")


@dataclass(frozen=True)
class WireReview:
    id: str
    stars: str
    created: dt.datetime
    updated: dt.datetime
    text: str = ""
    reviewer: WireReviewer = field(default_factory=WireReviewer)
    reply: WireReply | None = None
    url: str = ""


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(r"[\w=.-]{1,400}\Z"), data_key="reviewId")
    stars = fields.String(required=True, data_key="starRating")
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="createTime")
    updated = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="updateTime")
    text = fields.String(data_key="comment")
    reviewer = fields.Nested(WireReviewerSchema)
    reply = fields.Nested(WireReplySchema, allow_none=True, data_key="reviewReply")
    url = fields.String(data_key="reviewReplyUrl")  # since July 2026


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value[:400]
    if isinstance(value, Mapping):
        return ", ".join(filter(None, (_words(inner) for inner in value.values())))
    return ", ".join(filter(None, map(_words, value))) if isinstance(value, list) else ""

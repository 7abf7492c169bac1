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
    """``state`` and ``violation`` came in 2026; how they are spelled could not be verified (contract §5)."""

    text: str
    updated: dt.datetime | None = None
    state: str = ""
    violation: str = ""


class WireReplySchema(Payload[WireReply]):
    makes = WireReply
    text = fields.String(required=True, data_key="comment")
    updated = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC, data_key="updateTime")
    state = fields.String(data_key="reviewReplyState")
    violation = fields.String()

    @pre_load
    def _find_violation(self, data: Any, **_: Any) -> Any:
        """Whatever field speaks of a violation, in whatever shape: its words are for a person."""
        if not isinstance(data, Mapping):
            return data
        told = [_words(value) for name, value in data.items() if "violation" in name.lower()]
        return {**data, "violation": "; ".join(filter(None, told))}


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


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(r"[\w=.-]{1,400}\Z"), data_key="reviewId")
    stars = fields.String(required=True, data_key="starRating")
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="createTime")
    updated = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="updateTime")
    text = fields.String(data_key="comment")
    reviewer = fields.Nested(WireReviewerSchema)
    reply = fields.Nested(WireReplySchema, allow_none=True, data_key="reviewReply")


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value[:400]
    if isinstance(value, Mapping):
        return ", ".join(filter(None, (_words(inner) for inner in value.values())))
    return ", ".join(filter(None, map(_words, value))) if isinstance(value, list) else ""

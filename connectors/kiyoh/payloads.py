"""Kiyoh's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, pre_load, validate

from connectors.payloads import Payload


@dataclass(frozen=True)
class WireAnswer:
    """One question's answer: the words, the mark or the yes stand in ``rating``."""

    group: str
    kind: str
    said: Any


class WireAnswerSchema(Payload[WireAnswer]):
    makes = WireAnswer
    group = fields.String(required=True, data_key="questionGroup")
    kind = fields.String(load_default="", data_key="questionType")
    said = fields.Raw(required=True, allow_none=True, data_key="rating")


@dataclass(frozen=True)
class WireReview:
    id: str
    author: str
    rating: float
    created: dt.datetime
    updated: dt.datetime
    answers: tuple[WireAnswer, ...] = ()
    reply: str | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Length(1, 80), data_key="reviewId")
    author = fields.String(load_default="", data_key="reviewAuthor")
    rating = fields.Float(required=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="dateSince")
    updated = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="updatedSince")
    answers = fields.List(fields.Nested(WireAnswerSchema), load_default=list, data_key="reviewContent")
    reply = fields.String(allow_none=True, data_key="reviewComments")

    @pre_load
    def _unwrap(self, data: Any, **_: Any) -> Any:
        """Older answers wrap the list: ``{"reviewContent": {"reviewContent": [...]}}``."""
        content = data.get("reviewContent") if isinstance(data, Mapping) else None
        return {**data, "reviewContent": content.get("reviewContent", [])} if isinstance(content, Mapping) else data

"""App Store Connect's answers (JSON:API) as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from connectors.payloads import Payload

_ID = r"[\w.=-]{1,200}\Z"


@dataclass(frozen=True)
class WireResponseAttributes:
    """``state``'s words were seen in others' code only (PUBLISHED, PENDING_PUBLISH)."""

    text: str
    modified: dt.datetime | None = None
    state: str = ""


class WireResponseAttributesSchema(Payload[WireResponseAttributes]):
    makes = WireResponseAttributes
    text = fields.String(required=True, data_key="responseBody")
    modified = fields.AwareDateTime(default_timezone=dt.UTC, data_key="lastModifiedDate")
    state = fields.String()


@dataclass(frozen=True)
class WireResponse:
    id: str
    attributes: WireResponseAttributes


class WireResponseSchema(Payload[WireResponse]):
    makes = WireResponse
    id = fields.String(required=True, validate=validate.Regexp(_ID))
    attributes = fields.Nested(WireResponseAttributesSchema, required=True)


@dataclass(frozen=True)
class WireReviewAttributes:
    rating: int
    created: dt.datetime
    title: str | None = None
    body: str | None = None
    nickname: str | None = None


class WireReviewAttributesSchema(Payload[WireReviewAttributes]):
    makes = WireReviewAttributes
    rating = fields.Integer(required=True, strict=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC, data_key="createdDate")
    title = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    nickname = fields.String(allow_none=True, data_key="reviewerNickname")


@dataclass(frozen=True)
class WireReview:
    id: str
    attributes: WireReviewAttributes
    response: WireResponse | None = None


class WireReviewSchema(Payload[WireReview]):
    """One review with what was ``included`` for it (``with_responses``)."""

    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(_ID))
    attributes = fields.Nested(WireReviewAttributesSchema, required=True)
    response = fields.Nested(WireResponseSchema, allow_none=True)


def with_responses(items: list[Any], included: Any) -> list[Any]:
    """Each review with its response beside it, which JSON:API tells apart from it."""
    told = included if isinstance(included, list) else []
    known = {one.get("id"): one for one in told if isinstance(one, Mapping) and isinstance(one.get("id"), str)}
    return [
        {**item, "response": known.get(_response_id(item))} if isinstance(item, Mapping) else item for item in items
    ]


def _response_id(item: Any) -> str:
    found = item
    for name in ("relationships", "response", "data", "id"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""

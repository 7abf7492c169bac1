"""Stamped's answers as frozen dataclasses; unknown keys are dropped, missing and wrong ones refused.

No list of the dashboard's fields is documented. Its items were seen with a ``review`` inside, the webhook's page describes
the same without one and under longer names: both are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, pre_load, validate

from connectors.payloads import Payload

NAMES = {
    "id": ("id",),
    "rating": ("rating", "reviewRating"),
    "created": ("dateCreated",),
    "title": ("title", "reviewTitle"),
    "body": ("body", "reviewMessage"),
    "author": ("author",),
    "state": ("reviewState",),
    "verified": ("verifiedType", "reviewVerifiedType"),
    "product_id": ("productId", "productSKU"),
    "product": ("productTitle", "productName"),
    "reply": ("reviewReply",),
    "replied": ("dateReplied",),
}


@dataclass(frozen=True)
class WireReview:
    id: int
    rating: int
    created: dt.datetime
    title: str | None = None
    body: str | None = None
    author: str | None = None
    state: int | None = None
    verified: int | None = None
    product_id: object = None
    product: str | None = None
    reply: str | None = None
    replied: dt.datetime | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.Integer(required=True, validate=validate.Range(min=1))
    rating = fields.Integer(required=True, strict=True)
    created = fields.AwareDateTime(required=True, default_timezone=dt.UTC)
    title = fields.String(allow_none=True)
    body = fields.String(allow_none=True)
    author = fields.String(allow_none=True)
    state = fields.Integer(allow_none=True)
    verified = fields.Integer(allow_none=True)
    product_id = fields.Raw(allow_none=True)
    product = fields.String(allow_none=True)
    reply = fields.String(allow_none=True)
    replied = fields.AwareDateTime(allow_none=True, default_timezone=dt.UTC)

    @pre_load
    def _under_our_names(self, data: Any, **_: Any) -> Any:
        told = inner(data)
        if not isinstance(told, Mapping):
            return data
        found = {ours: next((told[name] for name in names if name in told), None) for ours, names in NAMES.items()}
        return {ours: value for ours, value in found.items() if value is not None}


def inner(item: Any) -> Any:
    """The review of an item of the list."""
    return item["review"] if isinstance(item, Mapping) and isinstance(item.get("review"), Mapping) else item

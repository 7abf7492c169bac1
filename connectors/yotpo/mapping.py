"""From Yotpo's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import GiveUp, Private, Review
from connectors.ratings import FIVE_STARS
from connectors.storable import storable
from connectors.yotpo.payloads import WireReview


def to_review(wire: WireReview) -> Review:
    return Review(
        external_id=str(wire.id),
        title=storable(wire.title or ""),
        text=storable(wire.content or ""),
        created=wire.created.astimezone(dt.UTC),
        updated=wire.updated.astimezone(dt.UTC) if wire.updated is not None else None,
        rating=FIVE_STARS.stars(wire.score),
        raw_rating=FIVE_STARS.written(wire.score),
        author=storable(wire.name or ""),
        product_id=storable(wire.sku or ""),
        verified=True if "buyer" in (wire.reviewer or "").lower() else None,  # its words are not documented
        status="held" if wire.archived else "visible",
        private=Private(email=wire.email or ""),
    )


def number_of(review: Review) -> int:
    """Yotpo's id from ours. Raises GiveUp for one that never came from there."""
    if not (review.external_id.isascii() and review.external_id.isdecimal()):
        raise GiveUp("This is no review of Yotpo.")
    return int(review.external_id)

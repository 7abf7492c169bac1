"""From My Site's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import Reply, Review
from connectors.ratings import FIVE_STARS
from connectors.storable import storable

from .payloads import WireReply, WireReview


def to_review(wire: WireReview) -> Review:
    return Review(
        external_id=wire.id,
        text=storable(wire.body),
        created=wire.created_at.astimezone(dt.UTC),
        updated=wire.updated_at.astimezone(dt.UTC),
        title=storable(wire.title),
        rating=FIVE_STARS.stars(wire.stars),
        author=storable(wire.author),
        language=wire.language,
        order_ref=storable(wire.order_number),
        url=f"https://www.mysite.example/reviews/{wire.id}",
        reply=to_reply(wire.reply, review_id=wire.id) if wire.reply else None,
    )


def to_reply(wire: WireReply, *, review_id: str) -> Reply:
    """A review has one reply at most, so the review's id is the reply's too."""
    return Reply(text=storable(wire.text), external_id=review_id, created=wire.created_at.astimezone(dt.UTC))

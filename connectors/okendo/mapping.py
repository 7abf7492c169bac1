"""From Okendo's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import Private, Reply, Review
from connectors.okendo.payloads import WireOrder, WireReply, WireReview, WireReviewer
from connectors.ratings import FIVE_STARS
from connectors.storable import storable


def to_review(wire: WireReview) -> Review:
    reviewer = wire.reviewer or WireReviewer()
    return Review(
        external_id=wire.id,
        title=storable(wire.title or ""),
        text=storable(wire.body or ""),
        created=wire.created.astimezone(dt.UTC),
        rating=FIVE_STARS.stars(wire.rating),
        author=storable(reviewer.name or ""),
        product=storable(wire.product or ""),
        product_id=storable(wire.product_id or ""),
        verified=True if "buyer" in (reviewer.verified or "").lower() else None,  # its words are not documented
        recommend=wire.recommend,
        order_ref=_number(wire.order),
        status="visible" if wire.status in {None, "", "approved"} else "held",
        reply=_reply(wire.reply, wire.id),
        private=Private(email=reviewer.email or ""),
    )


def _reply(wire: WireReply | None, review_id: str) -> Reply | None:
    """A private one is no reply that a visitor reads."""
    text = "" if wire is None or wire.private else (wire.raw or wire.body or "")
    if wire is None or not text.strip():
        return None
    written = wire.created.astimezone(dt.UTC) if wire.created is not None else None
    return Reply(text=storable(text), external_id=review_id, created=written)


def _number(order: WireOrder | None) -> str:
    number = order.number if order is not None else None
    return storable(str(number)) if isinstance(number, (str, int)) else ""

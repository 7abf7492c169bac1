"""From Judge.me's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import GiveUp, Private, Review
from connectors.judgeme.payloads import WireReview, WireReviewer
from connectors.ratings import FIVE_STARS
from connectors.storable import storable

_BOUGHT = {"confirmed-buyer", "buyer", "verified-purchase", "semi-verified-purchase"}


def to_review(wire: WireReview) -> Review:
    """The body is shown as it was typed: Judge.me cleans nothing, so it is text and never markup (contract §6)."""
    reviewer = wire.reviewer or WireReviewer()
    return Review(
        external_id=str(wire.id),
        title=storable(wire.title or ""),
        text=storable(wire.body or ""),
        created=wire.created.astimezone(dt.UTC),
        updated=wire.updated.astimezone(dt.UTC) if wire.updated else None,
        rating=None if wire.rating is None else FIVE_STARS.stars(wire.rating),
        author=storable(reviewer.name or ""),
        product=storable(wire.product or ""),
        product_id=storable(str(wire.product_id or "")),
        verified=None if wire.verified is None else wire.verified in _BOUGHT,
        status="visible" if _shown(wire) else "held",
        private=Private(email=reviewer.email or "", phone=reviewer.phone or ""),
    )


def _shown(wire: WireReview) -> bool:
    """Whether visitors see it. ``hidden`` means archived and says nothing of that; what ``not-yet`` comes to hangs on the
    shop's auto-publishing, so that ``published`` is believed where it is told.
    """
    return wire.curated == "ok" if wire.published is None else wire.published


def number_of(review: Review) -> int:
    """Judge.me's id from ours. Raises GiveUp for one that never came from there."""
    if not (review.external_id.isascii() and review.external_id.isdecimal()):
        raise GiveUp("This is no review of Judge.me.")
    return int(review.external_id)

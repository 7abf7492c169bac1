"""From App Store Connect's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.app_store.payloads import WireResponse, WireReview
from connectors.contract import Reply, Review
from connectors.ratings import FIVE_STARS
from connectors.storable import storable


def to_review(wire: WireReview) -> Review:
    told = wire.attributes
    return Review(
        external_id=wire.id,
        title=storable(told.title or ""),
        text=storable(told.body or ""),
        created=told.created.astimezone(dt.UTC),
        rating=FIVE_STARS.stars(told.rating),
        author=storable(told.nickname or ""),
        reply=to_reply(wire.response),
    )


def to_reply(wire: WireResponse | None) -> Reply | None:
    if wire is None or not wire.attributes.text.strip():
        return None
    told = wire.attributes
    return Reply(
        text=storable(told.text),
        external_id=wire.id,
        created=told.modified.astimezone(dt.UTC) if told.modified is not None else None,
        status="held" if "PEND" in told.state.upper() else "visible",
    )

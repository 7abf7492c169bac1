"""From Stamped's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import GiveUp, Reply, Review
from connectors.ratings import FIVE_STARS
from connectors.stamped.payloads import WireReview
from connectors.storable import storable

_SHOWN = {1, 6}  # published and featured, as one integrator counts them
_BOUGHT, _NOT_BOUGHT = 2, 0


def to_review(wire: WireReview) -> Review:
    return Review(
        external_id=str(wire.id),
        title=storable(wire.title or ""),
        text=storable(wire.body or ""),
        created=wire.created.astimezone(dt.UTC),
        rating=FIVE_STARS.stars(wire.rating),
        author=storable(wire.author or ""),
        product=storable(wire.product or ""),
        product_id=storable(str(wire.product_id)) if isinstance(wire.product_id, (str, int)) else "",
        verified={_BOUGHT: True, _NOT_BOUGHT: False}.get(wire.verified) if wire.verified is not None else None,
        status="visible" if wire.state is None or wire.state in _SHOWN else "held",
        reply=_reply(wire),
    )


def number_of(review: Review) -> int:
    """Stamped's id from ours. Raises GiveUp for one that never came from there."""
    if not (review.external_id.isascii() and review.external_id.isdecimal()):
        raise GiveUp("This is no review of Stamped.")
    return int(review.external_id)


def _reply(wire: WireReview) -> Reply | None:
    if not (wire.reply or "").strip():
        return None
    written = wire.replied.astimezone(dt.UTC) if wire.replied is not None else None
    return Reply(text=storable(wire.reply or ""), external_id=str(wire.id), created=written)

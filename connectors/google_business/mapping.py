"""From Google's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import Reply, Review
from connectors.google_business.payloads import STARS, WireReply, WireReview
from connectors.storable import storable

# Reviews in another language than the account's come with a translation before or after them. Seen, documented nowhere.
_TRANSLATED, _ORIGINAL = "(Translated by Google)", "(Original)"


def to_review(wire: WireReview) -> Review:
    return Review(
        external_id=wire.id,
        text=storable(_as_written(wire.text)),
        created=wire.created.astimezone(dt.UTC),
        updated=wire.updated.astimezone(dt.UTC),
        rating=STARS.get(wire.stars),
        author="" if wire.reviewer.anonymous else storable(wire.reviewer.name),
        reply=to_reply(wire.reply, wire.id),
    )


def to_reply(wire: WireReply | None, review_id: str) -> Reply | None:
    """A review has one reply at most, so the review's id is the reply's too."""
    if wire is None or not wire.text.strip():
        return None
    return Reply(
        text=storable(wire.text),
        external_id=review_id,
        created=wire.updated.astimezone(dt.UTC) if wire.updated else None,
        status=_status(wire),
        violation=storable(wire.violation),
    )


def _status(wire: WireReply) -> str:
    """The state's spelling is not verified, so its beginning decides; none at all is how replies were before 2026."""
    state = wire.state.upper()
    if "REJECT" in state or wire.violation:
        return "rejected"
    return "held" if "PEND" in state or "REVIEW" in state else "visible"


def _as_written(text: str) -> str:
    """What the customer wrote, without Google's translation of it."""
    if text.startswith(_TRANSLATED) and _ORIGINAL in text:
        return text.partition(_ORIGINAL)[2].strip()
    return text.partition(f"\n\n{_TRANSLATED}")[0].strip() if f"\n\n{_TRANSLATED}" in text else text

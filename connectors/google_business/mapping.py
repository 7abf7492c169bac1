"""From Google's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import Reply, Review
from connectors.google_business.payloads import STARS, WireReply, WireReview
from connectors.google_business.violations import in_words, kind_of
from connectors.storable import storable

_SEEN = frozenset({"APPROVED", "REVIEW_REPLY_STATE_UNSPECIFIED", ""})
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
        url=wire.url if wire.url.startswith("https://") else "",
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
        violation=storable(in_words(wire.violation)),
        violation_kind=kind_of(wire.violation),
    )


def _status(wire: WireReply) -> str:
    """Replies from before April 2026 bear no state, and some are unspecified. A state of tomorrow is not called visible."""
    if wire.state == "REJECTED" or wire.violation:
        return "rejected"
    return "visible" if wire.state in _SEEN else "held"


def _as_written(text: str) -> str:
    """What the customer wrote, without Google's translation of it."""
    if text.startswith(_TRANSLATED) and _ORIGINAL in text:
        return text.partition(_ORIGINAL)[2].strip()
    return text.partition(f"\n\n{_TRANSLATED}")[0].strip() if f"\n\n{_TRANSLATED}" in text else text

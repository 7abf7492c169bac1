"""From Trustpilot's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import Moderation, ModerationState, Private, Reply, Review
from connectors.ratings import FIVE_STARS
from connectors.storable import storable
from connectors.trustpilot.payloads import WireFindReviewer, WireReport, WireReview


def to_review(wire: WireReview) -> Review:
    return Review(
        external_id=wire.id,
        title=storable(wire.title or ""),
        text=storable(wire.text or ""),
        created=wire.created.astimezone(dt.UTC),
        updated=_utc(wire.updated),
        experienced=_utc(wire.experienced),
        rating=None if wire.stars is None else FIVE_STARS.stars(wire.stars),
        author=storable((wire.consumer and wire.consumer.name) or ""),
        language=wire.language or None,
        order_ref=storable(wire.order_ref or ""),
        verified=wire.verified,
        url=f"https://www.trustpilot.com/reviews/{wire.id}",
        location=storable((wire.location and wire.location.name) or ""),
        moderation=_asked(wire.asked) or _reported(wire.report),
        reply=to_reply(wire),
        private=Private(email=wire.email or ""),
    )


def to_reply(wire: WireReview) -> Reply | None:
    """A review has one reply at most, so the review's id is the reply's too."""
    if wire.reply is None or not (wire.reply.text or "").strip():
        return None
    return Reply(text=storable(wire.reply.text or ""), external_id=wire.id, created=_utc(wire.reply.created))


def _asked(found: WireFindReviewer | None) -> Moderation | None:
    """The last request for information that the customer has not answered: its time runs."""
    requests = (found and found.requests) or []
    waiting = [one.created for one in requests if one.created and not (one.answer and one.answer.submitted)]
    if not waiting:
        return None
    return Moderation(ModerationState.DISPUTED, reason="request for information", since=_utc(max(waiting)))


def _reported(report: WireReport | None) -> Moderation | None:
    """A reported review stays visible while Trustpilot looks at it."""
    if report is None or report.created is None:
        return None
    return Moderation(ModerationState.REPORTED, reason=storable(report.reason or ""), since=_utc(report.created))


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(dt.UTC) if moment is not None else None

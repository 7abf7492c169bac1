"""From WebwinkelKeur's words to the contract's."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from connectors.contract import Moderation, ModerationState, Private, Reply, Review
from connectors.ratings import FIVE_STARS
from connectors.storable import storable
from connectors.webwinkelkeur.payloads import TIME, WireRating

# The documents name no zone; the platform and its dashboard are Dutch. Unverified: an hour or two at most are at stake.
_ZONE = ZoneInfo("Europe/Amsterdam")
_BY_NUMBER = "no-"
NO_NUMBER = "WebwinkelKeur gave this review no number, so a reply can only be placed in its dashboard."


def external_id(wire: WireRating) -> str:
    """The platform's number; without one, what never changes about a review: who wrote it and when."""
    if wire.id:
        return f"{_BY_NUMBER}{wire.id}"
    told = f"{wire.created or wire.date}\0{wire.name}\0{wire.email}"
    return f"at-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def number_in(review: Review) -> int:
    """The number to reply to, 0 where the platform gave none."""
    number = review.external_id.removeprefix(_BY_NUMBER)
    return int(number) if review.external_id.startswith(_BY_NUMBER) and number.isdecimal() else 0


def _moment(created: str) -> dt.datetime:
    return dt.datetime.strptime(created, TIME).replace(tzinfo=_ZONE).astimezone(dt.UTC)


def written(wire: WireRating) -> dt.datetime:
    """When the review was written; its day alone where the platform tells no more."""
    if wire.created:
        return _moment(wire.created)
    return _midnight(dt.date.fromisoformat(wire.date))


def to_review(wire: WireRating) -> Review:
    created = written(wire)
    return Review(
        external_id=external_id(wire),
        text=storable(wire.comment or ""),
        created=created,
        rating=FIVE_STARS.stars(wire.rating),
        raw_rating=_written(wire),
        author=storable(wire.name),
        language=wire.language or None,
        verified=wire.verified,
        experienced=_day(wire.date),
        status="held" if wire.quarantine else "visible",
        moderation=Moderation(ModerationState.HELD, reason="quarantine", since=created) if wire.quarantine else None,
        reply=to_reply(wire),
        no_reply="" if wire.id else NO_NUMBER,
        private=Private(name=wire.name, email=wire.email),
    )


def to_reply(wire: WireRating) -> Reply | None:
    """A review has one reply at most and the reply has no id of its own; an empty text is none."""
    text = (wire.reaction or "").strip()
    return Reply(text=storable(text), external_id=external_id(wire)) if text else None


def _written(wire: WireRating) -> str:
    """The parts of the judgement, which one number of stars loses: "4/5 (shippingtime 2, aftersale 5)"."""
    # A part of 0 was not given.
    parts: dict[str, Any] = {name: of for name, of in wire.ratings.items() if isinstance(of, (int, float)) and of}
    said = ", ".join(f"{name} {value:g}" for name, value in sorted(parts.items()) if name.isalpha())
    return f"{wire.rating}/5 ({said})" if said else ""


def _day(written: str) -> dt.datetime | None:
    try:
        return _midnight(dt.date.fromisoformat(written))
    except ValueError:
        return None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), _ZONE).astimezone(dt.UTC)

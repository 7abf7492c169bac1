"""The ends that are no reply: silence kept, reported to the platform, left to others. None hides a review."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from plugin.publishing.actor import Actor, require
from plugin.publishing.refusals import NotNow
from plugin.store import Session, events, reviews
from plugin.words import ReviewState, Role


class Ending(StrEnum):
    SILENT = "silent"  # silence is kept; the review is watched (T-SILENT)
    REPORTED = "reported"  # a person reported it to the platform (T-REMOVE, T-DISPUTE)
    PRIVATE = "private"  # dealt with in private, without a public word
    SKIPPED = "skipped"  # no reply wanted, for a reason of the shop's own


_CLOSABLE = (ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK, ReviewState.REMOVED)


def close(
    session: Session,
    shop_id: int,
    review_id: int,
    ending: Ending,
    person: Actor,
    *,
    reason: str = "",
    now: dt.datetime | None = None,
) -> None:
    """End the work on a review without a reply. Raises NotAllowed, NotNow, NotThere."""
    require(person, Role.DRAFTER)
    reviews.get(session, shop_id, review_id)
    if not reviews.set_state(session, shop_id, review_id, ReviewState.CLOSED, only_from=_CLOSABLE):
        raise NotNow("A reply is on its way or out, or the review is closed already.")
    events.add(
        session, shop_id, f"review.closed.{ending}", person_id=person.person_id, review_id=review_id,
        details={"reason": reason.strip()}, now=now,
    )  # fmt: skip


def reopen(session: Session, shop_id: int, review_id: int, person: Actor, *, now: dt.datetime | None = None) -> None:
    """Take a closed review up again. Raises NotAllowed, NotNow, NotThere."""
    require(person, Role.DRAFTER)
    review = reviews.get(session, shop_id, review_id)
    state = ReviewState.WAITING if review.decision else ReviewState.NEW
    if not reviews.set_state(session, shop_id, review_id, state, only_from=(ReviewState.CLOSED,)):
        raise NotNow("Only a closed review can be reopened.")
    events.add(session, shop_id, "review.reopened", person_id=person.person_id, review_id=review_id, now=now)

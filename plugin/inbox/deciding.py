"""A person decides otherwise than triage: kept with its reason, and the next draft follows it (guidelines §1)."""

from __future__ import annotations

import datetime as dt

from plugin.store import Session, decisions, events, reviews, tables
from plugin.words import Decision, Play, ReviewState

_DECIDABLE = frozenset({ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK})


class NotDecidable(Exception):
    """The decision cannot be changed (any more); the message says why."""


def overrule(
    session: Session,
    shop_id: int,
    review_id: int,
    decision: Decision,
    play: Play | None,
    reason: str,
    person_id: int,
    *,
    now: dt.datetime | None = None,
) -> tables.DecisionMade:
    """Keep a person's decision with its reason. The caller asks for a new draft under it (``Work.request_draft``).

    Raises NotDecidable, NotThere.
    """
    reason = reason.strip()
    if not reason:
        raise NotDecidable("Say in a few words why.")
    review = reviews.get(session, shop_id, review_id)
    if review.state not in _DECIDABLE:
        raise NotDecidable("A reply was approved already, or the review is closed. Reopen it first.")
    before = review.decision
    if not decision.has_public_reply:
        play = None
    made = decisions.overrule(session, shop_id, review_id, decision, play, reason, person_id, now=now)
    events.add(
        session, shop_id, "review.overruled", person_id=person_id, review_id=review_id,
        details={"from": before, "to": str(decision), "play": str(play or ""), "reason": reason}, now=now,
    )  # fmt: skip
    return made

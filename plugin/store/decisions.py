"""What each review needs, with the reason; the newest decision stands, and a person's yes outlasts triage's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.ranking import rank, urgency
from plugin.store.tables import DecisionMade, Review
from plugin.words import Decision, Play, Triage
from plugin.words_data import points_from_data, points_to_data


def current(session: Session, shop_id: int, review_id: int) -> DecisionMade | None:
    """The decision that stands."""
    return next(iter(rows.of_review(session, DecisionMade, shop_id, review_id)), None)


def current_of(session: Session, shop_id: int, review_ids: Sequence[int]) -> dict[int, DecisionMade]:
    """The decisions that stand, by review."""
    newest = (
        select(func.max(DecisionMade.id))
        .where(DecisionMade.shop_id == shop_id, DecisionMade.review_id.in_(review_ids))
        .group_by(DecisionMade.review_id)
    )
    found = session.scalars(select(DecisionMade).where(DecisionMade.shop_id == shop_id, DecisionMade.id.in_(newest)))
    return {made.review_id: made for made in found}


def history(session: Session, shop_id: int, review_id: int) -> Sequence[DecisionMade]:
    """Newest first."""
    return rows.of_review(session, DecisionMade, shop_id, review_id)


def triage_of(made: DecisionMade) -> Triage:
    """A stored decision as the word it was made from."""
    return Triage(
        language=made.language,
        language_confidence=made.language_confidence,
        decision=Decision(made.decision),
        play=Play(made.play) if made.play else None,
        points=points_from_data(made.points),
        reason=made.reason,
        flags=tuple(made.flags),
    )


def save(
    session: Session,
    shop_id: int,
    review_id: int,
    triage: Triage,
    *,
    review_version: int | None = None,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> DecisionMade:
    """Keep a decision and let the inbox show it. Raises NotThere.

    Triage (``person_id`` None) never overrules what a person decided about the same version of the review, and
    says nothing twice: in both cases the decision that stands is given back.
    """
    review = rows.get(session, Review, shop_id, review_id)
    standing = current(session, shop_id, review_id)
    made = decide(review, standing, triage, review_version=review_version, person_id=person_id, now=now)
    if made is not standing:
        session.add(made)
        session.flush()
    return made


def decide(
    review: Review,
    standing: DecisionMade | None,
    triage: Triage,
    *,
    review_version: int | None = None,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> DecisionMade:
    """The decision that stands from now on: a new one, shown by the review but not added yet, or ``standing``."""
    version = review.version if review_version is None else review_version
    if standing is not None and person_id is None and standing.review_version == version:
        says_no_more = standing.person_id is not None or triage_of(standing) == triage
        if says_no_more:
            return standing
    made = DecisionMade(
        shop_id=review.shop_id,
        review_id=review.id,
        review_version=version,
        decision=str(triage.decision),
        play=str(triage.play or ""),
        reason=triage.reason,
        points=points_to_data(triage.points),
        flags=list(triage.flags),
        language=triage.language,
        language_confidence=triage.language_confidence,
        person_id=person_id,
        created_at=now or rows.utc_now(),
    )
    show(review, triage)
    return made


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
) -> DecisionMade:
    """A person decides otherwise: points, flags and language stay as triage read them. Raises NotThere."""
    review = rows.get(session, Review, shop_id, review_id)
    standing = current(session, shop_id, review_id)
    was = triage_of(standing) if standing is not None else None
    triage = Triage(
        language=was.language if was else review.language,
        language_confidence=was.language_confidence if was else 0.0,
        decision=decision,
        play=play,
        points=was.points if was else (),
        reason=reason,
        flags=was.flags if was else (),
    )
    return save(session, shop_id, review_id, triage, review_version=review.version, person_id=person_id, now=now)


def show(review: Review, triage: Triage) -> None:
    """Put the decision where the inbox filters and sorts."""
    review.decision = str(triage.decision)
    review.play = str(triage.play or "")
    review.language = triage.language
    review.urgency = urgency(triage, review.rating)
    review.rank = rank(review.created_at, review.urgency)

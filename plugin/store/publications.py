"""Approvals and publications: a person's yes to one exact text, and placing it on a channel until it is seen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Approval, Draft, Person, Publication, Review
from plugin.words import PublicationKind, PublicationState

UNDER_WAY = (PublicationState.QUEUED, PublicationState.POSTING)
OUT = (PublicationState.PLACED, PublicationState.VISIBLE)


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def approve(
    session: Session,
    shop_id: int,
    draft_id: int,
    person_id: int,
    *,
    text: str,
    report: Mapping[str, Any],
    override_reason: str = "",
    seen_seconds: float | None = None,
    now: dt.datetime | None = None,
) -> Approval:
    """Keep the yes: of whom, to which words, with which report before them. Raises NotThere."""
    draft = rows.get(session, Draft, shop_id, draft_id)
    rows.get(session, Person, shop_id, person_id)
    approval = Approval(
        shop_id=shop_id,
        review_id=draft.review_id,
        review_version=draft.review_version,
        draft_id=draft_id,
        person_id=person_id,
        text=text,
        text_sha256=text_sha256(text),
        report=dict(report),
        override_reason=override_reason,
        seen_seconds=seen_seconds,
        created_at=now or rows.utc_now(),
    )
    session.add(approval)
    session.flush()
    return approval


def approval(session: Session, shop_id: int, approval_id: int) -> Approval:
    """Raises NotThere."""
    return rows.get(session, Approval, shop_id, approval_id)


def approvals_of(session: Session, shop_id: int, review_id: int) -> Sequence[Approval]:
    """Newest first."""
    return rows.of_review(session, Approval, shop_id, review_id)


def add(
    session: Session,
    shop_id: int,
    approval_id: int,
    key: str,
    *,
    kind: PublicationKind = PublicationKind.POST,
    target_id: int | None = None,
    asked_by: int | None = None,
    now: dt.datetime | None = None,
) -> Publication:
    """The act of placing an approved text, queued. ``key`` is ours and unique. Raises NotThere.

    A change names the publication whose reply it changes, ``target_id``; a taking back who wanted it, ``asked_by``.
    """
    yes = rows.get(session, Approval, shop_id, approval_id)
    review = rows.get(session, Review, shop_id, yes.review_id)
    publication = Publication(
        shop_id=shop_id,
        approval_id=approval_id,
        review_id=review.id,
        channel_id=review.channel_id,
        key=key,
        kind=kind.value,
        target_id=target_id,
        asked_by=asked_by,
        state=PublicationState.QUEUED.value,
        created_at=now or rows.utc_now(),
    )
    session.add(publication)
    session.flush()
    return publication


def find(session: Session, shop_id: int, publication_id: int) -> Publication | None:
    return rows.find(session, Publication, shop_id, publication_id)


def get(session: Session, shop_id: int, publication_id: int) -> Publication:
    """Raises NotThere."""
    return rows.get(session, Publication, shop_id, publication_id)


def by_key(session: Session, key: str) -> Publication | None:
    """For the engine, which knows the key that names its workflow and not the shop."""
    return session.scalars(select(Publication).where(Publication.key == key)).one_or_none()


def current(session: Session, shop_id: int, review_id: int) -> Publication | None:
    """The newest publication of this review."""
    return session.scalars(
        select(Publication)
        .where(Publication.shop_id == shop_id, Publication.review_id == review_id)
        .order_by(Publication.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def of_review(session: Session, shop_id: int, review_id: int) -> Sequence[Publication]:
    """Newest first."""
    return rows.of_review(session, Publication, shop_id, review_id)


def standing(session: Session, shop_id: int, review_id: int) -> Publication | None:
    """The publication whose text stands on the channel, as far as we know."""
    return stands_among(of_review(session, shop_id, review_id))


def stands_among(newest_first: Sequence[Publication]) -> Publication | None:
    """The same among all publications of a review. What was seen there took the place of all before it: where the platform
    took it away later, none of those stands there again.
    """
    for one in newest_first:
        if one.kind == PublicationKind.DELETE:
            continue
        if one.state in OUT:
            return one
        if one.state == PublicationState.REFUSED and one.seen_at is not None:
            return None
    return None


def note_violation(session: Session, shop_id: int, publication_id: int, violation: Mapping[str, str]) -> None:
    """Keep why the platform refused the text. Raises NotThere."""
    rows.must_change(session, Publication, shop_id, publication_id, {"violation": dict(violation)})


def with_violation(session: Session, shop_id: int, review_id: int) -> list[Publication]:
    """Those under a review that the platform refused with a reason, oldest first."""
    return [one for one in reversed(of_review(session, shop_id, review_id)) if one.violation]


def take_down(session: Session, shop_id: int, review_id: int) -> None:
    """Our reply is gone from the channel: none of what was published under this review stands there any more."""
    for one in of_review(session, shop_id, review_id):
        if one.kind != PublicationKind.DELETE:
            move(session, shop_id, one.id, PublicationState.WITHDRAWN, only_from=OUT)


def in_state(
    session: Session,
    shop_id: int,
    states: Collection[PublicationState],
    *,
    before_id: int | None = None,
    limit: int = 100,
) -> Sequence[Publication]:
    """This shop's publications in any of these states, newest first."""
    wanted = (
        select(Publication)
        .where(Publication.shop_id == shop_id, Publication.state.in_([str(state) for state in states]))
        .order_by(Publication.id.desc())
        .limit(limit)
    )
    return session.scalars(wanted if before_id is None else wanted.where(Publication.id < before_id)).all()


def move(
    session: Session,
    shop_id: int,
    publication_id: int,
    to: PublicationState,
    *,
    only_from: Collection[PublicationState],
    **values: Any,
) -> bool:
    """Move it to a state, in one statement and only from one of the states named; whether it moved.

    ``values`` are further columns to set: external_id, url, message, hint, posted_at, seen_at, resolved_by, attempts.
    """
    return rows.change(
        session,
        Publication,
        shop_id,
        publication_id,
        {"state": str(to), **values},
        Publication.state.in_([str(state) for state in only_from]),
    )


def begin_attempt(
    session: Session, shop_id: int, publication_id: int, *, after: int, now: dt.datetime | None = None
) -> bool:
    """Mark that an attempt to write starts now, if it is the next one ``after`` so many; whether it may start.

    Looking and marking are one statement: of two workers that saw the same number one begins, and the other leaves
    the row as it is. Commit before the channel is called.
    """
    return rows.change(
        session,
        Publication,
        shop_id,
        publication_id,
        {"state": str(PublicationState.POSTING), "attempts": after + 1, "posted_at": now or rows.utc_now()},
        Publication.state.in_([str(state) for state in UNDER_WAY]),
        Publication.attempts == after,
    )

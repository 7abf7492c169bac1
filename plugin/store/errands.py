"""Errands: what a person asked a channel to do with a review besides replying in public, and what came of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Errand, Review
from plugin.words import ErrandKind, ErrandState


def add(
    session: Session,
    shop_id: int,
    review_id: int,
    kind: ErrandKind,
    *,
    text: str,
    person_id: int,
    subject: str = "",
    reason: str = "",
    now: dt.datetime | None = None,
) -> Errand:
    """A new errand, queued. Raises NotThere."""
    review = rows.get(session, Review, shop_id, review_id)
    errand = Errand(
        shop_id=shop_id, review_id=review_id, channel_id=review.channel_id, key=f"we-{uuid.uuid4().hex[:24]}",
        kind=kind.value, state=ErrandState.QUEUED.value, subject=subject, reason=reason, text=text,
        person_id=person_id, created_at=now or rows.utc_now(),
    )  # fmt: skip
    session.add(errand)
    session.flush()
    return errand


def find(session: Session, shop_id: int, errand_id: int) -> Errand | None:
    return rows.find(session, Errand, shop_id, errand_id)


def get(session: Session, shop_id: int, errand_id: int) -> Errand:
    """Raises NotThere."""
    return rows.get(session, Errand, shop_id, errand_id)


def of_review(session: Session, shop_id: int, review_id: int) -> Sequence[Errand]:
    """Newest first."""
    return rows.of_review(session, Errand, shop_id, review_id)


def waiting(session: Session, shop_id: int, channel_id: int) -> Sequence[Errand]:
    """Those of a channel that have not left, oldest first."""
    return session.scalars(
        select(Errand)
        .where(
            Errand.shop_id == shop_id, Errand.channel_id == channel_id,
            Errand.state.in_((ErrandState.QUEUED.value, ErrandState.SENDING.value)),
        )
        .order_by(Errand.id)
    ).all()  # fmt: skip


def move(
    session: Session,
    shop_id: int,
    errand_id: int,
    to: ErrandState,
    *,
    only_from: Collection[ErrandState],
    **values: Any,
) -> bool:
    """Move it, in one statement and only from one of these states; whether it moved."""
    return rows.change(
        session, Errand, shop_id, errand_id, {"state": str(to), **values},
        Errand.state.in_([str(state) for state in only_from]),
    )  # fmt: skip


def begin(session: Session, shop_id: int, errand_id: int, *, after: int, now: dt.datetime | None = None) -> bool:
    """Note that an attempt leaves now, if it is the next one ``after`` so many; whether it may."""
    return rows.change(
        session, Errand, shop_id, errand_id,
        {"state": str(ErrandState.SENDING), "attempts": after + 1, "sent_at": now or rows.utc_now()},
        Errand.state == ErrandState.QUEUED.value, Errand.attempts == after,
    )  # fmt: skip

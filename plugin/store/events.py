"""Who did what, when: the shop's own log. ``details`` never holds a secret."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Event
from plugin.store.tenancy import NAMED_BY

_OF_REVIEW = (  # built once: every page of the desk asks for it
    select(Event)
    .where(Event.shop_id == bindparam("of_shop"), Event.review_id == bindparam("of_review"))
    .order_by(Event.id.desc())
    .limit(bindparam("most", type_=Integer))
    .execution_options(**{NAMED_BY: "of_shop"})
)


def add(
    session: Session,
    shop_id: int,
    action: str,
    *,
    person_id: int | None = None,
    review_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    now: dt.datetime | None = None,
) -> Event:
    event = Event(
        shop_id=shop_id,
        at=now or rows.utc_now(),
        person_id=person_id,
        action=action,
        review_id=review_id,
        details=dict(details or {}),
    )
    session.add(event)
    session.flush()
    return event


def of_review(session: Session, shop_id: int, review_id: int, *, limit: int = 200) -> Sequence[Event]:
    """What happened to this review, newest first."""
    return session.scalars(_OF_REVIEW, {"of_shop": shop_id, "of_review": review_id, "most": limit}).all()


def page(session: Session, shop_id: int, *, before_id: int | None = None, limit: int = 100) -> Sequence[Event]:
    """The shop's log, newest first; ``before_id`` is the last id of the page before."""
    wanted = select(Event).where(Event.shop_id == shop_id).order_by(Event.id.desc()).limit(limit)
    return session.scalars(wanted if before_id is None else wanted.where(Event.id < before_id)).all()

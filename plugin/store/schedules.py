"""The shop's nightly run: when, in which time zone, on or off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugin.store.rows import utc_now
from plugin.store.tables import Schedule


def find(session: Session, shop_id: int) -> Schedule | None:
    return session.scalars(select(Schedule).where(Schedule.shop_id == shop_id)).one_or_none()


def save(
    session: Session,
    shop_id: int,
    *,
    at: str,
    timezone: str,
    on: bool,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> Schedule:
    """Set the shop's schedule: ``at`` is HH:MM in ``timezone`` (IANA). Checking them is the caller's."""
    schedule = find(session, shop_id) or Schedule(shop_id=shop_id)
    schedule.at, schedule.timezone, schedule.on = at, timezone, on
    schedule.changed_by, schedule.changed_at = person_id, now or utc_now()
    session.add(schedule)
    session.flush()
    return schedule


def switched_on(session: Session) -> Sequence[Schedule]:
    """All shops' schedules that are on: for the scheduler only."""
    return session.scalars(select(Schedule).where(Schedule.on).order_by(Schedule.shop_id)).all()

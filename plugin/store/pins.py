"""PINs of people whom no host names: stretched hashes, and a lock after too many tries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Person, Pin

TRIES = 5
FIRST_LOCK = dt.timedelta(minutes=15)
LONGEST_LOCK = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Try:
    """One allowed look at a PIN: compare with ``stretched``, then say ``right`` if it was."""

    stretched: str


def set_pin(session: Session, shop_id: int, person_id: int, stretched: str, *, now: dt.datetime) -> None:
    """Give a person a PIN, or a new one; tries and locks begin anew. Raises NotThere."""
    rows.get(session, Person, shop_id, person_id)
    known = _of(session, shop_id, person_id)
    if known is None:
        session.add(Pin(shop_id=shop_id, person_id=person_id, stretched=stretched, changed_at=now))
    else:
        known.stretched, known.changed_at = stretched, now
        known.tries, known.locks, known.locked_until = 0, 0, None
    session.flush()


def begin_try(session: Session, shop_id: int, person_id: int, now: dt.datetime) -> Try | None:
    """Take one try, counted before its outcome is known, so that a hundred at once are not a hundred tries.

    None: there is no PIN, or it is locked. Commit before comparing: that takes time by design.
    """
    known = _of(session, shop_id, person_id)
    if known is None:
        return None
    rows.hold(session, Pin, shop_id, known.id)
    known = rows.get(session, Pin, shop_id, known.id)
    if known.locked_until is not None:
        if known.locked_until > now:
            return None
        known.tries, known.locked_until = 0, None
    known.tries += 1
    if known.tries >= TRIES:
        known.locked_until = now + min(LONGEST_LOCK, FIRST_LOCK * 2**known.locks)
        known.locks = min(known.locks + 1, 10)
    session.flush()
    return Try(known.stretched)


def right(session: Session, shop_id: int, person_id: int) -> None:
    """The try was right: what was counted is forgotten."""
    known = _of(session, shop_id, person_id)
    if known is not None:
        known.tries, known.locks, known.locked_until = 0, 0, None
        session.flush()


def locked_until(session: Session, shop_id: int, person_id: int, now: dt.datetime) -> dt.datetime | None:
    """Until when no try is allowed; None where one is."""
    known = _of(session, shop_id, person_id)
    until = known.locked_until if known is not None else None
    return until if until is not None and until > now else None


def people_with_pins(session: Session, shop_id: int) -> Sequence[Person]:
    """Those who can sign in by PIN, oldest first."""
    return session.scalars(
        select(Person)
        .join(Pin, (Pin.person_id == Person.id) & (Pin.shop_id == Person.shop_id))
        .where(Person.shop_id == shop_id, Pin.shop_id == shop_id, Person.active)
        .order_by(Person.id)
    ).all()


def _of(session: Session, shop_id: int, person_id: int) -> Pin | None:
    return session.scalars(
        select(Pin).where(Pin.shop_id == shop_id, Pin.person_id == person_id).execution_options(populate_existing=True)
    ).one_or_none()

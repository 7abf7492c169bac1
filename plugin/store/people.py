"""People of a shop: who may do what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Person
from plugin.words import Role


def add(
    session: Session,
    shop_id: int,
    name: str,
    role: Role,
    *,
    email: str = "",
    external_id: str | None = None,
    now: dt.datetime | None = None,
) -> Person:
    """``external_id``: the user's id on the shop's host, where it names people."""
    person = Person(
        shop_id=shop_id, name=name, email=email, role=str(role), active=True, external_id=external_id,
        created_at=now or rows.utc_now(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def find(session: Session, shop_id: int, person_id: int) -> Person | None:
    return rows.find(session, Person, shop_id, person_id)


def get(session: Session, shop_id: int, person_id: int) -> Person:
    """Raises NotThere."""
    return rows.get(session, Person, shop_id, person_id)


def by_external_id(session: Session, shop_id: int, external_id: str) -> Person | None:
    """The person whom the shop's host knows by this id."""
    return session.scalars(
        select(Person).where(Person.shop_id == shop_id, Person.external_id == external_id)
    ).one_or_none()


def every(session: Session, shop_id: int, *, active_only: bool = False) -> Sequence[Person]:
    return [person for person in rows.of_shop(session, Person, shop_id) if person.active or not active_only]


def set_role(session: Session, shop_id: int, person_id: int, role: Role) -> None:
    """Raises NotThere."""
    rows.must_change(session, Person, shop_id, person_id, {"role": str(role)})


def set_active(session: Session, shop_id: int, person_id: int, *, active: bool) -> None:
    """Raises NotThere. Ending someone's sessions is ``sign_ins.end_all``."""
    rows.must_change(session, Person, shop_id, person_id, {"active": active})

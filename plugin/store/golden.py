"""The golden suite of a shop: pinned reviews with what must hold of their drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.errors import Conflict
from plugin.store.tables import GoldenExample


def add(
    session: Session,
    shop_id: int,
    name: str,
    review: Mapping[str, Any],
    expect: Mapping[str, Any],
    *,
    review_id: int | None = None,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> GoldenExample:
    """Pin one. Raises Conflict where the suite has one of that name."""
    made = GoldenExample(
        shop_id=shop_id, name=name, review=dict(review), expect=dict(expect), review_id=review_id,
        person_id=person_id, created_at=now or rows.utc_now(),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise Conflict(f"The golden suite has an example called {name} already.") from error
    return made


def change(session: Session, shop_id: int, golden_id: int, name: str, expect: Mapping[str, Any]) -> None:
    """Other expectations, or another name. Raises NotThere, Conflict."""
    try:
        with session.begin_nested():
            rows.must_change(session, GoldenExample, shop_id, golden_id, {"name": name, "expect": dict(expect)})
    except IntegrityError as error:
        raise Conflict(f"The golden suite has an example called {name} already.") from error


def get(session: Session, shop_id: int, golden_id: int) -> GoldenExample:
    """Raises NotThere."""
    return rows.get(session, GoldenExample, shop_id, golden_id)


def by_name(session: Session, shop_id: int, name: str) -> GoldenExample | None:
    return session.scalars(
        select(GoldenExample).where(GoldenExample.shop_id == shop_id, GoldenExample.name == name)
    ).one_or_none()


def of_review(session: Session, shop_id: int, review_id: int) -> GoldenExample | None:
    """The example that was pinned from this review, the newest."""
    return session.scalars(
        select(GoldenExample)
        .where(GoldenExample.shop_id == shop_id, GoldenExample.review_id == review_id)
        .order_by(GoldenExample.id.desc())
        .limit(1)
    ).one_or_none()


def every(session: Session, shop_id: int) -> Sequence[GoldenExample]:
    """The whole suite, oldest first."""
    return session.scalars(
        select(GoldenExample).where(GoldenExample.shop_id == shop_id).order_by(GoldenExample.id)
    ).all()


def count(session: Session, shop_id: int) -> int:
    found = session.scalar(select(func.count()).select_from(GoldenExample).where(GoldenExample.shop_id == shop_id))
    return int(found or 0)


def remove(session: Session, shop_id: int, golden_id: int) -> bool:
    """Take it out of the suite; whether it was there."""
    done = session.execute(delete(GoldenExample).where(GoldenExample.shop_id == shop_id, GoldenExample.id == golden_id))
    return rows.rows_changed(done) == 1

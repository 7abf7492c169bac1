"""Promises of published replies: tasks with a date (guideline F-PROMISE)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Person, PromiseMade, Publication
from plugin.words import Promise


def add_all(
    session: Session,
    shop_id: int,
    publication_id: int,
    promises: Iterable[Promise],
    *,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> list[PromiseMade]:
    """Keep what a published reply undertook; a second call for the same publication adds nothing. Raises NotThere."""
    publication = rows.get(session, Publication, shop_id, publication_id)
    if of_publication(session, shop_id, publication_id):
        return []
    made = [
        PromiseMade(
            shop_id=shop_id,
            publication_id=publication_id,
            review_id=publication.review_id,
            text=promise.text,
            due=promise.due,
            person_id=person_id,
            created_at=now or rows.utc_now(),
        )
        for promise in promises
    ]
    session.add_all(made)
    session.flush()
    return made


def of_publication(session: Session, shop_id: int, publication_id: int) -> Sequence[PromiseMade]:
    return session.scalars(
        select(PromiseMade)
        .where(PromiseMade.shop_id == shop_id, PromiseMade.publication_id == publication_id)
        .order_by(PromiseMade.id)
    ).all()


def of_review(session: Session, shop_id: int, review_id: int) -> Sequence[PromiseMade]:
    return session.scalars(
        select(PromiseMade)
        .where(PromiseMade.shop_id == shop_id, PromiseMade.review_id == review_id)
        .order_by(PromiseMade.id)
    ).all()


def open_ones(session: Session, shop_id: int, *, limit: int = 200) -> Sequence[PromiseMade]:
    """What is still to be kept, the most pressing first; those without a date last."""
    return session.scalars(
        select(PromiseMade)
        .where(PromiseMade.shop_id == shop_id, PromiseMade.kept_at.is_(None), PromiseMade.dropped_at.is_(None))
        .order_by(PromiseMade.due.is_(None), PromiseMade.due, PromiseMade.id)
        .limit(limit)
    ).all()


def open_count(session: Session, shop_id: int) -> int:
    """How many are still to be kept."""
    return session.scalar(_open_count(), {"of_shop": shop_id}) or 0


@cache
def _open_count() -> Select[int]:
    """Built once: every page of the desk shows this number."""
    return (
        select(func.count())
        .select_from(PromiseMade)
        .where(
            PromiseMade.shop_id == bindparam("of_shop"), PromiseMade.kept_at.is_(None), PromiseMade.dropped_at.is_(None)
        )
    )


def keep(session: Session, shop_id: int, promise_id: int, *, now: dt.datetime | None = None) -> None:
    """It was done. Raises NotThere."""
    rows.must_change(session, PromiseMade, shop_id, promise_id, {"kept_at": now or rows.utc_now(), "dropped_at": None})


def drop(session: Session, shop_id: int, promise_id: int, *, now: dt.datetime | None = None) -> None:
    """It is no longer to be done. Raises NotThere."""
    rows.must_change(session, PromiseMade, shop_id, promise_id, {"dropped_at": now or rows.utc_now(), "kept_at": None})


def replaced(session: Session, shop_id: int, publication_id: int, *, now: dt.datetime | None = None) -> None:
    """Another text stands in the place of the one that made these: what of them is still open is promised no more."""
    for promise in of_publication(session, shop_id, publication_id):
        if promise.kept_at is None and promise.dropped_at is None:
            drop(session, shop_id, promise.id, now=now)


def assign(session: Session, shop_id: int, promise_id: int, person_id: int | None) -> None:
    """Whose task it is. Raises NotThere, also for a person of another shop."""
    if person_id is not None:
        rows.get(session, Person, shop_id, person_id)
    rows.must_change(session, PromiseMade, shop_id, promise_id, {"person_id": person_id})

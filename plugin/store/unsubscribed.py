"""Addresses that want no invitations, by the shop's keyed hash. None is ever shown whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from plugin.store import bulk, orders, rows
from plugin.store.tables import Unsubscribed


def add(
    session: Session,
    shop_id: int,
    email: str,
    *,
    masked: str,
    source: str,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> bool:
    """Put an address on the list; False where it was on it. Raises SecretUnreadable."""
    email_hash = orders.hashes(session, shop_id).of_email(email)
    if email_hash in among(session, shop_id, [email_hash]):
        return False
    row = {
        "shop_id": shop_id, "email_hash": email_hash, "masked": masked, "source": source, "person_id": person_id,
        "created_at": now or rows.utc_now(),
    }  # fmt: skip
    bulk.insert_new(session.connection(), Unsubscribed, [row])
    return True


def remove(session: Session, shop_id: int, unsubscribed_id: int) -> bool:
    """Take one off the list: a mistake. Whether it was on it."""
    done = session.execute(
        delete(Unsubscribed)
        .where(Unsubscribed.shop_id == shop_id, Unsubscribed.id == unsubscribed_id)
        .execution_options(synchronize_session=False)
    )
    return rows.rows_changed(done) == 1


def among(session: Session, shop_id: int, email_hashes: Collection[str]) -> set[str]:
    """Those of these hashes that are on the list."""
    if not email_hashes:
        return set()
    wanted = bulk.is_one_of(session.connection(), Unsubscribed.email_hash, list(email_hashes))
    return set(session.scalars(select(Unsubscribed.email_hash).where(Unsubscribed.shop_id == shop_id, wanted)))


def newest(session: Session, shop_id: int, limit: int = 200) -> Sequence[Unsubscribed]:
    return session.scalars(
        select(Unsubscribed).where(Unsubscribed.shop_id == shop_id).order_by(Unsubscribed.id.desc()).limit(limit)
    ).all()


def number_of(session: Session, shop_id: int) -> int:
    found = session.scalar(select(func.count()).select_from(Unsubscribed).where(Unsubscribed.shop_id == shop_id))
    return int(found or 0)

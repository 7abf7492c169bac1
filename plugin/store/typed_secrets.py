"""Credentials that somebody typed into a form that is not kept yet: sealed, for that person's page, for some minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from plugin.store.encryption import vault_of
from plugin.store.errors import SecretUnreadable
from plugin.store.rows import rows_changed
from plugin.store.tables import TypedSecret

KEPT = dt.timedelta(minutes=15)  # from when the form was last sent


def keep(session: Session, shop_id: int, owner: str, form: str, secrets: Mapping[str, str], now: dt.datetime) -> None:
    """Keep these in the place of what was kept for this form; none = keep nothing any more."""
    forget(session, shop_id, owner, form)
    if secrets:
        sealed = vault_of(session).seal(shop_id, _sealed_for(owner, form), secrets)
        session.add(TypedSecret(shop_id=shop_id, owner=owner, form=form, sealed=sealed, expires_at=now + KEPT))
        session.flush()


def kept(session: Session, shop_id: int, owner: str, form: str, now: dt.datetime) -> dict[str, str]:
    """What that owner typed into this form lately; {} where there is nothing, or no key reads it."""
    sealed = session.scalar(
        select(TypedSecret.sealed).where(
            TypedSecret.shop_id == shop_id, TypedSecret.owner == owner, TypedSecret.form == form,
            TypedSecret.expires_at > now,
        )
    )  # fmt: skip
    try:
        return vault_of(session).open(shop_id, _sealed_for(owner, form), sealed) if sealed else {}
    except SecretUnreadable:
        return {}


def forget(session: Session, shop_id: int, owner: str, form: str) -> None:
    session.execute(
        delete(TypedSecret)
        .where(TypedSecret.shop_id == shop_id, TypedSecret.owner == owner, TypedSecret.form == form)
        .execution_options(synchronize_session=False)
    )


def forget_old(session: Session, now: dt.datetime) -> int:
    """Drop what is past its time, of all shops; how many. For the scheduler."""
    return rows_changed(session.execute(delete(TypedSecret).where(TypedSecret.expires_at <= now)))


def _sealed_for(owner: str, form: str) -> str:
    return f"typed-{owner}-{form}"

"""Which packs of guidelines this installation has seen, which one each shop accepted, and which writer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store import rows, shops
from plugin.store.tables import Pack, Shop


def know(
    session: Session, pack_hash: str, version: str, content: Mapping[str, Any], now: dt.datetime | None = None
) -> None:
    """Remember what this pack holds, so that a later one can be compared with it. Two workers may do so at once."""
    if session.get(Pack, pack_hash) is not None:
        return
    try:
        with session.begin_nested():
            session.add(Pack(hash=pack_hash, version=version, content=dict(content), seen_at=now or rows.utc_now()))
    except IntegrityError:
        return


def hold(session: Session, shop_id: int) -> None:
    """Take the shop's lock: of two workers that look at the same change, the second sees what the first asked."""
    shops.hold(session, shop_id)


def known(session: Session, pack_hash: str) -> Pack | None:
    return session.scalars(select(Pack).where(Pack.hash == pack_hash)).one_or_none()


def accept(session: Session, shop_id: int, pack_hash: str) -> None:
    """This pack holds for the shop from now on, all of it."""
    _set(session, shop_id, pack=pack_hash, waiting=None)


def wait(session: Session, shop_id: int, waiting: Sequence[str]) -> None:
    """These guidelines of the newer pack wait for the owner's yes."""
    _set(session, shop_id, waiting=list(waiting) or None)


def accept_writer(session: Session, shop_id: int, writer: str, hands: Mapping[str, str] | None = None) -> None:
    """This writer (a model with its prompt, or the built-in one) writes for the shop from now on; ``hands``: exactly who
    writes, reads again and advises (None: not known).
    """
    _set(session, shop_id, writer=writer, hands=None if hands is None else dict(hands))


def _set(session: Session, shop_id: int, **values: Any) -> None:
    session.execute(
        update(Shop).where(Shop.id == shop_id).values(**values).execution_options(synchronize_session=False)
    )
    shop = session.get(Shop, shop_id)
    if shop is not None:
        session.expire(shop)

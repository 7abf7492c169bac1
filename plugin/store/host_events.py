"""What hosts told us: each event once, what was done about it, and when. It outlives the shop that it was about."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.encryption import vault_of
from plugin.store.tables import HostEvent

_OF_NO_SHOP = 0  # the shop may be gone before the event is dealt with


def receive(
    session: Session,
    host: str,
    external_shop: str,
    topic: str,
    event_id: str,
    *,
    wish: str,
    body: bytes,
    details: Mapping[str, Any] | None = None,
    now: dt.datetime | None = None,
) -> HostEvent | None:
    """Note an event; None where the same one came before (same host, shop, topic and id).

    ``details`` is what the work needs of the body: plain data, kept sealed until ``handled``.
    """
    event = HostEvent(
        host=host, external_shop=external_shop, topic=topic, event_id=event_id, wish=wish,
        body_sha256=hashlib.sha256(body).hexdigest(), received_at=now or rows.utc_now(), outcome="",
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(event)
    except IntegrityError:
        return None
    if details:
        event.details = vault_of(session).seal(_OF_NO_SHOP, _owner(event), {"json": json.dumps(details)})
        session.flush()
    return event


def find(session: Session, event_row_id: int) -> HostEvent | None:
    return session.get(HostEvent, event_row_id, populate_existing=True)


def details(session: Session, event: HostEvent) -> dict[str, Any]:
    """What the event's work needs; empty once it is dealt with. Raises SecretUnreadable."""
    if event.details is None:
        return {}
    opened: dict[str, Any] = json.loads(vault_of(session).open(_OF_NO_SHOP, _owner(event), event.details)["json"])
    return opened


def handled(session: Session, event: HostEvent, outcome: str, now: dt.datetime) -> None:
    """It is dealt with: its details go, ``outcome`` (no personal data) stays on record."""
    event.handled_at, event.outcome, event.details = now, outcome, None
    session.flush()


def latest(session: Session, host: str, external_shop: str, limit: int = 50) -> Sequence[HostEvent]:
    """The log of one shop of a host, newest first."""
    return session.scalars(
        select(HostEvent)
        .where(HostEvent.host == host, HostEvent.external_shop == external_shop)
        .order_by(HostEvent.id.desc())
        .limit(limit)
    ).all()


def waiting(session: Session, before: dt.datetime, limit: int = 1000) -> Sequence[HostEvent]:
    """Events received before then that are not dealt with, oldest first."""
    return session.scalars(
        select(HostEvent)
        .where(HostEvent.handled_at.is_(None), HostEvent.received_at < before)
        .order_by(HostEvent.id)
        .limit(limit)
    ).all()


def drop_details(session: Session, host: str, external_shop: str) -> None:
    """The shop is removed: nothing that a customer or the shop said may stay behind in its log."""
    session.execute(
        update(HostEvent)
        .where(HostEvent.host == host, HostEvent.external_shop == external_shop)
        .values(details=None)
        .execution_options(synchronize_session=False)
    )


def _owner(event: HostEvent) -> str:
    return f"host-event-{event.id}"

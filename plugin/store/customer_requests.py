"""Customers who asked, through the shop's host, what is kept of them: for the owner to answer, and a log of it.

The host names the customer once. What was found of them is noted by numbers of ours alone; who asked is not kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from plugin.store import events, installs
from plugin.store.errors import NotThere
from plugin.store.tables import Event, Install

ANSWER_WITHIN = dt.timedelta(days=30)  # GDPR art. 12(3): one month; Shopify names 30 days
_SHOWN_FOR = dt.timedelta(days=90)  # afterwards it stands in the log alone
_KEY = "customers_asked"  # of an install's data: event id, when it was asked, when it was answered


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. ``id`` is its event's; ``request`` the host's own number of it, "" where it gave none."""

    id: int
    at: dt.datetime
    answered_at: dt.datetime | None = None
    request: str = ""
    reviews: tuple[int, ...] = ()
    orders: tuple[int, ...] = ()

    @property
    def due(self) -> dt.datetime:
        return self.at + ANSWER_WITHIN


def note(
    session: Session, install: Install, *, request: str, reviews: Sequence[int], orders: Sequence[int], now: dt.datetime
) -> Event:
    """Note a request and what was found."""
    found = {"request": request, "reviews": list(reviews), **({"orders": list(orders)} if orders else {})}
    event = events.add(session, install.shop_id, "customer.asked", details=found, now=now)
    _keep(session, install, [*_kept(install, now), (event.id, now, None)])
    return event


def every(session: Session, shop_id: int, now: dt.datetime) -> tuple[Asked, ...]:
    """The requests of the last months, the newest first."""
    found = []
    for install in installs.every(session, shop_id):
        for event_id, at, answered_at in _kept(install, now):
            event = session.get(Event, event_id)
            if event is not None and event.shop_id == shop_id:
                said = event.details
                found.append(
                    Asked(
                        event_id,
                        at,
                        answered_at,
                        str(said.get("request", "")),
                        tuple(said.get("reviews", ())),
                        tuple(said.get("orders", ())),
                    )
                )
    return tuple(sorted(found, key=lambda one: one.id, reverse=True))


def first_due(session: Session, shop_id: int, now: dt.datetime) -> dt.datetime | None:
    """When the first request must be answered that nobody answered yet."""
    waiting = [
        at
        for install in installs.every(session, shop_id)
        for _, at, answered_at in _kept(install, now)
        if not answered_at
    ]
    return min(waiting) + ANSWER_WITHIN if waiting else None


def answer(session: Session, shop_id: int, event_id: int, *, person_id: int | None, now: dt.datetime) -> Asked:
    """Note that somebody took the answer to this request; gives what was asked. Raises NotThere."""
    asked = next((one for one in every(session, shop_id, now) if one.id == event_id), None)
    if asked is None:
        raise NotThere("This shop has no such request.")
    for install in installs.every(session, shop_id):
        known = _kept(install, now)
        if any(kept == event_id and not answered_at for kept, _, answered_at in known):
            _keep(session, install, [(kept, at, done or now if kept == event_id else done) for kept, at, done in known])
    events.add(session, shop_id, "customer.answered", person_id=person_id, details={"asked": event_id}, now=now)
    return asked


_Row = tuple[int, dt.datetime, dt.datetime | None]


def _kept(install: Install, now: dt.datetime) -> list[_Row]:
    rows = [
        (event_id, dt.datetime.fromisoformat(at), dt.datetime.fromisoformat(done) if done else None)
        for event_id, at, done in install.data.get(_KEY, ())
    ]
    return [row for row in rows if not row[2] or now - row[1] < _SHOWN_FOR]


def _keep(session: Session, install: Install, rows: Sequence[_Row]) -> None:
    said = [[event_id, at.isoformat(), done.isoformat() if done else None] for event_id, at, done in rows]
    installs.set_data(session, install, **{_KEY: said or None})

"""How many calls each channel made, counted in slots of a sixtieth of each quota's window; over restarts and all workers.

A window is reckoned from its oldest slot's beginning on, so a count is never too small.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store.rows import rows_changed
from plugin.store.tables import CallCount

SLOTS = 60  # of a window


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """A quota's window of so many ``seconds``. ``pool`` names what it counts; "" = all calls."""

    pool: str
    seconds: int

    def slot(self, moment: float) -> int:
        """The slot of a moment in seconds since 1970."""
        return int(moment * SLOTS // self.seconds)

    def slot_ends(self, moment: float) -> float:
        """When the slot of this moment ends, in seconds since 1970."""
        return (self.slot(moment) + 1) * self.seconds / SLOTS


@dataclass(frozen=True, slots=True)
class Taken:
    """``granted`` calls are counted; with none, the first may be made after ``opens_in`` seconds."""

    granted: int
    opens_in: float = 0.0


def take(
    session: Session, shop_id: int, channel_id: int, limits: Mapping[Window, int], wanted: int, now: dt.datetime
) -> Taken:
    """Count up to ``wanted`` calls in each of these windows, as far as all their limits leave room.

    Adding is what locks the slot, so two workers never both take the last call. The channel must be the shop's.
    """
    at, granted = now.timestamp(), wanted
    for window in sorted(limits):
        add(session, shop_id, channel_id, window, at, wanted)
        _forget_before(session, shop_id, channel_id, window, at)
        over = used(session, shop_id, channel_id, window, now) - limits[window]
        granted = max(0, min(granted, wanted - max(over, 0)))
    for window in sorted(limits):
        add(session, shop_id, channel_id, window, at, granted - wanted)
    if granted:
        return Taken(granted)
    waits = (opens_in(session, shop_id, channel_id, window, limit, now) for window, limit in limits.items())
    return Taken(0, max(1.0, *waits))


def add(session: Session, shop_id: int, channel_id: int, window: Window, at: float, calls: int) -> None:
    """Count so many calls at this moment (seconds since 1970); a negative number takes calls back that were not made."""
    if not calls or _added(session, shop_id, channel_id, window, at, calls) or calls < 0:
        return
    row = CallCount(
        shop_id=shop_id, channel_id=channel_id, pool=window.pool, seconds=window.seconds, slot=window.slot(at),
        calls=calls,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another worker began the slot
        _added(session, shop_id, channel_id, window, at, calls)


def used(session: Session, shop_id: int, channel_id: int, window: Window, now: dt.datetime) -> int:
    """The calls of this window up to now."""
    found = session.scalar(
        select(func.coalesce(func.sum(CallCount.calls), 0)).where(
            *_of(shop_id, channel_id, window), CallCount.slot >= _oldest(window, now.timestamp())
        )
    )
    return int(found or 0)


def opens_in(session: Session, shop_id: int, channel_id: int, window: Window, limit: int, now: dt.datetime) -> float:
    """Seconds until fewer than ``limit`` calls are left in the window, where no more are made; 0.0 where there are now."""
    at = now.timestamp()
    slots: Sequence[tuple[int, int]] = [
        (slot, calls)
        for slot, calls in session.execute(
            select(CallCount.slot, CallCount.calls)
            .where(*_of(shop_id, channel_id, window), CallCount.slot >= _oldest(window, at))
            .order_by(CallCount.slot)
        )
    ]
    left = sum(calls for _, calls in slots)
    if left < limit:
        return 0.0
    for slot, calls in slots:
        left -= calls
        if left < limit:
            return (slot + 1) * window.seconds / SLOTS + window.seconds - at
    return float(window.seconds)


def _added(session: Session, shop_id: int, channel_id: int, window: Window, at: float, calls: int) -> bool:
    done = session.execute(
        update(CallCount)
        .where(*_of(shop_id, channel_id, window), CallCount.slot == window.slot(at))
        .values(calls=CallCount.calls + calls)
        .execution_options(synchronize_session=False)
    )
    return rows_changed(done) == 1


def _forget_before(session: Session, shop_id: int, channel_id: int, window: Window, at: float) -> None:
    session.execute(
        delete(CallCount)
        .where(*_of(shop_id, channel_id, window), CallCount.slot < _oldest(window, at))
        .execution_options(synchronize_session=False)
    )


def _oldest(window: Window, at: float) -> int:
    return window.slot(at - window.seconds)


def _of(shop_id: int, channel_id: int, window: Window) -> tuple[ColumnElement[bool], ...]:
    return (
        CallCount.shop_id == shop_id,
        CallCount.channel_id == channel_id,
        CallCount.pool == window.pool,
        CallCount.seconds == window.seconds,
    )

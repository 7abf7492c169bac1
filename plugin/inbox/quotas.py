"""A platform's quotas, kept over restarts and by all workers: each process takes calls from the store a few at a time.

What a process took and did not use counts as used until its slot ends, so the count is never too small and a process that
dies costs a few calls. Quotas of less than five minutes stay with each process (connectors/rate_limit.py).
"""

from __future__ import annotations

import datetime as dt
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import structlog

from connectors import registry
from connectors.call_ledger import is_sparing
from connectors.contract import Quota
from plugin.store import Database, Session, call_counts, tables
from plugin.store.call_counts import Window

log = structlog.get_logger(__name__)

KEPT_FROM = 300.0  # seconds: shorter quotas are over before a restart is
KEPT_FOR_REPLIES = 10  # a part in so many of every quota
FIRST_TIME, MOST_AT_ONCE = 4, 16  # calls that one process takes: at first, and while it is busy
_SMALLEST_PART = 50  # nor more than a part in so many of the smallest quota
_ASK_AGAIN = 60.0  # seconds: a quota that is used up is looked at again, for the owner may have raised it


@dataclass(frozen=True, slots=True)
class Standing:
    """One quota of a channel as it stands. ``reading_until`` is how many calls reading may use; the rest is for replies.
    ``opens_in`` are seconds until reading goes on (0.0 = now).
    """

    of: str
    calls: int
    seconds: float
    used: int
    opens_in: float

    @property
    def reading_until(self) -> int:
        return limit_of(Quota(self.calls, self.seconds, self.of), sparing=True)


def limit_of(quota: Quota, *, sparing: bool) -> int:
    """The calls that may be used of a quota. Reading leaves some; what is counted for replies alone is all theirs."""
    if not sparing or quota.of:
        return quota.calls
    return quota.calls - max(1, quota.calls // KEPT_FOR_REPLIES)


def kept(quotas: Sequence[Quota]) -> tuple[Quota, ...]:
    """Those that are counted in the store."""
    return tuple(quota for quota in quotas if quota.seconds >= KEPT_FROM)


def standing(session: Session, shop_id: int, channel: tables.Channel, now: dt.datetime) -> tuple[Standing, ...]:
    """The channel's quotas as they stand, the shortest first. A connector that is not installed has none."""
    able = registry.capabilities_of(channel.connector, channel.settings)
    found = []
    for quota in sorted(kept(able.quotas), key=lambda one: (one.of, one.seconds)):
        window = _window(quota)
        limit = limit_of(quota, sparing=True)
        found.append(
            Standing(
                quota.of, quota.calls, quota.seconds,
                call_counts.used(session, shop_id, channel.id, window, now),
                call_counts.opens_in(session, shop_id, channel.id, window, limit, now),
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(slots=True)
class _Lease:
    """Calls that this process took. ``taken_at`` and ``until`` in seconds since 1970; ``owed`` were made and not written."""

    left: int = 0
    taken_at: float = 0.0
    until: float = 0.0
    size: int = FIRST_TIME
    closed_until: float = 0.0
    opens_at: float = 0.0
    owed: int = 0


class ChannelLedger:
    """``connectors.call_ledger.Ledger`` for one channel, in one process."""

    def __init__(
        self, database: Database, shop_id: int, channel_id: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = weakref.ref(database)  # which keeps the ledgers: a circle would keep both for ever
        self.shop_id, self.channel_id, self.clock = shop_id, channel_id, clock
        self._leases: dict[tuple[tuple[Quota, ...], bool], _Lease] = {}
        self._lock = threading.Lock()

    def take(self, quotas: Sequence[Quota]) -> float:
        counted = kept(quotas)
        if not counted:
            return 0.0
        sparing = is_sparing()
        with self._lock:
            lease, now = self._lease(counted, sparing=sparing), self.clock()
            if lease.left and now < lease.until:
                lease.left -= 1
                return 0.0
            if now < lease.closed_until:
                return max(1.0, lease.opens_at - now)
            return self._renewed(lease, counted, now, sparing=sparing)

    def give_back(self, quotas: Sequence[Quota]) -> None:
        counted = kept(quotas)
        if counted:
            with self._lock:
                self._lease(counted, sparing=is_sparing()).left += 1

    def _lease(self, quotas: tuple[Quota, ...], *, sparing: bool) -> _Lease:
        return self._leases.setdefault((quotas, sparing), _Lease())

    def _renewed(self, lease: _Lease, quotas: tuple[Quota, ...], now: float, *, sparing: bool) -> float:
        """The first call of a new lease. Where the count cannot be written the call is made and written later: a database
        that is busy must not keep a reply from being placed.
        """
        limits = {_window(quota): limit_of(quota, sparing=sparing) for quota in quotas}
        wanted = max(1, min(lease.size, min(limits.values()) // _SMALLEST_PART))
        try:
            taken = self._written(lease, limits, wanted, now)
        except Exception as error:  # noqa: BLE001 -- see above
            log.warning("calls not counted yet", channel_id=self.channel_id, error=type(error).__name__)
            lease.owed += 1
            return 0.0
        busy = now - lease.taken_at < 2 * (lease.until - lease.taken_at)
        lease.owed, lease.taken_at = 0, now
        lease.size = min(2 * lease.size, MOST_AT_ONCE) if busy else FIRST_TIME
        lease.until = min(window.slot_ends(now) for window in limits)
        lease.left = max(0, taken.granted - 1)
        if taken.granted:
            return 0.0
        lease.closed_until, lease.opens_at = now + min(taken.opens_in, _ASK_AGAIN), now + taken.opens_in
        return taken.opens_in

    def _written(self, lease: _Lease, limits: dict[Window, int], wanted: int, now: float) -> call_counts.Taken:
        database = self._database()
        if database is None:
            raise RuntimeError("the database is closed")
        with database.session(shop_id=self.shop_id) as session:
            for window in sorted(limits):
                call_counts.add(session, self.shop_id, self.channel_id, window, lease.taken_at, -lease.left)
                call_counts.add(session, self.shop_id, self.channel_id, window, now, lease.owed)
            moment = dt.datetime.fromtimestamp(now, dt.UTC)
            return call_counts.take(session, self.shop_id, self.channel_id, limits, wanted, moment)


_ledgers: WeakKeyDictionary[Database, dict[int, ChannelLedger]] = WeakKeyDictionary()
_ledgers_lock = threading.Lock()


def ledger_of(database: Database, shop_id: int, channel_id: int) -> ChannelLedger:
    """The one ledger of a channel in this process."""
    with _ledgers_lock:
        of_database = _ledgers.setdefault(database, {})
        return of_database.setdefault(channel_id, ChannelLedger(database, shop_id, channel_id))


def _window(quota: Quota) -> Window:
    return Window(quota.of, int(quota.seconds))

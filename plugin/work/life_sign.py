"""A worker's pulse: says that it lives, takes over from those that died, keeps the engine's schedules as the shops
have set them.
"""

from __future__ import annotations

import datetime as dt
import threading

import structlog

from plugin.store import Database
from plugin.store import workers as signs
from plugin.work import engine, schedules
from plugin.work.queueing import Queueing

log = structlog.get_logger(__name__)

MISSED_SIGNS = 6  # as many in a row, and the worker counts as dead


class Pulse:
    """A thread that beats every ``every`` seconds until stopped."""

    def __init__(
        self, database: Database, queueing: Queueing, worker_id: str, *, every: float, sync_every: int
    ) -> None:
        self._database = database
        self._queueing = queueing
        self._worker_id = worker_id
        self._every = every
        self._sync_every = sync_every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="life-sign", daemon=True)

    def start(self) -> None:
        with self._database.session() as session:
            signs.sign(session, self._worker_id, _now(), starts=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop beating, and say that this end is an orderly one."""
        self._stop.set()
        self._thread.join(timeout=10)
        try:
            with self._database.session() as session:
                signs.stopped(session, self._worker_id, _now())
        except Exception as error:  # noqa: BLE001 -- an end must come to its end
            log.warning("could not sign off", error=type(error).__name__)

    def _run(self) -> None:
        while True:
            try:
                self._beat()
            except Exception as error:  # noqa: BLE001 -- a database that is away for a while must not stop the pulse
                log.warning("no life sign", error=type(error).__name__)
            if self._stop.wait(self._every):
                return

    def _beat(self) -> None:
        now = _now()
        with self._database.session() as session:
            signs.sign(session, self._worker_id, now)
            dead = signs.claim_dead(session, dead_before(now, self._every), now)
        for worker_id in dead:
            taken = engine.take_over(worker_id)
            log.warning("took over from a dead worker", worker=worker_id, workflows=len(taken))
        schedules.keep_up(self._database, self._queueing, sync_every=self._sync_every)


def dead_before(now: dt.datetime, every: float) -> dt.datetime:
    """A worker that was seen last before this moment counts as dead; ``every`` is the pulse in seconds."""
    return now - dt.timedelta(seconds=every * MISSED_SIGNS)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)

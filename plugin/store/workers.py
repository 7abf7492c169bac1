"""Workers' signs of life: who works, who stopped in order, and who died and must be taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from plugin.store.rows import rows_changed
from plugin.store.tables import WorkerSign

_ALIVE = (  # built once: every page of the desk asks for it
    select(WorkerSign.id).where(WorkerSign.stopped_at.is_(None), WorkerSign.seen_at >= bindparam("since")).limit(1)
)


def sign(session: Session, worker_id: str, now: dt.datetime, *, starts: bool = False) -> None:
    """I am alive."""
    known = session.get(WorkerSign, worker_id)
    if known is None:
        session.add(WorkerSign(id=worker_id, started_at=now, seen_at=now))
    else:
        known.seen_at, known.stopped_at = now, None
        known.started_at = now if starts else known.started_at
    session.flush()


def stopped(session: Session, worker_id: str, now: dt.datetime) -> None:
    """An orderly end."""
    session.execute(update(WorkerSign).where(WorkerSign.id == worker_id).values(seen_at=now, stopped_at=now))


def every(session: Session) -> Sequence[WorkerSign]:
    """The one seen last first."""
    return session.scalars(select(WorkerSign).order_by(WorkerSign.seen_at.desc())).all()


def alive(session: Session, since: dt.datetime) -> Sequence[WorkerSign]:
    """Workers that gave a sign of life after ``since`` and have not stopped."""
    return [worker for worker in every(session) if worker.stopped_at is None and worker.seen_at >= since]


def any_alive(session: Session, since: dt.datetime) -> bool:
    """Whether there is such a worker."""
    return session.execute(_ALIVE, {"since": since}).first() is not None


def claim_dead(session: Session, before: dt.datetime, now: dt.datetime) -> list[str]:
    """Workers without a sign of life since ``before``, each given to one caller only, who takes over its work."""
    silent = [worker.id for worker in every(session) if worker.stopped_at is None and worker.seen_at < before]
    return [worker_id for worker_id in silent if _claim(session, worker_id, before, now)]


def _claim(session: Session, worker_id: str, before: dt.datetime, now: dt.datetime) -> bool:
    done = session.execute(
        update(WorkerSign)
        .where(WorkerSign.id == worker_id, WorkerSign.stopped_at.is_(None), WorkerSign.seen_at < before)
        .values(stopped_at=now)
        .execution_options(synchronize_session=False)
    )
    return rows_changed(done) == 1

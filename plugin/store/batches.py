"""Bulk drafting runs and their progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Batch

OPEN = ("queued", "running")
_RUNNING = (  # built once: every page of the desk asks for it
    select(Batch).where(Batch.shop_id == bindparam("of_shop"), Batch.state.in_(OPEN)).order_by(Batch.id.desc()).limit(1)
)


def add(
    session: Session,
    shop_id: int,
    *,
    kind: str,
    workflow_id: str,
    total: int = 0,
    asked_by: int | None = None,
    now: dt.datetime | None = None,
) -> Batch:
    """A queued run. ``kind``: desk, night or sample."""
    batch = Batch(
        shop_id=shop_id, kind=kind, state="queued", workflow_id=workflow_id, total=total, asked_by=asked_by,
        created_at=now or rows.utc_now(),
    )  # fmt: skip
    session.add(batch)
    session.flush()
    return batch


def find(session: Session, shop_id: int, batch_id: int) -> Batch | None:
    return rows.find(session, Batch, shop_id, batch_id)


def get(session: Session, shop_id: int, batch_id: int) -> Batch:
    """Raises NotThere."""
    return rows.get(session, Batch, shop_id, batch_id)


def by_workflow(session: Session, workflow_id: str) -> Batch | None:
    """For the engine, which knows its workflow and not the shop."""
    return session.scalars(select(Batch).where(Batch.workflow_id == workflow_id)).one_or_none()


def latest(session: Session, shop_id: int, limit: int = 20) -> Sequence[Batch]:
    """Newest first."""
    return session.scalars(select(Batch).where(Batch.shop_id == shop_id).order_by(Batch.id.desc()).limit(limit)).all()


def running(session: Session, shop_id: int) -> Batch | None:
    """The newest run of this shop that has not ended."""
    return session.scalars(_RUNNING, {"of_shop": shop_id}).one_or_none()


def start(session: Session, shop_id: int, batch_id: int, *, total: int) -> bool:
    """Queued to running, with the number of reviews; whether it was still to be run (also true after a crash)."""
    return rows.change(session, Batch, shop_id, batch_id, {"state": "running", "total": total}, Batch.state.in_(OPEN))


def progress(session: Session, shop_id: int, batch_id: int, *, done: int = 0, failed: int = 0) -> None:
    """Add to the counts; two workers adding at once lose nothing."""
    rows.change(session, Batch, shop_id, batch_id, {"done": Batch.done + done, "failed": Batch.failed + failed})


def set_progress(session: Session, shop_id: int, batch_id: int, *, done: int, failed: int) -> None:
    """Set the counts: a resumed run counts again from what is saved."""
    rows.change(session, Batch, shop_id, batch_id, {"done": done, "failed": failed})


def finish(
    session: Session, shop_id: int, batch_id: int, state: str, *, message: str = "", now: dt.datetime | None = None
) -> bool:
    """End it as done, cancelled or failed; False when it had ended already."""
    return rows.change(
        session,
        Batch,
        shop_id,
        batch_id,
        {"state": state, "message": message, "finished_at": now or rows.utc_now()},
        Batch.state.in_(OPEN),
    )

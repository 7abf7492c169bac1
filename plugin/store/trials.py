"""Changes tried before they take effect: what is proposed, how far the trial is, and what it showed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.tables import Review, Trial, TrialCase

POLICY, WRITER, PACK = "policy", "writer", "pack"
OPEN = ("queued", "running", "ready", "failed")  # not decided yet
UNDER_WAY = ("queued", "running")


def add(
    session: Session,
    shop_id: int,
    kind: str,
    proposal: Mapping[str, Any],
    *,
    workflow_id: str,
    seen_version: int = 0,
    asked_by: int | None = None,
    now: dt.datetime | None = None,
) -> Trial:
    trial = Trial(
        shop_id=shop_id, kind=kind, state="queued", proposal=dict(proposal), seen_version=seen_version,
        workflow_id=workflow_id, asked_by=asked_by, created_at=now or rows.utc_now(),
    )  # fmt: skip
    session.add(trial)
    session.flush()
    return trial


def find(session: Session, shop_id: int, trial_id: int) -> Trial | None:
    return rows.find(session, Trial, shop_id, trial_id)


def get(session: Session, shop_id: int, trial_id: int) -> Trial:
    """Raises NotThere."""
    return rows.get(session, Trial, shop_id, trial_id)


def open_ones(session: Session, shop_id: int) -> Sequence[Trial]:
    """What waits for the owner's yes, newest first."""
    return session.scalars(
        select(Trial).where(Trial.shop_id == shop_id, Trial.state.in_(OPEN)).order_by(Trial.id.desc()).limit(20)
    ).all()


def latest(session: Session, shop_id: int, limit: int = 20) -> Sequence[Trial]:
    """Newest first, decided or not."""
    return session.scalars(select(Trial).where(Trial.shop_id == shop_id).order_by(Trial.id.desc()).limit(limit)).all()


def last_of(session: Session, shop_id: int, kind: str) -> Trial | None:
    """The newest trial of that kind."""
    return session.scalars(
        select(Trial).where(Trial.shop_id == shop_id, Trial.kind == kind).order_by(Trial.id.desc()).limit(1)
    ).one_or_none()


def start(session: Session, shop_id: int, trial_id: int, *, total: int) -> bool:
    """Begin, or begin again after a crash: what an earlier go found is thrown away. False where it is decided."""
    values = {"state": "running", "total": total, "done": 0}
    if not rows.change(session, Trial, shop_id, trial_id, values, Trial.state.in_(UNDER_WAY)):
        return False
    session.execute(delete(TrialCase).where(TrialCase.shop_id == shop_id, TrialCase.trial_id == trial_id))
    return True


def begin_anew(session: Session, shop_id: int, trial_id: int, workflow_id: str) -> bool:
    """Queue again what failed; False where it did not."""
    values = {
        "state": "queued", "message": "", "total": 0, "done": 0, "finished_at": None, "workflow_id": workflow_id,
    }  # fmt: skip
    return rows.change(session, Trial, shop_id, trial_id, values, Trial.state == "failed")


def keep(session: Session, shop_id: int, trial_id: int, cases: Sequence[TrialCase]) -> bool:
    """Keep some cases, and how far it is. False where a person decided meanwhile: nobody wants the rest any more."""
    done = {"done": Trial.done + len(cases)}
    if not rows.change(session, Trial, shop_id, trial_id, done, Trial.state == "running"):
        return False
    session.add_all(cases)
    session.flush()
    return True


def finish(session: Session, shop_id: int, trial_id: int, state: str, message: str = "") -> bool:
    """Ready or failed; False where a person decided meanwhile."""
    values = {"state": state, "message": message, "finished_at": rows.utc_now()}
    return rows.change(session, Trial, shop_id, trial_id, values, Trial.state.in_(UNDER_WAY))


def decide(
    session: Session, shop_id: int, trial_id: int, state: str, person_id: int | None, also: Sequence[str] = ()
) -> bool:
    """Accepted or dropped; False where it was decided already (``also``: states that may be decided anew)."""
    values = {"state": state, "decided_by": person_id, "decided_at": rows.utc_now()}
    return rows.change(session, Trial, shop_id, trial_id, values, Trial.state.in_((*OPEN, *also)))


def overtaken(session: Session, shop_id: int) -> None:
    """Another profile was put in force: no change of the one before can be any more."""
    for trial in open_ones(session, shop_id):
        if trial.kind == POLICY:
            rows.change(
                session, Trial, shop_id, trial.id, {"state": "dropped", "decided_at": rows.utc_now()},
                Trial.state.in_(OPEN),
            )  # fmt: skip


def cases(session: Session, shop_id: int, trial_id: int) -> Sequence[TrialCase]:
    """What differs first, then the rest, in the order of the trial."""
    return session.scalars(
        select(TrialCase)
        .where(TrialCase.shop_id == shop_id, TrialCase.trial_id == trial_id)
        .order_by(TrialCase.differs.desc(), TrialCase.id)
    ).all()


def latest_reviews(session: Session, shop_id: int, limit: int = 50) -> Sequence[Review]:
    """The last reviews that came in and still stand, newest first."""
    newest = (
        select(Review.id).where(Review.shop_id == shop_id, Review.state != "removed").order_by(Review.id.desc())
    ).limit(limit)
    return session.scalars(
        select(Review).where(Review.shop_id == shop_id, Review.id.in_(newest)).order_by(Review.id.desc())
    ).all()

"""The step that takes an errand to its channel: one attempt that may have left, and then a person looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Connector,
    ConnectorError,
    GiveUp,
    OutcomeUnknown,
    Reconnect,
    RetryLater,
    Review,
)
from plugin.publishing.placing import Connect, close, review_on_channel
from plugin.store import Database, Session, channels, errands, events, reviews, tables
from plugin.words import ErrandKind, ErrandState, ReviewState

log = structlog.get_logger(__name__)

Again = Callable[[Session, tables.Errand, float], None]

FIRST_PAUSE = 30.0  # seconds
LONGEST_PAUSE = 3_600.0
REFUSED_AFTER = dt.timedelta(days=3)
_OPEN = (ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK)


@dataclass(frozen=True, slots=True)
class Outcome:
    state: ErrandState
    message: str = ""
    hint: str = ""
    reference: str = ""
    again_after: float | None = None
    reconnect: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    kind: ErrandKind
    channel_id: int
    key: str
    text: str
    subject: str
    reason: str
    review: Review
    age: dt.timedelta
    attempts: int
    cut_off: bool  # an attempt had begun and its end was never noted


def run(
    database: Database,
    shop_id: int,
    errand_id: int,
    *,
    connect: Connect,
    again: Again,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> ErrandState | None:
    """Take one errand a step further; None where there was nothing to do. Safe to run again after a cut anywhere."""
    task = _read(database, shop_id, errand_id, now())
    if task is None:
        return None

    def begin() -> bool:
        with database.session(shop_id=shop_id) as session:
            return errands.begin(session, shop_id, errand_id, after=task.attempts, now=now())

    outcome = _attempt(database, shop_id, task, connect, begin)
    if outcome is None:
        return None
    with database.session(shop_id=shop_id) as session:
        _note(session, shop_id, errand_id, outcome, again=again, now=now())
    log.info("errand", shop_id=shop_id, errand_id=errand_id, state=str(outcome.state))
    return outcome.state


def _read(database: Database, shop_id: int, errand_id: int, now: dt.datetime) -> _Task | None:
    with database.session(shop_id=shop_id) as session:
        errand = errands.find(session, shop_id, errand_id)
        if errand is None or errand.state not in {ErrandState.QUEUED, ErrandState.SENDING}:
            return None
        review = reviews.get(session, shop_id, errand.review_id)
        return _Task(
            ErrandKind(errand.kind), errand.channel_id, errand.key, errand.text, errand.subject, errand.reason,
            review_on_channel(review), now - errand.created_at, errand.attempts,
            cut_off=errand.state == ErrandState.SENDING,
        )  # fmt: skip


def _attempt(
    database: Database, shop_id: int, task: _Task, connect: Connect, begin: Callable[[], bool]
) -> Outcome | None:
    connector: Connector | None = None
    try:
        with database.session(shop_id=shop_id) as session:
            connector = connect(session, shop_id, task.channel_id)
        if task.cut_off:
            return _found(connector, task) or _nobody_knows()
        if not begin():
            return None
        return _send(connector, task)
    except ConnectorError as error:  # raised before anything left
        return _nobody_knows() if task.cut_off else _not_sent(task, error)
    finally:
        if connector is not None:
            close(connector)


def _send(connector: Connector, task: _Task) -> Outcome:
    try:
        if task.kind is ErrandKind.PRIVATE:
            sent = connector.reply_privately(task.review, text=task.text, key=task.key, subject=task.subject)
            return Outcome(ErrandState.DONE, reference=sent.external_id)
        reported = connector.report(task.review, reason=task.reason, text=task.text, key=task.key)
        return Outcome(ErrandState.DONE, reference=reported.reference)
    except (OutcomeUnknown, BadAnswer) as error:
        return _found(connector, task) or Outcome(ErrandState.UNKNOWN, error.message, error.hint)
    except ConnectorError as error:
        return _not_sent(task, error)
    except Exception as error:  # noqa: BLE001 -- whatever broke, the request may have left
        return Outcome(ErrandState.UNKNOWN, f"{connector.title}: {type(error).__name__} after it was sent.")


def _found(connector: Connector, task: _Task) -> Outcome | None:
    """A report that can be read back is there, or it is not known."""
    if task.kind is not ErrandKind.REPORT or not connector.abilities.can_read_reports:
        return None
    try:
        there = connector.find_report(task.review)
    except ConnectorError:
        return None
    return None if there is None else Outcome(ErrandState.DONE, reference=there.reference)


def _nobody_knows() -> Outcome:
    return Outcome(ErrandState.UNKNOWN, "It was sent and the answer never came.", "Look on the channel.")


def _not_sent(task: _Task, error: ConnectorError) -> Outcome:
    if isinstance(error, Reconnect):
        return Outcome(ErrandState.QUEUED, error.message, "Connect the channel again; it waits.", reconnect=True)
    late = task.age > REFUSED_AFTER
    if isinstance(error, (AskPerson, GiveUp)) or late:
        return Outcome(ErrandState.REFUSED, error.message, error.hint)
    asked = error.retry_after if isinstance(error, RetryLater) else None
    pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, task.age.total_seconds()))
    return Outcome(ErrandState.QUEUED, error.message, error.hint, again_after=max(pause, min(asked or 0.0, 86_400.0)))


def _note(session: Session, shop_id: int, errand_id: int, outcome: Outcome, *, again: Again, now: dt.datetime) -> None:
    done = {"done_at": now, "reference": outcome.reference[:200]} if outcome.state is ErrandState.DONE else {}
    moved = errands.move(
        session, shop_id, errand_id, outcome.state, only_from=(ErrandState.QUEUED, ErrandState.SENDING),
        message=outcome.message, hint=outcome.hint, **done,
    )  # fmt: skip
    if not moved:
        return
    errand = errands.get(session, shop_id, errand_id)
    if outcome.state is not ErrandState.QUEUED:
        events.add(
            session, shop_id, f"{errand.kind}.{outcome.state}", review_id=errand.review_id,
            details={"message": outcome.message, "reference": outcome.reference}, now=now,
        )  # fmt: skip
    if outcome.state is ErrandState.DONE and errand.kind == ErrandKind.REPORT:
        reviews.set_state(session, shop_id, errand.review_id, ReviewState.CLOSED, only_from=_OPEN)
    if outcome.reconnect:
        channels.set_state(session, shop_id, errand.channel_id, "reconnect", outcome.message)
    elif outcome.again_after is not None:
        again(session, errand, outcome.again_after)

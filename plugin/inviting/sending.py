"""The step that takes a channel's invitations to its platform: one attempt each that may have left, and never another."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from connectors.call_ledger import sparing
from connectors.contract import (
    AskPerson,
    BadAnswer,
    Connector,
    ConnectorError,
    GiveUp,
    Invitation,
    Invited,
    OutcomeUnknown,
    Reconnect,
    RetryLater,
)
from plugin.inviting.opting_out import add as opt_out
from plugin.inviting.planning import contact_of, rule_of, why_left_out
from plugin.store import Database, Session, channels, events, invitations, tables, unsubscribed
from plugin.words import InvitationState, Inviting, LeftOut

log = structlog.get_logger(__name__)

Connect = Callable[[Session, int, int], Connector]
Clock = Callable[[], dt.datetime]

AT_ONCE = 50
REFUSED_AFTER = dt.timedelta(days=3)  # of 'try later' without an end
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 6 * 3_600.0  # seconds
_STATES = {
    "scheduled": InvitationState.SENT,
    "sent": InvitationState.SENT,
    "already": InvitationState.KNOWN,
    "unsubscribed": InvitationState.LEFT_OUT,
}


@dataclass(slots=True)
class Ran:
    """What a run did. ``stopped`` says why it ended early; ``more`` that there was more than one run takes."""

    sent: int = 0
    known: int = 0
    left_out: int = 0
    refused: int = 0
    unknown: int = 0
    stopped: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    id: int
    attempts: int
    age: dt.timedelta
    email_hash: str
    invitation: Invitation


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: InvitationState
    message: str = ""
    reference: str = ""
    reason: str = ""
    again_at: dt.datetime | None = None
    reconnect: bool = False


def run(
    database: Database,
    shop_id: int,
    channel_id: int,
    *,
    connect: Connect,
    stopping: threading.Event | None = None,
    now: Clock = lambda: dt.datetime.now(dt.UTC),
) -> Ran:
    """Send what may go on this channel. Safe to run again after a cut anywhere; only one run a channel at a time.

    Nothing goes while a person has not seen the first ones (``Inviting.FIRST``) or has switched the channel off.
    """
    ran = Ran()
    with database.session(shop_id=shop_id) as session:
        if not _released(session, shop_id, channel_id):
            return ran
        try:
            connector = connect(session, shop_id, channel_id)
        except ConnectorError as error:
            ran.stopped = error.message
            if isinstance(error, Reconnect):
                channels.set_state(session, shop_id, channel_id, "reconnect", error.message)
            return ran
    try:
        _settle_cut_off(database, shop_id, channel_id, connector, now(), ran)
        tasks = _read(database, shop_id, channel_id, now(), ran)
        ran.more = len(tasks) == AT_ONCE
        for task in tasks:
            if ran.stopped or (stopping is not None and stopping.is_set()):
                break
            _one(database, shop_id, channel_id, task, connector, now, ran)
    finally:
        connector.close()
    log.info("invitations", shop_id=shop_id, channel_id=channel_id, sent=ran.sent, stopped=ran.stopped)
    return ran


def _released(session: Session, shop_id: int, channel_id: int) -> bool:
    rule = invitations.rule(session, shop_id, channel_id)
    if rule is None or rule.state != Inviting.ON:
        return False
    return channels.get(session, shop_id, channel_id).state not in {"off", "reconnect"}


def _settle_cut_off(
    database: Database, shop_id: int, channel_id: int, connector: Connector, now: dt.datetime, ran: Ran
) -> None:
    """Attempts that began and never ended: again where the platform itself asks once an order, else nobody knows."""
    with database.session(shop_id=shop_id) as session:
        for invitation_id in invitations.cut_off(session, shop_id, channel_id):
            if connector.abilities.idempotent_invite:
                _move(session, shop_id, invitation_id, _Outcome(InvitationState.WAITING, again_at=now), now)
                continue
            lost = "It was sent and the answer never came; it is not sent again."
            _move(session, shop_id, invitation_id, _Outcome(InvitationState.UNKNOWN, lost), now)
            ran.unknown += 1


def _read(database: Database, shop_id: int, channel_id: int, now: dt.datetime, ran: Ran) -> list[_Task]:
    """What may go now. Who has said no since it was planned is left out here, at the last moment."""
    tasks = []
    with database.session(shop_id=shop_id) as session:
        row = invitations.rule(session, shop_id, channel_id)
        rule = rule_of(session, shop_id, row) if row else None
        if rule is None:
            ran.stopped = "The channel cannot ask for reviews."
            return []
        found = invitations.to_send(session, shop_id, channel_id, now, AT_ONCE)
        # What was planned here stays here, however the shop divides its orders by now.
        reasons = why_left_out(session, shop_id, [order for _, order in found], replace(rule, shares=()), now)
        for (row_, order), why in zip(found, reasons, strict=True):
            contact = contact_of(session, order)
            if why is not None or contact is None:
                reason = (why or LeftOut.NO_ADDRESS).value
                _move(session, shop_id, row_.id, _Outcome(InvitationState.LEFT_OUT, reason=reason), now)
                ran.left_out += 1
                continue
            invitation = Invitation(
                order_ref=contact.number, email=contact.email, key=row_.key, name=contact.name,
                language=order.language, ordered=order.ordered_at, delivered=order.delivered_at,
                products=contact.products,
            )  # fmt: skip
            tasks.append(_Task(row_.id, row_.attempts, now - _since(row_), order.email_hash or "", invitation))
    return tasks


def _since(row: tables.Invited) -> dt.datetime:
    """From when its age counts: where a person had it sent again, from that person's word on."""
    return row.done_at if row.sent_again and row.done_at is not None else row.created_at


def _one(
    database: Database, shop_id: int, channel_id: int, task: _Task, connector: Connector, now: Clock, ran: Ran
) -> None:
    with database.session(shop_id=shop_id) as session:
        if not _released(session, shop_id, channel_id):
            ran.stopped = "It was switched off."
            return
        if unsubscribed.among(session, shop_id, [task.email_hash]):  # since the tasks were read
            reason = LeftOut.UNSUBSCRIBED.value
            _move(session, shop_id, task.id, _Outcome(InvitationState.LEFT_OUT, reason=reason), now())
            ran.left_out += 1
            return
        if not invitations.begin(session, shop_id, task.id, after=task.attempts, now=now()):
            return
    outcome = _asked(connector, task, now())
    with database.session(shop_id=shop_id) as session:
        _move(session, shop_id, task.id, outcome, now())
        if outcome.reason == LeftOut.UNSUBSCRIBED:
            opt_out(session, shop_id, [task.invitation.email], source="platform", now=now())
        if outcome.reconnect:
            channels.set_state(session, shop_id, channel_id, "reconnect", outcome.message)
    _count(ran, outcome)


def _asked(connector: Connector, task: _Task, now: dt.datetime) -> _Outcome:
    try:
        with sparing():  # a reply that waits comes before the next invitation
            said: Invited = connector.invite(task.invitation)
    except (OutcomeUnknown, BadAnswer) as error:
        return _unknown(connector, task, error.message, now)
    except ConnectorError as error:
        return _not_sent(task, error, now)
    except Exception as error:  # noqa: BLE001 -- whatever broke, the request may have left
        return _unknown(connector, task, f"{connector.title}: {type(error).__name__} after it was sent.", now)
    state = _STATES.get(said.status, InvitationState.SENT)
    reason = LeftOut.UNSUBSCRIBED.value if state is InvitationState.LEFT_OUT else ""
    return _Outcome(state, reference=said.reference[:200], reason=reason)


def _unknown(connector: Connector, task: _Task, message: str, now: dt.datetime) -> _Outcome:
    """Nobody knows whether it went. Again only where the platform itself asks once an order, and not for ever."""
    if connector.abilities.idempotent_invite and task.age < REFUSED_AFTER:
        return _Outcome(InvitationState.WAITING, message, again_at=now + _pause(task, None))
    return _Outcome(InvitationState.UNKNOWN, message)


def _not_sent(task: _Task, error: ConnectorError, now: dt.datetime) -> _Outcome:
    if isinstance(error, Reconnect):
        return _Outcome(InvitationState.WAITING, error.message, again_at=now, reconnect=True)
    if isinstance(error, (AskPerson, GiveUp)) or task.age > REFUSED_AFTER:
        return _Outcome(InvitationState.REFUSED, error.message)
    asked = error.retry_after if isinstance(error, RetryLater) else None
    return _Outcome(InvitationState.WAITING, error.message, again_at=now + _pause(task, asked))


def _pause(task: _Task, asked: float | None) -> dt.timedelta:
    own = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(task.attempts, 10))
    return dt.timedelta(seconds=max(own, min(asked or 0.0, 86_400.0)))


def _move(session: Session, shop_id: int, invitation_id: int, outcome: _Outcome, now: dt.datetime) -> None:
    ended = outcome.state is not InvitationState.WAITING
    values: dict[str, object] = {"message": outcome.message, "reference": outcome.reference, "reason": outcome.reason}
    values |= {"done_at": now} if ended else {"due_at": outcome.again_at or now}
    moved = invitations.move(
        session, shop_id, invitation_id, outcome.state,
        only_from=(InvitationState.WAITING, InvitationState.SENDING), **values,
    )  # fmt: skip
    if moved and outcome.state in {InvitationState.UNKNOWN, InvitationState.REFUSED}:
        details = {"invitation": invitation_id, "state": outcome.state.value, "message": outcome.message}
        events.add(session, shop_id, "invitation.not-sent", details=details, now=now)


def _count(ran: Ran, outcome: _Outcome) -> None:
    if outcome.state is InvitationState.WAITING:  # trouble that passes: the others would meet it as well
        ran.stopped = outcome.message or "Later."
        return
    name = {InvitationState.LEFT_OUT: "left_out"}.get(outcome.state, outcome.state.value)
    setattr(ran, name, getattr(ran, name) + 1)

"""The way out of 'nobody knows whether it was sent': a person looks at the platform, or asks the customer, and says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum

from plugin.inviting.planning import contact_of
from plugin.store import Session, events, invitations, tables
from plugin.words import InvitationState, LeftOut

SHOWN = 50  # of those whose outcome nobody knows

_Ending = tuple[InvitationState, dict[str, object]]  # the state that follows, and what else is kept with it
_SENT: _Ending = (InvitationState.SENT, {"message": ""})


class Said(StrEnum):
    """What a person found out."""

    SENT = "sent"  # 'it was sent'
    NOT_SENT = "not-sent"  # 'it was not sent': it goes once more, and never a third time


class Settled(ValueError):
    """Its outcome is known already, or it is under way again."""


def unclear(session: Session, shop_id: int, channel_id: int) -> Sequence[tuple[tables.Invited, tables.KnownOrder]]:
    """The newest invitations of a channel whose outcome nobody knows, with their orders."""
    return invitations.newest(session, shop_id, channel_id, states=(InvitationState.UNKNOWN,), limit=SHOWN)


def settle(
    session: Session,
    shop_id: int,
    invitation_id: int,
    said: Said,
    *,
    person_id: int | None,
    enqueue: Callable[[Session, int, int], object],
    now: dt.datetime | None = None,
) -> tables.Invited:
    """Keep what a person says of an invitation whose outcome nobody knew. One that was not sent goes once more: by the rules
    that hold at that moment, opt-outs included. ``enqueue`` (session, shop, channel) has the channel looked at.

    Raises Settled, NotThere.
    """
    moment = now or dt.datetime.now(dt.UTC)
    row, order = invitations.with_order(session, shop_id, invitation_id)
    to, values = _not_sent(session, row, order, moment) if said is Said.NOT_SENT else _SENT
    if not invitations.move(
        session, shop_id, invitation_id, to, only_from=(InvitationState.UNKNOWN,), settled_by=person_id, done_at=moment,
        **values,
    ):  # fmt: skip
        raise Settled("What came of this invitation is known already.")
    details = {"invitation": invitation_id}
    events.add(session, shop_id, f"invitation.settled.{said}", person_id=person_id, details=details, now=moment)
    if to is InvitationState.WAITING:
        enqueue(session, shop_id, row.channel_id)
    return invitations.with_order(session, shop_id, invitation_id)[0]


def _not_sent(session: Session, row: tables.Invited, order: tables.KnownOrder, now: dt.datetime) -> _Ending:
    if row.sent_again:
        return InvitationState.REFUSED, {"message": "It was tried twice and never sent."}
    if contact_of(session, order) is None:
        return InvitationState.LEFT_OUT, {"message": "", "reason": LeftOut.NO_ADDRESS.value}
    return InvitationState.WAITING, {"message": "", "sent_again": True, "due_at": now}

"""Invitations: how each channel asks, what is planned, and what came of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from plugin.store import bulk, rows
from plugin.store.tables import Invited, InviteRule, KnownOrder
from plugin.words import InvitationState, Inviting

# --- how a channel asks -------------------------------------------------------------------------------------------


def rule(session: Session, shop_id: int, channel_id: int) -> InviteRule | None:
    return session.scalars(
        select(InviteRule).where(InviteRule.shop_id == shop_id, InviteRule.channel_id == channel_id)
    ).one_or_none()


def rules(session: Session, shop_id: int) -> Sequence[InviteRule]:
    return rows.of_shop(session, InviteRule, shop_id)


def save_rule(session: Session, shop_id: int, channel_id: int, **values: Any) -> InviteRule:
    """Change what is given of the channel's rule, or make it. The channel must be the shop's."""
    found = rule(session, shop_id, channel_id)
    if found is None:
        found = InviteRule(shop_id=shop_id, channel_id=channel_id, **values)
        session.add(found)
    for name, value in values.items():
        setattr(found, name, value)
    session.flush()
    return found


def switched_on(session: Session) -> Sequence[tuple[int, int]]:
    """Shop and channel of every rule that is not off, of all shops: for the scheduler only."""
    found = session.execute(
        select(InviteRule.shop_id, InviteRule.channel_id)
        .where(InviteRule.state != Inviting.OFF.value)
        .order_by(InviteRule.id)
    )
    return [(shop_id, channel_id) for shop_id, channel_id in found]


def stop_all(session: Session, shop_id: int) -> None:
    """Every channel of a shop that leaves asks nobody any more."""
    session.execute(update(InviteRule).where(InviteRule.shop_id == shop_id).values(state=Inviting.OFF.value))


# --- the invitations ------------------------------------------------------------------------------------------------


def plan(session: Session, shop_id: int, wanted: Sequence[Mapping[str, Any]], now: dt.datetime) -> None:
    """Note invitations, or that one is left out: ``order_id``, ``channel_id``, ``state``, ``reason``, ``due_at``.

    One that is noted already stays as it is: each order once for each channel.
    """
    full: list[dict[str, Any]] = [
        {
            "shop_id": shop_id, "key": f"wi-{uuid.uuid4().hex[:24]}", "reference": "", "message": "", "attempts": 0,
            "created_at": now, "sent_at": None,
            "done_at": now if each["state"] == InvitationState.LEFT_OUT.value else None, **each,
        }
        for each in wanted
    ]  # fmt: skip
    bulk.insert_new(session.connection(), Invited, full)


def asked_elsewhere(session: Session, shop_id: int, order_ids: Sequence[int], channel_id: int) -> set[int]:
    """Those of these orders about which another channel asks or asked."""
    return set(
        session.scalars(
            select(Invited.order_id).where(
                Invited.shop_id == shop_id,
                Invited.channel_id != channel_id,
                Invited.state != InvitationState.LEFT_OUT.value,
                bulk.is_one_of(session.connection(), Invited.order_id, list(order_ids)),
            )
        )
    )


def to_send(
    session: Session, shop_id: int, channel_id: int, now: dt.datetime, limit: int
) -> Sequence[tuple[Invited, KnownOrder]]:
    """Those that may go now, oldest first, with their orders."""
    found = session.execute(
        select(Invited, KnownOrder)
        .join(KnownOrder, (KnownOrder.shop_id == Invited.shop_id) & (KnownOrder.id == Invited.order_id))
        .where(
            Invited.shop_id == shop_id, Invited.channel_id == channel_id,
            Invited.state == InvitationState.WAITING.value, Invited.due_at <= now,
        )
        .order_by(Invited.due_at, Invited.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )  # fmt: skip
    return [(invitation, order) for invitation, order in found]


def cut_off(session: Session, shop_id: int, channel_id: int) -> Sequence[int]:
    """Those of which an attempt began and its end was never noted."""
    return session.scalars(
        select(Invited.id).where(
            Invited.shop_id == shop_id, Invited.channel_id == channel_id, Invited.state == InvitationState.SENDING.value
        )
    ).all()


def begin(session: Session, shop_id: int, invitation_id: int, *, after: int, now: dt.datetime) -> bool:
    """Note that an attempt leaves now, if it is the next one ``after`` so many; whether it may."""
    return rows.change(
        session, Invited, shop_id, invitation_id,
        {"state": InvitationState.SENDING.value, "attempts": after + 1, "sent_at": now},
        Invited.state == InvitationState.WAITING.value, Invited.attempts == after,
    )  # fmt: skip


def move(
    session: Session,
    shop_id: int,
    invitation_id: int,
    to: InvitationState,
    *,
    only_from: Collection[InvitationState],
    **values: Any,
) -> bool:
    """Move it, in one statement and only from one of these states; whether it moved."""
    return rows.change(
        session, Invited, shop_id, invitation_id, {"state": to.value, **values},
        Invited.state.in_([state.value for state in only_from]),
    )  # fmt: skip


def with_order(session: Session, shop_id: int, invitation_id: int) -> tuple[Invited, KnownOrder]:
    """One invitation with the order that it is about. Raises NotThere."""
    found = rows.get(session, Invited, shop_id, invitation_id)
    return found, rows.get(session, KnownOrder, shop_id, found.order_id)


def counts(session: Session, shop_id: int, channel_id: int) -> dict[tuple[str, str], int]:
    """How many there are by state and reason."""
    found = session.execute(
        select(Invited.state, Invited.reason, func.count())
        .where(Invited.shop_id == shop_id, Invited.channel_id == channel_id)
        .group_by(Invited.state, Invited.reason)
    )
    return {(state, reason): number for state, reason, number in found}


def newest(
    session: Session, shop_id: int, channel_id: int, *, states: Collection[InvitationState], limit: int
) -> Sequence[tuple[Invited, KnownOrder]]:
    found = session.execute(
        select(Invited, KnownOrder)
        .join(KnownOrder, (KnownOrder.shop_id == Invited.shop_id) & (KnownOrder.id == Invited.order_id))
        .where(
            Invited.shop_id == shop_id, Invited.channel_id == channel_id,
            Invited.state.in_([state.value for state in states]),
        )
        .order_by(Invited.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [(invitation, order) for invitation, order in found]

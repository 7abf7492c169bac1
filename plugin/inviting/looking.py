"""How a shop's channels ask for reviews, as its people see it: how many wait, went and were left out, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors import registry
from plugin.inviting.opting_out import masked
from plugin.inviting.planning import abilities, contact_of
from plugin.inviting.settling import unclear
from plugin.inviting.switching import USUAL_DELAY, first_ones, longest_delay
from plugin.store import NotThere, Session, channels, invitations, orders, tables
from plugin.words import InvitationState, Inviting

_ORDER_SHOWN = 40  # characters of an order's number


@dataclass(frozen=True, slots=True)
class First:
    """One of the first invitations, as a person sees it before it goes."""

    id: int
    order: str
    address: str  # masked
    delivered_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Unclear:
    """An invitation of which nobody knows whether it was sent. ``again``: it may go once more."""

    id: int
    order: str
    address: str  # masked; "…" where it is gone
    sent_at: dt.datetime
    again: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One channel. ``can``: its platform takes invitations with these settings; ``not_yet`` are orders before their time."""

    channel_id: int
    name: str
    connector: str
    can: bool
    state: Inviting
    delay_days: int
    longest_delay: int
    share: int
    consent_only: bool
    needs_consent: bool
    released_at: dt.datetime | None
    not_yet: int = 0
    waiting: int = 0
    sent: int = 0
    known: int = 0
    unknown: int = 0
    refused: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    first: tuple[First, ...] = ()
    unclear: tuple[Unclear, ...] = ()  # the newest ones

    @property
    def seen_up_to(self) -> int:
        return self.first[0].id if self.first else 0


def every(session: Session, shop_id: int, now: dt.datetime) -> list[Look]:
    """The shop's channels whose platforms ask for reviews at all, oldest first."""
    return [look(session, shop_id, channel.id, now) for channel in channels.every(session, shop_id) if _may(channel)]


def _may(channel: tables.Channel) -> bool:
    try:
        return registry.get(channel.connector).capabilities.can_invite
    except LookupError:
        return False


def order_channels(session: Session, shop_id: int) -> Sequence[tables.Channel]:
    """The shop's channels from whose systems delivered orders can be read."""
    return [one for one in channels.every(session, shop_id) if abilities(session, shop_id, one.id).can_read_orders]


def look(session: Session, shop_id: int, channel_id: int, now: dt.datetime) -> Look:
    """Raises NotThere; also where the channel's platform asks nobody."""
    channel = channels.get(session, shop_id, channel_id)
    if not _may(channel):
        raise NotThere("This channel's platform asks nobody for reviews.")
    able, rule = abilities(session, shop_id, channel_id), invitations.rule(session, shop_id, channel_id)
    state = Inviting(rule.state) if rule else Inviting.OFF
    first = first_ones(session, shop_id, channel_id) if state is Inviting.FIRST else []
    numbers = _numbers(session, shop_id, channel_id)
    doubtful = unclear(session, shop_id, channel_id) if numbers["unknown"] else ()
    return Look(
        channel_id=channel_id,
        name=channel.name,
        connector=channel.connector,
        can=able.can_invite,
        state=state,
        delay_days=rule.delay_days if rule else USUAL_DELAY,
        longest_delay=longest_delay(session, shop_id, channel_id),
        share=rule.share if rule else 1,
        consent_only=bool(rule and rule.consent_only),
        needs_consent=able.invite_needs_consent,
        released_at=rule.released_at if rule else None,
        not_yet=_not_yet(session, shop_id, rule, now),
        first=tuple(_shown(session, invitation, order) for invitation, order in first),
        unclear=tuple(_unclear(session, invitation, order) for invitation, order in doubtful),
        **numbers,
    )


def _not_yet(session: Session, shop_id: int, rule: tables.InviteRule | None, now: dt.datetime) -> int:
    if rule is None or rule.state == Inviting.OFF:
        return 0
    return orders.unplanned_count(session, shop_id, rule.channel_id, since=rule.since, until=now)


def _numbers(session: Session, shop_id: int, channel_id: int) -> dict[str, Any]:
    found = invitations.counts(session, shop_id, channel_id)
    by_state: dict[str, int] = {}
    for (state, _), number in found.items():
        by_state[state] = by_state.get(state, 0) + number
    return {
        "waiting": by_state.get(InvitationState.WAITING, 0) + by_state.get(InvitationState.SENDING, 0),
        "sent": by_state.get(InvitationState.SENT, 0),
        "known": by_state.get(InvitationState.KNOWN, 0),
        "unknown": by_state.get(InvitationState.UNKNOWN, 0),
        "refused": by_state.get(InvitationState.REFUSED, 0),
        "left_out": {why: number for (state, why), number in found.items() if state == InvitationState.LEFT_OUT},
    }


def _unclear(session: Session, invitation: tables.Invited, order: tables.KnownOrder) -> Unclear:
    shown, there = _shown(session, invitation, order), contact_of(session, order) is not None
    sent_at = invitation.sent_at or invitation.created_at
    return Unclear(shown.id, shown.order, shown.address, sent_at, there and not invitation.sent_again)


def _shown(session: Session, invitation: tables.Invited, order: tables.KnownOrder) -> First:
    contact = contact_of(session, order)
    number, address = (contact.number[:_ORDER_SHOWN], masked(contact.email)) if contact else ("…", "…")
    return First(invitation.id, number, address, order.delivered_at)

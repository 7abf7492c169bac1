"""Which delivered orders are due at a channel: each is noted once, as one to ask about or as one that is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from connectors import registry
from connectors.contract import Capabilities
from connectors.inviting import is_address
from plugin.inviting.deciding import OrderFacts, Rule, Share, left_out, point_of
from plugin.store import Database, SecretUnreadable, Session, channels, invitations, orders, tables, unsubscribed
from plugin.words import InvitationState, Inviting, LeftOut

AT_ONCE = 200  # orders in one transaction
# What was delivered before then is too old for every rule, and need not even be noted.
_UNPLANNED_FROM = dt.timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Planned:
    waiting: int = 0
    left_out: int = 0


def plan(database: Database, shop_id: int, channel_id: int, *, now: dt.datetime) -> Planned:
    """Note all orders that have become due at this channel since the last time. Safe to run again, and beside itself."""
    waiting = out = 0
    while True:
        with database.session(shop_id=shop_id) as session:
            noted = _plan_some(session, shop_id, channel_id, now)
        waiting += sum(state == InvitationState.WAITING for state in noted)
        out += sum(state == InvitationState.LEFT_OUT for state in noted)
        if len(noted) < AT_ONCE:
            return Planned(waiting, out)


def _plan_some(session: Session, shop_id: int, channel_id: int, now: dt.datetime) -> list[InvitationState]:
    row = invitations.rule(session, shop_id, channel_id)
    if row is None or row.state == Inviting.OFF:
        return []
    rule = rule_of(session, shop_id, row)
    if rule is None:
        return []
    since = max(row.since, now - _UNPLANNED_FROM)
    due = orders.unplanned(session, shop_id, channel_id, since=since, until=now - rule.delay, limit=AT_ONCE)
    wanted, states = [], []
    for order, why in zip(due, why_left_out(session, shop_id, due, rule, now), strict=True):
        state = InvitationState.WAITING if why is None else InvitationState.LEFT_OUT
        states.append(state)
        reason = why.value if why else ""
        wanted.append(
            {"order_id": order.id, "channel_id": channel_id, "state": state.value, "reason": reason, "due_at": now}
        )
    invitations.plan(session, shop_id, wanted, now)
    return states


def rule_of(session: Session, shop_id: int, row: tables.InviteRule) -> Rule | None:
    """The channel's rule with what its platform and the whole shop add to it; None where the channel cannot ask."""
    others = [other for other in invitations.rules(session, shop_id) if other.state != Inviting.OFF]
    able = {each.channel_id: abilities(session, shop_id, each.channel_id) for each in (row, *others)}
    if not able[row.channel_id].can_invite:
        return None
    shares = [_share(other, able[other.channel_id]) for other in others if able[other.channel_id].can_invite]
    own = _share(row, able[row.channel_id])
    return Rule(
        channel_id=row.channel_id,
        delay=dt.timedelta(days=row.delay_days),
        consent_only=own.consent_only,
        needs_product=own.needs_product,
        shares=tuple(shares) if orders.policy(session, shop_id).divide else (),
    )


def _share(row: tables.InviteRule, able: Capabilities) -> Share:
    return Share(row.channel_id, row.share, row.consent_only or able.invite_needs_consent, able.invite_needs_product)


def abilities(session: Session, shop_id: int, channel_id: int) -> Capabilities:
    """What the channel can do, by its settings; nothing where it is switched off, or its connector is not there."""
    channel = channels.get(session, shop_id, channel_id)
    if channel.state == "off":
        return Capabilities()
    try:
        return registry.get(channel.connector).able(channels.full_settings(session, shop_id, channel_id))
    except (LookupError, SecretUnreadable):
        return Capabilities()


def why_left_out(
    session: Session, shop_id: int, due: Sequence[tables.KnownOrder], rule: Rule, now: dt.datetime
) -> list[LeftOut | None]:
    """For each of these orders why it is left out, or None."""
    opted_out = unsubscribed.among(session, shop_id, {order.email_hash for order in due if order.email_hash})
    elsewhere = invitations.asked_elsewhere(session, shop_id, [order.id for order in due], rule.channel_id)
    return [left_out(_facts(session, order, opted_out, elsewhere), rule, now) for order in due]


def contact_of(session: Session, order: tables.KnownOrder) -> orders.Contact | None:
    """Whom the order is of; None where that is gone, or its key is."""
    try:
        return orders.contact_of(session, order)
    except SecretUnreadable:
        return None


def _facts(session: Session, order: tables.KnownOrder, opted_out: set[str], elsewhere: set[int]) -> OrderFacts:
    contact = contact_of(session, order)
    return OrderFacts(
        delivered_at=order.delivered_at,
        consent=order.consent,
        unsubscribed=order.email_hash in opted_out,
        has_address=contact is not None and is_address(contact.email),
        has_product=bool(contact and contact.products),
        point=point_of(order.number_hash),
        asked_elsewhere=order.id in elsewhere,
    )

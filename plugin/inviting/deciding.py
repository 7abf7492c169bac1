"""Who is asked. Pure, and blind to what customers think: an order, the channel's rule and the clock is all it gets to see.

Choosing whom to ask by how content they are is forbidden by the platforms and, as a way of showing only the good
opinions, by law (UCPD Annex I 23c; prompts/guidelines/program.yaml F-INVITE). That is why nothing here takes a review, a
rating, a complaint, a return or a refund, and why a customer may only be left out for having said no.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugin.words import LeftOut

# Invitations to orders that were delivered longer ago than the delay and this would surprise more than ask.
LATE_BY = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All that a decision may rest on."""

    delivered_at: dt.datetime
    consent: bool | None
    unsubscribed: bool
    has_address: bool
    has_product: bool
    point: int  # from the order's number: where the order lies when orders are divided
    asked_elsewhere: bool  # another channel asks or asked about it


@dataclass(frozen=True, slots=True)
class Share:
    """A channel's part of the orders, of those that it can ask about."""

    channel_id: int
    share: int
    consent_only: bool = False
    needs_product: bool = False

    def reaches(self, order: OrderFacts) -> bool:
        return (order.consent is True or not self.consent_only) and (order.has_product or not self.needs_product)


@dataclass(frozen=True, slots=True)
class Rule:
    channel_id: int
    delay: dt.timedelta
    consent_only: bool = False
    needs_product: bool = False
    shares: tuple[Share, ...] = ()  # of all channels that ask; empty: the shop does not divide its orders


def left_out(order: OrderFacts, rule: Rule, now: dt.datetime) -> LeftOut | None:
    """Why this order is not asked about on this channel; None: it is."""
    reasons = (
        (LeftOut.UNSUBSCRIBED, order.unsubscribed),
        (LeftOut.SAID_NO, order.consent is False),
        (LeftOut.NOT_ASKED, rule.consent_only and order.consent is None),
        (LeftOut.OTHER_CHANNEL, bool(rule.shares) and _another_asks(order, rule)),
        (LeftOut.TOO_OLD, now - order.delivered_at > rule.delay + LATE_BY),
        (LeftOut.NO_ADDRESS, not order.has_address),
        (LeftOut.NO_PRODUCT, rule.needs_product and not order.has_product),
    )
    return next((reason for reason, holds in reasons if holds), None)


def _another_asks(order: OrderFacts, rule: Rule) -> bool:
    """Divided among the channels that can ask about this very order, so that none is lost to one that cannot."""
    among = tuple((each.channel_id, each.share) for each in rule.shares if each.reaches(order))
    return order.asked_elsewhere or channel_for(order.point, among) != rule.channel_id


def point_of(number_hash: str) -> int:
    """Where an order lies, by the shop's hash of its number: the same for ever, and nothing about the customer."""
    return int(number_hash[:15], 16)


def channel_for(point: int, shares: tuple[tuple[int, int], ...]) -> int | None:
    """The one channel that asks about an order lying there. ``shares`` are taken in the order of the channels' numbers."""
    wanted = sorted((channel_id, share) for channel_id, share in shares if share > 0)
    whole = sum(share for _, share in wanted)
    rest = point % whole if whole else 0
    for channel_id, share in wanted:
        if rest < share:
            return channel_id
        rest -= share
    return None

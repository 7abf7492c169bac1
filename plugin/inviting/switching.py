"""Switching a channel's invitations on and off, and releasing the first of them: a person's acts, each kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from connectors.inviting import LONGEST_DELAY
from plugin.inviting.planning import abilities
from plugin.store import Session, channels, events, invitations, orders, tables
from plugin.words import InvitationState, Inviting

LARGEST_SHARE = 100
LONGEST_KEPT = 60  # days
LOOK_BACK = 30  # days: how far back orders may be asked about when it is switched on
USUAL_DELAY = 7
SHOWN = 200  # of the first invitations


class CannotInvite(ValueError):
    """The channel's platform takes no invitations, or not with these settings."""


class NotSeen(ValueError):
    """The first invitations were not looked at, or others have come since."""


class OutOfRange(ValueError):
    """A number is not one that can be; the message says which."""


def longest_delay(session: Session, shop_id: int, channel_id: int) -> int:
    """Days. The platform's own where it names one."""
    return abilities(session, shop_id, channel_id).max_invite_delay_days or LONGEST_DELAY


def switch_on(
    session: Session,
    shop_id: int,
    channel_id: int,
    *,
    delay_days: int,
    share: int = 1,
    consent_only: bool = False,
    look_back_days: int = 0,
    person_id: int | None,
    now: dt.datetime | None = None,
) -> tables.InviteRule:
    """Let the channel ask for reviews, or change how it does. The first invitations wait to be seen (``release``).

    ``delay_days`` from delivery; ``look_back_days``: orders delivered up to so long before are asked about too. Raises
    CannotInvite, OutOfRange, NotThere.
    """
    moment = now or dt.datetime.now(dt.UTC)
    channel = channels.get(session, shop_id, channel_id)
    if not abilities(session, shop_id, channel_id).can_invite:
        raise CannotInvite("This channel takes no invitations from a program, or its settings are not complete for it.")
    _within("delay_days", delay_days, 0, longest_delay(session, shop_id, channel_id))
    _within("share", share, 0, LARGEST_SHARE)
    _within("look_back_days", look_back_days, 0, LOOK_BACK)
    values: dict[str, Any] = {
        "delay_days": delay_days, "share": share, "consent_only": consent_only, "changed_by": person_id,
        "changed_at": moment,
    }  # fmt: skip
    before = invitations.rule(session, shop_id, channel_id)
    if before is None or before.state == Inviting.OFF:
        values |= {
            "state": Inviting.FIRST.value, "since": moment - dt.timedelta(days=look_back_days), "released_by": None,
            "released_at": None,
        }  # fmt: skip
    rule = invitations.save_rule(session, shop_id, channel_id, **values)
    events.add(
        session, shop_id, "invitations.on", person_id=person_id, now=moment,
        details={"channel": channel.name, "delay_days": delay_days, "share": share, "consent_only": consent_only},
    )  # fmt: skip
    return rule


def switch_off(
    session: Session, shop_id: int, channel_id: int, *, person_id: int | None, now: dt.datetime | None = None
) -> None:
    """From now on nobody is asked on this channel; what waits stays waiting, unseen. Raises NotThere."""
    moment = now or dt.datetime.now(dt.UTC)
    channel = channels.get(session, shop_id, channel_id)
    rule = invitations.rule(session, shop_id, channel_id)
    if rule is None or rule.state == Inviting.OFF:
        return
    invitations.save_rule(
        session, shop_id, channel_id, state=Inviting.OFF.value, changed_by=person_id, changed_at=moment
    )
    events.add(session, shop_id, "invitations.off", person_id=person_id, details={"channel": channel.name}, now=moment)


def release(
    session: Session,
    shop_id: int,
    channel_id: int,
    *,
    seen_up_to: int,
    person_id: int | None,
    now: dt.datetime | None = None,
) -> None:
    """The first invitations go, and from now on the others by themselves. ``seen_up_to`` is the number of the newest one
    that the person was shown. Raises NotSeen, NotThere.
    """
    moment = now or dt.datetime.now(dt.UTC)
    channel = channels.get(session, shop_id, channel_id)
    rule = invitations.rule(session, shop_id, channel_id)
    if rule is None or rule.state != Inviting.FIRST:
        raise NotSeen("There is nothing to release.")
    first = first_ones(session, shop_id, channel_id)
    if not first or first[0][0].id != seen_up_to:
        raise NotSeen("Others have come since, or there are none yet: look at them first.")
    invitations.save_rule(
        session, shop_id, channel_id, state=Inviting.ON.value, released_by=person_id, released_at=moment
    )
    events.add(
        session, shop_id, "invitations.released", person_id=person_id, now=moment,
        details={"channel": channel.name, "seen_up_to": seen_up_to},
    )  # fmt: skip


def first_ones(session: Session, shop_id: int, channel_id: int) -> list[tuple[tables.Invited, tables.KnownOrder]]:
    """What a person is shown before anything goes, newest first."""
    waiting = (InvitationState.WAITING,)
    return list(invitations.newest(session, shop_id, channel_id, states=waiting, limit=SHOWN))


def set_policy(
    session: Session, shop_id: int, *, divide: bool, keep_days: int, person_id: int | None
) -> tables.InvitePolicy:
    """Whether each order is asked about by one channel only, and how long addresses stay. Raises OutOfRange."""
    _within("keep_days", keep_days, 0, LONGEST_KEPT)
    policy = orders.set_policy(session, shop_id, divide=divide, keep_days=keep_days)
    details = {"divide": divide, "keep_days": keep_days}
    events.add(session, shop_id, "invitations.policy", person_id=person_id, details=details)
    return policy


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise OutOfRange(f"{name} is a number from {least} to {most}.")

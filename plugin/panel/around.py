"""What stands around every page: the shop, the folders with their counts, the banner, a bulk run under way."""

from __future__ import annotations

import datetime as dt

from flask import g, url_for
from flask_babel import gettext

from plugin.inbox import listing
from plugin.insights import due
from plugin.panel.app_services import services
from plugin.panel.shapes import Folder, Frame, Notice, Progress
from plugin.panel.speech import know_shop, long_day
from plugin.store import Session, batches, channels, customer_requests, glance, tables
from plugin.store.setting_up import Setup
from plugin.words import Role

__all__ = ["frame", "know_shop", "progress"]

_ALWAYS = ("todo", "check", "published", "closed")
_IF_ANY = ("publishing", "removed")
_SHOWN_AFTER_END = dt.timedelta(seconds=20)


def frame(session: Session, shop_id: int, here: str = "") -> Frame:
    """Raises NotThere where the shop is gone."""
    if "shop_profile" not in g:
        know_shop(session, shop_id)
    counts = listing.counts(session, shop_id)
    folders = [Folder(name, counts.get(name, 0), asks=name == "check") for name in _ALWAYS]
    now = dt.datetime.now(dt.UTC)
    seen = glance.glance(session, shop_id, *due.windows(answer_within(), now))
    folders.insert(1, Folder("due", seen.unanswered + seen.ending, asks=True))
    folders += [Folder(name, counts[name]) for name in _IF_ANY if counts.get(name)]
    folders.append(Folder("promises", seen.open_promises))
    running = batches.find(session, shop_id, seen.batch_id) if seen.batch_id is not None else None
    return Frame(
        shop=g.shop_profile.name,
        folders=tuple(folders),
        notice=_leaving(seen.leaves_at) or _notice(session, shop_id, seen.trial_id),
        run=progress(running) if running is not None else None,
        here=here,
        open_count=counts.get("todo", 0),
        setup_left=here == "todo" and _setup_left(session, shop_id, seen.setup),
        asked_due=_asked_due(session, shop_id, now) if here == "todo" else None,
    )


def _asked_due(session: Session, shop_id: int, now: dt.datetime) -> dt.datetime | None:
    """For the owner inside a host's admin: hosts pass on what customers ask, and nobody else sees to it."""
    who = g.get("principal")
    return customer_requests.first_due(session, shop_id, now) if who and who.embedded and who.may(Role.OWNER) else None


def _setup_left(session: Session, shop_id: int, setup: Setup | None) -> bool:
    """Whether the owner is told to finish setting up. Who connected a channel by other ways and never began, is not."""
    who = g.get("principal")
    if setup is None or who is None or not who.may(Role.OWNER):
        return False
    return not setup.untouched or who.embedded or not shop_channels(session, shop_id)


def shop_channels(session: Session, shop_id: int) -> tuple[channels.Listed, ...]:
    """The shop's channels by name; a page asks more than once, the database is asked once."""
    if "shop_channels" not in g:
        g.shop_channels = channels.listed(session, shop_id)
    found: tuple[channels.Listed, ...] = g.shop_channels
    return found


def answer_within() -> dt.timedelta:
    """The shop's own target for an answer."""
    return dt.timedelta(days=g.shop_profile.policy.reply_within_days)


def progress(batch: tables.Batch) -> Progress:
    return Progress(batch.id, batch.state, batch.total, batch.done, batch.failed, batch.message)


def _leaving(at: dt.datetime | None) -> Notice | None:
    """Graver than all the rest: soon there is nothing left to look after."""
    if at is None:
        return None
    told = gettext("This shop is removed on %(day)s, with everything in it.", day=long_day(at))
    return Notice(told, url_for("panel.leaving"), gettext("Keep it, or take it along"))


def _notice(session: Session, shop_id: int, waiting_trial: int | None) -> Notice | None:
    """One banner at a time, the gravest: without a worker nothing moves; then a channel that lost its connection."""
    if not services().work.worker_is_alive(session):
        return Notice(
            gettext(
                "The worker does not run: replies wait in the queue and no drafts are made. Start it with “wederwoord worker”."
            )
        )
    lost = [channel for channel in shop_channels(session, shop_id) if channel.state == "reconnect"]
    if lost:
        return Notice(
            gettext(
                "%(channel)s must be connected again before anything can be read or placed there.", channel=lost[0].name
            ),
            url_for("panel.channel", channel_id=lost[0].id),
            gettext("Connect it again"),
        )
    if waiting_trial is not None:
        return Notice(
            gettext("A change waits for the owner's yes."),
            url_for("panel.change", trial_id=waiting_trial),
            gettext("See what it changes"),
        )
    return None

"""One look at how a shop answers, over the last days. Reads bounded windows only (store.looking_back)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from plugin.insights.causes import causes
from plugin.insights.figures import Approvals, Insights, OfChannel, OpenPromise, Promises
from plugin.insights.speed import speed
from plugin.store import Session, channels, looking_back, promises, shops
from plugin.store.looking_back import Placed, Standing
from plugin.words import ReviewState

DAYS = 90
LONGEST = 366  # days
_OPEN = (ReviewState.NEW.value, ReviewState.WAITING.value, ReviewState.CHECK.value)
_OPEN_PROMISES = 200
_HOURS = 24.0


def look(session: Session, shop_id: int, *, days: int = DAYS, now: dt.datetime | None = None) -> Insights:
    """The figures of today and the last ``days`` before it (at most ``LONGEST``); days and months begin when they begin
    for the shop. Raises NotThere.
    """
    profile = shops.profile(session, shop_id)
    zone, today = profile.zone, profile.today(now)
    first_day = today - dt.timedelta(days=min(days, LONGEST))
    since = dt.datetime.combine(first_day, dt.time(), zone)
    target = profile.policy.reply_within_days * _HOURS
    replies = looking_back.placed(session, shop_id, since)
    standing = looking_back.standing(session, shop_id)
    read = looking_back.complained(session, shop_id, since)
    return Insights(
        since=first_day,
        until=today,
        target_hours=target,
        read=len(read),
        cut=len(read) >= looking_back.MOST,
        speed=speed(replies, target),
        channels=_channels(session, shop_id, replies, standing, target),
        promises=_promises(session, shop_id, since, today),
        causes=causes(read, first_day, today, zone),
        approvals=_approvals(replies),
        decisions=_decisions(standing),
    )


def _channels(
    session: Session, shop_id: int, replies: Sequence[Placed], standing: Sequence[Standing], target: float
) -> tuple[OfChannel, ...]:
    return tuple(
        OfChannel(
            channel_id=channel.id,
            name=channel.name,
            reviews=sum(here.n for here in standing if here.channel_id == channel.id),
            open=sum(here.n for here in standing if here.channel_id == channel.id and here.state in _OPEN),
            speed=speed([reply for reply in replies if reply.channel_id == channel.id], target),
        )
        for channel in channels.every(session, shop_id)
    )


def _promises(session: Session, shop_id: int, since: dt.datetime, today: dt.date) -> Promises:
    waiting = tuple(
        OpenPromise(made.id, made.review_id, made.text, made.due, made.due is not None and made.due < today)
        for made in promises.open_ones(session, shop_id, limit=_OPEN_PROMISES)
    )
    kept = looking_back.kept_since(session, shop_id, since)
    late = sum(due is not None and when.astimezone(since.tzinfo).date() > due for when, due in kept)
    return Promises(
        open=waiting,
        late=sum(made.late for made in waiting),
        kept=len(kept),
        kept_late=late,
        kept_in_time=round(1 - late / len(kept), 4) if kept else None,
    )


def _approvals(replies: Sequence[Placed]) -> Approvals:
    edited = sum(reply.edited for reply in replies)
    unchanged = len(replies) - edited
    return Approvals(
        replies=len(replies),
        unchanged=unchanged,
        edited=edited,
        overridden=sum(reply.overridden for reply in replies),
        unchanged_share=round(unchanged / len(replies), 4) if replies else None,
    )


def _decisions(standing: Sequence[Standing]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for here in standing:
        counted[here.decision] += here.n
    return dict(counted.most_common())

"""When a channel is read next: quickly while unhappy customers wait, slowly where it is quiet, ever later in trouble."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.contract import Pace
from plugin.inbox.quotas import Standing

LONGEST_PAUSE = dt.timedelta(hours=6)
QUIET_AFTER = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Liveliness:
    """What there is on a channel: whether unanswered bad reviews wait, and when the newest review was written."""

    negatives_wait: bool
    newest: dt.datetime | None


def next_reading(
    pace: Pace,
    seen: Liveliness,
    *,
    usual: int,
    failures: int,
    now: dt.datetime,
    retry_after: float | None = None,
    at_least: float = 0.0,
) -> dt.datetime:
    """The moment of the next reading. ``usual`` is the operator's own number of seconds, and never undercut for a
    channel that is slower by itself; ``failures`` are readings in a row that went wrong; ``retry_after`` is the channel's
    own word; ``at_least`` (seconds) is what its quotas want (``easing``).
    """
    at = _by_liveliness(pace, seen, usual=usual, failures=failures, now=now, retry_after=retry_after)
    return max(at, now + dt.timedelta(seconds=at_least))


def easing(quotas: Sequence[Standing], cost: int) -> float:
    """The seconds until the next reading that spare the quotas, where one reading costs so many calls: nothing while more
    than half of what reading may use is left, then ever more, so that what is left would last for the whole window.
    """
    return max((_easing(quota, max(cost, 1)) for quota in quotas if not quota.of), default=0.0)


def _easing(quota: Standing, cost: int) -> float:
    left = quota.reading_until - quota.used
    if 2 * quota.used <= quota.reading_until:
        return 0.0
    longest = min(quota.seconds, LONGEST_PAUSE.total_seconds())
    return min(quota.opens_in, 86_400.0) if left <= 0 else min(cost * quota.seconds / left, longest)


def _by_liveliness(
    pace: Pace, seen: Liveliness, *, usual: int, failures: int, now: dt.datetime, retry_after: float | None
) -> dt.datetime:
    if failures:
        doubled = dt.timedelta(seconds=max(pace.quick, usual) * 2.0 ** min(failures - 1, 10))
        pause = min(doubled, LONGEST_PAUSE)
        return now + max(pause, dt.timedelta(seconds=min(retry_after or 0.0, 86_400.0)))
    if seen.negatives_wait:
        return now + dt.timedelta(seconds=min(pace.quick, usual))
    if seen.newest is None or now - seen.newest > QUIET_AFTER:
        return now + dt.timedelta(seconds=max(pace.quiet, usual))
    return now + dt.timedelta(seconds=usual)

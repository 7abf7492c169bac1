"""When a channel is read next: quickly while unhappy customers wait, slowly where it is quiet, ever later in trouble."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from connectors.contract import Pace

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
) -> dt.datetime:
    """The moment of the next reading. ``usual`` is the operator's own number of seconds, and never undercut for a
    channel that is slower by itself; ``failures`` are readings in a row that went wrong; ``retry_after`` is the channel's
    own word.
    """
    if failures:
        doubled = dt.timedelta(seconds=max(pace.quick, usual) * 2.0 ** min(failures - 1, 10))
        pause = min(doubled, LONGEST_PAUSE)
        return now + max(pause, dt.timedelta(seconds=min(retry_after or 0.0, 86_400.0)))
    if seen.negatives_wait:
        return now + dt.timedelta(seconds=min(pace.quick, usual))
    if seen.newest is None or now - seen.newest > QUIET_AFTER:
        return now + dt.timedelta(seconds=max(pace.quiet, usual))
    return now + dt.timedelta(seconds=usual)

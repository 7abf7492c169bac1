"""What a platform allows a channel, for the channel's page: how much is used, and when it opens again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_timedelta
from flask_babel import gettext

from plugin.inbox.pace import easing
from plugin.inbox.quotas import Standing
from plugin.panel import speech


@dataclass(frozen=True, slots=True)
class QuotaShape:
    """One quota. ``opens_at``: when reading goes on, where it waits; ``gone``: replies wait as well; ``slower``: reading is
    slowed so that what is left lasts.
    """

    label: str
    used: int
    calls: int
    opens_at: dt.datetime | None
    gone: bool
    slower: bool


def shapes_of(standing: Sequence[Standing], now: dt.datetime) -> list[QuotaShape]:
    return [
        QuotaShape(
            label=_label(quota),
            used=min(quota.used, quota.calls),
            calls=quota.calls,
            opens_at=now + dt.timedelta(seconds=quota.opens_in) if quota.opens_in else None,
            gone=quota.used >= quota.calls,
            slower=easing([quota], 1) > 0,
        )
        for quota in standing
    ]


def _label(quota: Standing) -> str:
    time = format_timedelta(dt.timedelta(seconds=quota.seconds), threshold=1, locale=speech.locale())
    if quota.of == "replies":
        return str(gettext("Replies, in %(time)s", time=time))
    return str(gettext("In %(time)s", time=time))

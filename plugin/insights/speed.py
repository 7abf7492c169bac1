"""How long customers waited for the reply (guideline F-SPEED)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from plugin.insights.figures import Speed
from plugin.store.looking_back import Placed

_P90 = 0.9


def speed(replies: Sequence[Placed], target_hours: float) -> Speed:
    """Median, nine in ten, and the share within the shop's own target."""
    waited = sorted(hours_waited(reply) for reply in replies)
    if not waited:
        return Speed(0, None, None, None)
    within = sum(hours <= target_hours for hours in waited) / len(waited)
    return Speed(len(waited), _at(waited, 0.5), _at(waited, _P90), round(within, 4))


def hours_waited(reply: Placed) -> float:
    """From what the customer wrote; where that is older than the channel's connection, from the connection: before it
    nobody here could have answered.
    """
    return max(0.0, (reply.out - max(reply.written, reply.connected)).total_seconds() / 3600)


def _at(ordered: Sequence[float], share: float) -> float:
    """The smallest value that this share of them does not exceed."""
    return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 2)

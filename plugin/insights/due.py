"""What must be answered today to keep the shop's own target, and what is late already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugin.store import Session, looking_back, ticking
from plugin.store.glance import Window
from plugin.store.looking_back import Due
from plugin.store.ticking import Ends

A_DAY = dt.timedelta(days=1)
OLDEST = dt.timedelta(days=30)  # what waits longer is a backlog, and the inbox shows it


@dataclass(frozen=True, slots=True)
class Owed:
    """A review with the moment at which its answer is due; ``late``: that has passed."""

    review: Due
    answer_by: dt.datetime
    late: bool


def due_today(session: Session, shop_id: int, target: dt.timedelta, now: dt.datetime) -> list[Owed]:
    """Open reviews of which the shop's ``target`` runs out within a day or has run out, the most pressing first."""
    found = looking_back.due(session, shop_id, since=now - OLDEST, before=now - target + A_DAY)
    return [Owed(review, review.written + target, review.written + target < now) for review in found]


def windows(target: dt.timedelta, now: dt.datetime) -> tuple[Window, Window]:
    """When what ``due_today`` lists was written, and when what ``clocks_today`` lists ends: for store.glance, which counts
    both without reading them.
    """
    return Window(now - OLDEST, now - target + A_DAY), Window(now, now + A_DAY)


def clocks_today(session: Session, shop_id: int, now: dt.datetime) -> list[Ends]:
    """Open reviews of which a time limit of their channel, or of the shop's own terms, ends within a day."""
    return ticking.ending(session, shop_id, after=now, before=now + A_DAY)

"""Time limits that a channel sets on a review, as data: what runs, from when, for how long, and who says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from connectors.travelling import ModerationState, Review

Words = str | Mapping[str, str]  # English, or a mapping from language to text


class Starts(StrEnum):
    """The moment from which a clock runs."""

    WRITTEN = "written"  # when the customer wrote the review
    UPDATED = "updated"  # when it was changed last, else written
    ORDERED = "ordered"  # the order the review speaks of
    MODERATED = "moderated"  # since when the platform's moderation or dispute runs


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit. ``days`` counts whole days from ``starts``; the settings field ``setting`` overrules it (0 = off).

    It runs only for ratings up to ``up_to_rating`` and, where ``while_`` is given, only in those states of moderation;
    ``answered_stops`` says that a reply of the shop ends it.
    """

    id: str  # lower case with hyphens, the connector's name first: "webwinkelkeur-hold"
    title: Words  # what ends: "Time to answer before the review appears"
    days: int
    source: str  # who says so: the page's address, or what the shop was told
    starts: Starts = Starts.WRITTEN
    setting: str = ""
    up_to_rating: int | None = None
    while_: tuple[ModerationState, ...] = ()
    answered_stops: bool = True
    by_hand: bool = False  # the platform tells of it by mail, and no call shows it: a person says on which day it began

    def lasts(self, settings: Mapping[str, Any]) -> int:
        """Its days with these settings; 0 where it is switched off."""
        days = settings.get(self.setting, self.days) if self.setting else self.days
        return max(0, days) if isinstance(days, int) else 0

    def ends(self, review: Review, settings: Mapping[str, Any]) -> dt.datetime | None:
        """When the time is over for this review, or None where the clock does not run."""
        days = self.lasts(settings)
        if not days or not self._runs(review):
            return None
        if self.starts is Starts.MODERATED and review.moderation is not None and review.moderation.until is not None:
            return review.moderation.until  # the platform's own word goes before our arithmetic
        start = self._start(review)
        return None if start is None else start + dt.timedelta(days=days)

    def _runs(self, review: Review) -> bool:
        if self.up_to_rating is not None and (review.rating is None or review.rating > self.up_to_rating):
            return False
        if self.while_ and (review.moderation is None or review.moderation.state not in self.while_):
            return False
        answered = review.reply is not None and review.reply.by_shop and review.reply.status in {"visible", "held"}
        return not (answered and self.answered_stops)

    def _start(self, review: Review) -> dt.datetime | None:
        match self.starts:
            case Starts.WRITTEN:
                return review.created
            case Starts.UPDATED:
                return review.updated or review.created
            case Starts.ORDERED:
                return review.ordered
            case Starts.MODERATED:
                return review.moderation.since if review.moderation is not None else None

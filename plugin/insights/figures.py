"""The figures as values; every one says of how many it speaks. Times are in hours, shares between 0 and 1."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speed:
    """From the customer's words to the reply's place. None where there were no replies."""

    replies: int
    median_hours: float | None
    p90_hours: float | None
    within_target: float | None


@dataclass(frozen=True, slots=True)
class OfChannel:
    channel_id: int
    name: str
    reviews: int
    open: int
    speed: Speed


@dataclass(frozen=True, slots=True)
class OpenPromise:
    promise_id: int
    review_id: int
    text: str
    due: dt.date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Promises:
    """``kept`` and ``kept_late`` are of the period; what is open is open now."""

    open: tuple[OpenPromise, ...]
    late: int
    kept: int
    kept_late: int
    kept_in_time: float | None


@dataclass(frozen=True, slots=True)
class Month:
    month: str  # 2026-11
    reviews: int


@dataclass(frozen=True, slots=True)
class OfProduct:
    product: str
    reviews: int


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of complaint: in how many reviews, about which products, in which months (every month of the period)."""

    label: str
    reviews: int
    products: tuple[OfProduct, ...]
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Approvals:
    """What people did with the drafts that went out."""

    replies: int
    unchanged: int
    edited: int
    overridden: int
    unchanged_share: float | None


@dataclass(frozen=True, slots=True)
class Insights:
    """``read``: reviews of the period that were looked at for causes; ``cut``: there were more than one look may read.
    ``decisions`` counts every review of the shop under its decision ("" = not decided yet).
    """

    since: dt.date
    until: dt.date
    target_hours: float
    read: int
    cut: bool
    speed: Speed
    channels: tuple[OfChannel, ...]
    promises: Promises
    causes: tuple[Cause, ...]
    approvals: Approvals
    decisions: dict[str, int]

"""Recurring complaints by label, product and month, so that the cause is mended (guideline F-LEARN)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from plugin.insights.figures import Cause, Month, OfProduct
from plugin.store.looking_back import Complained
from plugin.words import Sentiment

RECURRING = 2  # reviews; once is no pattern
MOST_CAUSES = 20
_NO_CAUSE = frozenset({"other"})  # a complaint of no known kind: nothing that could be mended at its root
MOST_PRODUCTS = 3


def causes(found: Iterable[Complained], since: dt.date, until: dt.date, zone: dt.tzinfo) -> tuple[Cause, ...]:
    """The complaints that came back, the most frequent first. A review counts once for each label, in the month that it was
    in ``zone``, the shop's, when its customer wrote.
    """
    months = months_between(since, until)
    in_month: dict[str, Counter[str]] = defaultdict(Counter)
    of_product: dict[str, Counter[str]] = defaultdict(Counter)
    for review in found:
        labels = {str(point["label"]) for point in review.points if point["sentiment"] == Sentiment.NEGATIVE}
        for label in labels - _NO_CAUSE:
            in_month[label][f"{review.written.astimezone(zone):%Y-%m}"] += 1
            if review.product:
                of_product[label][review.product] += 1
    made = [
        Cause(
            label=label,
            reviews=counted.total(),
            products=tuple(OfProduct(name, n) for name, n in _most(of_product[label], MOST_PRODUCTS)),
            months=tuple(Month(month, counted[month]) for month in months),
        )
        for label, counted in in_month.items()
        if counted.total() >= RECURRING
    ]
    return tuple(sorted(made, key=lambda cause: (-cause.reviews, cause.label))[:MOST_CAUSES])


def months_between(since: dt.date, until: dt.date) -> Sequence[str]:
    """Every month from the one to the other, as 2026-11."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def _most(counted: Counter[str], most: int) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

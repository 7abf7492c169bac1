"""Ratings of every scale, brought to 1 to 5 stars; what the platform wrote is kept beside them (``Review.raw_rating``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """The numbers from ``low`` to ``high`` that a platform rates with."""

    low: float
    high: float

    def stars(self, value: float | None) -> int | None:
        """1 to 5, halves rounded up; None out of range. Scales that begin at 0 or 1 both end at five stars."""
        if value is None or not self.low <= value <= self.high:
            return None
        if self.high == 5:  # noqa: PLR2004 -- five stars
            return max(1, int(value + 0.5))
        return max(1, int(value * 5 / self.high + 0.5))

    def written(self, value: float | None) -> str:
        """How it reads to a person, for ``Review.raw_rating``: "8/10"; empty where five whole stars lose nothing."""
        if value is None:
            return ""
        if self.high == 5 and value == int(value) and self.low >= 1:  # noqa: PLR2004 -- five stars
            return ""
        return f"{value:g}/{self.high:g}"


FIVE_STARS = Scale(1, 5)
ONE_TO_TEN = Scale(1, 10)
ZERO_TO_TEN = Scale(0, 10)
PERCENT = Scale(0, 100)
# "I recommend this shop: yes / no" is no number of stars: it goes to ``Review.recommend``, with no rating.


def scale_named(name: str) -> Scale:
    """The scale "1-10" and its like."""
    low, _, high = name.partition("-")
    return Scale(float(low), float(high))

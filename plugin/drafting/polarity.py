"""Whether a stretch of a review complains or praises: words of judgement, what the second reader hears, and the stars.

Each of them alone is wrong too often. Words of judgement know no plot ("a murder, a divorce, a lost child"), the reader is
easily misled by a "not", and the stars speak of the whole. ``training/polarity.py`` learned how much each counts, from
reviews whose points are labelled and from sentences of many trades.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from plugin.data import read_yaml
from plugin.drafting.marked import mark
from plugin.drafting.points import LOW_STARS
from plugin.drafting.reader import ReadReview, Scores
from plugin.language.reading import read

SIGNS = (
    "bad",
    "good",
    "some bad",
    "some good",
    "denies",
    "asks",
    "heard bad",
    "heard good",
    "few stars",
    "four stars",
    "five stars",
)
_WORD = re.compile(r"\w+")
_MOST = 3  # words of judgement of one kind that count
_SURELY = 0.999
_FOUR_STARS, _FIVE_STARS = 4, 5
_UNHEARD: Scores = {"negative": 0.5, "positive": 0.5}


@dataclass(frozen=True, slots=True)
class Polarity:
    """How likely a stretch complains and how likely it praises, 0 to 1 each; what only tells does neither, a mixture both."""

    complains: float
    praises: float


class Judge:
    """One review, asked stretch by stretch."""

    def __init__(self, text: str, rating: int | None, heard: ReadReview, language: str) -> None:
        reading = read(text)
        marked = mark(reading.text, language)
        self._text = text
        self._heard = heard
        self._stars = (
            float(rating is not None and rating <= LOW_STARS),
            float(rating == _FOUR_STARS),
            float(rating == _FIVE_STARS),
        )
        self._judgements = [(*reading.place(start, end), good) for start, end, good in marked.judgements()]
        self._clauses = [reading.place(clause.start, clause.end) for clause in marked.clauses]
        self._denials = [reading.place(*span) for span in marked.negations]

    def of(self, start: int, end: int) -> Polarity:
        """Of the stretch from ``start`` to ``end``, code points of the review's text."""
        signs = self.signs(start, end)
        return Polarity(_weighed("complains", signs), _weighed("praises", signs))

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses between two places."""
        return [(first, last) for first, last in self._clauses if start <= first and last <= end]

    def words(self, start: int, end: int) -> int:
        """How many words a stretch has."""
        return len(_WORD.findall(self._text, start, end))

    def signs(self, start: int, end: int) -> tuple[float, ...]:
        """What speaks for one or the other, in the order of ``SIGNS``."""
        inside = [good for first, _, good in self._judgements if start <= first < end]
        good, bad = sum(inside), len(inside) - sum(inside)
        scores = self._scores(start, end)
        return (
            float(min(bad, _MOST)),
            float(min(good, _MOST)),
            float(bad > 0),
            float(good > 0),
            float(any(start <= first < end for first, _ in self._denials)),
            float("?" in self._text[start:end]),
            _odds(scores["negative"]),
            _odds(scores["positive"]),
            *self._stars,
        )

    def _scores(self, start: int, end: int) -> Scores:
        """What the reader hears in the sentence that most of the stretch lies in."""
        shared = [(min(end, s.end) - max(start, s.start), s.scores) for s in self._heard.sentences]
        widest = max(shared, key=lambda each: each[0], default=(0, _UNHEARD))
        return widest[1] if widest[0] > 0 else _UNHEARD


def _odds(score: float) -> float:
    kept = min(max(score, 1 - _SURELY), _SURELY)
    return math.log(kept / (1 - kept))


def _weighed(which: str, signs: Sequence[float]) -> float:
    first, weights = _weights()[which]
    return 1 / (1 + math.exp(-first - sum(weight * sign for weight, sign in zip(weights, signs, strict=True))))


@cache
def _weights() -> dict[str, tuple[float, tuple[float, ...]]]:
    """By what is asked: where it begins, and what each sign adds."""
    document = read_yaml("classifiers", "polarity.yaml")
    return {
        which: (document[which]["begins"], tuple(document[which][sign] for sign in SIGNS))
        for which in ("complains", "praises")
    }

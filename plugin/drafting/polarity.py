"""Whether a stretch of a review complains, praises or asks: its words, what the second reader hears in it, and all around it.

Each of them alone is wrong too often. Words of judgement know no plot ("a murder, a divorce, a lost child"), the reader is
misled by what it meets for the first time, and the stars speak of the whole. ``training/polarity.py`` learned how much each
counts from reviews whose points are labelled, and writes ``prompts/classifiers/polarity.npz``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from plugin.data import PROMPTS, read_yaml
from plugin.drafting.marked import mark, places_of_clauses
from plugin.drafting.reader import ReadReview, Stretch, odds
from plugin.drafting.small_networks import Floats, SmallNetworks
from plugin.language.reading import read
from plugin.once import loaded_once
from plugin.words import Point, Sentiment

SENTIMENTS = ("negative", "positive", "question")
_WORD = re.compile(r"\w+")
_OPENING = 2  # words
_MOST = 3  # words of judgement of one kind that count
_USUAL_LENGTH = 4.0  # the logarithm of some fifty characters
_MANY = 8  # sentences
_UNNAMED = ("other", "praise")
_STARS = (None, 1, 2, 3, 4, 5)
_OF_STRETCH = (
    "bad", "good", "some bad", "some good", "denies", "asks", "ends asking", "as a question", "length", "share",
    *(f"found {sentiment}" for sentiment in SENTIMENTS), *(f"found {label}" for label in _UNNAMED), "found by name",
)  # fmt: skip
_OF_CLAUSES = (*SENTIMENTS, *(f"said {sentiment}" for sentiment in SENTIMENTS))
_OF_NEIGHBOUR = ("there", *_OF_CLAUSES)
_MOSTLY = 0.5  # of a clause: from here on it lies in a stretch


class Polarity(NamedTuple):
    """How likely a stretch complains, praises and asks, 0 to 1 each; what only tells does none of it, a mixture several."""

    complains: float
    praises: float
    asks: float


def sign_names(labels: Sequence[str]) -> tuple[str, ...]:
    """What is told of a stretch, in its order; ``labels`` are the reader's."""
    return (
        *_OF_STRETCH,
        *(f"clause {name}" for name in _OF_CLAUSES),
        *(f"sentence {label}" for label in labels),
        *(f"sentence said {sentiment}" for sentiment in SENTIMENTS),
        *(f"{which} {name}" for which in ("before", "after") for name in _OF_NEIGHBOUR),
        *("place", "first", "last"),
        *(f"whole {label}" for label in labels),
        *(f"stars {stars or 0}" for stars in _STARS),
        *("sentences", "nl", "de"),
    )


class Judge:
    """One review, asked stretch by stretch; ``found`` are the points that the lexicons found."""

    def __init__(
        self, text: str, rating: int | None, heard: ReadReview, language: str, found: Sequence[Point] = ()
    ) -> None:
        reading = read(text)
        marked = mark(reading.text, language)
        self._text = text
        self._heard = heard
        self._found = found
        self._judgements = [(*reading.place(start, end), good) for start, end, good in marked.judgements()]
        self._clauses = places_of_clauses(text, language)
        self._denials = [reading.place(*span) for span in marked.negations]
        self._question_words = marked.lexicon.question_words
        self._around = self._of_sentences(rating, language)

    def of(self, start: int, end: int) -> Polarity:
        """Of the stretch from ``start`` to ``end``, code points of the review's text."""
        sums = _learned(tuple(self._heard.whole)).sums(self.signs(start, end))
        return Polarity(*(1 / (1 + np.exp(-sums))).mean(axis=0).tolist())

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses between two places."""
        return [(first, last) for first, last in self._clauses if start <= first and last <= end]

    def words(self, start: int, end: int) -> int:
        """How many words a stretch has."""
        return len(_WORD.findall(self._text, start, end))

    def signs(self, start: int, end: int) -> Floats:
        """What speaks for one or another, in the order of ``sign_names``."""
        number = self._sentence_of(start, end)
        sentence = self._heard.sentences[number]
        stretch = self._of_stretch(start, end, sentence.end - sentence.start)
        clauses = self._of_clauses(start, end) or [sentence]
        return np.concatenate([np.fromiter(stretch, np.float32), _loudest(clauses), self._around[number]])

    def _of_clauses(self, start: int, end: int) -> list[Stretch]:
        """The clauses that were heard by themselves and lie mostly in the stretch."""
        return [
            clause
            for clause in self._heard.clauses
            if min(end, clause.end) - max(start, clause.start) >= _MOSTLY * (clause.end - clause.start)
        ]

    def _sentence_of(self, start: int, end: int) -> int:
        """The number of the sentence that most of the stretch lies in."""
        shared = [min(end, s.end) - max(start, s.start) for s in self._heard.sentences]
        return max(range(len(shared)), key=shared.__getitem__)

    def _of_stretch(self, start: int, end: int, whole: int) -> Iterator[float]:
        inside = [good for first, _, good in self._judgements if start <= first < end]
        good, bad = sum(inside), len(inside) - sum(inside)
        yield from (min(bad, _MOST), min(good, _MOST), bad > 0, good > 0)
        yield any(start <= first < end for first, _ in self._denials)
        yield "?" in self._text[start:end]
        yield "?" in self._text[end - 1 : end + 1]
        yield not self._question_words.isdisjoint(_WORD.findall(self._text[start:end].lower())[:_OPENING])
        yield math.log1p(end - start) - _USUAL_LENGTH
        yield (end - start) / max(1, whole)
        found = [point for point in self._found if point.start < end and start < point.end]
        yield from (any(point.sentiment.value == sentiment for point in found) for sentiment in SENTIMENTS)
        yield from (any(point.label == label for point in found) for label in _UNNAMED)
        yield any(point.label not in _UNNAMED and point.sentiment is not Sentiment.QUESTION for point in found)

    def _of_sentences(self, rating: int | None, language: str) -> list[Floats]:
        """Of every sentence what is heard in it, in the next ones and in the whole."""
        sentences = self._heard.sentences
        scored = [_sentiments(sentence) for sentence in sentences]
        last = len(sentences) - 1
        whole = [
            *odds(self._heard.whole.values()),
            *(float(rating == stars) for stars in _STARS),
            *(min(len(sentences), _MANY) / _MANY, float(language == "nl"), float(language == "de")),
        ]
        rows: list[Floats] = []
        for number, sentence in enumerate(sentences):
            beside = [
                [1.0, *odds(scored[near])] if 0 <= near <= last else [0.0] * len(_OF_NEIGHBOUR)
                for near in (number - 1, number + 1)
            ]
            place = [number / last if last else 0.5, float(number == 0), float(number == last)]
            its = odds([*sentence.scores.values(), *sentence.said.values()])
            rows.append(np.array([*its, *beside[0], *beside[1], *place, *whole], np.float32))
        return rows


def _sentiments(stretch: Stretch) -> list[float]:
    """By itself, and where it stands."""
    return [*(stretch.scores[name] for name in SENTIMENTS), *stretch.said.values()]


def _loudest(stretches: Sequence[Stretch]) -> Floats:
    """Of several the most that is heard in any."""
    return np.array(odds([max(each) for each in zip(*map(_sentiments, stretches), strict=True)]), np.float32)


@loaded_once
def _learned(labels: tuple[str, ...]) -> SmallNetworks:
    if tuple(read_yaml("classifiers", "polarity.yaml")["signs"]) != sign_names(labels):
        raise ValueError("polarity.npz was learned from other signs: run training.polarity")
    with np.load(PROMPTS / "classifiers" / "polarity.npz") as arrays:
        return SmallNetworks(arrays)

"""How surely each complaint of a review is taken up by a reply, from the words that both share.

A complaint is answered in its own words, in a part of them ('Sattel', 'Fahrradsattel') or by its matter; how many of them
must come again depends on what else the customer said and how much of that the reply takes up. ``training/advice.py``
learns that from replies out of which the answer to one complaint was taken, beside the same replies with it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plugin.words import Decision, Play, Point, Sentiment

Floats = NDArray[np.float32]

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STEM, _TAIL = 5, 6  # letters
_COMPOUND = 9  # letters of a word of which the end may be a word as well
_A_WORD = 10  # letters from which on a word weighs no more
_FEW, _SHORT = 3, 4
_LABELS = (
    "other", "quality", "service", "trust", "description", "broken", "defect", "delivery-late", "missing-part", "wrong-item",
    "service-rude", "service-slow", "injury",
)  # fmt: skip
_OF_A_PAIR = ("share", "faint", "words", "matter", "matters")
_OF_A_POINT = ("covered", "faintly", "longest", "own", "own faintly", "one")
SIGNS = [
    *(f"{how} {sign}" for how in ("most", "second", "alone", "ahead") for sign in _OF_A_PAIR),
    *(f"{how} {sign}" for how in ("all", "ahead all", "least") for sign in _OF_A_POINT),
    *("size", "letters", "question", "begins", "last", *(f"label {label}" for label in _LABELS)),
    *("sentences", "length", "points", "complaints", "private", "our fault", "mixed", "stars"),
]


@dataclass(frozen=True, slots=True)
class Told:
    """One point of the review: where and what it is, its telling words, and the matters that it touches."""

    point: Point
    words: tuple[str, ...]
    matters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the reply, folded, with a blank before it; and the matters that it touches."""

    text: str
    matters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around: how the review is answered, how many stars it gave, how many words the reply has."""

    decision: Decision
    play: Play | None
    stars: int | None
    words: int


@functools.lru_cache(maxsize=4096)
def _looked_for(word: str) -> tuple[str, str, float]:
    """What of a word must stand in a sentence, what would be a faint sign of it, and how much it tells."""
    plain = word[:_STEM] if len(word) >= _STEM else f" {word}"
    faint = word[-_TAIL:] if len(word) >= _COMPOUND else f" {word[:_SHORT]}"
    return plain, faint, float(min(len(word), _A_WORD) - 1)


def pairs(told: Told, said: Sequence[Said]) -> tuple[Floats, Floats]:
    """Of a point's every word in every sentence whether it stands there (1), faintly (a half); and what each word weighs."""
    looked = [_looked_for(word) for word in told.words]
    found = [[1.0 if p in s.text else 0.5 if f in s.text else 0.0 for s in said] for p, f, _ in looked]
    weights = np.array([weight for *_, weight in looked], np.float32)
    return np.array(found, np.float32).reshape(len(looked), len(said)), weights


def signs(points: Sequence[Told], said: Sequence[Said], around: Around) -> Floats:
    """A row for each point, as ``SIGNS`` names its columns; there is at least one sentence."""
    read = [pairs(told, said) for told in points]
    of_pairs = np.array([_of_pairs(told, said, *one) for told, one in zip(points, read, strict=True)])
    ranked = np.sort(of_pairs, axis=1)
    most, second = ranked[:, -1], ranked[:, -2] if len(said) > 1 else np.zeros_like(ranked[:, -1])
    alone = (of_pairs * (of_pairs == of_pairs.max(0, keepdims=True))).max(1)
    of_points = np.array([_of_point(number, points, read) for number in range(len(points))], np.float32)
    least = np.repeat(of_points.min(0, keepdims=True), len(points), 0)
    told = np.array([_of_told(number, points) for number in range(len(points))], np.float32)
    complaints = sum(one.point.sentiment is Sentiment.NEGATIVE for one in points)
    reply = np.array([
        len(said) / 5, around.words / 60, len(points) / 3, complaints / 3,
        around.decision is Decision.REPLY_PRIVATE, around.play is Play.OUR_FAULT, around.play is Play.MIXED,
        (around.stars or _FEW) - _FEW,
    ], np.float32)  # fmt: skip
    parts = [most, second, alone, _ahead(most), of_points, _ahead(of_points), least, told]
    return np.hstack([*parts, np.tile(reply, (len(points), 1))]).astype(np.float32)


def _of_pairs(told: Told, said: Sequence[Said], found: Floats, weights: Floats) -> Floats:
    """Of each sentence what it shares with the point."""
    total = max(float(weights.sum()), 1.0)
    share = weights @ (found == 1) / total
    faint = weights @ found / total
    words = weights @ (found == 1) / _A_WORD
    shared = [len(told.matters & one.matters) for one in said]
    matter = np.array([bool(number) for number in shared], np.float32)
    matters = np.array(shared, np.float32) / max(1, len(told.matters))
    return np.stack([share, faint, words, matter, matters], axis=1)


def _of_point(number: int, points: Sequence[Told], read: Sequence[tuple[Floats, Floats]]) -> list[float]:
    """How much of a point stands anywhere in the reply, and of what only this point says."""
    found, weights = read[number]
    if not len(weights):
        return [0.0] * len(_OF_A_POINT)
    best = found.max(1)
    others = " " + " ".join(" ".join(told.words) for at, told in enumerate(points) if at != number)
    own = np.array([_looked_for(word)[0] not in others for word in points[number].words], np.float32) * weights
    total, its = float(weights.sum()), max(float(own.sum()), 1.0)
    return [
        float(weights @ (best == 1)) / total,
        float(weights @ best) / total,
        float(best[int(weights.argmax())]),
        float(own @ (best == 1)) / its,
        float(own @ best) / its,
        float(best.max()),
    ]


def _of_told(number: int, points: Sequence[Told]) -> list[float]:
    told = points[number]
    return [
        len(told.words) / 5,
        sum(map(len, told.words)) / 30,
        told.point.sentiment is Sentiment.QUESTION,
        number / len(points),
        number == len(points) - 1,
        *(told.point.label == label for label in _LABELS),
    ]


def _ahead(rows: Floats) -> Floats:
    """How far each row lies above the mean of the others."""
    if len(rows) == 1:
        return np.zeros_like(rows)
    return np.asarray(rows - (rows.sum(0, keepdims=True) - rows) / (len(rows) - 1))

"""What the very words of a review make likely: pairs of words and pieces of words, which the encoder blurs.

The encoder hears what a sentence is about; "came in pieces", "wie versprochen" or a dialect's ending say more by their letters.
``training/wording.py`` learns how much each speaks for a decision and a play, and writes ``prompts/classifiers/wording.npz``.
"""

from __future__ import annotations

import functools
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugin.data import PROMPTS
from plugin.language.reading import read
from plugin.once import loaded_once

BUCKETS = 1 << 16  # of words as of pieces: what falls together in one is seldom in one review
STARS = 6  # one to five, and none
_WORD = re.compile(r"\w+|[!?]+|[^\w\s,.;:'\"()/-]")
_SHORTEST, _LONGEST = 3, 5  # letters of a piece
_WIDTH = 3.0
_FAINTEST = -8.0  # the logarithm of a share: below it nothing is told apart

Places = NDArray[np.int32]


class Grams(NamedTuple):
    """Which buckets a text falls into, and how often, by the logarithm of the count."""

    words: Places
    words_often: NDArray[np.float32]
    pieces: Places
    pieces_often: NDArray[np.float32]


def grams(text: str) -> Grams:
    """The buckets of a text's words and pairs of words, and of the pieces of its words."""
    words = _WORD.findall(read(text).text)
    of_words = Counter((*map(_bucket, words), *(_bucket(f"{one} {other}") for one, other in pairwise(words))))
    of_pieces = Counter(bucket for word in words for bucket in _pieces(word))
    return Grams(*_counted(of_words), *_counted(of_pieces))


def _counted(buckets: Counter[int]) -> tuple[Places, NDArray[np.float32]]:
    often = np.log1p(np.fromiter(buckets.values(), np.float32, len(buckets)))
    return np.fromiter(buckets, np.int32, len(buckets)), often


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode()) % BUCKETS


@functools.lru_cache(maxsize=1 << 14)
def _pieces(word: str) -> tuple[int, ...]:
    return tuple(map(_bucket, _cut(f" {word} ")))


def _cut(word: str) -> Iterator[str]:
    for length in range(_SHORTEST, _LONGEST + 1):
        if length >= len(word):
            yield word  # a short word is one piece
            return
        yield from (word[at : at + length] for at in range(len(word) - length + 1))


class Wording:
    """How much each bucket counts; ``labels`` in the order of the columns, decisions and plays each a group of their own."""

    def __init__(self, arrays: Any) -> None:
        self._groups = [tuple(map(str, arrays[f"labels_{which}"])) for which in ("decision", "play")]
        self._rare = {which: np.asarray(arrays[f"rare_{which}"], np.float32) for which in ("words", "pieces")}
        self._weights = {which: arrays[f"weights_{which}"] for which in ("words", "pieces")}
        self._scale = np.asarray(arrays["scale"], np.float32)
        self._stars, self._bias = (np.asarray(arrays[name], np.float32) for name in ("stars", "bias"))

    def shares(self, text: str, rating: int | None) -> Iterator[tuple[str, float]]:
        """The logarithm of the share of each decision among the decisions, of each play among the plays."""
        found = grams(text)
        sums = self._bias + self._stars[rating or 0]
        for which, places, often in (
            ("words", found.words, found.words_often), ("pieces", found.pieces, found.pieces_often)
        ):  # fmt: skip
            told = often * self._rare[which][places]
            length = float(np.sqrt(told @ told))
            if length:
                sums = sums + (told / length) @ self._weights[which][places].astype(np.float32) * self._scale
        at = 0
        for labels in self._groups:
            yield from zip(labels, _logarithms(sums[at : at + len(labels)]), strict=True)
            at += len(labels)


def _logarithms(sums: NDArray[np.float32]) -> Sequence[float]:
    shares = sums - sums.max()
    logs: list[float] = np.maximum(shares - np.log(np.exp(shares).sum()), _FAINTEST).tolist()
    return logs


def signs(text: str, rating: int | None) -> Iterator[tuple[str, float]]:
    """The shares as signs to be weighed with others (``plugin.drafting.evidence``), of their width: 1 where one is certain."""
    for label, logarithm in shares(text, rating):
        yield f"worded {label}", 1.0 + logarithm / _WIDTH


def share_told(label: str, told: Mapping[str, float]) -> float:
    """The share of a label again, out of its sign; 1 where the signs hold none."""
    return math.exp(_WIDTH * (told.get(f"worded {label}", 1.0) - 1.0))


def shares(text: str, rating: int | None) -> Iterator[tuple[str, float]]:
    """By the weights that ship: pairs of an id (T-…, P-…) and the logarithm of its share."""
    return wording().shares(text, rating)


@loaded_once
def wording() -> Wording:
    """The weights that ship; ``training.combining`` puts others in their place for reviews that they were learned from."""
    with np.load(PROMPTS / "classifiers" / "wording.npz", allow_pickle=False) as arrays:
        return Wording(dict(arrays))

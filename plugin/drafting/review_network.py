"""The network behind the reader of reviews: an upper half of the encoder taught with it, over a review and its sentences.

Each text is heard by itself. What any sentence makes ring (the largest number of each place of the hidden layer), the
review as a whole and its stars together say which decision and which play it asks for. What a sentence or a clause says of the
shop is heard once more beside the whole and the stars: "it took a week" is praise in one review and a complaint in the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugin.language.encoder import encoder
from plugin.language.products import Weights
from plugin.language.vectors import rows_beside

Floats = NDArray[np.float32]
MOST_STARS = 5
BESIDE = MOST_STARS + 2  # numbers beside the text: no stars, one to five, how long it is
_LONG = 600  # characters of a review that counts as long


class Heard(NamedTuple):
    """Of every text a row: under every label, what it says beside the whole, as each decision, as each play; all 0 to 1."""

    labels: Floats
    said: Floats
    decisions: Floats
    plays: Floats


class ReviewNetwork:
    """As ``training/bags.py`` writes it; safe to use from several threads."""

    def __init__(self, learned: Mapping[str, NDArray[np.floating[Any]]]) -> None:
        weights = {name: np.asarray(learned[name], np.float32) for name in learned}
        self._first, self._first_bias = Weights(weights["first"]), weights["first_bias"]
        self._second, self._second_bias = weights["second"], weights["second_bias"]
        self._around, self._around_bias = weights["around"], weights["around_bias"]
        self._out = {name: (weights[name], weights[f"{name}_bias"]) for name in Heard._fields}
        prefix = "encoder."
        upper = {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
        self.encoder = encoder().tuned(upper, parts=0)

    def hear(self, rows: Floats, told: Floats, sentences: int) -> Heard:
        """``rows`` are its encoder's, the first the review's, so many behind it its sentences', the others its clauses': each as if
        it were all there is, but for what is said; ``told`` is what stands beside the review.
        """
        hidden = np.maximum(self._first.times(rows) + self._first_bias, 0)
        ringing = hidden.copy()
        ringing[0] = hidden[: 1 + sentences].max(axis=0)
        alone = np.zeros((len(rows), BESIDE), np.float32)
        alone[0] = told
        seen = np.maximum(np.hstack([hidden, ringing, alone]) @ self._second + self._second_bias, 0)
        beside_whole = np.broadcast_to(np.concatenate([hidden[0], told]), (len(rows), hidden.shape[1] + BESIDE))
        around = np.maximum(np.hstack([hidden, beside_whole]) @ self._around + self._around_bias, 0)
        return Heard(
            labels=_likely(self._sums("labels", hidden)),
            said=_likely(self._sums("said", around)),
            decisions=_shares(self._sums("decisions", seen)),
            plays=_shares(self._sums("plays", seen)),
        )

    def _sums(self, name: str, rows: Floats) -> Floats:
        weights, bias = self._out[name]
        return np.asarray(rows @ weights + bias, np.float32)


def hear(networks: Sequence[ReviewNetwork], texts: Sequence[str], rating: int | None, sentences: int) -> Heard:
    """What several networks hear on average, in one pass of the encoder; the first text is the review, so many behind it its
    sentences, the others its clauses.
    """
    rows = rows_beside(tuple(network.encoder for network in networks), texts)
    told = beside(rating, len(texts[0]))
    each = [network.hear(own, told, sentences) for network, own in zip(networks, rows, strict=True)]
    return Heard(*(np.mean(parts, axis=0) for parts in zip(*each, strict=True)))


def beside(rating: int | None, length: int) -> Floats:
    """What stands beside the words: the stars, each by itself, and how much there is to read."""
    told = np.zeros(BESIDE, np.float32)
    told[min(max(rating or 0, 0), MOST_STARS)] = 1
    told[-1] = min(length / _LONG, 1.0)
    return told


def _likely(sums: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-sums)), np.float32)


def _shares(sums: Floats) -> Floats:
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)

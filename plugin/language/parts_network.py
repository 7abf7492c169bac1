"""The network behind the reader of replies: an upper half of the encoder taught with it, and a look at each clause.

A breach often is one clause of a friendly sentence. So every sentence is scored as a whole and by its parts, and its
score lies halfway between the whole and the worst of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin.language.encoder import WIDTH, encoder
from plugin.language.products import Weights

_MOST_PARTS = 3

Floats = NDArray[np.float32]


class PartsNetwork:
    """Two layers over the encoder's numbers, as ``training/tuned.py`` writes them."""

    def __init__(self, learned: Mapping[str, NDArray[np.floating[Any]]]) -> None:
        weights = {name: np.asarray(learned[name], np.float32) for name in learned}
        self._first, self._first_bias = Weights(weights["first"]), weights["first_bias"]
        self._second, self._second_bias = weights["second"], weights["second_bias"]
        prefix = "encoder."
        upper = {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
        self._encoder = encoder().tuned(upper, _MOST_PARTS)

    def scores(self, texts: Sequence[str]) -> list[list[float]]:
        """Of each text the score under every label, 0 to 1, in the labels' order."""
        whole, most = self.whole_and_most(texts)
        found: list[list[float]] = ((whole + most) / 2).tolist()
        return found

    def whole_and_most(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """The score of each text as a whole, and of the likeliest of it and its parts, under every label."""
        rows = self._encoder.encode(texts).reshape(-1, WIDTH)
        there = np.einsum("ij,ij->i", rows, rows) > 0  # a part that a sentence does not have is a row of zeros
        scored = np.zeros((len(rows), len(self._second_bias)), np.float32)
        scored[there] = self._head(rows[there])
        parted = scored.reshape(len(texts), 1 + _MOST_PARTS, -1)
        return parted[:, 0], parted.max(axis=1)

    def _head(self, rows: Floats) -> Floats:
        hidden = np.maximum(self._first.times(rows) + self._first_bias, 0)
        return np.asarray(1 / (1 + np.exp(-(hidden @ self._second + self._second_bias))), np.float32)

"""The small network over the encoder's numbers with which both readers score a text, under whatever labels they learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin.language.vectors import vectors


class Network:
    """Two layers, as ``training/network.py`` writes them."""

    def __init__(self, learned: Mapping[str, NDArray[np.floating[Any]]]) -> None:
        self._first, self._first_bias = learned["first"].astype(np.float32), learned["first_bias"].astype(np.float32)
        self._second = learned["second"].astype(np.float32)
        self._second_bias = learned["second_bias"].astype(np.float32)

    def scores(self, texts: Sequence[str]) -> list[list[float]]:
        """Of each text the score under every label, 0 to 1, in the labels' order."""
        hidden = np.maximum(vectors(texts) @ self._first + self._first_bias, 0)
        found: NDArray[np.float32] = 1 / (1 + np.exp(-(hidden @ self._second + self._second_bias)))
        rows: list[list[float]] = found.tolist()
        return rows

"""A few small networks of one hidden layer over the same signs, whose opinions are averaged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


class SmallNetworks:
    """As ``training/combining.py`` and ``training/polarity.py`` write them, each part stacked; ``prefix`` begins their names."""

    def __init__(self, arrays: Mapping[str, Floats], prefix: str = "") -> None:
        self._first, self._first_bias, self._second, self._second_bias = (
            np.asarray(arrays[f"{prefix}{name}"], np.float32)
            for name in ("first", "first_bias", "second", "second_bias")
        )

    def sums(self, signs: Floats) -> Floats:
        """Of each network what it makes of the signs, before it is brought to shares."""
        hidden = np.maximum(np.einsum("i,nij->nj", signs, self._first) + self._first_bias, 0)
        return np.asarray(np.einsum("nj,njk->nk", hidden, self._second) + self._second_bias)

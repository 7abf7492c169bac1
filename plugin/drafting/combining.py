"""Both readings weighed together: what the patterns found, what the second reader scores, the stars, the terms, the trade.

``training/combining.py`` learns how far to believe each, from reviews that the reader was not taught, and writes
``prompts/classifiers/combining.npz``: a few small networks whose opinions are averaged, for the decision and for the play.
This only says what is likely; what may come of it, ``plugin.drafting.decisions`` and ``plugin.drafting.plays``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin.data import PROMPTS, read_yaml
from plugin.words import Decision, Play

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely each decision and each play is, 0 to 1."""

    decisions: Mapping[Decision, float]
    plays: Mapping[Play, float]


class Weights:
    """The networks by what they tell apart; ``names`` are the signs in their order."""

    def __init__(self, document: Mapping[str, Any], arrays: Mapping[str, Floats]) -> None:
        self._place = {name: number for number, name in enumerate(document["signs"])}
        self._decisions = tuple(map(Decision, document["decisions"]))
        self._plays = tuple(map(Play, document["plays"]))
        self._arrays = {name: np.asarray(arrays[name], np.float32) for name in arrays}

    def of(self, told: Mapping[str, float]) -> Likely:
        """What is likely under these signs; one that was never learned from weighs nothing."""
        row = self._arrays["middle"].copy()
        for name, value in told.items():
            if name in self._place:
                row[self._place[name]] = value
        row = (row - self._arrays["middle"]) / self._arrays["spread"]
        return Likely(
            dict(zip(self._decisions, self._shares(row, "decision"), strict=True)),
            dict(zip(self._plays, self._shares(row, "play"), strict=True)),
        )

    def _shares(self, row: Floats, which: str) -> list[float]:
        first, first_bias, second, second_bias = (
            self._arrays[f"{which}_{name}"] for name in ("first", "first_bias", "second", "second_bias")
        )
        hidden = np.maximum(np.einsum("i,nij->nj", row, first) + first_bias, 0)
        sums = np.einsum("nj,njk->nk", hidden, second) + second_bias
        shares = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        each: list[float] = shares.mean(axis=0).tolist()
        return each


def likely(told: Mapping[str, float]) -> Likely:
    """What both readings together make likely; ``told`` is ``plugin.drafting.evidence``."""
    return _weights().of(told)


@functools.cache
def _weights() -> Weights:
    with np.load(PROMPTS / "classifiers" / "combining.npz") as arrays:
        return Weights(read_yaml("classifiers", "combining.yaml"), arrays)

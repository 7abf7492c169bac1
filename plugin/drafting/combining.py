"""Both readings weighed together: what the patterns found, what the second reader scores, the stars, the terms, the trade.

``training/combining.py`` learns how far to believe each, from reviews that the reader was not taught, and writes
``prompts/classifiers/combining.npz``: a few small networks whose opinions are averaged, for the decision and for the play.
This only says what is likely; what may come of it, ``plugin.drafting.decisions`` and ``plugin.drafting.plays``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from plugin.data import PROMPTS, read_yaml
from plugin.drafting import wording
from plugin.drafting.small_networks import Floats, SmallNetworks
from plugin.once import loaded_once
from plugin.words import Decision, Play

_LEANING = 0.2  # how much of the play the words alone decide; between 0.1 and 0.4 it is much the same


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
        self._middle, self._spread = (np.asarray(arrays[name], np.float32) for name in ("middle", "spread"))
        self._networks = {which: SmallNetworks(arrays, f"{which}_") for which in ("decision", "play")}

    def of(self, told: Mapping[str, float]) -> Likely:
        """What is likely under these signs; one that was never learned from weighs nothing."""
        row = self._middle.copy()
        for name, value in told.items():
            if name in self._place:
                row[self._place[name]] = value
        row = (row - self._middle) / self._spread
        return Likely(
            dict(zip(self._decisions, self._shares(row, "decision"), strict=True)),
            _leaning(dict(zip(self._plays, self._shares(row, "play"), strict=True)), told),
        )

    def _shares(self, row: Floats, which: str) -> list[float]:
        sums = self._networks[which].sums(row)
        shares = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        each: list[float] = shares.mean(axis=0).tolist()
        return each


def _leaning(plays: Mapping[Play, float], told: Mapping[str, float]) -> dict[Play, float]:
    """The plays with what the very words say of them counted once more.

    The networks make too little of it: so leant, 12 more of 1,349 plays are right where nothing was learned from (of the
    decisions none more, which are left as they are).
    """
    leant = {
        play: share ** (1 - _LEANING) * wording.share_told(play.value, told) ** _LEANING
        for play, share in plays.items()
    }
    whole = sum(leant.values())
    return {play: share / whole for play, share in leant.items()}


def likely(told: Mapping[str, float]) -> Likely:
    """What both readings together make likely; ``told`` is ``plugin.drafting.evidence``."""
    return _weights().of(told)


@loaded_once
def _weights() -> Weights:
    with np.load(PROMPTS / "classifiers" / "combining.npz") as arrays:
        return Weights(read_yaml("classifiers", "combining.yaml"), arrays)

"""Both readings weighed together: what the patterns decided, what the second reader scores, the stars and the length.

``training/combining.py`` learns how far to believe either, from reviews that the reader was not taught, and writes
``prompts/classifiers/combining.yaml``. This only says what is likely; what may come of it, ``plugin.drafting.decisions``.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from plugin.data import read_yaml
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.words import Decision, Play

_LEAST = 0.002  # of a score before its odds are taken: nobody is surer than that
_USUAL_WORDS = 20  # of a review: the middle from which its length is told


def facts(s: Situation, by_patterns: Decision) -> dict[str, float]:
    """What is weighed, by name: about -3 to 3 each. ``by_patterns`` is the decision without the second reader."""
    told = {
        f"patterns {by_patterns.value}": True,
        f"stars {s.rating or 0}": True,
        "complains": bool(s.complaints),
        "complains of more than a verdict": bool(s.complaints - MERE_VERDICTS),
        "praises": bool(s.praises),
        "asks": bool(s.questions),
    }
    heard = {f"heard {word.value}": _odds(s.heard.score(word)) for word in (*Decision, *Play) if word in s.heard.whole}
    length = math.log1p(s.words) - math.log(_USUAL_WORDS)
    return {name: float(holds) for name, holds in told.items()} | heard | {"length": length}


def likely(s: Situation, by_patterns: Decision) -> dict[Decision, float]:
    """How likely each decision is, 0 to 1; nothing of a review that the second reader could not read."""
    return _weights().of(facts(s, by_patterns)) if s.heard.whole else {}


class Weights:
    """One weight for every fact and decision, and a start for every decision."""

    def __init__(self, start: dict[str, float], weights: dict[str, list[float]]) -> None:
        self._decisions = tuple(map(Decision, start))
        self._start = np.array(list(start.values()))
        self._weights = {name: np.array(each) for name, each in weights.items()}

    def of(self, told: dict[str, float]) -> dict[Decision, float]:
        """How likely each decision is under these facts; a fact that was never learned from weighs nothing."""
        nothing = np.zeros_like(self._start)
        sums = self._start + sum((self._weights.get(name, nothing) * value for name, value in told.items()), nothing)
        shares = np.exp(sums - sums.max())
        return dict(zip(self._decisions, (shares / shares.sum()).tolist(), strict=True))


@functools.cache
def _weights() -> Weights:
    learned = read_yaml("classifiers", "combining.yaml")
    return Weights(learned["start"], learned["weights"])


def _odds(score: float) -> float:
    """Half the logarithm of the odds: as wide as the other facts."""
    kept = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept)) / 2

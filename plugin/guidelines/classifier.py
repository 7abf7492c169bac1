"""A second reader beside the patterns: what a sentence does and which guideline it may break, learned from examples.

``training/train.py`` taught it from sentences written for this project; the numbers it reads are the encoder's. Every
label carries three marks: below *possible* it speaks against a pattern's finding, from *likely* on it is worth a
person's look, from *sure* on it counts by itself.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plugin.data import PROMPTS, read_yaml
from plugin.language.parts_network import PartsNetwork

_REMEMBERED = 4000  # sentences: what drafts of one shop repeat


@dataclass(frozen=True, slots=True)
class Mark:
    """From which score on (0 to 1) a label is possible, likely, sure."""

    possible: float
    likely: float
    sure: float


class Classifier:
    """Scores of sentences under every label it has learned."""

    def __init__(self, name: str) -> None:
        document = read_yaml("classifiers", f"{name}.yaml")
        self.version: str = document["version"]
        self.marks: Mapping[str, Mark] = {label: Mark(**mark) for label, mark in document["labels"].items()}
        with np.load(PROMPTS / "classifiers" / f"{name}.npz") as learned:
            self._network = PartsNetwork(learned)
        self._known: dict[str, dict[str, float]] = {}

    def read(self, sentences: Sequence[str]) -> list[Mapping[str, float]]:
        """Of each sentence the score under every label, 0 to 1."""
        new = list(dict.fromkeys(text for text in sentences if text not in self._known))
        fresh = dict(zip(new, self._scores(new), strict=True)) if new else {}
        found: list[Mapping[str, float]] = [fresh.get(text) or self._known[text] for text in sentences]
        if len(self._known) + len(fresh) > _REMEMBERED:
            self._known = {}
        self._known |= fresh
        return found

    def _scores(self, sentences: Sequence[str]) -> list[dict[str, float]]:
        return [dict(zip(self.marks, row, strict=True)) for row in self._network.scores(sentences)]


@functools.cache
def reply_classifier() -> Classifier:
    """The one that reads a shop's replies."""
    return Classifier("replies")

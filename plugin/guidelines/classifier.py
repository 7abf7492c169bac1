"""A second reader beside the patterns: what a sentence does and which guideline it may break, learned from examples.

``training/train.py`` taught it from sentences written for this project; the numbers it reads are the encoder's. Every
label carries three marks: below *possible* it speaks against a pattern's finding, from *likely* on it is worth a
person's look, from *sure* on it counts by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from plugin.data import PROMPTS, read_yaml
from plugin.language.parts_network import Floats, PartsNetwork
from plugin.once import loaded_once

_REMEMBERED = 4000  # sentences: what drafts of one shop repeat


@dataclass(frozen=True, slots=True)
class Mark:
    """From which score on (0 to 1) a label is possible, likely, sure."""

    possible: float
    likely: float
    sure: float


class Heard(NamedTuple):
    """What the reader makes of one sentence."""

    scores: Mapping[str, float]  # under every label, halfway between the sentence and the likeliest of its parts
    whole: Floats  # of the sentence, in the labels' order
    most: Floats  # of the likeliest of it and its parts


class Classifier:
    """Scores of sentences under every label it has learned. Safe to use from several threads."""

    def __init__(self, name: str) -> None:
        document = read_yaml("classifiers", f"{name}.yaml")
        self.version: str = document["version"]
        self.marks: Mapping[str, Mark] = {label: Mark(**mark) for label, mark in document["labels"].items()}
        with np.load(PROMPTS / "classifiers" / f"{name}.npz") as learned:
            self._network = PartsNetwork(learned)
        self._known: dict[str, Heard] = {}
        self._lock = threading.Lock()

    def read(self, sentences: Sequence[str]) -> list[Heard]:
        """Of each sentence the scores under every label, 0 to 1."""
        with self._lock:
            found = {text: self._known[text] for text in sentences if text in self._known}
        new = list(dict.fromkeys(text for text in sentences if text not in found))
        if new:
            fresh = dict(zip(new, self._heard(new), strict=True))
            found |= fresh
            with self._lock:
                if len(self._known) + len(fresh) > _REMEMBERED:
                    self._known.clear()
                self._known |= fresh
        return [found[text] for text in sentences]

    def forget(self) -> None:
        """Every sentence is new again, as for a measurement."""
        with self._lock:
            self._known = {}

    def _heard(self, sentences: Sequence[str]) -> list[Heard]:
        whole, most = self._network.whole_and_most(sentences)
        scores = [dict(zip(self.marks, row, strict=True)) for row in ((whole + most) / 2).tolist()]
        return [Heard(*each) for each in zip(scores, whole, most, strict=True)]


@loaded_once
def reply_classifier() -> Classifier:
    """The one that reads a shop's replies."""
    return Classifier("replies")

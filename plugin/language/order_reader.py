"""A second reader of orders beside the patterns: which sentences speak to whoever writes the reply, by their meaning.

Made by ``training/orders_reader.py`` from sentences written for this project. Patterns alone knew half of the orders that
nobody had shown them; both together know nearly nine in ten, at one innocent sentence in a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugin.data import PROMPTS, read_yaml
from plugin.language.network import Network
from plugin.once import loaded_once


@dataclass(frozen=True, slots=True)
class _Reader:
    network: Network
    likely: float
    sure: float
    possible: float


@loaded_once
def _reader() -> _Reader:
    with np.load(PROMPTS / "classifiers" / "orders.npz") as learned:
        marks = read_yaml("classifiers", "orders.yaml")
        return _Reader(Network(learned), marks["likely"], marks["sure"], marks["possible"])


def scores(texts: Sequence[str]) -> list[float]:
    """Of each text how surely it is an order to the writer, 0 to 1."""
    return [row[0] for row in _reader().network.scores(texts)]


def likely() -> float:
    """The score from which on a sentence is taken for an order by itself."""
    return _reader().likely


def sure() -> float:
    """The score that one ordinary sentence in a thousand reaches."""
    return _reader().sure


def possible() -> float:
    """The score that four ordinary sentences in a hundred reach, and nine orders in ten."""
    return _reader().possible

"""Whether a model should read a review at all: a second reader of orders, stricter than the first and asked only before a model is.

The first (``plugin.language.orders``) takes orders out of what a writer reads, so it must leave ordinary sentences alone. This
one only decides who writes: its mark is what one ordinary review in twenty reaches, and what it costs is a model's draft.
It is an upper half of the encoder of its own, taught by ``training/orders_reader.py`` with all that the first learned from and
with orders that do without a command: notices, jokes, promises that nobody gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from plugin.data import PROMPTS, read_yaml
from plugin.language import orders
from plugin.language.parts_network import PartsNetwork
from plugin.once import loaded_once
from plugin.words import ReviewText

DOUBTED = 0.5  # of a sentence, from where on a model's text is held against it


@dataclass(frozen=True, slots=True)
class _Guard:
    network: PartsNetwork
    mark: float


@loaded_once
def _guard() -> _Guard:
    with np.load(PROMPTS / "classifiers" / "order_guard.npz") as learned:
        return _Guard(PartsNetwork(learned), read_yaml("classifiers", "order_guard.yaml")["mark"])


@lru_cache(maxsize=512)
def gives_orders(review: ReviewText) -> bool:
    """Whether a review talks to whoever writes the reply, or may do so. Pure; two milliseconds, remembered for the last ones."""
    return bool(orders.find(review)) or highest(review) >= _guard().mark


@lru_cache(maxsize=512)
def suspected(review: ReviewText) -> orders.Orders:
    """What of a review may be an order by either reader: this one doubts tales of the shop long before it keeps them from a
    model. A model's text is held against all of it (``orders.suspected``).
    """
    told = orders.places_to_hear(review)
    scores = _guard().network.scores([text for _, text in told]) if told else []
    doubted = tuple(span for (span, _), row in zip(told, scores, strict=True) if row[0] >= DOUBTED)
    return orders.suspected(review, doubted)


def highest(review: ReviewText) -> float:
    """Of the review's sentences, and its title, the score of the one that sounds most like an order, 0 to 1."""
    texts = orders.sentences_to_hear(review)
    return max((row[0] for row in _guard().network.scores(texts)), default=0.0) if texts else 0.0

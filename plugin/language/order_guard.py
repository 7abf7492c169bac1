"""Whether a model should read a review at all: a second reader of orders, stricter than the first and asked only before a model is.

The first (``plugin.language.orders``) takes orders out of what a writer reads, so it must leave ordinary sentences alone. This
one only decides who writes: its mark is what six ordinary reviews in a hundred reach, and what it costs is a model's draft.
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

DOUBTED = 0.7  # of a sentence, from where on a model's text is held against it
MOST_HEARD = 100  # sentences of one review; who writes more of them hides something in them


@dataclass(frozen=True, slots=True)
class _Guard:
    network: PartsNetwork
    mark: float


@loaded_once
def _guard() -> _Guard:
    with np.load(PROMPTS / "classifiers" / "order_guard.npz") as learned:
        return _Guard(PartsNetwork(learned), read_yaml("classifiers", "order_guard.yaml")["mark"])


@lru_cache(maxsize=512)
def keeps_from_models(review: ReviewText) -> bool:
    """Whether no model is to read a review: it talks to whoever writes the reply, or may do so, or hides its letters or its end
    from being heard. Pure; two milliseconds for an ordinary one, remembered for the last ones.
    """
    return review.disguised or bool(orders.find(review)) or _is_heard(review)


def only_may_give_orders(review: ReviewText) -> bool:
    """Whether this reader alone hears an order: of three such reviews two are honest."""
    return not orders.find(review)


@lru_cache(maxsize=512)
def suspected(review: ReviewText) -> orders.Orders:
    """What of a review may be an order by either reader: this one doubts tales of the shop long before it keeps them from a
    model. A model's text is held against all of it (``orders.suspected``).
    """
    heard = _scores(review.text)
    doubted = tuple(place for place, score in heard if score >= DOUBTED)
    return orders.suspected(review, doubted, title_too=_highest(review.title) >= DOUBTED)


def highest(review: ReviewText) -> float:
    """Of the review's sentences, and its title, the score of the one that sounds most like an order, 0 to 1."""
    return max(_highest(review.text), _highest(review.title))


def _is_heard(review: ReviewText) -> bool:
    return highest(review) >= _guard().mark or len(orders.places_to_hear(review.text)) > MOST_HEARD


def _highest(text: str) -> float:
    return max((score for _, score in _scores(text)), default=0.0)


@lru_cache(maxsize=512)
def _scores(text: str) -> tuple[tuple[tuple[int, int], float], ...]:
    told = orders.places_to_hear(text)[:MOST_HEARD]
    scores = _guard().network.scores([each for _, each in told]) if told else []
    return tuple((place, row[0]) for (place, _), row in zip(told, scores, strict=True))

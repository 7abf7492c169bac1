"""A second reader of reviews beside the patterns: what a review is about, learned from examples, by meaning.

``training/reviews_reader.py`` taught it from reviews written for this project; the numbers it reads are the encoder's. It
scores a text under signals ("hearsay", "own-mistake"), under what it says of the shop ("negative"), and under the decisions
and plays, the stars in sight. It never decides alone on anything that leaves a customer without an answer: see ``plugin.drafting.decisions``.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin.data import PROMPTS, read_yaml
from plugin.drafting.review_network import ReviewNetwork, hear
from plugin.kept import kept
from plugin.language.sentences import split

Scores = Mapping[str, float]
MOST_SENTENCES = 8  # of a longer review the first ones; the whole is read beside them
_A_SHOUT = 12  # characters: shorter ones are codes and names
MOST_CHARS = 600  # of one sentence: a text without full stops is read to here


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the review, in offsets of its text, with its scores."""

    start: int
    end: int
    scores: Scores


@dataclass(frozen=True)
class ReadReview:
    """``whole`` are the scores of title and text as one; empty where there is nothing to read."""

    whole: Scores
    sentences: tuple[Sentence, ...]

    def score(self, *labels: str) -> float:
        """The best score of the whole under any of these labels, 0 to 1."""
        return max((self.whole.get(label, 0.0) for label in labels), default=0.0)

    def anywhere(self, *labels: str) -> float:
        """The best score under any of these labels, of the whole or of one sentence of it."""
        return max((self.most.get(label, 0.0) for label in labels), default=0.0)

    @kept
    def most(self) -> Scores:
        """Under every label the best score, of the whole or of one sentence of it."""
        return {
            label: max(score, *(s.scores[label] for s in self.sentences), 0.0) for label, score in self.whole.items()
        }


UNREAD = ReadReview({}, ())
_LEAST = 0.002  # of a score before its odds are taken: nobody is surer than that


def odds(scores: Collection[float]) -> list[float]:
    """Of each score half the logarithm of its odds: as wide as the other numbers that it is weighed with."""
    held = np.clip([*scores], _LEAST, 1 - _LEAST)
    found: list[float] = (np.log(held / (1 - held)) / 2).tolist()
    return found


class Reader:
    """Scores of a review and its sentences under every label that was learned, every decision and every play."""

    def __init__(self, name: str = "reviews") -> None:
        learned = read_yaml("classifiers", f"{name}.yaml")
        self._names: tuple[str, ...] = (*learned["labels"], *learned["decisions"], *learned["plays"])
        self._networks: list[ReviewNetwork] = []
        for file in learned["networks"]:
            with np.load(PROMPTS / "classifiers" / file) as weights:
                self._networks.append(ReviewNetwork(weights))

    def learn(self, learned: Mapping[str, NDArray[np.floating[Any]]]) -> None:
        """Take over the weights of one network under the same labels, in place of its own."""
        self._networks = [ReviewNetwork(learned)]

    def scores(self, texts: Sequence[str], rating: int | None) -> list[Scores]:
        """Of the review, which is the first text, and of each of its sentences the score under every name, 0 to 1."""
        rows: list[list[float]] = np.hstack(hear(self._networks, texts, rating)).tolist()
        return [dict(zip(self._names, row, strict=True)) for row in rows]


@functools.cache
def reader() -> Reader:
    """The reader of this process, made when first asked for."""
    return Reader()


def said_calmly(text: str) -> str:
    """Capitals throughout are no word more than small letters are, and the encoder met few of them."""
    return text.lower() if text.isupper() and len(text) >= _A_SHOUT else text


@functools.lru_cache(maxsize=128)
def read_review(title: str, text: str, rating: int | None = None) -> ReadReview:
    """A review as the second reader sees it, kept for a while. Some milliseconds; never raises for what the text holds."""
    whole = f"{title}\n{text}".strip() if title and title not in text else text.strip()
    if not any(char.isalnum() for char in whole):
        return UNREAD
    spans = split(text)[:MOST_SENTENCES]
    alone = len(spans) == 1 and whole == text.strip()
    texts = [whole] if alone else [whole, *(text[span.start : span.end][:MOST_CHARS] for span in spans)]
    scores = reader().scores([said_calmly(one) for one in texts], rating)
    each = scores if alone else scores[1:]
    read = (Sentence(span.start, span.end, its) for span, its in zip(spans, each, strict=True))
    return ReadReview(scores[0], tuple(read))

"""A second reader of reviews beside the patterns: what a review is about, learned from examples, by meaning.

``training/reviews_reader.py`` taught it from reviews written for this project; the numbers it reads are the encoder's. It
scores a text under signals ("hearsay", "own-mistake"), under what it says of the shop ("negative"), and under the decisions
and plays, the stars in sight. It never decides alone on anything that leaves a customer without an answer: see ``plugin.drafting.decisions``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin.data import PROMPTS, read_yaml
from plugin.drafting.marked import places_of_clauses
from plugin.drafting.review_network import ReviewNetwork, hear
from plugin.kept import kept
from plugin.language.sentences import split
from plugin.once import loaded_once

Scores = Mapping[str, float]
Span = tuple[int, int]
MOST_SENTENCES = 8  # of a longer review the first ones; the whole is read beside them
_A_SHOUT = 12  # characters: shorter ones are codes and names
MOST_CHARS = 600  # of one sentence: a text without full stops is read to here
_MOST_CLAUSES = 12  # of a longer review the first ones
_LEAST_WORDS = 2  # of a clause that says something by itself
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence or a clause of the review, in offsets of its text, with its scores by itself. ``said``: how likely it
    complains, praises and asks where it stands, by the name of the sentiment.
    """

    start: int
    end: int
    scores: Scores
    said: Scores


@dataclass(frozen=True)
class ReadReview:
    """``whole`` are the scores of title and text as one; empty where there is nothing to read. ``clauses``: those of the sentences
    that have several.
    """

    whole: Scores
    sentences: tuple[Stretch, ...]
    clauses: tuple[Stretch, ...] = ()

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
        self._said: tuple[str, ...] = tuple(learned["said"])
        self._networks: list[ReviewNetwork] = []
        for file in learned["networks"]:
            with np.load(PROMPTS / "classifiers" / file) as weights:
                self._networks.append(ReviewNetwork(weights))

    def learn(self, learned: Mapping[str, NDArray[np.floating[Any]]]) -> None:
        """Take over the weights of one network under the same labels, in place of its own."""
        self._networks = [ReviewNetwork(learned)]

    def scores(self, texts: Sequence[str], rating: int | None, sentences: int) -> list[tuple[Scores, Scores]]:
        """Of the review, which is the first text, of each of its sentences and of each of its clauses, which stand behind them: the
        score under every name, and what it says where it stands; 0 to 1.
        """
        heard = hear(self._networks, texts, rating, sentences)
        alone: list[list[float]] = np.hstack([heard.labels, heard.decisions, heard.plays]).tolist()
        said: list[list[float]] = heard.said.tolist()
        return [
            (dict(zip(self._names, its, strict=True)), dict(zip(self._said, here, strict=True)))
            for its, here in zip(alone, said, strict=True)
        ]


@loaded_once
def reader() -> Reader:
    """The reader of this process, made when first asked for."""
    return Reader()


def said_calmly(text: str) -> str:
    """Capitals throughout are no word more than small letters are, and the encoder met few of them."""
    return text.lower() if text.isupper() and len(text) >= _A_SHOUT else text


@functools.lru_cache(maxsize=128)
def read_review(title: str, text: str, rating: int | None, language: str) -> ReadReview:
    """A review as the second reader sees it, kept for a while. Some milliseconds; never raises for what the text holds."""
    whole = f"{title}\n{text}".strip() if title and title not in text else text.strip()
    if not any(char.isalnum() for char in whole):
        return UNREAD
    sentences = [(span.start, span.end) for span in split(text)[:MOST_SENTENCES]]
    clauses = clauses_of(text, sentences, language)
    alone = len(sentences) == 1 and whole == text.strip()
    read_once = [] if alone else sentences
    texts = [whole, *(text[start:end][:MOST_CHARS] for start, end in (*read_once, *clauses))]
    scores = reader().scores([said_calmly(one) for one in texts], rating, len(read_once))
    each = [*(scores[:1] if alone else ()), *scores[1:]]
    heard = [Stretch(*span, *its) for span, its in zip((*sentences, *clauses), each, strict=True)]
    return ReadReview(scores[0][0], tuple(heard[: len(sentences)]), tuple(heard[len(sentences) :]))


def clauses_of(text: str, sentences: Sequence[Span], language: str) -> list[Span]:
    """The clauses of the sentences that have several."""
    cut = places_of_clauses(text, language)
    found: list[Span] = []
    for start, end in sentences:
        inside = [
            span
            for span in cut
            if start <= span[0] and span[1] <= end and len(_WORD.findall(text, *span)) >= _LEAST_WORDS
        ]
        found += inside if len(inside) > 1 else []
    return found[:_MOST_CLAUSES]

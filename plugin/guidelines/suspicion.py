"""How likely each fault is: both readings of a sentence and what stands around it, weighed together.

Patterns and reader hear a sentence by itself. Whether it is a fault also depends on the rest: a 'but' in it, words that
neither the customer nor the shop's record holds, the play, whether anybody complained. ``training/suspicion.py`` learns
that from whole labelled replies, each read by a network that had not seen it, and writes ``prompts/classifiers/suspicion.*``:
a few small networks whose opinions are averaged, some for what a sentence says, some for what a whole reply lacks.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin.data import PROMPTS, read_yaml
from plugin.once import loaded_once
from plugin.words import Decision, Play

Floats = NDArray[np.float32]

_NEARLY = 1e-5  # a score is held to be at least so far from certain
_MOST_NEW, _MOST_FIGURES, _MOST_NAMED = 6, 3, 6  # more of them say no more
_TWICE = 2.0  # signs that are there or not weigh as much as scores do
_SENTENCES = 3  # of so many sentences in a reply, one
_OPENING = 2  # sentences
_NOTHING = -8.0  # of a kind that no sentence could have
_USUAL_STARS = 3
_FAR = 30.0  # beyond which a likelihood no longer changes


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be known of one sentence of the body."""

    whole: Floats  # the reader's score under every label, of the sentence
    most: Floats  # the same of its likeliest part
    kinds: Sequence[bool] | NDArray[np.bool_]  # which kinds of the phrase book stand in it
    turn: bool  # 'but', 'although'
    new: int  # telling words that neither review nor record holds
    words: int
    plain: bool  # sympathy in known words
    known: float  # share of its content words that review or record holds
    recorded: float  # share of them that the shop's record holds
    agrees: bool  # says that something is so: 'indeed', 'that is right'
    ours: bool  # speaks of the shop: 'we', 'our'
    named: int  # words that it shares with the review
    figures: int
    own_terms: int  # durations that the shop's policy or the customer names as well
    other_terms: int  # durations that neither names
    unknown_figures: int  # amounts, shares and numbers that neither names
    in_policy: float  # share of its content words that stand in one clause of the policy
    new_names: int  # words with a capital, not at its beginning, that neither review nor record holds
    contact: bool


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be known of the review that is answered."""

    complaint: bool
    decision: Decision
    play: Play | None
    stars: int | None


def sentence_signs(labels: Iterable[str], kinds: Iterable[str]) -> list[str]:
    """The signs of a sentence in their order."""
    labels = list(labels)
    return [
        *(f"whole {label}" for label in labels),
        *(f"most {label}" for label in labels),
        *(f"kind {kind}" for kind in kinds),
        *("turn", "new", "words", "plain", "known", "figures"),
        *("own terms", "other terms", "unknown figures", "in policy", "new names", "contact"),
        *("recorded", "agrees", "ours"),
        *_CASE,
    ]


def reply_signs(labels: Iterable[str], kinds: Iterable[str]) -> list[str]:
    """The signs of a whole reply in their order."""
    labels = list(labels)
    return [
        *(f"{how} {label}" for how in ("best", "best part", "second", "opening") for label in labels),
        *(f"kind {kind}" for kind in kinds),
        *("known at best", "known", "known words", "new", "words", "sentences", "named", "sentences that name"),
        *_CASE,
    ]


_CASE = ("complaint", "private", "thanks", "stars", *(f"play {play.value}" for play in Play))


def _of_case(case: Case) -> list[float]:
    return [
        _TWICE * case.complaint,
        _TWICE * (case.decision is Decision.REPLY_PRIVATE),
        _TWICE * (case.decision is Decision.THANK),
        float((case.stars or _USUAL_STARS) - _USUAL_STARS),
        *(_TWICE * (case.play is play) for play in Play),
    ]


class Signs:
    """The signs of a reply's sentences and its own; a reply has at least one sentence."""

    def __init__(self, sentences: Sequence[Sentence], case: Case) -> None:
        self._sentences, self._around = sentences, _of_case(case)
        odds = _odds([*(each.whole for each in sentences), *(each.most for each in sentences)])
        self._whole, self._most = odds[: len(sentences)], odds[len(sentences) :]
        self._kinds = np.asarray([each.kinds for each in sentences], np.float32) * _TWICE

    def of_sentences(self) -> Floats:
        """A row for each sentence, as ``sentence_signs`` names its columns."""
        told = np.asarray([_told(each) + self._around for each in self._sentences], np.float32)
        return np.hstack([self._whole, self._most, self._kinds, told])

    def of_reply(self) -> Floats:
        """The one row of the reply, as ``reply_signs`` names its columns."""
        sentences, whole = self._sentences, self._whole
        second = np.partition(whole, -2, axis=0)[-2] if len(sentences) > 1 else np.full_like(whole[0], _NOTHING)
        words = sum(each.words for each in sentences)
        told = [
            max(each.known for each in sentences),
            sum(each.known for each in sentences) / len(sentences),
            sum(each.known * each.words for each in sentences) / 20,  # words of a usual sentence
            sum(min(each.new, _MOST_NEW) for each in sentences) / len(sentences),
            math.log1p(words),
            len(sentences) / _SENTENCES,
            min(sum(each.named for each in sentences), _MOST_NAMED) / 2,
            sum(each.named > 0 for each in sentences) / _SENTENCES,
            *self._around,
        ]
        parts = (whole.max(0), self._most.max(0), second, whole[:_OPENING].max(0), self._kinds.max(0))
        return np.concatenate([*parts, np.asarray(told, np.float32)])


def _told(each: Sentence) -> list[float]:
    return [
        each.turn,
        min(each.new, _MOST_NEW) / 2,
        math.log1p(each.words),
        each.plain,
        each.known,
        min(each.figures, _MOST_FIGURES),
        min(each.own_terms, _MOST_FIGURES),
        min(each.other_terms, _MOST_FIGURES),
        min(each.unknown_figures, _MOST_FIGURES),
        each.in_policy,
        min(each.new_names, _MOST_FIGURES),
        each.contact,
        each.recorded,
        each.agrees,
        each.ours,
    ]


def _odds(scores: Sequence[Floats]) -> Floats:
    """Scores as odds on a scale without ends, held within eight."""
    held = np.minimum(np.maximum(np.asarray(scores, np.float32), _NEARLY), 1 - _NEARLY)
    return np.asarray(np.minimum(np.maximum(np.log(held / (1 - held)), _NOTHING), -_NOTHING), np.float32)


class Networks:
    """Some small networks over the same signs; their opinions are averaged."""

    def __init__(
        self, document: Mapping[str, Any], arrays: Mapping[str, NDArray[np.floating[Any]]], which: str
    ) -> None:
        self.labels: tuple[str, ...] = tuple(document["labels"])
        self.marks: Mapping[str, float] = document["marks"]
        # Two networks learned from the same signs: their lists are compared at a glance.
        self.signs: list[str] = [sys.intern(name) for name in document["signs"]]
        parts = ("middle", "spread", "first", "first_bias", "second", "second_bias")
        self._middle, spread, *layers = (np.asarray(arrays[f"{which}_{part}"], np.float32) for part in parts)
        first, first_bias, second, second_bias = layers
        # The mean of their sums is the sum of one wide network; the scaling is part of its first layer.
        self._first = np.hstack(list(first)) / spread[:, None]
        self._first_bias = np.concatenate(list(first_bias)) - self._middle @ self._first
        self._second, self._second_bias = np.vstack(list(second)) / len(second), second_bias.mean(0)

    def scores(self, rows: Floats, signs: Sequence[str]) -> list[dict[str, float]]:
        """Of each row how likely every label is, 0 to 1; ``signs`` names its columns.

        A sign that was learned from and is no longer told counts as usual, a new one counts for nothing.
        """
        if signs is not self.signs and signs != self.signs:
            rows = self._arranged(rows, signs)
        hidden = np.maximum(rows @ self._first + self._first_bias, 0)
        sums = hidden @ self._second + self._second_bias
        likely = 1 / (1 + np.exp(-np.minimum(np.maximum(sums, -_FAR), _FAR)))
        return [dict(zip(self.labels, row, strict=True)) for row in likely.tolist()]

    def _arranged(self, rows: Floats, signs: Sequence[str]) -> Floats:
        place = {name: at for at, name in enumerate(signs)}
        arranged = np.tile(self._middle, (len(rows), 1))
        for at, name in enumerate(self.signs):
            if name in place:
                arranged[:, at] = rows[:, place[name]]
        return arranged


@loaded_once
def networks() -> tuple[Networks, Networks]:
    """Those for a sentence and those for a whole reply."""
    document = read_yaml("classifiers", "suspicion.yaml")
    with np.load(PROMPTS / "classifiers" / "suspicion.npz") as learned:
        return tuple(Networks(document[which], learned, which) for which in ("sentence", "reply"))  # type: ignore[return-value]  # two of them

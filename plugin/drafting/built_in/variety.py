"""How much two texts share: word trigrams, so that no reply reads like one of the shop's recent ones (R-NO-CANNED)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from plugin.guidelines.checks.repetition import trace
from plugin.guidelines.patterns import fold
from plugin.kept import kept

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

Trigrams = frozenset[tuple[str, str, str]]


def words(text: str) -> list[str]:
    """The words of a text, without marks, in small letters."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=4096)
def trigrams(text: str) -> Trigrams:
    found = words(text)
    return frozenset(zip(found, found[1:], found[2:], strict=False))


class _Held:
    """Many texts by their trigrams: a new one is compared only with those that share one with it."""

    def __init__(self, texts: Iterable[Trigrams]) -> None:
        self._texts = tuple(texts)

    @kept
    def _holders(self) -> Mapping[tuple[str, str, str], list[int]]:
        found: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for at, text in enumerate(self._texts):
            for one in text:
                found[one].append(at)
        return dict(found)

    def nearest(self, own: Trigrams) -> float:
        """The largest share of trigrams in common with any of them (Jaccard, 0 to 1)."""
        shared = Counter(chain.from_iterable([self._holders[one] for one in own if one in self._holders]))
        return max((many / (len(own) + len(self._texts[at]) - many) for at, many in shared.items()), default=0.0)


class Recent:
    """The shop's recent replies, ready for comparing many candidates with all of them, as the checker does."""

    def __init__(self, replies: Sequence[str], leaving_out: Sequence[str] = ()) -> None:
        self._leaving_out = tuple(leaving_out)  # what the shop wants in every reply makes none of them a copy
        self._whole = _Held(trigrams(reply) for reply in replies if reply)
        traces = [trace(reply, self._leaving_out) for reply in replies if reply]
        self._between = _Held(one.trigrams for one in traces)
        self._sentences = frozenset(sentence for one in traces for sentence in one.long_sentences)
        self._openings = frozenset(one.opening for one in traces)

    def nearest(self, text: str) -> float:
        """The largest overlap with any recent reply (trigrams, 0 to 1), as it stands or by what lies between the edges.

        A short thanks is half greeting and signature, so that two of them are alike as a whole; in a longer reply those
        would hide how much the rest has in common.
        """
        between = self._between.nearest(trace(text, self._leaving_out).trigrams)
        return max(between, self._whole.nearest(trigrams(text)))

    def said(self, sentence: str, *, first: bool = False) -> bool:
        """Whether one of these sentences stands in a recent reply already, or opened one where it would open this."""
        parts = [" ".join(words(part)) for part in _SENTENCE_END.split(sentence)]
        return bool(self._sentences.intersection(parts)) or (first and bool(parts) and parts[0] in self._openings)

"""How much two texts share: word trigrams, so that no reply reads like one of the shop's recent ones (R-NO-CANNED)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

Trigrams = frozenset[tuple[str, str, str]]


def words(text: str) -> list[str]:
    return [match.group().casefold() for match in _WORD.finditer(text)]


def trigrams(text: str) -> Trigrams:
    found = words(text)
    return frozenset(zip(found, found[1:], found[2:], strict=False))


def overlap(one: Trigrams, other: Trigrams) -> float:
    """The share of word trigrams in common (Jaccard, 0 to 1)."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def sentences(text: str) -> frozenset[str]:
    """The sentences of five words or more, for comparing: short ones ("Groet,") may recur."""
    parts = (" ".join(words(part)) for part in _SENTENCE_END.split(text))
    return frozenset(part for part in parts if part.count(" ") >= 4)  # noqa: PLR2004 -- five words have four spaces


class Recent:
    """The shop's recent replies, ready for comparing candidates with them."""

    def __init__(self, replies: Iterable[str]) -> None:
        texts = [reply for reply in replies if reply]
        self._trigrams = [trigrams(text) for text in texts]
        self._sentences = frozenset(sentence for text in texts for sentence in sentences(text))

    def closeness(self, text: str) -> tuple[float, int]:
        """The largest overlap with any recent reply, and how many whole sentences were said before."""
        own = trigrams(text)
        nearest = max((overlap(own, other) for other in self._trigrams), default=0.0)
        return nearest, len(sentences(text) & self._sentences)

"""How much two texts share: word trigrams, so that no reply reads like one of the shop's recent ones (R-NO-CANNED)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

Trigrams = frozenset[tuple[str, str, str]]


def words(text: str) -> list[str]:
    """The words of a text, without marks, in small letters."""
    return [match.group().casefold() for match in _WORD.finditer(text)]


# A shop's recent replies are compared with every draft of a night; their trigrams are worked out once.
@lru_cache(maxsize=4096)
def trigrams(text: str) -> Trigrams:
    found = words(text)
    return frozenset(zip(found, found[1:], found[2:], strict=False))


def overlap(one: Trigrams, other: Trigrams) -> float:
    """The share of word trigrams in common (Jaccard, 0 to 1)."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)


@lru_cache(maxsize=4096)
def sentences(text: str) -> frozenset[str]:
    """The sentences of five words or more, for comparing: short ones ("Groet,") may recur."""
    parts = (" ".join(words(part)) for part in _SENTENCE_END.split(text))
    return frozenset(part for part in parts if part.count(" ") >= 4)  # noqa: PLR2004 -- five words have four spaces


class Recent:
    """The shop's recent replies, ready for comparing many candidates with all of them: an index by trigram."""

    def __init__(self, replies: Iterable[str]) -> None:
        texts = [reply for reply in replies if reply]
        self._sizes = [len(trigrams(text)) for text in texts]
        self._holders: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for trigram in trigrams(text):
                self._holders[trigram].append(number)
        self._sentences = frozenset(sentence for text in texts for sentence in sentences(text))

    def closeness(self, text: str) -> tuple[float, int]:
        """The largest overlap with any recent reply, and how many whole sentences were said before."""
        own = trigrams(text)
        shared = Counter(number for trigram in own for number in self._holders.get(trigram, ()))
        nearest = max(
            (count / (len(own) + self._sizes[number] - count) for number, count in shared.items()), default=0.0
        )
        return nearest, len(sentences(text) & self._sentences)

"""How much two texts share: word trigrams, so that no reply reads like one of the shop's recent ones (R-NO-CANNED)."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from plugin.guidelines.checks.repetition import trace
from plugin.guidelines.patterns import fold

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

_MOST_HELD = 600  # texts: some ten megabytes

Trigrams = frozenset[tuple[str, str, str]]


def words(text: str) -> list[str]:
    """The words of a text, without marks, in small letters."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=4096)
def trigrams(text: str) -> Trigrams:
    found = words(text)
    return frozenset(zip(found, found[1:], found[2:], strict=False))


class _Held:
    """Texts by their trigrams: a new one is compared only with those that share one with it. Safe to use from several threads."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self.sizes: list[int] = []
        self.holders: dict[tuple[str, str, str], tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.sizes)

    def numbers_of(self, texts: Mapping[Hashable, Trigrams]) -> frozenset[int]:
        """The numbers of these texts; what is new among them is taken in."""
        with self._lock:
            for name in texts.keys() - self._numbers.keys():
                self._add(name, texts[name])
            return frozenset([self._numbers[name] for name in texts])

    def _add(self, name: Hashable, text: Trigrams) -> None:
        number = self._numbers[name] = len(self.sizes)
        self.sizes.append(len(text))
        for one in text:
            self.holders[one] = (*self.holders.get(one, ()), number)


class _Compared:
    """The recent replies by one of the two things that they are compared by."""

    def __init__(self, held: _Held, texts: Mapping[Hashable, Trigrams]) -> None:
        self._held, self._numbers = held, held.numbers_of(texts)

    def nearest(self, own: Trigrams) -> float:
        """The largest share of trigrams in common with any of them (Jaccard, 0 to 1)."""
        holders, sizes, numbers = self._held.holders, self._held.sizes, self._numbers
        shared = Counter(chain.from_iterable([holders[one] for one in own if one in holders]))
        return max((many / (len(own) + sizes[at] - many) for at, many in shared.items() if at in numbers), default=0.0)


class _Lately:
    """What was held lately, begun anew when it has grown too much: a shop's recent replies are nearly the same from draft to draft."""

    def __init__(self) -> None:
        self._held = _Held()

    def compared(self, texts: Mapping[Hashable, Trigrams]) -> _Compared:
        if len(self._held) + len(texts) > _MOST_HELD:
            self._held = _Held()
        return _Compared(self._held, texts)


_whole, _between = _Lately(), _Lately()


class Recent:
    """The shop's recent replies, ready for comparing many candidates with all of them, as the checker does."""

    def __init__(self, replies: Sequence[str], leaving_out: Sequence[str] = ()) -> None:
        self._leaving_out = tuple(leaving_out)  # what the shop wants in every reply makes none of them a copy
        traces = {reply: trace(reply, self._leaving_out) for reply in replies if reply}
        self._whole = _whole.compared({reply: trigrams(reply) for reply in traces})
        self._between = _between.compared({(reply, self._leaving_out): one.trigrams for reply, one in traces.items()})
        self._sentences = frozenset(sentence for one in traces.values() for sentence in one.long_sentences)
        self._openings = frozenset(one.opening for one in traces.values())

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

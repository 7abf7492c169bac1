"""The phrases of a language (``prompts/checks/*.yaml``), by kind, found in a text.

A text is opened once by the letters that its words begin with (``Beginnings``), and a phrase is tried only where it
can begin. That is what keeps some thousand phrases under a millisecond.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugin.data import read_yaml
from plugin.guidelines.phrases import ANY_FIGURE, HEAD, Pattern, PatternError, compile_pattern, fold

__all__ = ["Beginnings", "Kind", "Pattern", "PatternBook", "PatternError", "book", "compile_pattern", "fold"]

_BEGINNING = re.compile(r"(?<!\w)\S")
_NOTHING: frozenset[str] = frozenset()


class Beginnings:
    """Where words and signs begin in a text, by their first letters: read once a text, asked by every phrase."""

    __slots__ = ("_of", "_places", "heads")

    def __init__(self, folded: str) -> None:
        places: dict[str, list[int]] = {}
        begins = [match.start() for match in _BEGINNING.finditer(folded)]
        for size in range(1, HEAD + 1):
            for at in begins:
                head = folded[at : at + size]
                if head in places:
                    places[head].append(at)
                else:
                    places[head] = [at]
        if figures := [at for at in begins if folded[at].isdecimal()]:
            places[ANY_FIGURE] = sorted({*places.get(ANY_FIGURE, ()), *figures})
        self._places = places
        self._of: dict[frozenset[str], list[int]] = {}  # phrases that begin alike ask alike
        self.heads = frozenset(places)

    def of(self, starts: frozenset[str]) -> list[int]:
        """The places where one of these begins, in order."""
        known = self._of.get(starts)
        if known is None:
            found = [self._places[start] for start in starts & self.heads]
            known = found[0] if len(found) == 1 else sorted({at for places in found for at in places})
            self._of[starts] = known
        return known


class Kind:
    """The phrases of one kind, by the letters with which they can begin."""

    __slots__ = ("_anywhere", "_by_start", "_starts", "phrases")

    def __init__(self, phrases: Iterable[Pattern]) -> None:
        self.phrases = tuple(phrases)
        self._anywhere = tuple(phrase for phrase in self.phrases if phrase.starts is None)
        by_start: dict[str, set[Pattern]] = {}
        for phrase in self.phrases:
            for start in phrase.starts or ():
                by_start.setdefault(start, set()).add(phrase)
        self._by_start = by_start
        self._starts = frozenset(by_start)

    def find(self, folded: str, begun: Beginnings) -> list[tuple[int, int]]:
        """Every place where one of the phrases stands, in order, without those inside another."""
        found = [span for phrase in self._anywhere for span in phrase.spans(folded)]
        near = [self._by_start[start] for start in self._starts & begun.heads]
        for phrase in near[0] if len(near) == 1 else set().union(*near):
            for need in phrase.needs:
                if need.isdisjoint(begun.heads):
                    break
            else:
                found += phrase.spans_at(folded, begun.of(phrase.starts or _NOTHING))
        return _outermost(found)


@dataclass(frozen=True, slots=True)
class PatternBook:
    """The phrases of one language by kind, and its plain word lists."""

    language: str
    kinds: Mapping[str, Kind]
    words: Mapping[str, frozenset[str]]
    groups: Mapping[str, tuple[str, ...]]

    def find(self, kind: str, folded: str, begun: Beginnings) -> list[tuple[int, int]]:
        """Every place where a phrase of that kind stands; ``begun``: the text's beginnings."""
        phrases = self.kinds.get(kind)
        return phrases.find(folded, begun) if phrases else []


def _outermost(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


@functools.cache
def book(language: str) -> PatternBook:
    """The phrases of a language; for a language without a file of its own, only what holds for every language."""
    shared = read_yaml("checks", "any.yaml")
    spoken = language in {"nl", "de", "en"}
    own = read_yaml("checks", f"{language}.yaml") if spoken else {}
    frames = read_yaml("checks", "frames", f"{language}.yaml") if spoken else {}
    terms = read_yaml("checks", "terms", f"{language}.yaml") if spoken else {}
    macros: dict[str, str] = {
        name: text for source in (shared, own, frames, terms) for name, text in (source.get("macros") or {}).items()
    }
    kinds: dict[str, list[Pattern]] = {}
    for source in (shared, own, frames, terms):
        for kind, phrases in (source.get("kinds") or {}).items():
            kinds.setdefault(kind, []).extend(compile_pattern(str(phrase), macros) for phrase in phrases)
    words = {name: frozenset(fold(text).split()) for name, text in (own.get("words") or {}).items()}
    groups = {name: tuple(fold(text).split()) for name, text in (own.get("groups") or {}).items()}
    return PatternBook(language, {kind: Kind(phrases) for kind, phrases in kinds.items()}, words, groups)

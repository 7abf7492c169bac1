"""The phrases of a language (``prompts/checks/*.yaml``), by kind, found in a text.

A text is opened once by the letters that its words begin with (``beginnings``), and a phrase is tried only where it
can begin. That is what keeps some thousand phrases under a millisecond.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugin.data import read_yaml
from plugin.guidelines.phrases import ANY_FIGURE, HEAD, Pattern, PatternError, compile_pattern, fold

__all__ = ["Kind", "Pattern", "PatternBook", "PatternError", "beginnings", "book", "compile_pattern", "fold"]

_BEGINNING = re.compile(r"(?<!\w)\S")

Beginnings = Mapping[str, list[int]]


def beginnings(folded: str) -> Beginnings:
    """Where a word or a sign begins in a text, by its first letters: read once a text, asked by every phrase."""
    found: dict[str, list[int]] = {}
    for match in _BEGINNING.finditer(folded):
        at = match.start()
        for end in range(at + 1, at + HEAD + 1):
            found.setdefault(folded[at:end], []).append(at)
        if folded[at].isdecimal():
            found.setdefault(ANY_FIGURE, []).append(at)
    return found


class Kind:
    """The phrases of one kind, by the letters with which they can begin."""

    __slots__ = ("_anywhere", "_by_start", "phrases")

    def __init__(self, phrases: Iterable[Pattern]) -> None:
        self.phrases = tuple(phrases)
        self._anywhere = tuple(phrase for phrase in self.phrases if phrase.starts is None)
        by_start: dict[str, list[Pattern]] = {}
        for phrase in self.phrases:
            for start in phrase.starts or ():
                by_start.setdefault(start, []).append(phrase)
        self._by_start = by_start

    def find(self, folded: str, begun: Beginnings) -> list[tuple[int, int]]:
        """Every place where one of the phrases stands, in order, without those inside another."""
        places: dict[Pattern, list[int]] = {}
        for start in self._by_start.keys() & begun.keys():
            here = begun[start]
            for phrase in self._by_start[start]:
                places[phrase] = places[phrase] + here if phrase in places else here
        found = [span for phrase in self._anywhere for span in phrase.spans(folded)]
        for phrase, at in places.items():
            if phrase.may_match(folded):
                found += phrase.spans_at(folded, at)
        return _outermost(found)


@dataclass(frozen=True, slots=True)
class PatternBook:
    """The phrases of one language by kind, and its plain word lists."""

    language: str
    kinds: Mapping[str, Kind]
    words: Mapping[str, frozenset[str]]
    groups: Mapping[str, tuple[str, ...]]

    def find(self, kind: str, folded: str, begun: Beginnings) -> list[tuple[int, int]]:
        """Every place where a phrase of that kind stands; ``begun``: the text's ``beginnings``."""
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
    macros: dict[str, str] = {
        name: text for source in (shared, own, frames) for name, text in (source.get("macros") or {}).items()
    }
    kinds: dict[str, list[Pattern]] = {}
    for source in (shared, own, frames):
        for kind, phrases in (source.get("kinds") or {}).items():
            kinds.setdefault(kind, []).extend(compile_pattern(str(phrase), macros) for phrase in phrases)
    words = {name: frozenset(fold(text).split()) for name, text in (own.get("words") or {}).items()}
    groups = {name: tuple(fold(text).split()) for name, text in (own.get("groups") or {}).items()}
    return PatternBook(language, {kind: Kind(phrases) for kind, phrases in kinds.items()}, words, groups)

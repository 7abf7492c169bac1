"""The phrases of a language (``prompts/checks/*.yaml``), by kind, found in a text.

A text is opened once by the letters that its words begin with (``Beginnings``), and a phrase is tried only where it
can begin. That is what keeps some thousand phrases under a millisecond.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from plugin.data import read_yaml
from plugin.guidelines.phrases import ANY_FIGURE, HEAD, Pattern, PatternError, compile_pattern, fold

__all__ = ["Beginnings", "Near", "Pattern", "PatternBook", "PatternError", "book", "compile_pattern", "fold"]

_BEGINNING = re.compile(r"(?<!\w)\S")


class Beginnings:
    """Where words and signs begin in a text, by their first letters: read once a text, asked by every phrase."""

    __slots__ = ("heads", "places")

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
        self.places = places
        self.heads = frozenset(places)


Near = Mapping[str, Sequence[tuple[Pattern, Sequence[int]]]]  # by kind, the phrases worth trying, and where


class Phrases:
    """The phrases of all kinds, by the letters with which they can begin: one look at a text finds those of every kind
    that may stand in it.
    """

    __slots__ = ("_by_start", "_kinds", "_needs", "_phrases", "_starts")

    def __init__(self, kinds: Mapping[str, Iterable[Pattern]]) -> None:
        begun = [(kind, phrase) for kind, its in kinds.items() for phrase in its if phrase.starts is not None]
        self._kinds = [kind for kind, _ in begun]
        self._phrases = [phrase for _, phrase in begun]
        self._needs = [_to_ask(phrase) for _, phrase in begun]
        by_start: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            for start in phrase.starts or ():
                by_start.setdefault(start, []).append(number)
        self._by_start = by_start
        self._starts = frozenset(by_start)

    def near(self, begun: Beginnings) -> Near:
        """By kind, every phrase of which all beginnings stand in the text, with the places where it can begin."""
        heads, places = begun.heads, begun.places
        at: dict[int, list[int]] = {}
        for start in self._starts & heads:
            here = places[start]
            for number in self._by_start[start]:
                at[number] = at[number] + here if number in at else here
        found: dict[str, list[tuple[Pattern, Sequence[int]]]] = {}
        for number, its in at.items():
            for need in self._needs[number]:
                if need.isdisjoint(heads):
                    break
            else:
                phrase = self._phrases[number]
                several = len(phrase.starts or ()) > 1
                found.setdefault(self._kinds[number], []).append((phrase, sorted({*its}) if several else its))
        return found


def _to_ask(phrase: Pattern) -> tuple[frozenset[str], ...]:
    """What it needs besides its beginning, the rarest first: the fewer words a need has, the fewer texts hold one."""
    starts = phrase.starts or frozenset()
    return tuple(sorted({need for need in phrase.needs if not starts <= need}, key=len))


class PatternBook:
    """The phrases of one language by kind, and its plain word lists."""

    __slots__ = ("_anywhere", "_phrases", "groups", "kinds", "language", "words")

    def __init__(
        self,
        language: str,
        kinds: Mapping[str, Sequence[Pattern]],
        words: Mapping[str, frozenset[str]],
        groups: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.language, self.kinds, self.words, self.groups = language, kinds, words, groups
        self._phrases = Phrases(kinds)
        self._anywhere = {kind: [phrase for phrase in its if phrase.starts is None] for kind, its in kinds.items()}

    def near(self, begun: Beginnings) -> Near:
        """The phrases that may stand in a text with these beginnings."""
        return self._phrases.near(begun)

    def find(self, kind: str, folded: str, near: Near) -> list[tuple[int, int]]:
        """Every place where a phrase of that kind stands, in order, without those inside another.

        ``near``: what ``near`` gave for this text.
        """
        found = [span for phrase in self._anywhere.get(kind, ()) for span in phrase.spans(folded)]
        for phrase, places in near.get(kind, ()):
            found += phrase.spans_at(folded, places)
        return _outermost(found) if len(found) > 1 else found


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
    beside = [read_yaml("checks", folder, f"{language}.yaml") for folder in ("frames", "terms", "cues") if spoken]
    sources = (shared, own, *beside)
    macros: dict[str, str] = {name: text for source in sources for name, text in (source.get("macros") or {}).items()}
    kinds: dict[str, list[Pattern]] = {}
    for source in sources:
        for kind, phrases in (source.get("kinds") or {}).items():
            kinds.setdefault(kind, []).extend(compile_pattern(str(phrase), macros) for phrase in phrases)
    words = {name: frozenset(fold(text).split()) for name, text in (own.get("words") or {}).items()}
    groups = {name: tuple(fold(text).split()) for name, text in (own.get("groups") or {}).items()}
    return PatternBook(language, kinds, words, groups)

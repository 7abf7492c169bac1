"""The phrases of a language (``prompts/checks/*.yaml``), by kind, found in a text.

A text is opened once by the letters that its words begin with (``Beginnings``), and a phrase is tried only where it
can begin. That is what keeps some thousand phrases under a millisecond.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from plugin.data import read_yaml
from plugin.guidelines.phrases import ANY_FIGURE, HEAD, Pattern, PatternError, compile_pattern, fold

__all__ = ["Near", "Pattern", "PatternBook", "PatternError", "book", "compile_pattern", "fold"]

_BEGINNING = re.compile(r"(?<!\w)\S")


class Beginnings:
    """Where words and signs begin in a text, by their first letters: read once a text, asked by every phrase.

    ``asked``: the first letters that any phrase asks for; four in five of a text's own are none of them.
    """

    __slots__ = ("heads", "places")

    def __init__(self, folded: str, asked: Container[str]) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        begins = [match.start() for match in _BEGINNING.finditer(folded)]
        for size in range(1, HEAD + 1):
            for at in begins:
                if (head := folded[at : at + size]) in asked:
                    places[head].append(at)
        if figures := [at for at in begins if folded[at].isdecimal()]:
            places[ANY_FIGURE] = sorted({*places.get(ANY_FIGURE, ()), *figures})
        self.places = places
        self.heads = frozenset(places)

    def all_of(self, heads: frozenset[str]) -> Sequence[int]:
        """In order, every place where one of these stands."""
        here = heads & self.heads
        if len(here) == 1:
            return self.places[next(iter(here))]
        return sorted({at for head in here for at in self.places[head]})


Near = Mapping[str, Sequence[tuple[Pattern, Sequence[int]]]]  # by kind, the phrases worth trying, and where


class Phrases:
    """The phrases of all kinds, by the letters with which they can begin: one look at a text finds those of every kind
    that may stand in it.

    Every phrase is one bit of a number. A row of such bits tells which phrases can begin with a head, and a row behind
    it for each thing that a phrase may need besides. A head's number holds all of its rows, so that the numbers of a
    text's heads put together, and their rows then held against each other, leave the phrases of which everything is
    there. Asked one by one, the thousand phrases of a language cost twice as much.
    """

    __slots__ = ("_by_head", "_kinds", "_nothing_needed", "_phrases", "_rows")

    def __init__(self, kinds: Mapping[str, Iterable[Pattern]]) -> None:
        begun = [(kind, phrase) for kind, its in kinds.items() for phrase in its if phrase.starts is not None]
        self._kinds = [kind for kind, _ in begun]
        self._phrases = [phrase for _, phrase in begun]
        asked = [(phrase.starts or frozenset(), *_to_ask(phrase)) for phrase in self._phrases]
        self._rows = max(map(len, asked), default=1)
        self._nothing_needed = 0  # the bits of the needs that a phrase does not have: always met
        self._by_head: dict[str, int] = {}
        for number, needs in enumerate(asked):
            for row in range(self._rows):
                bit = 1 << (row * len(asked) + number)
                if row >= len(needs):
                    self._nothing_needed |= bit
                    continue
                for head in needs[row]:
                    self._by_head[head] = self._by_head.get(head, 0) | bit

    def near(self, folded: str) -> Near:
        """By kind, every phrase of which all beginnings stand in the text, with the places where it can begin."""
        begun = Beginnings(folded, self._by_head)
        found: dict[str, list[tuple[Pattern, Sequence[int]]]] = defaultdict(list)
        for number in _places_of_ones(self._possible(begun.heads)):
            phrase = self._phrases[number]
            found[self._kinds[number]].append((phrase, begun.all_of(phrase.starts or frozenset())))
        return found

    def _possible(self, heads: frozenset[str]) -> int:
        """The bits of the phrases of which a beginning and all else that they need stand in the text."""
        met = self._nothing_needed
        for head in heads & self._by_head.keys():
            met |= self._by_head[head]
        possible = (1 << len(self._phrases)) - 1
        for _ in range(self._rows):
            possible &= met
            met >>= len(self._phrases)
        return possible


def _places_of_ones(bits: int) -> Iterator[int]:
    """The places of the ones in a number written in two digits, from its end."""
    written = bin(bits)[:1:-1]
    at = written.find("1")
    while at >= 0:
        yield at
        at = written.find("1", at + 1)


def _to_ask(phrase: Pattern) -> tuple[frozenset[str], ...]:
    """What it needs besides its beginning."""
    starts = phrase.starts or frozenset()
    return tuple(need for need in phrase.needs if not starts <= need)


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
        anywhere = {kind: [phrase for phrase in its if phrase.starts is None] for kind, its in kinds.items()}
        self._anywhere = {kind: its for kind, its in anywhere.items() if its}

    def near(self, folded: str) -> Near:
        """The phrases that may stand in a text."""
        return self._phrases.near(folded)

    def possible(self, near: Near) -> frozenset[str]:
        """The kinds of which a phrase may stand in a text for which ``near`` was given; the others need not be asked for."""
        return frozenset((*near, *self._anywhere))

    def find(self, kind: str, folded: str, near: Near) -> list[tuple[int, int]]:
        """Every place where a phrase of that kind stands, in order, without those inside another.

        ``near``: what ``near`` gave for this text.
        """
        found: list[tuple[int, int]] = []
        for phrase in self._anywhere.get(kind, ()):
            found += phrase.spans(folded)
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

"""The phrases of a language (``prompts/checks/*.yaml``), by kind, found in a text.

A text is opened once by the letters that its words begin with, and a phrase is tried only where all that it needs is
there, and where it can begin. That is what keeps some thousand phrases at a quarter of a millisecond.
"""

from __future__ import annotations

import bisect
import functools
import operator
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from plugin.data import read_yaml
from plugin.guidelines.phrases import (
    ANY_DIGIT,
    ANY_FIGURE,
    DIGIT,
    HEAD,
    INSIDE,
    Pattern,
    PatternError,
    Way,
    compile_pattern,
    fold,
)

__all__ = ["Pattern", "PatternBook", "PatternError", "book", "compile_pattern", "fold"]

_BEGINNING = re.compile(rf"(?<!\w)(?=(\S{{1,{HEAD}}}))")
_ROWS = 3  # how a way begins, and the two rarest things that it needs besides: few need more
_BESIDE = "beside "  # before a kind's name: none of the book's own has a space
_ONE = re.compile("1")
_KEPT = 8192  # beginnings of words of which it is kept which heads they have

Places = list[tuple[int, int]]


class Phrases:
    """The phrases of all kinds, and what each of their ways needs: one look at a text leaves those that may stand in it.

    Every way is one bit of a number. A row of such bits tells which ways can begin with a head, and a row behind it for
    each thing that a way may need besides. A head's number holds all of its rows, so that the numbers of a text's heads
    put together, and their rows then held against each other, leave the ways of which everything is there: some eighty
    of two thousand. A phrase is then tried where one of its ways can begin, which is at two places.
    """

    __slots__ = ("_by_head", "_heads_of", "_inside", "_nothing_needed", "_phrases", "_ways")

    def __init__(self, kinds: Mapping[str, Iterable[Pattern]]) -> None:
        begun = [(kind, phrase) for kind, its in kinds.items() for phrase in its if phrase.ways is not None]
        self._phrases = [(phrase, kind) for kind, phrase in begun]
        ways = [(number, way) for number, (phrase, _) in enumerate(self._phrases) for way in phrase.ways or ()]
        # Ways that begin alike hold one and the same set, so that it is found again at a glance.
        alike = {way.starts: way.starts for _, way in ways}
        self._ways = [(number, alike[way.starts]) for number, way in ways]
        self._nothing_needed = 0  # the bits of the needs that a way does not have: always met
        self._by_head: dict[str, int] = {}
        often = _how_often(way for _, way in ways)
        for place, (_, way) in enumerate(ways):
            rarest = sorted(way.needs, key=lambda heads: (sum(often[head] for head in heads), sorted(heads)))
            asked = (way.starts, *rarest)[:_ROWS]
            bits = [1 << (row * len(ways) + place) for row in range(_ROWS)]
            for heads, bit in zip(asked, bits, strict=False):
                for head in heads:
                    self._by_head[head] = self._by_head.get(head, 0) | bit
            for bit in bits[len(asked) :]:
                self._nothing_needed |= bit
        self._inside = sorted(head.removeprefix(INSIDE) for head in self._by_head if head.startswith(INSIDE))
        self._heads_of = functools.lru_cache(maxsize=_KEPT)(self._heads_at)

    def find(self, folded: str) -> dict[str, Places]:
        """By kind, every place where one of its phrases stands."""
        places = self._beginnings(folded)
        found: dict[str, Places] = {}
        for number, begins in self._possible(places).items():
            phrase, kind = self._phrases[number]
            if spans := phrase.spans_at(folded, begins):
                found.setdefault(kind, []).extend(spans)
        return found

    def _beginnings(self, folded: str) -> dict[str, list[int]]:
        """Where the heads that any phrase asks for stand; four in five of a text's own are none of them."""
        places: dict[str, list[int]] = {}
        begins: list[int] = []
        heads_of = self._heads_of
        for match in _BEGINNING.finditer(folded):
            at = match.start()
            begins.append(at)
            for head in heads_of(match[1]):
                if head in places:
                    places[head].append(at)
                else:
                    places[head] = [at]
        for letters in self._inside:
            if letters in folded:
                held = [bisect.bisect_right(begins, at) for at in _places_of(letters, folded)]
                places[INSIDE + letters] = [begins[at - 1] for at in held]  # where the words begin that hold it
        return places

    def _heads_at(self, letters: str) -> tuple[str, ...]:
        heads = [letters[:size] for size in range(1, len(letters) + 1) if letters[:size] in self._by_head]
        figure = letters[0].isdecimal() and ANY_FIGURE in self._by_head
        return (*heads, ANY_FIGURE) if figure else tuple(heads)

    def _possible(self, places: Mapping[str, list[int]]) -> dict[int, list[int]]:
        """The phrases of which all of a way stands in the text, with the places where it can begin, in order."""
        here, ways = frozenset(places), self._ways
        told: dict[frozenset[str], list[int]] = {}  # many ways begin alike
        found: dict[int, list[int]] = {}
        for place in _places_of_ones(self._met(here)):
            number, starts = ways[place]
            begins = told.get(starts)
            if begins is None:
                begins = told[starts] = _in_order([places[head] for head in starts & here])
            known = found.get(number, begins)
            found[number] = begins if known is begins else _in_order([known, begins])
        return found

    def _met(self, heads: Iterable[str]) -> int:
        """The bits of the ways of which a beginning and all else that they need are among these heads, all of them known."""
        met = functools.reduce(operator.or_, map(self._by_head.__getitem__, heads), self._nothing_needed)
        possible = (1 << len(self._ways)) - 1
        for _ in range(_ROWS):
            possible &= met
            met >>= len(self._ways)
        return possible


class _Anywhere:
    """The phrases that may begin with anything: whether what opens their gates stands in a text is asked once for all."""

    __slots__ = ("_behind", "_literals", "_open", "_phrases")

    def __init__(self, phrases: Iterable[tuple[str, Pattern]]) -> None:
        self._phrases = [(kind, phrase) for kind, phrase in phrases if phrase.ways is None]
        self._open = [number for number, (_, phrase) in enumerate(self._phrases) if phrase.gate is None]
        self._behind: dict[str, list[int]] = {}  # by what opens it
        for number, (_, phrase) in enumerate(self._phrases):
            for literal in phrase.gate or ():
                self._behind.setdefault(literal, []).append(number)
        self._literals = tuple(self._behind)

    def possible(self, folded: str) -> list[tuple[str, Pattern]]:
        """Those whose gate is open, or that have none, in the order in which they were given."""
        numbers = [*self._open]
        for literal in self._literals:
            if literal in folded or (literal == ANY_DIGIT and DIGIT.search(folded)):
                numbers += self._behind[literal]
        return [self._phrases[number] for number in sorted(set(numbers))]


def _in_order(places: Sequence[list[int]]) -> list[int]:
    return places[0] if len(places) == 1 else sorted(set(chain(*places)))


def _places_of_ones(bits: int) -> list[int]:
    """The places of the ones in a number written in two digits, from its end."""
    written = bin(bits)[:1:-1]
    return [match.start() for match in _ONE.finditer(written)]


def _places_of(letters: str, text: str) -> Iterator[int]:
    at = text.find(letters)
    while at >= 0:
        yield at
        at = text.find(letters, at + 1)


def _how_often(ways: Iterable[Way]) -> Counter[str]:
    """How many ways speak of each head, or of one that begins with it: what many phrases are about many texts are."""
    often: Counter[str] = Counter()
    for way in ways:
        for head in chain.from_iterable((way.starts, *way.needs)):
            often.update(head[:size] for size in range(1, len(head) + 1))
    return often


class PatternBook:
    """The phrases of one language by kind, and its plain word lists.

    ``beside``: phrases of further kinds, which are looked for in the same pass and told apart from the book's own.
    """

    __slots__ = ("_anywhere", "_phrases", "groups", "kinds", "language", "words")

    def __init__(
        self,
        language: str,
        kinds: Mapping[str, Sequence[Pattern]],
        words: Mapping[str, frozenset[str]],
        groups: Mapping[str, tuple[str, ...]],
        beside: Mapping[str, Sequence[Pattern]] | None = None,
    ) -> None:
        self.language, self.kinds, self.words, self.groups = language, kinds, words, groups
        sought = {**kinds, **{_BESIDE + kind: its for kind, its in (beside or {}).items()}}
        self._phrases = Phrases(sought)
        self._anywhere = _Anywhere((kind, phrase) for kind, its in sought.items() for phrase in its)

    def find(self, folded: str) -> dict[str, Places]:
        """By kind, every place where a phrase of that kind stands in a text, in order, without those inside another."""
        return self.find_both(folded)[0]

    def find_both(self, folded: str) -> tuple[dict[str, Places], dict[str, Places]]:
        """The same of the book's own kinds, and of those beside them."""
        found = self._phrases.find(folded)
        for kind, phrase in self._anywhere.possible(folded):
            if spans := phrase.spans(folded):
                found.setdefault(kind, []).extend(spans)
        own: dict[str, Places] = {}
        beside: dict[str, Places] = {}
        for kind, places in found.items():
            into = beside if kind.startswith(_BESIDE) else own
            into[kind.removeprefix(_BESIDE)] = _outermost(places) if len(places) > 1 else places
        return own, beside


def _outermost(spans: Places) -> Places:
    kept: Places = []
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
    # The networks of suspicion weigh every kind of the book, so one that is new there has to be taught first. These are
    # claims that need no weighing.
    rights = read_yaml("checks", "rights", f"{language}.yaml")["kinds"] if spoken else {}
    beside_them = {kind: [compile_pattern(str(phrase)) for phrase in its] for kind, its in rights.items()}
    return PatternBook(language, kinds, words, groups, beside_them)

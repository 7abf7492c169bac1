"""A text made ready for checking: folded for matching, split into sentences, offsets that lead back.

Findings quote the text exactly as it came in, while patterns match on folded text. A text in decomposed Unicode
(NFD, as macOS file names and some keyboards write it) is composed first; ``original`` maps places back.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from plugin.guidelines.patterns import PatternBook, Places, fold
from plugin.kept import kept
from plugin.language import sentences
from plugin.language.sentences import Span

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_IN_NONE: frozenset[int] = frozenset()
# A greeting of a few words up to its comma ('Grüß Gott, Herr Schwaiger,'), and some more behind it on the same line
_AFTER_GREETING = re.compile(
    r"(?P<greeting>[^,.:;!?\n]{2,48}(?:\b\w\.)?,(?:[ \t]+(?:(?:[A-ZÄÖÜ][\w'’.-]*|und|en|and|&|van|de|der|den|von|meneer|mevrouw)[ \t]*){1,5},)?)"
    r"[ \t]+(?P<rest>[^\n]{24})"
)

# A single line break behind a word or a comma: where an e-mail's lines are broken, the sentence goes on.
_BREAK = re.compile(r"(?<=[\w,])[ \t\r]*\n(?=(?P<small>[a-zß-öø-ÿ]|\d+(?:[.,]\d+)?[ %])|(?<=\w\n)[^\W\d_].{40})")
_LONG_LINE, _BROKEN_OFF, _FEW_WORDS = 50, 8, 4  # characters; spaces in a line that ends with a comma, with a word


class Word(NamedTuple):
    text: str  # folded
    start: int
    end: int


_new = tuple.__new__  # what ``Word(…)`` comes down to, in half the time: a text has a hundred words


def _joined(found: re.Match[str]) -> str:
    """A space where the line before goes on (a greeting's and a short item's do not), of the same length."""
    begins = found.string.rfind("\n", 0, found.start()) + 1
    line = found.string[begins : found.start()]
    if begins == 0 and line.count(" ") < _BROKEN_OFF:
        return found.group()  # 'Hello Ann and dear family'
    enough = _BROKEN_OFF if line.endswith(",") else _FEW_WORDS
    goes_on = line.count(" ") >= enough if found["small"] else len(line) >= _LONG_LINE
    return " " * len(found.group()) if goes_on else found.group()


@dataclass
class Reading:
    """One text, read once, asked often. ``folded`` and ``cased`` have the same length."""

    raw: str
    book: PatternBook
    wrapped: bool = False  # a line that breaks off goes on in the next one; a customer's lines may end without a stop
    cased: str = ""
    folded: str = ""
    spans: tuple[Span, ...] = ()
    words: tuple[Word, ...] = ()
    _back: list[int] | None = None

    def __post_init__(self) -> None:
        self.cased, self._back = _composed(self.raw)
        if self.wrapped:
            self.cased = _BREAK.sub(_joined, self.cased)
        self.folded = fold(self.cased)
        self.spans = self._greeting_apart(sentences.split(self.cased))
        self.words = tuple([_new(Word, (m[0], m.start(), m.end())) for m in _WORD.finditer(self.folded)])

    def _greeting_apart(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """'Dear Ann, what a pity that …': the greeting is a sentence of its own, as where it has a line of its own."""
        if not spans or not (comma := _AFTER_GREETING.match(self.cased, *spans[0])):
            return spans
        if not any(start == spans[0].start for start, _ in self.find("greeting")):
            return spans
        return (Span(spans[0].start, comma.end("greeting")), Span(comma.start("rest"), spans[0].end), *spans[1:])

    def find(self, kind: str) -> Places:
        """Where phrases of that kind stand, in order."""
        return self.found.get(kind) or []

    @kept
    def found(self) -> Mapping[str, Places]:
        """Of every kind of which a phrase stands in the text, where."""
        return self._found_both[0]

    @kept
    def found_beside(self) -> Mapping[str, Places]:
        """The same of the kinds beside the book's own: where a text cuts a right short."""
        return self._found_both[1]

    @kept
    def _found_both(self) -> tuple[Mapping[str, Places], Mapping[str, Places]]:
        return self.book.find_both(self.folded)

    def has(self, kind: str) -> bool:
        return bool(self.find(kind))

    def sentence_at(self, place: int) -> int:
        """The index of the sentence in which a place lies (the last that begins at or before it)."""
        return max(0, bisect.bisect_right(self._sentence_starts, place) - 1)

    @kept
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.spans]

    def folded_sentence(self, index: int) -> str:
        span = self.spans[index]
        return self.folded[span.start : span.end]

    def in_sentence(self, index: int, kind: str) -> bool:
        return index in self._sentences_by_kind.get(kind, _IN_NONE)

    def sentences_of(self, kind: str) -> frozenset[int]:
        """The indices of the sentences in which a phrase of that kind stands."""
        return self._sentences_by_kind.get(kind, _IN_NONE)

    @kept
    def _sentences_by_kind(self) -> Mapping[str, frozenset[int]]:
        return {kind: self._touched_by(places) for kind, places in self.found.items()}

    def _touched_by(self, places: list[tuple[int, int]]) -> frozenset[int]:
        """The indices of the sentences that share a character with one of these places."""
        touched: set[int] = set()
        spans, starts = self.spans, self._sentence_starts
        for start, end in places:
            first = max(0, bisect.bisect_right(starts, start) - 1)
            for index in range(first, bisect.bisect_left(starts, end, first)):
                if spans[index].end > start:
                    touched.add(index)
        return frozenset(touched)

    def words_of(self, index: int) -> tuple[Word, ...]:
        """The words that begin in a sentence."""
        return self._words_by_sentence[index]

    @kept
    def _words_by_sentence(self) -> tuple[tuple[Word, ...], ...]:
        return tuple(self.words_between(span.start, span.end) for span in self.spans)

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that begin at ``start`` or behind it and before ``end``."""
        first = bisect.bisect_left(self._word_starts, start)
        return self.words[first : bisect.bisect_left(self._word_starts, end, first)]

    def first_word_from(self, place: int) -> int:
        """The index of the first word that begins there or later; 0 where none does."""
        at = bisect.bisect_left(self._word_starts, place)
        return at if at < len(self.words) else 0

    @kept
    def _word_starts(self) -> list[int]:
        return [word.start for word in self.words]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The same place in the text as it came in."""
        if self._back is None:
            return start, end
        return self._back[start], self._back[end]


def _composed(text: str) -> tuple[str, list[int] | None]:
    if unicodedata.is_normalized("NFC", text):
        return text, None
    pieces: list[str] = []
    back: list[int] = []
    for match in re.finditer(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", text, re.DOTALL):
        piece = unicodedata.normalize("NFC", match.group())
        pieces.append(piece)
        back.extend([match.start()] * len(piece))
    back.append(len(text))
    return "".join(pieces), back

"""A text made ready for checking: folded for matching, split into sentences, offsets that lead back.

Findings quote the text exactly as it came in, while patterns match on folded text. A text in decomposed Unicode
(NFD, as macOS file names and some keyboards write it) is composed first; ``original`` maps places back.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from plugin.guidelines.patterns import Near, PatternBook, fold
from plugin.kept import kept
from plugin.language import sentences
from plugin.language.sentences import Span

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_IN_NONE: frozenset[int] = frozenset()


class Word(NamedTuple):
    text: str  # folded
    start: int
    end: int


@dataclass
class Reading:
    """One text, read once, asked often. ``folded`` and ``cased`` have the same length."""

    raw: str
    book: PatternBook
    cased: str = ""
    folded: str = ""
    spans: tuple[Span, ...] = ()
    words: tuple[Word, ...] = ()
    _back: list[int] | None = None
    _found: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _sentences_of: dict[str, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cased, self._back = _composed(self.raw)
        self.folded = fold(self.cased)
        self.spans = sentences.split(self.cased)
        self.words = tuple([Word(m.group(), *m.span()) for m in _WORD.finditer(self.folded)])

    def find(self, kind: str) -> list[tuple[int, int]]:
        found = self._found.get(kind)
        if found is None:
            found = self._found[kind] = self.book.find(kind, self.folded, self._near)
        return found

    @kept
    def possible_kinds(self) -> frozenset[str]:
        """The kinds of which a phrase may stand in the text: half of all."""
        return self.book.possible(self._near)

    @kept
    def _near(self) -> Near:
        return self.book.near(self.folded)

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
        return index in self.sentences_of(kind)

    def sentences_of(self, kind: str) -> frozenset[int]:
        """The indices of the sentences in which a phrase of that kind stands."""
        found = self._sentences_of.get(kind)
        if found is None:
            places = self.find(kind)
            found = self._sentences_of[kind] = self._touched_by(places) if places else _IN_NONE
        return found

    def _touched_by(self, places: list[tuple[int, int]]) -> frozenset[int]:
        """The indices of the sentences that share a character with one of these places."""
        touched: set[int] = set()
        for start, end in places:
            index = self.sentence_at(start)
            while index < len(self.spans) and self.spans[index].start < end:
                if self.spans[index].end > start:
                    touched.add(index)
                index += 1
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

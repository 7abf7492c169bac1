"""Places in a text as it came in, from places in the same text after cleaning."""

from __future__ import annotations

import unicodedata

from plugin.language.cleaning import clean

_LINE_ENDS = frozenset("\n\r\u2028\u2029\u0085\x0b\x0c")


class Offsets:
    """Maps code-point offsets of ``clean(text)`` back to ``text``; the two are often the same, and then this is free."""

    def __init__(self, text: str) -> None:
        cleaned = clean(text)
        self._map: list[int] | None = None if cleaned == text else _aligned(text, cleaned)

    def original(self, offset: int) -> int:
        """The place in the text as it came in of the character that stands at ``offset`` after cleaning."""
        return offset if self._map is None else self._map[min(offset, len(self._map) - 1)]

    def original_end(self, offset: int) -> int:
        """The same for the end of a stretch: just behind its last character, before anything hidden that follows."""
        return offset if self._map is None or offset == 0 else self.original(offset - 1) + 1


def _aligned(text: str, cleaned: str) -> list[int]:
    """For every character of ``cleaned``, and its end, the index in ``text`` that it came from.

    Cleaning only drops characters, composes them, or turns a line end into a newline; so both texts, decomposed, run
    side by side, and a character that the cleaned text lacks is stepped over.
    """
    source = [(part, n) for n, char in enumerate(text) for part in unicodedata.normalize("NFD", char)]
    places: list[int] = []
    at = 0
    for char in cleaned:
        first = unicodedata.normalize("NFD", char)[0]
        step = at
        while step < len(source) and not _same(source[step][0], first):
            step += 1
        if step < len(source):
            at = step
        places.append(source[min(at, len(source) - 1)][1] if source else 0)
        at += 1
    return [*places, len(text)]


def _same(given: str, wanted: str) -> bool:
    return given == wanted or (wanted == "\n" and given in _LINE_ENDS)

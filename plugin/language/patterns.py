"""Patterns as people can write them in a YAML file, compiled once into regular expressions.

One pattern is words with a few signs: ``*`` any letters, ``...`` up to six words, ``(a|b c)`` a choice, ``[a]`` may be
absent, ``#`` a number in digits or a word, ``##`` one of two to five digits, ``~`` at the start means that the rest is a plain regular expression.
Matching is on ``plugin.language.reading`` (small letters, no accents), so "ü" also finds "u" and "ue".
A pattern never runs across the end of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from plugin.language.needles import needles_of
from plugin.language.reading import read

_GAP = r"[^\w.!?;\n]{1,6}"
_SOME_WORDS = rf"(?:{_GAP}\w+){{0,6}}?"
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|dertig|ruim|"
    r"ein|eine|einem|einer|zwei|drei|funf|fuenf|sechs|sieben|neun|zehn|zwolf|vierzehn|zwanzig|dreissig|"
    r"a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty|"
    r"paar|enkele|meerdere|mehrere|einigen|einige|several|couple of|few|anderhalve|halve)"
)
_BIG = "\x01"  # stands for the sign ## while a word is read
_SIGNS = re.compile(r"\.\.\.|[()|\[\]]|\s+|[^\s()|\[\]]+?(?=\.\.\.|[\s()|\[\]]|$)")
_SHORTEST_NEEDLE = 2
_GRAM = 3  # letters by which needles are looked up


@dataclass(frozen=True, slots=True)
class Pattern:
    """``needles``: one of these must stand in the text before the expression is worth trying (empty: always try)."""

    regex: re.Pattern[str]
    needles: tuple[str, ...]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        if self._may_stand(text):
            for match in self.regex.finditer(text):
                if match.end() > match.start():
                    yield match.span()

    def first(self, text: str) -> tuple[int, int] | None:
        return next(self.spans(text), None)

    def found_in(self, text: str) -> bool:
        return self.first(text) is not None

    def _may_stand(self, text: str) -> bool:
        for needle in self.needles:
            if needle in text:
                return True
        return not self.needles


def sparing(expression: str, needles: tuple[str, ...] = ()) -> Pattern:
    """An expression that is tried only where a part of every match stands, as read off it or as given."""
    regex = re.compile(expression)
    return Pattern(regex, needles or needles_of(regex))


class Matcher:
    """Many patterns over one text: only those are tried of which a needle stands in it, so that a thousand patterns
    cost about as much as the few that come near.
    """

    __slots__ = ("_always", "_grams", "_needles", "_short", "patterns")

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._always = frozenset(number for number, pattern in enumerate(self.patterns) if not pattern.needles)
        by_needle: dict[str, set[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for needle in pattern.needles:
                by_needle.setdefault(needle, set()).add(number)
        self._short = tuple((needle, frozenset(its)) for needle, its in by_needle.items() if len(needle) < _GRAM)
        self._needles = _by_rarest_gram({needle: its for needle, its in by_needle.items() if len(needle) >= _GRAM})
        self._grams = frozenset(self._needles)

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The number of each pattern that matches, with start and end, in the order of the patterns."""
        near = set(self._always)
        for needle, numbers in self._short:
            if needle in text:
                near |= numbers
        for gram in self._grams & _grams_of(text):
            for needle, numbers in self._needles[gram]:
                if needle in text:
                    near |= numbers
        for number in sorted(near):
            for match in self.patterns[number].regex.finditer(text):
                if match.end() > match.start():
                    yield number, match.start(), match.end()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Only the places."""
        return [(start, end) for _, start, end in self.find(text)]

    def found_in(self, text: str) -> bool:
        return next(self.find(text), None) is not None


@lru_cache(maxsize=64)
def _grams_of(text: str) -> frozenset[str]:
    """Every three letters in a row. Kept for a while: many matchers read one text."""
    return frozenset([text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)])


def _by_rarest_gram(by_needle: dict[str, set[int]]) -> dict[str, tuple[tuple[str, frozenset[int]], ...]]:
    """The needles under three of their letters, those that the fewest other needles hold."""
    often = Counter(gram for needle in by_needle for gram in _grams_of(needle))
    found: dict[str, list[tuple[str, frozenset[int]]]] = {}
    for needle, numbers in by_needle.items():
        rarest = min(sorted(_grams_of(needle)), key=often.__getitem__)
        found.setdefault(rarest, []).append((needle, frozenset(numbers)))
    return {gram: tuple(needles) for gram, needles in found.items()}


class PatternError(ValueError):
    """A pattern that cannot be read; the message names it."""


@dataclass(slots=True)
class _Piece:
    regex: str
    needles: tuple[str, ...]  # what must be there if this piece matched; empty: nothing certain
    optional: bool = False
    gap: bool = False


def compile_pattern(source: str) -> Pattern:
    """One pattern of the small language above. Raises PatternError."""
    source = source.strip()
    try:
        if source.startswith("~"):
            return Pattern(re.compile(source[1:]), ())
        tokens = [token.group(0) for token in _SIGNS.finditer(source)]
        pieces, rest = _sequence(tokens)
        if rest:
            raise PatternError(f"unbalanced brackets in pattern {source!r}")
        body = _joined(pieces)
        return Pattern(re.compile(rf"(?<!\w){body}(?!\w)"), _best_needles(pieces))
    except re.error as error:
        raise PatternError(f"pattern {source!r}: {error}") from error


def compile_lines(lines: str | Iterable[str]) -> tuple[Pattern, ...]:
    """A block of patterns, one a line; empty lines and lines that begin with ``//`` are skipped."""
    rows = lines.splitlines() if isinstance(lines, str) else list(lines)
    return tuple(compile_pattern(row) for row in rows if row.strip() and not row.strip().startswith("//"))


def _sequence(tokens: list[str]) -> tuple[list[_Piece], list[str]]:
    pieces: list[_Piece] = []
    glued = False
    while tokens and tokens[0] not in {")", "]", "|"}:
        sign = tokens[0]
        if sign.isspace():
            tokens, glued = tokens[1:], False
            continue
        if sign in {"(", "["}:
            piece, tokens = _choice(tokens)
        elif sign == "...":
            piece, tokens = _Piece("", (), gap=True), tokens[1:]
        else:
            piece, tokens = _word(sign), tokens[1:]
        if glued and pieces and not piece.gap and not piece.optional:
            last = pieces.pop()
            piece = _Piece(last.regex + piece.regex, max(last.needles, piece.needles, key=_worth))
        pieces.append(piece)
        glued = not piece.gap
    return pieces, tokens


def _choice(tokens: list[str]) -> tuple[_Piece, list[str]]:
    opened, closing = tokens[0], {"(": ")", "[": "]"}[tokens[0]]
    options: list[list[_Piece]] = []
    while tokens and tokens[0] != closing:
        pieces, tokens = _sequence(tokens[1:])
        options.append(pieces)
    if not tokens:
        raise PatternError("a bracket is never closed")
    needles = [_best_needles(option) for option in options]
    certain = tuple(n for option in needles for n in option) if all(needles) else ()
    regex = "(?:" + "|".join(_joined(option) for option in options) + ")"
    return _Piece(regex, certain, optional=opened == "["), tokens[1:]


def _word(token: str) -> _Piece:
    regex: list[str] = []
    literals: list[str] = [""]
    for char in token.replace("##", _BIG):
        if char == _BIG:
            regex.append(r"\d{2,5}")
            literals.append("")
        elif char == "*":
            regex.append(r"\w*")
            literals.append("")
        elif char == "#":
            regex.append(_NUMBER)
            literals.append("")
        elif char in "äöü":
            plain = read(char).text
            regex.append(f"{plain}e?")
            literals[-1] += plain
            literals.append("")
        else:
            folded = read(char).text
            regex.append(re.escape(folded))
            literals[-1] += folded
    longest = max(literals, key=len)
    return _Piece("".join(regex), (longest,) if len(longest) >= _SHORTEST_NEEDLE else ())


def _joined(pieces: list[_Piece]) -> str:
    out = ""
    started = False
    for piece in pieces:
        if piece.gap:
            out += _SOME_WORDS if started else ""
        elif piece.optional:
            out += f"(?:{_GAP}{piece.regex})?" if started else f"(?:{piece.regex}{_GAP})?"
        else:
            out += f"{_GAP}{piece.regex}" if started else piece.regex
            started = True
    return out


def _best_needles(pieces: list[_Piece]) -> tuple[str, ...]:
    certain = [piece.needles for piece in pieces if piece.needles and not piece.optional and not piece.gap]
    return max(certain, key=_worth, default=())


def _worth(needles: tuple[str, ...]) -> float:
    """Long needles rule out most; many alternatives rule out less."""
    return min(map(len, needles)) - len(needles) / 4 if needles else -99.0

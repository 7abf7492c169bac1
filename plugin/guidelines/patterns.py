"""Phrases as data: the small pattern language of ``prompts/checks/*.yaml``, compiled once.

A phrase is written in words, the way a person reads it:

``het spijt (ons|mij)``   alternatives
``[heel ]graag``          optional part (after a bracket ``?``, ``*`` and ``+`` repeat as in a regular expression)
``bestel*``               any ending
``wij ~ terug``           up to 60 characters of the same sentence between (``~~``: up to 140)
``#``                     a figure
``{we}``                  a macro of the same file

A space also matches a comma or a line break. Matching happens on folded text (lower case, no accents except
German umlauts). Every phrase carries a *gate*: literal strings of which one must occur in the text before the
regular expression is tried at all. That is what keeps some thousand phrases under a millisecond.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plugin.data import read_yaml

_SPACE = r"[\s,]+"
_GAP = r"(?!\w)[^.!?\n]{0,60}?(?<!\w)"
_WIDE_GAP = r"(?!\w)[^.!?\n]{0,140}?(?<!\w)"
_FIGURE = r"\d[\d.,]*"
_SHORTEST_GATE = 2
_HEAD = 4  # letters by which literals are looked up

Gate = frozenset[str] | None

_ACCENTS = str.maketrans("áàâãåéèêëíìîïóòôõúùûñç’‘‛´`“”„«»–—\u00a0\u202f", "aaaaaeeeeiiiioooouuunc'''''\"\"\"\"\"--  ")


class PatternError(ValueError):
    """A phrase cannot be read; the message names the phrase and what is wrong."""


def fold(text: str) -> str:
    """Lower case without accents (umlauts stay), plain quotes and dashes; as many characters as the input."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_ACCENTS)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One phrase: the words as written, its gate, its expression."""

    source: str
    gate: Gate
    expression: re.Pattern[str]

    def may_match(self, present: frozenset[str]) -> bool:
        """``present``: the literals of ``PatternBook.literals`` that stand in the text."""
        return self.gate is None or not self.gate.isdisjoint(present)


def compile_pattern(source: str, macros: Mapping[str, str] | None = None) -> Pattern:
    """Compile one phrase. Raises PatternError for an unknown macro or unbalanced brackets."""
    expanded = _expand(source, macros or {})
    if expanded.startswith("re:"):
        return Pattern(source, None, re.compile(expanded[3:]))
    parser = _Parser(fold(expanded), source)
    body, gate = parser.alternatives(closing="")
    return Pattern(source, gate, re.compile(rf"(?<!\w){body}(?!\w)"))


def _expand(source: str, macros: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in macros:
            raise PatternError(f"{source!r}: there is no macro {match[1]!r}")
        return _expand(macros[match[1]], macros)

    return source if source.startswith("re:") else re.sub(r"\{(\w+)\}", replace, source)


class _Parser:
    """Reads one phrase from left to right; keeps the expression and the gate together."""

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source, self.at = text, source, 0

    def alternatives(self, closing: str) -> tuple[str, Gate]:
        parts = [self._sequence(closing)]
        while self._peek() == "|":
            self.at += 1
            parts.append(self._sequence(closing))
        if closing:
            if self._peek() != closing:
                raise PatternError(f"{self.source!r}: {closing!r} is missing")
            self.at += 1
        elif self.at != len(self.text):
            raise PatternError(f"{self.source!r}: unexpected {self._peek()!r}")
        gates = [gate for _, gate in parts]
        union: Gate = None if any(gate is None for gate in gates) else frozenset().union(*(g for g in gates if g))
        return "(?:" + "|".join(body for body, _ in parts) + ")", union

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _quantifier(self) -> str:
        if (char := self._peek()) and char in "?*+":
            self.at += 1
            return char
        return ""

    def _gap(self) -> str:
        """The expression of a ``~`` just read, with the space behind it."""
        wide = self._peek() == "~"
        self.at += wide
        if self._peek() == " ":
            self.at += 1
        ends = not self._peek() or self._peek() in "|)]"
        return r"(?!\w)" if ends else _WIDE_GAP if wide else _GAP

    def _sequence(self, closing: str) -> tuple[str, Gate]:
        body: list[str] = []
        literal: list[str] = []
        gates: list[frozenset[str]] = []

        def end_literal() -> None:
            run = "".join(literal)
            literal.clear()
            if len(run) >= _SHORTEST_GATE:
                gates.append(frozenset({run}))

        while (char := self._peek()) and char not in {"|", closing}:
            if char in ")]":
                raise PatternError(f"{self.source!r}: unexpected {char!r}")
            self.at += 1
            if char in "([":
                end_literal()
                inner, gate = self.alternatives(")" if char == "(" else "]")
                times = self._quantifier() or ("?" if char == "[" else "")
                body.append(inner + times)
                if times in {"", "+"} and gate:
                    gates.append(gate)
            elif char == "~":
                end_literal()
                if body and body[-1] == _SPACE:
                    body.pop()
                body.append(self._gap())
            elif char in " *#":
                end_literal()
                body.append({" ": _SPACE, "*": r"\w*", "#": _FIGURE}[char])
            else:
                literal.append(char)
                body.append(re.escape(char))
        end_literal()
        best = max(gates, key=lambda gate: (min(map(len, gate)), -len(gate)), default=None)
        return "".join(body), best


@dataclass(frozen=True, slots=True)
class PatternBook:
    """The phrases of one language by kind, and its plain word lists."""

    language: str
    kinds: Mapping[str, tuple[Pattern, ...]]
    words: Mapping[str, frozenset[str]]
    groups: Mapping[str, tuple[str, ...]]
    literals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of all gates, by their first letters

    def present(self, folded: str) -> frozenset[str]:
        """Which gate literals stand in a text: looked up once a text, asked by every phrase."""
        heads = {
            folded[at : at + size] for size in range(_SHORTEST_GATE, _HEAD + 1) for at in range(len(folded) - size + 1)
        }
        return frozenset(
            [
                literal
                for head in heads & self.literals.keys()
                for literal in self.literals[head]
                if len(literal) <= _HEAD or literal in folded
            ]
        )

    def find(self, kind: str, folded: str, present: frozenset[str]) -> list[tuple[int, int]]:
        """Every place where a phrase of that kind stands, in order, without those inside another."""
        found = [
            match.span()
            for pattern in self.kinds.get(kind, ())
            if pattern.gate is None or not pattern.gate.isdisjoint(present)
            for match in pattern.expression.finditer(folded)
        ]
        return _outermost(found)


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
    literals = {literal for phrases in kinds.values() for phrase in phrases for literal in phrase.gate or ()}
    heads: dict[str, list[str]] = {}
    for literal in sorted(literals):
        heads.setdefault(literal[:_HEAD], []).append(literal)
    by_head = {head: tuple(found) for head, found in heads.items()}
    return PatternBook(language, {kind: tuple(ps) for kind, ps in kinds.items()}, words, groups, by_head)

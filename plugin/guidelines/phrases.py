r"""The small language in which the phrases of ``prompts/checks/*.yaml`` are written, read into regular expressions.

A phrase is written in words, the way a person reads it:

``het spijt (ons|mij)``   alternatives
``[heel ]graag``          optional part (after a bracket ``?``, ``*`` and ``+`` repeat as in a regular expression)
``bestel*``               any ending
``wij ~ terug``           up to 60 characters of the same sentence between (``~~``: up to 140)
``#``                     a figure
``{we}``                  a macro of the same file
``re:[!?]{3}``            a regular expression; with ``re(! ?):`` one of these must stand in the text (``\d``: a digit)

A space also matches a comma or a line break. Matching happens on folded text (lower case, no accents except
German umlauts). Every phrase knows with which letters it can begin; one that may begin with anything carries a *gate*
instead: literal strings of which one must stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SPACE = r"[\s,]+"
_GAP = r"(?!\w)[^.!?\n]{0,60}?(?<!\w)"
_WIDE_GAP = r"(?!\w)[^.!?\n]{0,140}?(?<!\w)"
_FIGURE = r"\d[\d.,]*"
_SHORTEST_GATE = 2
HEAD = 8  # letters by which a phrase's beginning is looked up
ANY_FIGURE = "#"  # stands for any digit among beginnings
INSIDE = "*"  # before a head: it stands somewhere in the first word, not at its beginning

_RAW = re.compile(r"re(?:\((?P<gate>.+?)\))?:(?P<regex>.*)", re.DOTALL)
ANY_DIGIT = r"\d"  # among literals: any digit
DIGIT = re.compile(r"\d")

Gate = frozenset[str] | None

_PLAIN = dict(
    zip("áàâãåéèêëíìîïóòôõúùûñç’‘‛´`“”„«»–—\u00a0\u202f", "aaaaaeeeeiiiioooouuunc'''''\"\"\"\"\"--  ", strict=True)
)
_ACCENTED = re.compile("[" + "".join(_PLAIN) + "]")


class PatternError(ValueError):
    """A phrase cannot be read; the message names the phrase and what is wrong."""


def fold(text: str) -> str:
    """Lower case without accents (umlauts stay), plain quotes and dashes; as many characters as the input."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _ACCENTED.sub(lambda match: _PLAIN[match.group()], low)  # few letters of a text have one


class Way(NamedTuple):
    """How a match of a phrase can go, by heads: the first letters of a word, at most ``HEAD`` of them.

    ``starts``: it begins with one of these, or with a word that holds one (``INSIDE``). ``needs``: of each of these sets, one stands in it where a word begins.
    """

    starts: frozenset[str]
    needs: frozenset[frozenset[str]]


class Pattern:
    """One phrase: ``source`` is the words as written.

    ``ways``: every match goes in one of these; None where it is not known with what one begins.
    ``gate``: one of these stands in every match, somewhere; None where nothing certain does.
    """

    __slots__ = ("_expression", "gate", "regex", "source", "ways")

    def __init__(self, source: str, regex: str, gate: Gate, ways: Sequence[Way] | None) -> None:
        self.source, self.regex, self.gate = source, regex, gate
        self.ways = None if ways is None else _united(ways)
        self._expression: re.Pattern[str] | None = None

    def may_begin(self, letters: str) -> bool:
        """Whether a match may begin where these letters stand."""
        if self.ways is None:
            return True
        heads = {ANY_FIGURE, *(letters[:size] for size in range(1, HEAD + 1))}
        return any(head in heads or head.startswith(INSIDE) for way in self.ways for head in way.starts)

    @property
    def expression(self) -> re.Pattern[str]:
        """Compiled when first asked for: most phrases never come near any text."""
        if self._expression is None:
            self._expression = re.compile(self.regex)
        return self._expression

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """Where it stands in a text."""
        if self._is_shut(folded):
            return []
        return [match.span() for match in self.expression.finditer(folded)]

    def spans_at(self, folded: str, places: Sequence[int]) -> list[tuple[int, int]]:
        """As ``spans``, for a text in which it can begin at these places only, given in order."""
        found: list[tuple[int, int]] = []
        expression = self._expression
        if expression is None:
            # Reading an expression costs a thousand times a look at the gate; trying one at a few places does not.
            if self._is_shut(folded):
                return found
            expression = self.expression
        end = 0
        match_at = expression.match
        for at in places:
            if at >= end and (match := match_at(folded, at)):
                end = match.end()
                found.append((at, end))
        return found

    def _is_shut(self, folded: str) -> bool:
        """Whether nothing of what stands in every match stands in this text."""
        if self.gate is None:
            return False
        for literal in self.gate:  # noqa: SIM110 -- a generator costs more than the looks themselves
            if literal in folded or (literal == ANY_DIGIT and DIGIT.search(folded)):
                return False
        return True


def compile_pattern(source: str, macros: Mapping[str, str] | None = None) -> Pattern:
    """Read one phrase. Raises PatternError for an unknown macro or unbalanced brackets."""
    expanded = _expand(source, macros or {})
    if raw := _RAW.match(expanded):
        gate = frozenset(raw["gate"].split()) if raw["gate"] else None
        return Pattern(source, raw["regex"], gate, None)
    read = _Parser(fold(expanded), source).alternatives(closing="", apart=True)
    return Pattern(source, rf"(?<!\w){read.body}(?!\w)", read.gate, None if read.may_be_empty else read.ways)


def _expand(source: str, macros: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in macros:
            raise PatternError(f"{source!r}: there is no macro {match[1]!r}")
        return _expand(macros[match[1]], macros)

    return source if _RAW.match(source) else re.sub(r"\{(\w+)\}", replace, source)


@dataclass(slots=True)
class _Read:
    """A part of a phrase as it has been read.

    ``needs``: what all of its ways need. ``ends_apart``: what follows it stands where a word begins. The rest as in ``Pattern``.
    """

    body: str
    gate: Gate
    needs: list[frozenset[str]]
    ways: list[Way] | None
    may_be_empty: bool
    ends_apart: bool

    @property
    def starts(self) -> Gate:
        return None if self.ways is None else frozenset().union(*(way.starts for way in self.ways))


def _united(ways: Sequence[Way]) -> tuple[Way, ...]:
    """Those that need the same as one; nobody has to ask for what stands at the beginning anyway."""
    by_needs: dict[frozenset[frozenset[str]], frozenset[str]] = {}
    for starts, needs in ways:
        asked = frozenset(need for need in needs if not starts <= need)
        by_needs[asked] = by_needs.get(asked, frozenset()) | starts
    return tuple(Way(starts, needs) for needs, starts in by_needs.items())


def _union(sets: Sequence[Gate]) -> Gate:
    """All together; None where one of them is not known."""
    return None if any(one is None for one in sets) else frozenset().union(*(one for one in sets if one))


def _best(gates: Sequence[frozenset[str]]) -> Gate:
    """The one that rules out most texts: with the longest words, then with the fewest."""
    return max(gates, key=lambda gate: (min(map(len, gate)), -len(gate)), default=None)


class _Parser:
    """Reads one phrase from left to right; keeps the expression and what every match must hold together."""

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source, self.at = text, source, 0

    def alternatives(self, closing: str, *, apart: bool) -> _Read:
        """``apart``: it stands where a word begins."""
        parts = [self._sequence(closing, apart=apart)]
        while self._peek() == "|":
            self.at += 1
            parts.append(self._sequence(closing, apart=apart))
        if closing:
            if self._peek() != closing:
                raise PatternError(f"{self.source!r}: {closing!r} is missing")
            self.at += 1
        elif self.at != len(self.text):
            raise PatternError(f"{self.source!r}: unexpected {self._peek()!r}")
        either = _union([_best(part.needs) for part in parts])
        known = all(part.ways is not None for part in parts)
        return _Read(
            "(?:" + "|".join(part.body for part in parts) + ")",
            _union([part.gate for part in parts]),
            parts[0].needs if len(parts) == 1 else [either] if either else [],
            [way for part in parts for way in part.ways or ()] if known else None,
            any(part.may_be_empty for part in parts),
            all(part.ends_apart for part in parts),
        )

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

    def _sequence(self, closing: str, *, apart: bool) -> _Read:
        parts = _Parts(apart=apart)
        while (char := self._peek()) and char not in {"|", closing}:
            if char in ")]":
                raise PatternError(f"{self.source!r}: unexpected {char!r}")
            self.at += 1
            if char in "([":
                parts.end_literal()
                inner = self.alternatives(")" if char == "(" else "]", apart=parts.apart)
                parts.add_group(inner, self._quantifier() or ("?" if char == "[" else ""))
            elif char == "~":
                parts.add_gap(self._gap())
            elif char in " *#":
                parts.add_sign(char)
            else:
                parts.add_letter(char)
        return parts.read()


def _inside(starts: Gate) -> Gate:
    return None if starts is None else frozenset(f"{INSIDE}{head.removeprefix(INSIDE)}" for head in starts)


class _Parts:
    """The parts of a phrase between two bars, one after another."""

    def __init__(self, *, apart: bool) -> None:
        self.apart = apart  # whether what comes next stands where a word begins
        self._body: list[str] = []
        self._literal: list[str] = []
        self._gates: list[frozenset[str]] = []
        self._needs: list[frozenset[str]] = []
        self._starts: list[Gate] = []
        self._first: _Read | None = None  # the brackets with which it begins, if that is certain
        self._at_start = True  # nothing certain has been read yet
        self._inside = False  # a ``*`` stands before what will be the first certain thing

    def add_letter(self, char: str) -> None:
        self._literal.append(char)
        self._body.append(re.escape(char))

    def add_sign(self, char: str) -> None:
        """A space, a ``*`` or a ``#``."""
        self.end_literal()
        if char == "*" and not self._starts and self.apart:
            self._inside = True
        else:
            self._begin(frozenset({ANY_FIGURE}) if char == "#" and not self._inside else None)
        self._body.append({" ": _SPACE, "*": r"\w*", "#": _FIGURE}[char])
        self.apart = char == " "

    def add_gap(self, gap: str) -> None:
        self.end_literal()
        self._begin(None)
        if self._body and self._body[-1] == _SPACE:
            self._body.pop()
        self._body.append(gap)
        self.apart = True

    def add_group(self, inner: _Read, times: str) -> None:
        """``end_literal`` comes before."""
        self._body.append(inner.body + times)
        needed = times in {"", "+"}
        certain = needed and not inner.may_be_empty
        if certain and self._at_start and not self._starts and not self._inside:
            self._first = inner
        self._begin(inner.starts, certain=certain)
        if needed:
            self._needs += inner.needs
            if inner.gate:
                self._gates.append(inner.gate)
        self.apart = inner.ends_apart and (needed or self.apart)

    def end_literal(self) -> None:
        run = "".join(self._literal)
        self._literal.clear()
        if not run:
            return
        head = frozenset({run[:HEAD]})
        self._begin(head)
        if self.apart:
            self._needs.append(head)
        if len(run) >= _SHORTEST_GATE:
            self._gates.append(frozenset({run}))
        self.apart = False

    def read(self) -> _Read:
        self.end_literal()
        if self._inside and self._at_start:
            self._begin(None)  # nothing certain came behind the ``*``
        return _Read("".join(self._body), _best(self._gates), self._needs, self._ways(), self._at_start, self.apart)

    def _ways(self) -> list[Way] | None:
        """Each of the brackets at its beginning, with all that stands behind them; one way where it begins otherwise."""
        starts = _union(self._starts)
        if starts is None:
            return None
        if self._first is None or self._first.ways is None:
            return [Way(starts, frozenset(self._needs))]
        behind = self._needs[len(self._first.needs) :]
        return [Way(way.starts, way.needs.union(behind)) for way in self._first.ways]

    def _begin(self, starts: Gate, *, certain: bool = True) -> None:
        if self._at_start:
            self._starts.append(_inside(starts) if self._inside else starts)
            self._at_start = not certain

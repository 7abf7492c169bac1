"""Signals in a review beyond its points: a threat, a question for an expert, a wish to return, an order to the machine.

The patterns are data (``prompts/triage/*.yaml``). A signal says only that such words stand there; what follows from
them is decided in ``plugin.drafting.decisions`` and ``plugin.drafting.plays``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from plugin.data import read_yaml
from plugin.language.lexicons import LANGUAGES
from plugin.language.patterns import Matcher, Pattern, compile_lines
from plugin.language.reading import Reading


@dataclass(frozen=True, slots=True)
class Signals:
    """The places of each signal, in offsets of the reading they were found in."""

    places: dict[str, tuple[tuple[int, int], ...]]

    def has(self, *names: str) -> bool:
        """Whether any of these signals is there."""
        return any(name in self.places for name in names)

    def count(self, name: str) -> int:
        """How many separate words or phrases give this signal."""
        return len(set(self.places.get(name, ())))


def find(reading: Reading, language: str) -> Signals:
    """The signals of a text. A language without its own patterns is read with those that speak every language, and
    with the English ones, for foreigners often borrow them.
    """
    names, matcher = _book(("any", language) if language in LANGUAGES else ("any", "en"))
    places: dict[str, list[tuple[int, int]]] = {}
    for number, start, end in matcher.find(reading.text):
        places.setdefault(names[number], []).append((start, end))
    return Signals({name: tuple(spans) for name, spans in places.items()})


@lru_cache(maxsize=8)
def _book(files: tuple[str, ...]) -> tuple[tuple[str, ...], Matcher]:
    """All patterns of these files, and for each the signal that it gives."""
    names: list[str] = []
    patterns: list[Pattern] = []
    for file in files:
        for signal, lines in read_yaml("triage", f"{file}.yaml")["signals"].items():
            compiled = compile_lines(lines)
            names += [signal] * len(compiled)
            patterns += compiled
    return tuple(names), Matcher(patterns)


@lru_cache(maxsize=1)
def reasons() -> dict[str, dict[str, str]]:
    """The wording of each reason, by its id and language."""
    found: dict[str, dict[str, str]] = read_yaml("triage", "reasons.yaml")["reasons"]
    return found

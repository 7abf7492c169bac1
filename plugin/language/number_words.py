"""Whole numbers below a hundred, and the halves people count in, as Dutch, German and English write them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class _Spoken(NamedTuple):
    """``below``: the words for 1 to 19, in order; ``tens``: 20, 30, … 90. ``joins``: what stands between a unit and its ten,
    which comes first in Dutch and German. ``others``: what else stands for a number.
    """

    below: tuple[str, ...]
    tens: tuple[str, ...]
    joins: tuple[str, ...]
    unit_first: bool
    halves: tuple[str, ...]
    others: Mapping[str, float]


_SPOKEN: dict[str, _Spoken] = {
    "nl": _Spoken(
        ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
         "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"),
        ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"),
        ("en", "ën"), True, ("enhalf", "ënhalf", "enhalve", "ënhalve", " en een half", " en een halve"),
        {"één": 1, "honderd": 100, "anderhalf": 1.5, "anderhalve": 1.5, "half": 0.5, "halve": 0.5},
    ),
    "de": _Spoken(
        ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn",
         "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
        ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"),
        ("und",), True, ("einhalb", "einhalbe"),
        {**dict.fromkeys(("eine", "einem", "einen", "einer", "eines"), 1), "hundert": 100, "anderthalb": 1.5,
         **dict.fromkeys(("halbe", "halben", "halbes"), 0.5)},
    ),
    "en": _Spoken(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        ("-", " "), False, (" and a half",),
        {"a": 1, "an": 1, "hundred": 100, "half": 0.5, "half a": 0.5, "half an": 0.5},
    ),
}  # fmt: skip
_UNITS = 9  # of the words below twenty, those that go with a ten


def values(language: str) -> dict[str, float]:
    """Every word with its number; empty for a language that is not known here."""
    return dict(_pairs(_SPOKEN[language])) if language in _SPOKEN else {}


def _pairs(spoken: _Spoken) -> Iterator[tuple[str, float]]:
    for number, word in enumerate(spoken.below, 1):
        yield word, number
        yield from ((word + half, number + 0.5) for half in spoken.halves)
    units = spoken.below[:_UNITS]
    for place, ten in enumerate(spoken.tens, 2):
        yield ten, place * 10
        for number, unit in enumerate(units, 1):
            first, last = (unit, ten) if spoken.unit_first else (ten, unit)
            yield from ((first + join + last, place * 10 + number) for join in spoken.joins)
    yield from spoken.others.items()


def pattern(language: str) -> str:
    """A pattern, in verbose form, that finds the longest of these words."""
    if language not in _SPOKEN:
        return "(?!)"
    spoken = _SPOKEN[language]
    units, tens = _any_of(spoken.below[:_UNITS]), _any_of(spoken.tens)
    first, last = (units, tens) if spoken.unit_first else (tens, units)
    compound = f"{first}{_any_of(spoken.joins)}{last}"
    halved = f"{_any_of(spoken.below)}{_any_of(spoken.halves)}"
    return f"(?:{compound}|{halved}|{_any_of((*spoken.below, *spoken.tens, *spoken.others))})"


def _any_of(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(word.replace(" ", r"\s").replace("-", r"\-") for word in longest_first) + ")"

"""Numbers, terms, dates and lists in the words of each language (prompts/phrases/<language>/words.yaml)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from plugin.data import read_yaml

_MONTHS_A_YEAR = 12
_WEEKEND = 5  # Monday is 0


@cache
def words_of(language: str) -> Mapping[str, Any]:
    """The language's word data, read once."""
    raw: dict[str, Any] = read_yaml("phrases", language, "words.yaml")
    return raw


def number(value: int, language: str) -> str:
    """Up to twelve in words, above that in digits."""
    counting = words_of(language)["counting"]
    return str(counting[value]) if 0 <= value < len(counting) else str(value)


def within(days: int, language: str, variant: int = 0) -> str:
    """The moment that a promise names: "binnen twee werkdagen". ``variant`` picks another wording of the same term."""
    data = words_of(language)
    one, many = data["working_day"]
    span = (
        (one if language == "de" else f"{number(1, language)} {one}")
        if days == 1
        else f"{number(days, language)} {many}"
    )
    frames = data["within_one" if days == 1 else "within"]
    return str(frames[variant % len(frames)]).replace("{n}", span)


def term(value: int, unit: str, language: str) -> str:
    """A length of time in the nominative: "14 dagen", "zwei Jahre"; a whole number of years is said in years."""
    if unit == "month" and value % _MONTHS_A_YEAR == 0:
        value, unit = value // _MONTHS_A_YEAR, "year"
    one, many = words_of(language)["terms"][unit]
    return f"{number(value, language)} {one if value == 1 else many}"


def joined(parts: Sequence[str], language: str) -> str:
    """A list in words: "a", "a en b", "a, b en c"."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {words_of(language)['and']} {parts[-1]}"


def working_day(start: dt.date, days: int) -> dt.date:
    """The date that many working days after ``start``; Saturday and Sunday do not count, holidays are not known."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < _WEEKEND:
            days -= 1
    return day


def shown_date(day: dt.date, language: str) -> str:
    return day.strftime(str(words_of(language)["date"]))

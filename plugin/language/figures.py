"""Numbers in a text and what they count: amounts, percentages, durations, dates, times, plain numbers."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from plugin.language import number_words

DAYS = {"hour": 1 / 24, "minute": 1 / 1440, "day": 1, "workday": 1, "week": 7, "month": 30, "year": 365}
_values = functools.cache(number_words.values)

_UNITS: dict[str, dict[str, str]] = {
    "nl": {
        "workday": r"werkdag(?:en)?",
        "day": r"dag(?:en|se)?",
        "week": r"we(?:ek|ken)|wekelijkse",
        "month": r"maand(?:en)?",
        "year": r"ja(?:ar|ren)|jarige?|jr",
        "hour": r"u(?:ur|ren)?",
        "minute": r"minu(?:ut|ten)",
    },
    "de": {
        "workday": r"(?:werk|arbeits)tag(?:en?|es)?",
        "day": r"(?:kalender)?tag(?:en?|es)?|tägige[nrs]?",
        "week": r"wochen?|wöchige[nrs]?",
        "month": r"monat(?:en?|es|s)?|monatige[nrs]?",
        "year": r"jahr(?:en?|es)?|jährige[nrs]?",
        "hour": r"stunden?",
        "minute": r"minuten?",
    },
    "en": {
        "workday": r"(?:working|business)[ -]days?",
        "day": r"(?:calendar )?days?",
        "week": r"weeks?|wks?",
        "month": r"months?|mths?",
        "year": r"years?|yrs?",
        "hour": r"hours?|hrs?",
        "minute": r"minutes?|mins?",
    },
}
_MONTHS = (
    ("januari", "januar", "january", "jan"),
    ("februari", "februar", "february", "feb"),
    ("maart", "märz", "march", "mrt", "mar"),
    ("april", "apr"),
    ("mei", "mai", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augustus", "august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dezember", "dec", "dez"),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "(?:" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")(?!\w)\.?"
_DIGITS = r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_CENTS = r"(?:,-|,–|\.-)?"
# One pass over the text; the first alternative that fits at a place wins.
_SHARED = rf"""
    (?P<date>\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})(?!\d)|\d{{4}}-\d{{2}}-\d{{2}}
        |\d{{1,2}}(?:st|nd|rd|th|e|\.)?\s(?:of\s)?{_MONTH}(?:\s\d{{4}})?|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?!\w)(?:,?\s\d{{4}})?)
  | (?P<time>\d{{1,2}}[:.]\d{{2}}(?:\s?(?:uur|uhr|h))?(?![\d,])(?=\s?(?:uur|uhr|h\b|am|pm|\W|$))(?<!\d\.\d\d)|\d{{1,2}}\s?(?:uhr|am|pm)(?!\w))
  | (?P<percent>(?:{_DIGITS})\s?(?:%|procent|prozent|percent|per\scent)(?!\w))
  | (?P<amount>(?:€|£|\$|eur(?=\s?\d)|euro(?=\s\d)|chf(?=\s?\d))\s?(?:{_DIGITS}){_CENTS}|(?:{_DIGITS}){_CENTS}\s?(?:€|£|\$|euro?s?|pounds?|dollars?|franken|chf)(?!\w))
"""
_AND_A_HALF = r"(?P<and_a_half>\s(?:and\sa\shalf|en\seen\shalf|und\sein\shalbes)(?!\w))"
_NAMED_DURATIONS = {"fortnight": (2.0, "week"), "half_year": (6.0, "month")}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2,4})")
_NAMED = re.compile(
    rf"(?:(?P<a>\d{{1,2}})\D{{0,6}}?)?(?P<m>{_MONTH})(?:\s(?P<b>\d{{1,2}})(?!\d))?(?:\D{{0,4}}(?P<y>\d{{4}}))?"
)


class Figure(NamedTuple):
    """``kind``: percent, amount, duration, date, time, number. ``value``: the number (for a date its ordinal, or
    month × 100 + day where no year stands). ``unit``: of a duration, a key of DAYS; else "". Places in code points.
    """

    kind: str
    value: float
    unit: str
    start: int
    end: int

    @property
    def days(self) -> float:
        """A duration in days (a month counts 30, a year 365)."""
        return self.value * DAYS.get(self.unit, 1)


@functools.lru_cache(maxsize=512)
def find(text: str, language: str) -> tuple[Figure, ...]:
    """Every figure of a text in reading order; number words count only where a unit follows them.

    Kept for a while: a shop's clauses are read for every reply.
    """
    low = text.lower() if len(text.lower()) == len(text) else text
    return tuple(figure for match in _expression(language).finditer(low) if (figure := _read(match, language)))


@functools.cache
def _expression(language: str) -> re.Pattern[str]:
    units = _UNITS.get(language, _UNITS["en"])
    named = number_words.pattern(language)
    unit = "|".join(f"(?P<{name}>{pattern})" for name, pattern in units.items())
    spoken = (
        rf"(?P<percent_word>{named}\s(?:procent|prozent|percent|per\scent)(?!\w))"
        rf" | (?P<amount_word>{named}\s(?:euro?s?|pounds?|dollars?)(?!\w))"
        r" | (?P<fortnight>(?:an?|the|this|last)\sfortnight(?!\w))"
        r" | (?P<half_year>hal[fb](?:es|en|e|\sa)?[\s-]?(?:jaar|jahr|year)(?!\w))"
    )
    span = rf"(?P<duration>(?P<n>{_DIGITS}|{named})(?:[\s-]{{0,2}})(?:{unit})(?!\w){_AND_A_HALF}?)"
    begins = _beginnings((*_values(language), *_MONTH_NUMBER, *_SAID_FIRST))
    return re.compile(
        rf"(?<![\w.,/])(?={begins})(?:{_SHARED} | {spoken} | {span} | (?P<number>(?:{_DIGITS})(?![\w])))", re.VERBOSE
    )


_SAID_FIRST = ("eur", "chf", "half", "halb", "a ", "an ", "the ", "this", "last")


def _beginnings(words: Iterable[str]) -> str:
    """A pattern, in verbose form, of the three letters with which a figure can begin: nine words in ten begin otherwise."""
    behind: dict[str, set[str]] = {}
    for word in words:
        behind.setdefault(word[0], set()).add(word[1:_TOLD_APART].replace(" ", r"\s").replace("-", r"\-"))
    # Behind a word of one letter ("a") anything may come, even its unit.
    either = (first if "" in its else f"{first}(?:{'|'.join(sorted(its))})" for first, its in sorted(behind.items()))
    return rf"[\d€£$]|{'|'.join(either)}"


_TOLD_APART = 3  # letters


def _read(match: re.Match[str], language: str) -> Figure | None:
    for spoken in ("percent_word", "amount_word"):
        if text := match.group(spoken):
            return Figure(
                spoken.removesuffix("_word"), _spoken(text.rpartition(" ")[0], language), "", *match.span(spoken)
            )
    for named, (value, unit) in _NAMED_DURATIONS.items():
        if match.group(named):
            return Figure("duration", value, unit, *match.span(named))
    kind = next(k for k in ("date", "time", "percent", "amount", "duration", "number") if match.group(k))
    text = match.group(kind)
    start, end = match.span(kind)
    if kind == "date":
        return Figure("date", _date_value(text), "", start, end)
    if kind == "time":
        hours = re.match(r"(\d{1,2})(?:[:.](\d{2}))?", text)
        clock = int(hours[1]) * 100 + int(hours[2] or 0) if hours else 0
        return Figure("time", float(clock), "", start, end)
    if kind == "duration":
        unit = next(name for name in _UNITS.get(language, _UNITS["en"]) if match.group(name))
        word = match.group("n")
        value = _number(word) if word[0].isdigit() else _spoken(word, language)
        return Figure("duration", value + 0.5 * bool(match.group("and_a_half")), unit, start, end)
    digits = re.search(_DIGITS, text)
    return Figure(kind, _number(digits.group()) if digits else 0.0, "", start, end)


def _spoken(word: str, language: str) -> float:
    """A number written out."""
    return float(_values(language).get(re.sub(r"\s", " ", word), 0))


def _number(text: str) -> float:
    """A number as Dutch, German or English writes it: 1.234,56 and 1,234.56 are the same."""
    plain = re.sub(r"\s", "", text)
    if "," in plain and "." in plain:
        plain = (
            plain.replace(".", "").replace(",", ".") if plain.rfind(",") > plain.rfind(".") else plain.replace(",", "")
        )
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain):
        plain = plain.replace(".", "")
    else:
        plain = plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return 0.0


def _date_value(text: str) -> float:
    day = parse_date(text, None)
    if isinstance(day, dt.date):
        return float(day.toordinal())
    return float(day or 0)


def parse_date(text: str, today: dt.date | None) -> dt.date | int | None:
    """A written date. Without a year: the next such day from ``today``, or month × 100 + day where today is None."""
    low = text.lower()
    if match := _ISO.search(low):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.search(low):
        year = int(match[3])
        return _day(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))  # noqa: PLR2004 -- two digits
    match = _NAMED.search(low)
    if not match or not (match["a"] or match["b"]):
        return None
    number, month = int(match["a"] or match["b"]), _MONTH_NUMBER[match["m"].rstrip(".")]
    if match["y"]:
        return _day(int(match["y"]), month, number)
    if today is None:
        return month * 100 + number
    this_year = _day(today.year, month, number)
    return this_year if this_year and this_year >= today else _day(today.year + 1, month, number)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

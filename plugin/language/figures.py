"""Numbers in a text and what they count: amounts, percentages, durations, dates, times, plain numbers."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import NamedTuple

DAYS = {"hour": 1 / 24, "minute": 1 / 1440, "day": 1, "workday": 1, "week": 7, "month": 30, "year": 365}

_WORDS: dict[str, dict[str, int]] = {
    "nl": {
        "een": 1,
        "één": 1,
        "twee": 2,
        "drie": 3,
        "vier": 4,
        "vijf": 5,
        "zes": 6,
        "zeven": 7,
        "acht": 8,
        "negen": 9,
        "tien": 10,
        "elf": 11,
        "twaalf": 12,
        "dertien": 13,
        "veertien": 14,
        "vijftien": 15,
        "twintig": 20,
        "eenentwintig": 21,
        "vierentwintig": 24,
        "dertig": 30,
        "veertig": 40,
        "achtenveertig": 48,
        "vijftig": 50,
        "zestig": 60,
        "negentig": 90,
        "honderd": 100,
        "anderhalf": 1,
        "half": 0,
    },
    "de": {
        "ein": 1,
        "eine": 1,
        "einem": 1,
        "einen": 1,
        "einer": 1,
        "eines": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "elf": 11,
        "zwölf": 12,
        "dreizehn": 13,
        "vierzehn": 14,
        "fünfzehn": 15,
        "zwanzig": 20,
        "einundzwanzig": 21,
        "vierundzwanzig": 24,
        "dreißig": 30,
        "vierzig": 40,
        "achtundvierzig": 48,
        "fünfzig": 50,
        "sechzig": 60,
        "neunzig": 90,
        "hundert": 100,
    },
    "en": {
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "twenty": 20,
        "twenty-one": 21,
        "twenty-four": 24,
        "thirty": 30,
        "forty": 40,
        "forty-eight": 48,
        "fifty": 50,
        "sixty": 60,
        "ninety": 90,
        "hundred": 100,
        "half": 0,
    },
}
_UNITS: dict[str, dict[str, str]] = {
    "nl": {
        "workday": r"werkdag(?:en)?",
        "day": r"dag(?:en|se)?",
        "week": r"we(?:ek|ken)|wekelijkse",
        "month": r"maand(?:en)?",
        "year": r"ja(?:ar|ren)|jarige?",
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
        "week": r"weeks?",
        "month": r"months?",
        "year": r"years?",
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
  | (?P<amount>(?:€|£|\$|eur(?=\s?\d)|euro(?=\s\d))\s?(?:{_DIGITS}){_CENTS}|(?:{_DIGITS}){_CENTS}\s?(?:€|£|\$|euro?s?|pounds?|dollars?)(?!\w))
"""
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


def find(text: str, language: str) -> tuple[Figure, ...]:
    """Every figure of a text in reading order; number words count only where a unit follows them."""
    low = text.lower() if len(text.lower()) == len(text) else text
    return tuple(figure for match in _expression(language).finditer(low) if (figure := _read(match, language)))


@functools.cache
def _expression(language: str) -> re.Pattern[str]:
    words = _WORDS.get(language, {})
    units = _UNITS.get(language, _UNITS["en"])
    named = "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
    unit = "|".join(f"(?P<{name}>{pattern})" for name, pattern in units.items())
    spoken = (
        rf"(?P<percent_word>(?:{named})\s(?:procent|prozent|percent|per\scent)(?!\w))"
        rf" | (?P<amount_word>(?:{named})\s(?:euro?s?|pounds?|dollars?)(?!\w))"
        r" | (?P<half_year>hal[fb](?:es|en|e|\sa)?[\s-]?(?:jaar|jahr|year)(?!\w))"
    )
    span = rf"(?P<duration>(?P<n>{_DIGITS}|(?:{named}))(?:[\s-]{{0,2}})(?:{unit})(?!\w))"
    return re.compile(rf"(?<![\w.,/])(?:{_SHARED} | {spoken} | {span} | (?P<number>(?:{_DIGITS})(?![\w])))", re.VERBOSE)


def _read(match: re.Match[str], language: str) -> Figure | None:
    for spoken in ("percent_word", "amount_word"):
        if text := match.group(spoken):
            value = float(_WORDS.get(language, {}).get(text.split()[0], 0))
            return Figure(spoken.removesuffix("_word"), value, "", *match.span(spoken))
    if match.group("half_year"):
        return Figure("duration", 6.0, "month", *match.span("half_year"))
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
        value = float(_WORDS.get(language, {}).get(word, 0)) if not word[0].isdigit() else _number(word)
        return Figure("duration", value, unit, start, end)
    digits = re.search(_DIGITS, text)
    return Figure(kind, _number(digits.group()) if digits else 0.0, "", start, end)


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

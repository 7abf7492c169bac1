"""Dates as exports write them, brought to aware times in UTC."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari januar january janvier",
            "feb februari februar february fevrier",
            "mrt mar maart märz maerz marz march mars mär",
            "apr april avril",
            "mei may mai",
            "jun juni june juin",
            "jul juli july juillet",
            "aug augustus august aout",
            "sep sept september septembre",
            "okt oct oktober october octobre",
            "nov november novembre",
            "dec dez december dezember decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[\sT,]+(?:om\s+|um\s+|at\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*(am|pm|uhr|uur|h)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}{_ZONE}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_TIME}{_ZONE}", re.IGNORECASE)
_DAY_NAME = r"(?:[^\W\d]{2,10}\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_DAY_NAME}(\d{{1,2}})(?:\.|st|nd|rd|th|e)?[\s-]+(?:of\s+)?([^\W\d]+)\.?,?[\s-]+(\d{{4}}|(?<=-)\d{{2}}){_TIME}{_ZONE}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_DAY_NAME}([^\W\d]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}{_ZONE}", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
# A spreadsheet that forgot that a cell is a date writes the days since the last of 1899: 46093,5 is noon of 12 March 2026.
_SPREADSHEET = re.compile(r"(\d{5})(?:[.,](\d{1,12}))?")
_SPREADSHEET_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- the zone is the shop's, as for any written date
_SPREADSHEET_DAYS = range(36_526, 73_051)  # 2000 to 2099


def guess_order(values: Iterable[str]) -> str:
    """Which of "dmy" and "mdy" holds for dates like 03/04/2026: month first only where the column itself proves it."""
    month_first = day_first = 0
    for value in values:
        found = _YEAR_LAST.fullmatch(value.strip())
        if found:
            one, two = int(found.group(1)), int(found.group(2))
            day_first += one > 12 >= two  # noqa: PLR2004 -- months in a year
            month_first += two > 12 >= one  # noqa: PLR2004 -- months in a year
    return "mdy" if month_first > day_first else "dmy"


def to_utc(written: str, *, order: str, zone: ZoneInfo) -> dt.datetime | None:
    """The moment, or None where the text is no date that is known here. Without a time it is that day's midnight, and
    without a zone it is ``zone``'s.
    """
    written = " ".join(written.split())
    for read in (_iso, _numeric, _worded, _epoch, _spreadsheet):
        try:
            moment = read(written, order)
            if moment is not None:
                return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            continue  # 31 February: the next reading may make sense of it, or none does
    return None


def _iso(written: str, _order: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        found = _YEAR_FIRST.fullmatch(written)
    if not found:
        return None
    year, month, day, *rest = found.groups()
    return _moment(int(year), int(month), int(day), rest)


def _numeric(written: str, order: str) -> dt.datetime | None:
    found = _YEAR_LAST.fullmatch(written)
    if not found:
        return None
    one, two, year, *rest = found.groups()
    day, month = (two, one) if order == "mdy" else (one, two)
    return _moment(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day), rest)  # noqa: PLR2004 -- "26"


def _worded(written: str, _order: str) -> dt.datetime | None:
    if found := _DAY_MONTH.fullmatch(written):
        day, name, year, *rest = found.groups()
    elif found := _MONTH_DAY.fullmatch(written):
        name, day, year, *rest = found.groups()
    else:
        return None
    month = _MONTHS.get(name.casefold()) or _MONTHS.get(name.casefold().replace("é", "e").replace("û", "u"))
    return _moment(int(year) + (2000 if len(year) == 2 else 0), month, int(day), rest) if month else None  # noqa: PLR2004 -- "26"


def _epoch(written: str, _order: str) -> dt.datetime | None:
    if not _EPOCH.fullmatch(written):
        return None
    seconds = int(written) / (1000 if len(written) == 13 else 1)  # noqa: PLR2004 -- digits of milliseconds
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _spreadsheet(written: str, _order: str) -> dt.datetime | None:
    found = _SPREADSHEET.fullmatch(written)
    if not found or int(found.group(1)) not in _SPREADSHEET_DAYS:
        return None
    moment = _SPREADSHEET_ZERO + dt.timedelta(days=float(f"{found.group(1)}.{found.group(2) or 0}"))
    return moment.replace(microsecond=0)


def _moment(year: int, month: int, day: int, rest: list[str | None]) -> dt.datetime:
    hour, minute, second, half, zone = rest
    hours = int(hour or 0)
    if half and half.casefold() in {"am", "pm"}:
        hours = hours % 12 + (12 if half.casefold() == "pm" else 0)
    moment = dt.datetime(year, month, day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001 -- zone follows
    return moment.replace(tzinfo=_offset(zone)) if zone else moment


def _offset(zone: str) -> dt.tzinfo:
    if zone[0] not in "+-":
        return dt.UTC
    digits = zone[1:].replace(":", "")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return dt.timezone(-offset if zone[0] == "-" else offset)

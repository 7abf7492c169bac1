"""What a text undertakes, and by when: every promise becomes a task with its date (F-PROMISE)."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re

from plugin.guidelines.patterns import book, fold
from plugin.guidelines.reading import Reading
from plugin.guidelines.word_lists import Wording, words_of
from plugin.language import figures
from plugin.words import Promise

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = Wording(
    r"(?<!\w)(?:(?P<later>{a_week_later}) |{coming} )?"
    r"(?P<day>{monday}|{tuesday}|{wednesday}|{thursday}|{friday}|{saturday}|{sunday})(?!\w)"
)
_SATURDAY, _SUNDAY, _FRIDAY = 5, 6, 4
_TODAY = Wording(r"(?<!\w){today}(?!\w)")
_DAY_AFTER = Wording(r"(?<!\w){day_after_tomorrow}(?!\w)")
_TOMORROW = Wording(r"(?<!\w){tomorrow}(?!\w)")
_NEXT_WORKDAY = Wording(r"{next_workday}")
_THIS_WEEK = Wording(r"(?<!\w){this_week}(?!\w)")
_NEXT_WEEK = Wording(r"(?<!\w){next_week}(?!\w)")
_THIS_MONTH = Wording(r"(?<!\w){this_month}(?!\w)")
_MORNING_AFTER_GOOD = Wording(r"{good_morning}")


def find(text: str, language: str, today: dt.date | None) -> tuple[Promise, ...]:
    """The promises of a text in order, one a sentence, each with its date where the text gives one."""
    return from_reading(Reading(text, book(language)), language, today)


def from_reading(reading: Reading, language: str, today: dt.date | None) -> tuple[Promise, ...]:
    """As ``find``, for a text that has been read already."""
    found: list[Promise] = []
    for index in sentences_with_promise(reading):
        due = None
        for near in (index, index + 1, index - 1):
            if due is None and 0 <= near < len(reading.spans):
                due = due_date(reading.folded_sentence(near), language, today)
        start, end = reading.original(*reading.spans[index])
        found.append(Promise(reading.raw[start:end], due))
    return tuple(found)


def sentences_with_promise(reading: Reading) -> list[int]:
    places = [*reading.find("promise_strong"), *reading.find("promise_vague")]
    promised = sorted({reading.sentence_at(start) for start, _ in places})
    return [index for index in promised if not _refuses(reading.folded_sentence(index), reading.book.language)]


def denied(reading: Reading, start: int) -> bool:
    """Whether the promise at this place is a refusal ('we cannot send') rather than a promise."""
    return _refuses(reading.folded_sentence(reading.sentence_at(start)), reading.book.language)


@functools.lru_cache(maxsize=64)
def _refuses(sentence: str, language: str) -> bool:
    """Kept for a while: a sentence may promise many things. 'If that can't be done, we will …' refuses nothing."""
    supposed, refusals = _SUPPOSED.in_language(language), _CANNOT.in_language(language).finditer(sentence)
    return any(not supposed.search(_PARTS.split(sentence[: refusal.start()])[-1]) for refusal in refusals)


_PARTS = re.compile(r"[,;:]")
_SUPPOSED = Wording(r"(?<!\w){supposed}(?!\w)")


_CANNOT = Wording(r"(?<!\w)(?:{refuses}|{cannot_begins} (?:\w+ ){0,5}{cannot_ends})(?!\w)")


def due_date(sentence: str, language: str, today: dt.date | None) -> dt.date | None:
    """The day by which the moment named in a sentence has come; None where it names none or ``today`` is unknown."""
    if today is None:
        return None
    low = _MORNING_AFTER_GOOD.in_language(language).sub("", fold(sentence))
    days = [d for d in (*_by_figure(low, language, today), *_by_word(low, language, today)) if d is not None]
    return max(days, default=None)


def _by_figure(low: str, language: str, today: dt.date) -> list[dt.date | None]:
    found: list[dt.date | None] = []
    for figure in figures.find(low, language):
        if figure.kind == "duration" and figure.unit != "year":
            found.append(
                add_workdays(today, math.ceil(figure.value))
                if figure.unit == "workday"
                else today + dt.timedelta(days=math.ceil(figure.days))
            )
        elif figure.kind == "date":
            day = figures.parse_date(low[figure.start : figure.end], today)
            found.append(day if isinstance(day, dt.date) else None)
    return found


def _by_word(low: str, language: str, today: dt.date) -> list[dt.date | None]:
    found: list[dt.date | None] = []
    if _DAY_AFTER.in_language(language).search(low):
        found.append(today + dt.timedelta(days=2))
    elif _TOMORROW.in_language(language).search(low):
        found.append(today + dt.timedelta(days=1))
    if _NEXT_WORKDAY.in_language(language).search(low):
        found.append(add_workdays(today, 1))
    if match := _WEEKDAY.in_language(language).search(low):
        found.append(_coming(_number_of(match["day"]), today, a_week_later=bool(match["later"])))
    elif _NEXT_WEEK.in_language(language).search(low):
        found.append(
            _coming(_FRIDAY, today + dt.timedelta(days=7 - today.weekday()), a_week_later=False, same_day=True)
        )
    elif _THIS_WEEK.in_language(language).search(low):
        found.append(_coming(_FRIDAY, today, a_week_later=False, same_day=True))
    if _THIS_MONTH.in_language(language).search(low):
        found.append((today.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1))
    if not found and _TODAY.in_language(language).search(low):
        found.append(today)
    return found


def _number_of(weekday: str) -> int:
    """0 for a Monday, in whatever language."""
    return next(number for number, day in enumerate(_DAYS) if weekday in words_of(day))


def _coming(weekday: int, today: dt.date, *, a_week_later: bool, same_day: bool = False) -> dt.date:
    ahead = (weekday - today.weekday()) % 7
    if ahead == 0 and not same_day:
        ahead = 7
    if a_week_later:
        ahead = weekday - today.weekday() + 7
    return today + dt.timedelta(days=ahead)


def add_workdays(day: dt.date, count: int) -> dt.date:
    """So many working days later, Saturdays and Sundays not counted."""
    while count > 0:
        day += dt.timedelta(days=1)
        if day.weekday() not in {_SATURDAY, _SUNDAY}:
            count -= 1
    return day

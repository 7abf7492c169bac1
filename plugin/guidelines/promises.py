"""What a text undertakes, and by when: every promise becomes a task with its date (F-PROMISE)."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re

from plugin.guidelines.patterns import book, fold
from plugin.guidelines.reading import Reading
from plugin.language import figures
from plugin.words import Promise

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("maandag", "montag", "monday"),
            ("dinsdag", "dienstag", "tuesday"),
            ("woensdag", "mittwoch", "wednesday"),
            ("donderdag", "donnerstag", "thursday"),
            ("vrijdag", "freitag", "friday"),
            ("zaterdag", "samstag", "sonnabend", "saturday"),
            ("zondag", "sonntag", "sunday"),
        )
    )
    for name in names
}
_WEEKDAY = re.compile(
    r"(?<!\w)(?P<next>volgende week |nächste[nr]? (?:woche )?|next )?(?P<day>" + "|".join(_WEEKDAYS) + r")(?!\w)"
)
_SATURDAY, _SUNDAY, _FRIDAY = 5, 6, 4
_TODAY = re.compile(
    r"(?<!\w)(?:vandaag|vanmiddag|vanavond|vanochtend|meteen|direct|onmiddellijk|per direct|nu|dezelfde dag|heute|sofort|"
    r"unverzüglich|umgehend|gleich|jetzt|am selben tag|today|tonight|this afternoon|this evening|this morning|right away|"
    r"straight away|immediately|now|same day)(?!\w)"
)
_DAY_AFTER = re.compile(r"(?<!\w)(?:overmorgen|übermorgen|day after tomorrow)(?!\w)")
_TOMORROW = re.compile(r"(?<!\w)(?:morgen|morgenochtend|morgenmiddag|tomorrow|nächsten tag|next day)(?!\w)")
_NEXT_WORKDAY = re.compile(
    r"(?:(?:eerst)?volgende|nächsten|next) (?:werkdag|werktag|arbeitstag|working day|business day)"
)
_THIS_WEEK = re.compile(
    r"(?<!\w)(?:deze week|eind(?:e)? van de week|diese(?:r)? woche|ende der woche|this week|end of (?:the|this) week|"
    r"voor het weekend|vor dem wochenende|before the weekend)(?!\w)"
)
_NEXT_WEEK = re.compile(
    r"(?<!\w)(?:volgende week|komende week|nächste(?:r)? woche|kommende(?:r)? woche|next week)(?!\w)"
)
_THIS_MONTH = re.compile(
    r"(?<!\w)(?:deze maand|eind(?:e)? van de maand|diesen monat|ende des monats|this month|end of (?:the|this) month)(?!\w)"
)
_MORNING_AFTER_GOOD = re.compile(r"(?:goede|guten) morgen")


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
    return [index for index in promised if not _refuses(reading.folded_sentence(index))]


def denied(reading: Reading, start: int) -> bool:
    """Whether the promise at this place is a refusal ('we cannot send') rather than a promise."""
    return _refuses(reading.folded_sentence(reading.sentence_at(start)))


@functools.lru_cache(maxsize=64)
def _refuses(sentence: str) -> bool:
    """Kept for a while: a sentence may promise many things. 'If that can't be done, we will …' refuses nothing."""
    return any(
        not _SUPPOSED.search(_PARTS.split(sentence[: refusal.start()])[-1]) for refusal in _CANNOT.finditer(sentence)
    )


_PARTS = re.compile(r"[,;:]")
_SUPPOSED = re.compile(r"(?<!\w)(?:if|should|where|mocht|mochten|indien|als|wanneer|falls|wenn|sollte|sollten)(?!\w)")


_CANNOT = re.compile(
    r"(?<!\w)(?:cannot|can't|can not|unable to|won't|will not|not able to|(?:kunnen|kan|konden|mogen) (?:\w+ ){0,5}(?:niet|geen)|"
    r"(?:können|kann|konnten|dürfen) (?:\w+ ){0,5}(?:nicht|kein\w*)|helaas niet|leider nicht)(?!\w)"
)


def due_date(sentence: str, language: str, today: dt.date | None) -> dt.date | None:
    """The day by which the moment named in a sentence has come; None where it names none or ``today`` is unknown."""
    if today is None:
        return None
    low = _MORNING_AFTER_GOOD.sub("", fold(sentence))
    days = [d for d in (*_by_figure(low, language, today), *_by_word(low, today)) if d is not None]
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


def _by_word(low: str, today: dt.date) -> list[dt.date | None]:
    found: list[dt.date | None] = []
    if _DAY_AFTER.search(low):
        found.append(today + dt.timedelta(days=2))
    elif _TOMORROW.search(low):
        found.append(today + dt.timedelta(days=1))
    if _NEXT_WORKDAY.search(low):
        found.append(add_workdays(today, 1))
    if match := _WEEKDAY.search(low):
        found.append(_coming(_WEEKDAYS[match["day"]], today, a_week_later="week" in (match["next"] or "")))
    elif _NEXT_WEEK.search(low):
        found.append(
            _coming(_FRIDAY, today + dt.timedelta(days=7 - today.weekday()), a_week_later=False, same_day=True)
        )
    elif _THIS_WEEK.search(low):
        found.append(_coming(_FRIDAY, today, a_week_later=False, same_day=True))
    if _THIS_MONTH.search(low):
        found.append((today.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1))
    if not found and _TODAY.search(low):
        found.append(today)
    return found


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

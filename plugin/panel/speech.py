"""The desk's own language, and how it writes times and numbers. The draft's language is another matter."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, request
from flask_babel import Babel, get_locale, get_translations
from markupsafe import Markup

from plugin.panel.app_services import shop_session
from plugin.store import Session, shops

LANGUAGES = ("nl", "de", "en")
LANGUAGE_COOKIE = "wederwoord_language"
TRANSLATIONS = Path(__file__).parent / "translations"
_RECENT = dt.timedelta(days=7)
_BY_THE_SECOND = 120  # an age below this is told in seconds, or nearly so


def init_speech(app: Flask) -> None:
    Babel(
        app,
        default_translation_directories=str(TRANSLATIONS),
        default_domain="desk",
        locale_selector=choose_language,
        default_locale="en",
    )
    # As flask_babel does it, but a phrase is looked up once for each language and not once a page: a page has many.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension adds it
        gettext=phrase,
        ngettext=lambda one, many, n: _catalogue().ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = phrase
    app.jinja_env.filters["number"] = number
    app.jinja_env.filters["lower_first"] = lower_first
    app.jinja_env.filters["upper_first"] = lambda words: str(words)[:1].upper() + str(words)[1:]
    app.jinja_env.globals.update(
        full_time=full_time, short_time=short_time, near_time=near_time, plain_number=plain_number, short_day=short_day, time_left=time_left, month_name=month_name,
        waited=waited, percent=percent, long_day=long_day,
    )  # fmt: skip


_phrases: dict[tuple[str, str, bool], Markup] = {}  # by language and phrase; whether something fills it


def phrase(said: str, /, **values: object) -> Markup:
    """One of the templates' own phrases in the language of the page; what fills it is escaped."""
    key = (spoken(), said, bool(values))
    known = _phrases.get(key)
    if known is None:
        known = Markup(_catalogue().ugettext(said))  # noqa: S704 -- our own words, from our own templates
        known = _phrases[key] = known if values else known % {}
    return known % values if values else known


def _catalogue() -> Any:
    found: Any = g.get("desk_catalogue")
    if found is None:
        found = g.desk_catalogue = get_translations()
    return found


def choose_language() -> str:
    """The person's own choice, else the host's admin, else the shop's first language, else what the browser asks for."""
    who = g.get("principal")
    chosen = who.language if who is not None and who.embedded else request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    if "shop_profile" not in g and "principal" in g:
        with shop_session() as session:
            know_shop(session, g.principal.shop_id)
    of_shop: str | None = g.get("shop_language")
    return of_shop or request.accept_languages.best_match(LANGUAGES) or "en"


def know_shop(session: Session, shop_id: int) -> None:
    """Note whose page this is, for its language and its words. Raises NotThere."""
    profile = shops.profile(session, shop_id)
    g.shop_profile = profile
    g.time_zone = profile.zone
    g.shop_language = profile.languages[0] if profile.languages[0] in LANGUAGES else None


def locale() -> Any:
    found: Any = g.get("desk_locale")
    if found is None:
        found = get_locale() or "en"
        if "principal" in g:  # before that the shop, and with it its language, is not known
            g.desk_locale = found
    return found


def spoken() -> str:
    """The same as the short text that names it."""
    found: str | None = g.get("desk_spoken")
    if found is None:
        found = str(locale())
        if "desk_locale" in g:
            g.desk_spoken = found
    return found


def number(value: float) -> str:
    return str(format_decimal(value, locale=locale()))


def full_time(when: dt.datetime, language: str = "") -> str:
    """The day in full and the time: put together, since a page's rows share few days and no second."""
    local = here(when)
    return f"{_full_day(local.date(), language or spoken())}, {local:%H:%M} {local.tzname() or ''}".rstrip()


@lru_cache(maxsize=8192)
def _full_day(day: dt.date, language: str) -> str:
    return str(format_date(day, "full", locale=language))


def short_time(when: dt.datetime, now: dt.datetime | None = None, language: str = "") -> str:
    """How long ago for the last week, the day before that: as short as a column of times needs it."""
    age = _apart(when, now)
    if dt.timedelta() <= age < _RECENT:
        return _length(_rounded(age), language or spoken(), False)
    return _short_day(here(when).date(), language or spoken())


def near_time(when: dt.datetime, now: dt.datetime | None = None, language: str = "") -> str:
    """The same within a sentence, e.g. "5 minutes ago", and before its time: "in 5 minutes"."""
    age = _apart(when, now)
    if -_RECENT < age < _RECENT:
        return _length(-_rounded(age), language or spoken(), True)
    return _short_day(here(when).date(), language or spoken())


def _apart(when: dt.datetime, now: dt.datetime | None) -> dt.timedelta:
    return (now or dt.datetime.now(dt.UTC)) - when


def _rounded(age: dt.timedelta) -> int:
    """Whole seconds where they are few, else whole minutes: ages that are told alike are worked out once."""
    seconds = int(age.total_seconds())
    return seconds if abs(seconds) < _BY_THE_SECOND else int(seconds / 60) * 60


@lru_cache(maxsize=8192)
def _length(seconds: int, language: str, directed: bool) -> str:
    length = dt.timedelta(seconds=seconds)
    if directed:
        return str(format_timedelta(length, threshold=1.2, format="long", add_direction=True, locale=language))
    return str(format_timedelta(length, threshold=1.2, format="short", locale=language))


@lru_cache(maxsize=8192)
def _short_day(day: dt.date, language: str) -> str:
    return str(format_date(day, "medium", locale=language))


def time_left(left: dt.timedelta) -> str:
    """Hours, or minutes in the last two."""
    return str(format_timedelta(left, threshold=2, format="short", locale=locale()))


def waited(hours: float | None) -> str:
    """A time that passed, in the unit that suits it; a dash where there was none."""
    if hours is None:
        return "–"
    return str(format_timedelta(dt.timedelta(hours=hours), threshold=1.6, format="long", locale=locale()))


def percent(share: float | None) -> str:
    return "–" if share is None else str(format_percent(share, format="#,##0 %", locale=locale()))


def month_name(month: str) -> str:
    """The short name of a month like 2026-11."""
    return str(format_date(dt.date.fromisoformat(f"{month}-01"), "LLL", locale=locale()))


def short_day(day: dt.date) -> str:
    return str(format_date(day, "EEE d MMM", locale=locale()))


def long_day(when: dt.datetime) -> str:
    return str(format_date(here(when).date(), "long", locale=locale()))


def plain_number(value: Any) -> str:
    """A number as a number field takes it: 10, not 10.0. What a person typed and is no number stays as it is."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def lower_first(words: str) -> str:
    """For a name inside a sentence; German keeps its nouns."""
    text = str(words)
    return text if str(locale()).startswith("de") else text[:1].lower() + text[1:]


def here(when: dt.datetime) -> dt.datetime:
    """The same moment by the shop's clock."""
    zone: dt.tzinfo | None = g.get("time_zone")
    return when.astimezone(zone) if zone else when

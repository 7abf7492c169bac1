"""Settings fields that many connectors share, with what their form says in the desk's languages."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

_EXPERIMENTAL = {
    "title": {"en": "Experimental", "nl": "Experimenteel", "de": "Experimentell"},
    "help": {
        "en": "Parts of this connection could not be tried at the platform itself. Switch on only if you watch the first "
        "replies there.",
        "nl": "Delen van deze koppeling konden niet bij het platform zelf worden geprobeerd. Zet dit alleen aan als je de "
        "eerste antwoorden daar zelf controleert.",
        "de": "Teile dieser Anbindung konnten nicht bei der Plattform selbst erprobt werden. Nur einschalten, wenn Sie die "
        "ersten Antworten dort selbst prüfen.",
    },
}
_CALLS = {
    "title": {"en": "Calls per minute", "nl": "Aanroepen per minuut", "de": "Aufrufe pro Minute"},
    "help": {
        "en": "At most so many calls to the platform. Less is slower, and never wrong.",
        "nl": "Hoogstens zoveel aanroepen naar het platform. Minder is trager, maar nooit verkeerd.",
        "de": "Höchstens so viele Aufrufe an die Plattform. Weniger ist langsamer, aber nie falsch.",
    },
}


def experimental_switch(*, whole: bool = False) -> fields.Boolean:
    """The field ``experimental``. ``whole``: the entire connector is; it cannot be connected without the tick."""
    if whole:
        return fields.Boolean(required=True, validate=validate.Equal(True), metadata=_EXPERIMENTAL)
    return fields.Boolean(load_default=False, metadata={**_EXPERIMENTAL, "advanced": True})


def calls_per_minute(default: int, *, most: int = 6_000) -> fields.Integer:
    """The field ``calls_per_minute``: how fast this channel may be called."""
    return fields.Integer(load_default=default, validate=validate.Range(1, most), metadata={**_CALLS, "advanced": True})


def clock_days(default: int, title: dict[str, str], source: str, *, most: int = 365) -> fields.Integer:
    """A field for the days of a clock (clocks.py); 0 switches it off. The form shows who says so."""
    said = {
        "en": f"Days; 0 switches it off. Source: {source}",
        "nl": f"Dagen; 0 zet het uit. Bron: {source}",
        "de": f"Tage; 0 schaltet es aus. Quelle: {source}",
    }
    metadata: dict[str, Any] = {"title": title, "help": said, "advanced": True}
    return fields.Integer(load_default=default, validate=validate.Range(0, most), metadata=metadata)

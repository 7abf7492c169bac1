"""What has to be known to read and answer a location's reviews at Kiyoh or Klantenvertellen."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm

# The same system under two names: its site and its number there (contract review-platforms §4).
SITES = {
    "kiyoh": ("https://www.kiyoh.com", "98"),
    "klantenvertellen": ("https://www.klantenvertellen.nl", "99"),
}
_SITE = {
    "title": {"en": "Site", "nl": "Site", "de": "Website"},
    "choices": {"kiyoh": "Kiyoh", "klantenvertellen": "Klantenvertellen"},
}
_LOCATION = {
    "title": {"en": "Location id", "nl": "Locatie-ID", "de": "Standort-ID"},
    "help": {
        "en": "Dashboard: Invite, Extra options. A number.",
        "nl": "Dashboard: Uitnodigen, Extra opties. Een getal.",
        "de": "Dashboard: Einladen, Zusätzliche Optionen. Eine Zahl.",
    },
}
_HASH = {
    "title": {"en": "Publication token (hash)", "nl": "Publicatietoken (hash)", "de": "Publikationstoken (Hash)"},
    "help": {
        "en": "It stands on the same page as the location id.",
        "nl": "Die staat op dezelfde pagina als de locatie-ID.",
        "de": "Es steht auf derselben Seite wie die Standort-ID.",
    },
}
_MAIL = {
    "title": {
        "en": "Let the platform mail the reply to the customer",
        "nl": "Laat het platform het antwoord naar de klant mailen",
        "de": "Die Plattform schickt die Antwort dem Kunden per E-Mail",
    },
    "advanced": True,
}


class KiyohSettings(SettingsForm):
    """The form for one location."""

    site = fields.String(load_default="kiyoh", validate=validate.OneOf(list(SITES)), metadata=_SITE)
    location_id = fields.String(required=True, validate=validate.Regexp(r"[0-9]{1,15}\Z"), metadata=_LOCATION)
    token = fields.String(required=True, validate=validate.Length(8, 200), metadata=_HASH)
    mail_customer = fields.Boolean(load_default=False, metadata=_MAIL)
    experimental = experimental_switch()
    calls_per_minute = calls_per_minute(60)

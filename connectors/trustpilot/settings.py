"""What has to be known to read and answer a business unit's reviews at Trustpilot."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, clock_days
from connectors.settings_form import SettingsForm

INFORMATION_SOURCE = (
    "no document names the days of Trustpilot's request for information: fill in what its mail to you says"
)
SMALLEST_PLAN = 200_000  # calls a year: nobody is cut off for want of filling in a smaller number
_HEX = validate.Regexp(r"[0-9a-f]{24}\Z")

_UNIT = {
    "title": {"en": "Business unit id", "nl": "Business-unit-ID", "de": "Business-Unit-ID"},
    "help": {
        "en": "Trustpilot Business: Integrations, Developers, APIs. 24 characters.",
        "nl": "Trustpilot Business: Integraties, Ontwikkelaars, API's. 24 tekens.",
        "de": "Trustpilot Business: Integrationen, Entwickler, APIs. 24 Zeichen.",
    },
}
_USER = {
    "title": {
        "en": "Id of the user who replies",
        "nl": "ID van de gebruiker die antwoordt",
        "de": "ID des antwortenden Nutzers",
    },
    "help": {
        "en": "Replies appear in this business user's name (authorBusinessUserId).",
        "nl": "Antwoorden verschijnen onder de naam van deze zakelijke gebruiker (authorBusinessUserId).",
        "de": "Antworten erscheinen im Namen dieses Geschäftsnutzers (authorBusinessUserId).",
    },
}
_KEY = {"title": {"en": "API key", "nl": "API-sleutel", "de": "API-Schlüssel"}}
_SECRET = {"title": {"en": "API secret", "nl": "API-geheim", "de": "API-Geheimnis"}}
_TEMPLATE = {
    "title": {
        "en": "Template of invitations",
        "nl": "Sjabloon voor uitnodigingen",
        "de": "Vorlage für Einladungen",
    },
    "help": {
        "en": "Its id, 24 characters. Empty: the account's own default.",
        "nl": "Het ID, 24 tekens. Leeg: de standaard van het account.",
        "de": "Ihre ID, 24 Zeichen. Leer: die Standardvorlage des Kontos.",
    },
    "advanced": True,
}
_YEAR = {
    "title": {"en": "Calls per year", "nl": "Aanroepen per jaar", "de": "Aufrufe pro Jahr"},
    "help": {
        "en": "What your plan allows (200,000 or 1,000,000; failed calls count). 0: no limit. Where several channels share "
        "one API key, divide it among them.",
        "nl": "Wat je abonnement toestaat (200.000 of 1.000.000; mislukte aanroepen tellen mee). 0: geen grens. Delen "
        "meerdere kanalen één API-sleutel, verdeel het dan over die kanalen.",
        "de": "Was Ihr Tarif erlaubt (200.000 oder 1.000.000; fehlgeschlagene Aufrufe zählen mit). 0: keine Grenze. Teilen "
        "sich mehrere Kanäle einen API-Schlüssel, verteilen Sie die Zahl auf sie.",
    },
    "advanced": True,
}
_INFORMATION = {
    "en": "Time for the customer to answer a request for information",
    "nl": "Tijd voor de klant om op een informatieverzoek te antwoorden",
    "de": "Zeit des Kunden für eine Antwort auf eine Informationsanfrage",
}


class TrustpilotSettings(SettingsForm):
    """The form for one business unit."""

    business_unit_id = fields.String(required=True, validate=_HEX, metadata=_UNIT)
    user_id = fields.String(required=True, validate=_HEX, metadata=_USER)
    api_key = fields.String(required=True, validate=validate.Length(8, 200), metadata=_KEY)
    api_secret = fields.String(required=True, validate=validate.Length(8, 200), metadata=_SECRET)
    invitation_template = fields.String(
        load_default="", validate=validate.Regexp(r"([0-9a-f]{24})?\Z"), metadata=_TEMPLATE
    )
    information_days = clock_days(0, _INFORMATION, INFORMATION_SOURCE)
    calls_per_minute = calls_per_minute(120)
    calls_per_year = fields.Integer(
        load_default=SMALLEST_PLAN, validate=validate.Range(0, 1_000_000_000), metadata=_YEAR
    )

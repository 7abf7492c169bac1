"""What has to be known to read and answer a location's reviews at Google."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute
from connectors.settings_form import SettingsForm

_ID = {
    "title": {"en": "OAuth client id", "nl": "OAuth-client-ID", "de": "OAuth-Client-ID"},
    "help": {
        "en": "Google Cloud console: Credentials, of a project whose access to the Business Profile APIs was approved.",
        "nl": "Google Cloud-console: Inloggegevens, van een project met goedgekeurde toegang tot de Business Profile-API's.",
        "de": "Google-Cloud-Konsole: Anmeldedaten, eines Projekts mit freigegebenem Zugang zu den Business-Profile-APIs.",
    },
}
_SECRET = {"title": {"en": "OAuth client secret", "nl": "OAuth-client-geheim", "de": "OAuth-Client-Geheimnis"}}
_REFRESH = {
    "title": {"en": "Refresh token", "nl": "Vernieuwingstoken", "de": "Aktualisierungstoken"},
    "help": {
        "en": "Of someone who manages the profile, for the scope business.manage.",
        "nl": "Van iemand die het profiel beheert, voor de scope business.manage.",
        "de": "Von jemandem, der das Profil verwaltet, für den Bereich business.manage.",
    },
}
_ACCOUNT = {
    "title": {"en": "Account", "nl": "Account", "de": "Konto"},
    "help": {
        "en": "The number in accounts/…",
        "nl": "Het getal in accounts/…",
        "de": "Die Zahl in accounts/…",
    },
}
_LOCATION = {
    "title": {"en": "Location", "nl": "Locatie", "de": "Standort"},
    "help": {
        "en": "The number in locations/… The location must be verified.",
        "nl": "Het getal in locations/… De locatie moet geverifieerd zijn.",
        "de": "Die Zahl in locations/… Der Standort muss bestätigt sein.",
    },
}


class GoogleBusinessSettings(SettingsForm):
    """The form for one location."""

    client_id = fields.String(required=True, validate=validate.Length(8, 300), metadata=_ID)
    client_secret = fields.String(required=True, validate=validate.Length(8, 300), metadata=_SECRET)
    refresh_token = fields.String(required=True, validate=validate.Length(8, 600), metadata=_REFRESH)
    account = fields.String(required=True, validate=validate.Regexp(r"[0-9]{1,30}\Z"), metadata=_ACCOUNT)
    location = fields.String(required=True, validate=validate.Regexp(r"[0-9]{1,30}\Z"), metadata=_LOCATION)
    calls_per_minute = calls_per_minute(120, most=300)

    def tidied(self, given: dict[str, Any]) -> dict[str, Any]:
        """People copy ``accounts/123`` and ``locations/456`` whole."""
        for name in ("account", "location"):
            if isinstance(given.get(name), str):
                given[name] = given[name].rpartition("/")[2]
        return given

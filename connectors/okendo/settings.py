"""What has to be known to read a shop's reviews at Okendo."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm

_USER = {
    "title": {"en": "Okendo user id", "nl": "Okendo-gebruikers-ID", "de": "Okendo-Benutzer-ID"},
    "help": {
        "en": "Stands with the merchant REST API in Okendo's settings.",
        "nl": "Staat bij de merchant REST API in de instellingen van Okendo.",
        "de": "Steht bei der Merchant-REST-API in den Einstellungen von Okendo.",
    },
}
_KEY = {"title": {"en": "API key", "nl": "API-sleutel", "de": "API-Schlüssel"}}


class OkendoSettings(SettingsForm):
    """The form for one shop."""

    user_id = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z-]{8,80}\Z"), metadata=_USER)
    api_key = fields.String(required=True, validate=validate.Length(8, 300), metadata=_KEY)
    experimental = experimental_switch(whole=True)
    calls_per_minute = calls_per_minute(60)

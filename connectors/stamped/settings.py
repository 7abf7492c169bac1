"""What has to be known to read and answer a shop's reviews at Stamped."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm

_STORE = {
    "title": {"en": "Store hash", "nl": "Store hash", "de": "Store Hash"},
    "help": {
        "en": "Stands with the API keys in Stamped's settings: the number of the shop.",
        "nl": "Staat bij de API-sleutels in de instellingen van Stamped: het nummer van de winkel.",
        "de": "Steht bei den API-Schlüsseln in den Einstellungen von Stamped: die Nummer des Shops.",
    },
}
_PUBLIC = {"title": {"en": "Public API key", "nl": "Publieke API-sleutel", "de": "Öffentlicher API-Schlüssel"}}
_PRIVATE = {"title": {"en": "Private API key", "nl": "Privé-API-sleutel", "de": "Privater API-Schlüssel"}}
_MAIL = {
    "title": {
        "en": "Let Stamped mail the reply to the customer",
        "nl": "Laat Stamped het antwoord naar de klant mailen",
        "de": "Stamped schickt die Antwort dem Kunden per E-Mail",
    },
    "advanced": True,
}


class StampedSettings(SettingsForm):
    """The form for one shop."""

    store_hash = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z]{2,40}\Z"), metadata=_STORE)
    public_key = fields.String(required=True, validate=validate.Length(8, 200), metadata=_PUBLIC)
    private_key = fields.String(required=True, validate=validate.Length(8, 200), metadata=_PRIVATE)
    mail_customer = fields.Boolean(load_default=False, metadata=_MAIL)
    experimental = experimental_switch(whole=True)
    calls_per_minute = calls_per_minute(60)

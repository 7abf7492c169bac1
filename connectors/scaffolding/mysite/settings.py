"""What has to be known to connect My Site: the form, its checks and its encryption follow from this."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute
from connectors.settings_form import SettingsForm

TOKEN = {
    "title": {"en": "API key", "nl": "API-sleutel", "de": "API-Schlüssel"},
    "help": {
        "en": "My Site → Settings → API.",
        "nl": "My Site → Instellingen → API.",
        "de": "My Site → Einstellungen → API.",
    },
}


class MySiteSettings(SettingsForm):
    """The form for one account."""

    token = fields.String(required=True, validate=validate.Length(8, 200), metadata=TOKEN)
    calls_per_minute = calls_per_minute(60)

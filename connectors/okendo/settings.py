"""What has to be known to read a shop's reviews at Okendo."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from connectors.form_words import calls_per_minute, experimental_switch

_USER = {
    "title": {"en": "Okendo user id", "nl": "Okendo-gebruikers-ID", "de": "Okendo-Benutzer-ID"},
    "help": {
        "en": "Stands with the merchant REST API in Okendo's settings.",
        "nl": "Staat bij de merchant REST API in de instellingen van Okendo.",
        "de": "Steht bei der Merchant-REST-API in den Einstellungen von Okendo.",
    },
}
_KEY = {"title": {"en": "API key", "nl": "API-sleutel", "de": "API-Schlüssel"}}


class OkendoSettings(Schema):
    """The form for one shop."""

    class Meta:
        unknown = EXCLUDE

    user_id = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z-]{8,80}\Z"), metadata=_USER)
    api_key = fields.String(required=True, validate=validate.Length(8, 300), metadata=_KEY)
    experimental = experimental_switch(whole=True)
    calls_per_minute = calls_per_minute(60)

    @pre_load
    def _trim(self, data: Any, **_: Any) -> Any:
        return {k: v.strip() if isinstance(v, str) else v for k, v in data.items()} if isinstance(data, dict) else data

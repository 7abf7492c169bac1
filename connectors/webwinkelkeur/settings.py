"""What has to be known to read and answer a shop's reviews at WebwinkelKeur."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, clock_days
from connectors.settings_form import SettingsForm

HOLD_DAYS = 14
HOLD_SOURCE = "the shop guide '000' (WebwinkelKeur's own pages name no number)"
DISPUTE_DAYS = 7
DISPUTE_SOURCE = "https://www.valuedshops.com/knowledge/consumenten/dispute"

_SHOP_ID = {
    "title": {"en": "Shop id", "nl": "Webshop-ID", "de": "Shop-ID"},
    "help": {
        "en": "WebwinkelKeur dashboard: Installation, API.",
        "nl": "WebwinkelKeur-dashboard: Installatie, API.",
        "de": "WebwinkelKeur-Dashboard: Installation, API.",
    },
}
_CODE = {
    "title": {"en": "API code", "nl": "API-code", "de": "API-Code"},
    "help": {
        "en": "The personal code that stands beside the shop id, not the public one.",
        "nl": "De persoonlijke code naast de webshop-ID, niet de publieke.",
        "de": "Der persönliche Code neben der Shop-ID, nicht der öffentliche.",
    },
}
_NOTIFY = {
    "title": {
        "en": "Let WebwinkelKeur mail the reply to the customer",
        "nl": "Laat WebwinkelKeur het antwoord naar de klant mailen",
        "de": "WebwinkelKeur schickt die Antwort dem Kunden per E-Mail",
    },
    "advanced": True,
}
_HOLD = {
    "en": "How long a negative review is held back",
    "nl": "Hoe lang een negatieve beoordeling wordt vastgehouden",
    "de": "Wie lange eine negative Bewertung zurückgehalten wird",
}
_DISPUTE = {
    "en": "Time to answer a dispute",
    "nl": "Tijd om op een geschil te reageren",
    "de": "Frist für die Antwort auf eine Streitigkeit",
}


class WebwinkelKeurSettings(SettingsForm):
    """The form for one shop."""

    shop_id = fields.String(required=True, validate=validate.Regexp(r"[0-9]{1,12}\Z"), metadata=_SHOP_ID)
    code = fields.String(required=True, validate=validate.Length(8, 200), metadata=_CODE)
    notify = fields.Boolean(load_default=False, metadata=_NOTIFY)
    hold_days = clock_days(HOLD_DAYS, _HOLD, HOLD_SOURCE)
    dispute_days = clock_days(DISPUTE_DAYS, _DISPUTE, DISPUTE_SOURCE)
    calls_per_minute = calls_per_minute(60)

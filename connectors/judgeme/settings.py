"""What has to be known to read and answer a shop's reviews at Judge.me."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm

_DOMAIN = {
    "title": {"en": "Shop domain", "nl": "Winkeldomein", "de": "Shop-Domain"},
    "help": {
        "en": "As Judge.me knows it: your-shop.myshopify.com, or the shop's own domain elsewhere.",
        "nl": "Zoals Judge.me hem kent: jouw-winkel.myshopify.com, of het eigen domein van de winkel.",
        "de": "Wie Judge.me sie kennt: ihr-shop.myshopify.com, oder die eigene Domain des Shops.",
    },
    "example": "your-shop.myshopify.com",
}
_TOKEN = {
    "title": {"en": "Private API token", "nl": "Privé-API-token", "de": "Privates API-Token"},
    "help": {
        "en": "Judge.me: Settings, Integrations, View API tokens. Not the public one.",
        "nl": "Judge.me: Settings, Integrations, View API tokens. Niet het publieke.",
        "de": "Judge.me: Settings, Integrations, View API tokens. Nicht das öffentliche.",
    },
}
_APP_SECRET = {
    "title": {"en": "App secret", "nl": "App-geheim", "de": "App-Geheimnis"},
    "help": {
        "en": "Only for a Judge.me app of your own: its webhooks are signed with it instead of the token.",
        "nl": "Alleen voor een eigen Judge.me-app: die ondertekent webhooks hiermee in plaats van met het token.",
        "de": "Nur für eine eigene Judge.me-App: Sie signiert Webhooks damit statt mit dem Token.",
    },
    "advanced": True,
}
_REQUESTS = {
    "title": {
        "en": "Token for review requests",
        "nl": "Token voor beoordelingsverzoeken",
        "de": "Token für Bewertungsanfragen",
    },
    "help": {
        "en": "For invitations only. Judge.me's support gives it out; it is another one than the private token.",
        "nl": "Alleen voor uitnodigingen. De klantenservice van Judge.me geeft het; het is een ander dan het privé-token.",
        "de": "Nur für Einladungen. Der Support von Judge.me gibt es aus; es ist ein anderes als das private Token.",
    },
    "advanced": True,
}
_MAIL = {
    "title": {
        "en": "Let Judge.me mail the public reply to the customer",
        "nl": "Laat Judge.me het openbare antwoord naar de klant mailen",
        "de": "Judge.me schickt die öffentliche Antwort dem Kunden per E-Mail",
    },
    "advanced": True,
}


class JudgeMeSettings(SettingsForm):
    """The form for one shop."""

    shop_domain = fields.String(
        required=True, validate=validate.Regexp(r"[a-z0-9][a-z0-9.-]{2,200}\.[a-z]{2,}\Z"), metadata=_DOMAIN
    )
    token = fields.String(required=True, validate=validate.Length(8, 200), metadata=_TOKEN)
    app_secret = fields.String(load_default="", validate=validate.Length(0, 200), metadata=_APP_SECRET)
    request_token = fields.String(load_default="", validate=validate.Length(0, 200), metadata=_REQUESTS)
    experimental = experimental_switch()
    mail_customer = fields.Boolean(load_default=False, metadata=_MAIL)
    calls_per_minute = calls_per_minute(60)

    def tidied(self, given: dict[str, Any]) -> dict[str, Any]:
        if isinstance(given.get("shop_domain"), str):
            given["shop_domain"] = given["shop_domain"].lower().removeprefix("https://").rstrip("/")
        return given

"""What has to be known to read and answer a shop's reviews at Yotpo."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm

_ID = r"[0-9A-Za-z_-]{4,100}\Z"
_APP = {
    "title": {"en": "App key", "nl": "App key", "de": "App Key"},
    "help": {
        "en": "Yotpo: profile, Store Settings. It is also called store id.",
        "nl": "Yotpo: profiel, Store Settings. Het heet ook wel store id.",
        "de": "Yotpo: Profil, Store Settings. Er heißt auch Store-ID.",
    },
}
_SECRET = {
    "title": {"en": "Secret key", "nl": "Geheime sleutel", "de": "Geheimer Schlüssel"},
    "help": {
        "en": "Yotpo: profile, Store Settings, Get Secret Key. A code comes by mail.",
        "nl": "Yotpo: profiel, Store Settings, Get Secret Key. Er komt een code per mail.",
        "de": "Yotpo: Profil, Store Settings, Get Secret Key. Ein Code kommt per E-Mail.",
    },
}
_DEVELOPER = {
    "title": {"en": "App developer token", "nl": "App-developer-token", "de": "App-Developer-Token"},
    "help": {
        "en": "Only for replying from here: the access token of a Yotpo developer app that was installed in your account.",
        "nl": "Alleen om van hieruit te antwoorden: het access token van een Yotpo-developer-app die in je account staat.",
        "de": "Nur um von hier zu antworten: das Access-Token einer Yotpo-Developer-App, die in Ihrem Konto installiert ist.",
    },
}
_ACCOUNT = {
    "title": {"en": "Account id", "nl": "Account-ID", "de": "Konto-ID"},
    "help": {
        "en": "For the developer token. Empty: the app key.",
        "nl": "Bij het developer-token. Leeg: de app key.",
        "de": "Zum Developer-Token. Leer: der App Key.",
    },
    "advanced": True,
}


class YotpoSettings(SettingsForm):
    """The form for one shop."""

    app_key = fields.String(required=True, validate=validate.Regexp(_ID), metadata=_APP)
    secret_key = fields.String(required=True, validate=validate.Length(8, 200), metadata=_SECRET)
    developer_token = fields.String(load_default="", validate=validate.Length(0, 400), metadata=_DEVELOPER)
    account_id = fields.String(load_default="", validate=validate.Regexp(rf"|{_ID}"), metadata=_ACCOUNT)
    experimental = experimental_switch(whole=True)
    calls_per_minute = calls_per_minute(60)

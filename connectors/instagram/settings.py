"""What has to be known to read and answer the comments under a shop's posts on Instagram."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm

FACEBOOK, INSTAGRAM = "facebook", "instagram"
_MOST_MEDIA = 100

_LOGIN = {
    "title": {"en": "Login", "nl": "Aanmelding", "de": "Anmeldung"},
    "help": {
        "en": "By which of Meta's two logins the access token was made.",
        "nl": "Met welke van Meta's twee aanmeldingen het toegangstoken is gemaakt.",
        "de": "Mit welcher der beiden Anmeldungen von Meta das Zugriffstoken gemacht wurde.",
    },
    "choices": {FACEBOOK: "Facebook Login for Business", INSTAGRAM: "Business Login for Instagram"},
}
_USER = {
    "title": {"en": "User name", "nl": "Gebruikersnaam", "de": "Benutzername"},
    "help": {
        "en": "The shop's own on Instagram: replies in this name are the shop's.",
        "nl": "Die van de winkel op Instagram: antwoorden onder deze naam zijn van de winkel.",
        "de": "Der des Shops auf Instagram: Antworten unter diesem Namen sind vom Shop.",
    },
}
_TOKEN = {
    "title": {"en": "Access token", "nl": "Toegangstoken", "de": "Zugriffstoken"},
    "help": {
        "en": "Of an approved app, with the permission to manage comments.",
        "nl": "Van een goedgekeurde app, met het recht om reacties te beheren.",
        "de": "Einer genehmigten App, mit dem Recht, Kommentare zu verwalten.",
    },
}
_MEDIA = {
    "title": {"en": "Posts", "nl": "Berichten", "de": "Beiträge"},
    "help": {
        "en": "The media ids (only digits) of the posts to read, with commas between them.",
        "nl": "De media-id's (alleen cijfers) van de berichten die gelezen worden, met komma's ertussen.",
        "de": "Die Media-IDs (nur Ziffern) der Beiträge, die gelesen werden, durch Kommas getrennt.",
    },
    "example": "17895695668004550, 17895695668004551",
}


_APP_SECRET = {
    "title": {"en": "App secret", "nl": "App-geheim", "de": "App-Geheimnis"},
    "help": {
        "en": "Only for calls from Meta: the app signs them with it. Basic settings of the app.",
        "nl": "Alleen voor aanroepen door Meta: de app ondertekent ze ermee. Basisinstellingen van de app.",
        "de": "Nur für Aufrufe von Meta: Die App signiert sie damit. Grundeinstellungen der App.",
    },
    "advanced": True,
}
_VERIFY = {
    "title": {"en": "Verify token", "nl": "Verificatietoken", "de": "Verifizierungstoken"},
    "help": {
        "en": "Only for calls from Meta: words of your own, the same as in the app's webhooks.",
        "nl": "Alleen voor aanroepen door Meta: eigen woorden, dezelfde als bij de webhooks van de app.",
        "de": "Nur für Aufrufe von Meta: eigene Wörter, dieselben wie bei den Webhooks der App.",
    },
    "advanced": True,
}


class InstagramSettings(SettingsForm):
    """The form for one account."""

    login = fields.String(load_default=FACEBOOK, validate=validate.OneOf((FACEBOOK, INSTAGRAM)), metadata=_LOGIN)
    username = fields.String(required=True, validate=validate.Regexp(r"[\w.]{1,60}\Z"), metadata=_USER)
    access_token = fields.String(required=True, validate=validate.Length(20, 1_000), metadata=_TOKEN)
    media = fields.String(
        required=True, validate=validate.Regexp(rf"\d{{5,30}}(,\d{{5,30}}){{0,{_MOST_MEDIA - 1}}}\Z"), metadata=_MEDIA
    )
    app_secret = fields.String(load_default="", validate=validate.Length(0, 200), metadata=_APP_SECRET)
    verify_token = fields.String(load_default="", validate=validate.Length(0, 200), metadata=_VERIFY)
    experimental = experimental_switch(whole=True)
    calls_per_minute = calls_per_minute(30)

    def tidied(self, given: dict[str, Any]) -> dict[str, Any]:
        """People write ``@shop``, and put ids below each other."""
        if isinstance(given.get("username"), str):
            given["username"] = given["username"].removeprefix("@").lower()
        if isinstance(given.get("media"), str):
            given["media"] = ",".join(dict.fromkeys(re.findall(r"[^\s,;]+", given["media"])))
        return given

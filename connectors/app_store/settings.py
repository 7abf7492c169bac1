"""What has to be known to read and answer an app's reviews at the App Store."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm
from connectors.signing import can_sign, pem

ALGORITHM = "ES256"

_APP = {
    "title": {"en": "Apple ID of the app", "nl": "Apple ID van de app", "de": "Apple-ID der App"},
    "help": {
        "en": "App Store Connect: the app, App Information. Only digits.",
        "nl": "App Store Connect: de app, App Information. Alleen cijfers.",
        "de": "App Store Connect: die App, App Information. Nur Ziffern.",
    },
    "example": "682658836",
}
_ISSUER = {
    "title": {"en": "Issuer id", "nl": "Issuer-ID", "de": "Issuer-ID"},
    "help": {
        "en": "App Store Connect: Users and Access, Integrations, above the list of keys.",
        "nl": "App Store Connect: Users and Access, Integrations, boven de lijst met sleutels.",
        "de": "App Store Connect: Users and Access, Integrations, über der Liste der Schlüssel.",
    },
}
_KEY_ID = {"title": {"en": "Key id", "nl": "Sleutel-ID", "de": "Schlüssel-ID"}}
_KEY = {
    "title": {"en": "Private key", "nl": "Privésleutel", "de": "Privater Schlüssel"},
    "help": {
        "en": "The whole .p8 file. Apple lets you load it down once.",
        "nl": "Het hele .p8-bestand. Apple laat je het één keer downloaden.",
        "de": "Die ganze .p8-Datei. Apple lässt sie einmal herunterladen.",
    },
    "file": ".p8",
}


def _signs(text: str) -> None:
    if not can_sign(pem(text), algorithm=ALGORITHM):
        raise ValidationError("It is no private key of App Store Connect.")


class AppStoreSettings(SettingsForm):
    """The form for one app."""

    app_id = fields.String(required=True, validate=validate.Regexp(r"[0-9]{5,20}\Z"), metadata=_APP)
    issuer_id = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z-]{8,60}\Z"), metadata=_ISSUER)
    key_id = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z]{4,30}\Z"), metadata=_KEY_ID)
    private_key = fields.String(required=True, validate=[validate.Length(50, 2_000), _signs], metadata=_KEY)
    experimental = experimental_switch()
    calls_per_minute = calls_per_minute(60)

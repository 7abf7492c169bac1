"""What has to be known to read and answer an app's reviews at Google Play."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from marshmallow import ValidationError, fields, validate

from connectors.form_words import calls_per_minute
from connectors.settings_form import SettingsForm
from connectors.signing import can_sign, pem

ALGORITHM = "RS256"

_PACKAGE = {
    "title": {"en": "Package name", "nl": "Pakketnaam", "de": "Paketname"},
    "help": {
        "en": "The app's id at Google Play, after id= in its address.",
        "nl": "De id van de app bij Google Play, achter id= in het adres.",
        "de": "Die ID der App bei Google Play, hinter id= in der Adresse.",
    },
    "example": "com.example.shop",
}
_KEY_FILE = {
    "title": {"en": "Key file", "nl": "Sleutelbestand", "de": "Schlüsseldatei"},
    "help": {
        "en": "The whole JSON file of a service account that may reply to reviews in the Play Console.",
        "nl": "Het hele JSON-bestand van een serviceaccount dat in de Play Console op reviews mag antwoorden.",
        "de": "Die ganze JSON-Datei eines Dienstkontos, das in der Play Console auf Rezensionen antworten darf.",
    },
    "file": ".json",
}


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """Who signs. Made from the key file that Google Cloud gives out."""

    email: str
    key: str = field(repr=False)
    key_id: str = ""


def service_account(text: str) -> ServiceAccount:
    """The account of a key file. Raises ValidationError for anything else, with no part of it in the message."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    email, key, key_id = (data.get(n) if isinstance(data, dict) else None for n in _FIELDS)
    if not (isinstance(email, str) and isinstance(key, str)):
        raise ValidationError("It is no key file of a service account.")
    return ServiceAccount(email, pem(key), key_id if isinstance(key_id, str) else "")


_FIELDS = ("client_email", "private_key", "private_key_id")


def _is_key_file(text: str) -> None:
    if not can_sign(service_account(text).key, algorithm=ALGORITHM):
        raise ValidationError("The private key in it cannot be read.")


class GooglePlaySettings(SettingsForm):
    """The form for one app."""

    package_name = fields.String(
        required=True, validate=validate.Regexp(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+\Z"), metadata=_PACKAGE
    )
    key_file = fields.String(required=True, validate=[validate.Length(50, 10_000), _is_key_file], metadata=_KEY_FILE)
    calls_per_minute = calls_per_minute(60)

"""What has to be known to read and answer an account's reviews at Trusted Shops."""

from __future__ import annotations

from marshmallow import fields, validate

from connectors.form_words import calls_per_minute, experimental_switch
from connectors.settings_form import SettingsForm

_CLIENT = {
    "title": {"en": "Client id", "nl": "Client-ID", "de": "Client-ID"},
    "help": {
        "en": "eTrusted Control Centre: Settings, API credentials.",
        "nl": "eTrusted Control Centre: Instellingen, API-gegevens.",
        "de": "eTrusted Control Centre: Einstellungen, API-Zugangsdaten.",
    },
}
_SECRET = {"title": {"en": "Client secret", "nl": "Client-geheim", "de": "Client-Geheimnis"}}
_CHANNEL = {
    "title": {"en": "Channel", "nl": "Kanaal", "de": "Kanal"},
    "help": {
        "en": "Its id begins with chl-. Empty: all channels of the account.",
        "nl": "Het ID begint met chl-. Leeg: alle kanalen van het account.",
        "de": "Die ID beginnt mit chl-. Leer: alle Kanäle des Kontos.",
    },
}
_NAME = {
    "title": {
        "en": "Reviewers' first names are shown in public",
        "nl": "Voornamen van beoordelaars zijn openbaar zichtbaar",
        "de": "Vornamen der Bewertenden sind öffentlich sichtbar",
    },
    "help": {
        "en": "Tick it only if your profile shows them: replies greet by this name.",
        "nl": "Alleen aanvinken als je profiel ze toont: antwoorden groeten met deze naam.",
        "de": "Nur ankreuzen, wenn Ihr Profil sie zeigt: Antworten grüßen mit diesem Namen.",
    },
}
_MAIL = {
    "title": {
        "en": "Let Trusted Shops mail the reply to the customer",
        "nl": "Laat Trusted Shops het antwoord naar de klant mailen",
        "de": "Trusted Shops schickt die Antwort dem Kunden per E-Mail",
    },
    "advanced": True,
}
_EVENT = {
    "title": {
        "en": "Type of event for invitations",
        "nl": "Type gebeurtenis voor uitnodigingen",
        "de": "Ereignistyp für Einladungen",
    },
    "help": {
        "en": "One that exists in your eTrusted account and has an invite rule, such as delivery; never checkout. "
        "Empty: no invitations.",
        "nl": "Een type dat in je eTrusted-account bestaat en een uitnodigingsregel heeft, zoals delivery; nooit checkout. "
        "Leeg: geen uitnodigingen.",
        "de": "Einer, den es in Ihrem eTrusted-Konto mit einer Einladungsregel gibt, etwa delivery; nie checkout. "
        "Leer: keine Einladungen.",
    },
    "advanced": True,
}


class TrustedShopsSettings(SettingsForm):
    """The form for one account, or one channel of it."""

    client_id = fields.String(required=True, validate=validate.Length(4, 200), metadata=_CLIENT)
    client_secret = fields.String(required=True, validate=validate.Length(8, 400), metadata=_SECRET)
    channel = fields.String(load_default="", validate=validate.Regexp(r"(chl-[0-9a-f-]{8,60})?\Z"), metadata=_CHANNEL)
    names_shown = fields.Boolean(load_default=False, metadata=_NAME)
    mail_customer = fields.Boolean(load_default=False, metadata=_MAIL)
    event_type = fields.String(
        load_default="", validate=validate.Regexp(r"(?!checkout\Z)[A-Za-z0-9_.-]{0,60}\Z"), metadata=_EVENT
    )
    experimental = experimental_switch()
    calls_per_minute = calls_per_minute(60)

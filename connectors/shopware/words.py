"""What the form for a Shopware shop says to the person who fills it in, in the desk's languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Words = Mapping[str, Any]

URL: Words = {"title": {"en": "Address of the shop", "nl": "Adres van de winkel", "de": "Adresse des Shops"}}
API_KEY: Words = {
    "title": {"en": "Access key ID", "nl": "Toegangssleutel-ID", "de": "Zugangs-ID"},
    "help": {
        "en": "Shopware: Settings, System, Integrations. Filled in by itself where the app is installed.",
        "nl": "Shopware: Instellingen, Systeem, Integraties. Vanzelf ingevuld waar de app is geïnstalleerd.",
        "de": "Shopware: Einstellungen, System, Integrationen. Von selbst ausgefüllt, wo die App installiert ist.",
    },
}
SECRET_KEY: Words = {
    "title": {"en": "Secret access key", "nl": "Geheime toegangssleutel", "de": "Sicherheitsschlüssel"},
}
LANGUAGE_ID: Words = {
    "title": {
        "en": "Language of product names (Shopware's id)",
        "nl": "Taal van productnamen (id in Shopware)",
        "de": "Sprache der Produktnamen (ID in Shopware)",
    },
    "help": {
        "en": "Empty: the shop's own default.",
        "nl": "Leeg: de standaard van de winkel.",
        "de": "Leer: die Voreinstellung des Shops.",
    },
}
MARK_REPLIES: Words = {
    "title": {
        "en": "Mark our replies in the review's custom fields",
        "nl": "Onze reacties merken in de extra velden van de beoordeling",
        "de": "Unsere Antworten in den Zusatzfeldern der Bewertung kennzeichnen",
    },
    "help": {
        "en": "So that a reply is found again after a lost connection even if somebody changed its words.",
        "nl": "Zodat een reactie na een verbroken verbinding wordt teruggevonden, ook als iemand de woorden wijzigde.",
        "de": "Damit eine Antwort nach einer abgebrochenen Verbindung gefunden wird, auch wenn jemand sie geändert hat.",
    },
}
OVERLAP: Words = {
    "title": {
        "en": "Minutes to read again at each sync",
        "nl": "Zoveel minuten worden elke keer opnieuw gelezen",
        "de": "So viele Minuten werden jedes Mal neu gelesen",
    }
}
WATCH: Words = {
    "title": {
        "en": "Newest reviews to look for in case they were removed",
        "nl": "Zoveel nieuwste beoordelingen nagaan op verwijdering",
        "de": "So viele neueste Bewertungen auf Löschung prüfen",
    }
}
CALLS_PER_SECOND: Words = {
    "title": {
        "en": "Calls a second at most",
        "nl": "Hoogstens zoveel aanvragen per seconde",
        "de": "Höchstens so viele Abrufe pro Sekunde",
    },
    "help": {
        "en": "Lower it for a shop on a weak server.",
        "nl": "Zet het lager voor een winkel op een zwakke server.",
        "de": "Niedriger stellen für einen Shop auf einem schwachen Server.",
    },
}

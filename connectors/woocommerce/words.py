"""What the form for a WooCommerce shop says to the person who fills it in, in the desk's languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Words = Mapping[str, Any]

URL: Words = {"title": {"en": "Address of the shop", "nl": "Adres van de winkel", "de": "Adresse des Shops"}}
USER: Words = {
    "title": {"en": "WordPress user name", "nl": "Gebruikersnaam in WordPress", "de": "Benutzername in WordPress"},
    "help": {
        "en": "A shop manager or administrator.",
        "nl": "Van een winkelbeheerder of beheerder.",
        "de": "Von einem Shop-Manager oder Administrator.",
    },
}
APP_PASSWORD: Words = {
    "title": {"en": "Application password", "nl": "Applicatiewachtwoord", "de": "Anwendungspasswort"},
    "help": {
        "en": "WordPress: Users, Profile, Application Passwords. Not the password for signing in.",
        "nl": "WordPress: Gebruikers, Profiel, Applicatiewachtwoorden. Niet het wachtwoord om in te loggen.",
        "de": "WordPress: Benutzer, Profil, Anwendungspasswörter. Nicht das Passwort zum Anmelden.",
    },
}
REREAD_PAGES: Words = {
    "title": {
        "en": "Hundreds of newest reviews to read again at each sync",
        "nl": "Hoeveel honderd nieuwste beoordelingen elke keer opnieuw gelezen worden",
        "de": "Wie viele Hundert der neuesten Bewertungen jedes Mal neu gelesen werden",
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

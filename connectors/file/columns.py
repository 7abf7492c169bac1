"""Which column holds what, proposed from the headers that exports carry in nl, de, en and a few neighbours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

# In order of trust: the first of a field's names that is a header wins.
_EITHER = frozenset({"beoordeling", "bewertung"})
_NAMES: Mapping[str, str] = {
    "id": "review id|reviewid|beoordeling id|bewertungs id|bewertungsid|id|external id|review uuid|uuid|nummer|nr|"
    "reference id|referentie|referenz",
    "text": "review text|review content|review body|reviewtext|tekst|text|beoordelingstekst|bewertungstext|beoordeling|"
    "bewertung|recensie|rezension|review|reviews|content|body|comment|comments|commentaar|kommentar|opmerking|"
    "opmerkingen|toelichting|ervaring|erfahrung|bericht|nachricht|message|feedback|omschrijving|beschreibung|"
    "description|avis|commentaire|recensione|opinion|anmeldelse",
    "title": "review title|titel|title|kop|onderwerp|betreff|subject|headline|ueberschrift|uberschrift|titre|titolo",
    "rating": "rating|score|cijfer|sterren|aantal sterren|sterne|anzahl sterne|stars|star rating|review stars|note|"
    "gesamtnote|waardering|punten|punkte|beoordelingscijfer|eindcijfer|totaalscore|gemiddelde|rating value|"
    "review rating|overall rating|bewertung sterne|sternebewertung|valoracion|puntuacion|voto|beoordeling|bewertung",
    "author": "author|auteur|autor|reviewer name|reviewer|naam|name|klantnaam|kundenname|klant|kunde|customer name|"
    "customer|consumer name|username|user name|gebruikersnaam|benutzername|verfasser|nickname|display name|door|nom",
    "created": "created at|created|date created|review date|review created utc|created utc|datum|date|datum beoordeling|"
    "bewertungsdatum|geplaatst|geplaatst op|erstellt|erstellt am|aangemaakt|aangemaakt op|submitted at|"
    "submission date|timestamp|tijdstip|zeitpunkt|datum tijd|date time|published at|review datum|fecha|data",
    "language": "language|taal|sprache|lang|locale|review language|langue",
    "product": "product name|productnaam|produktname|product title|product|produkt|artikel|artikelnaam|artikelname|item",
    "product_id": "product id|productid|produkt id|produktid|sku|artikelnummer|ean|gtin|product sku|product handle",
    "verified": "verified|geverifieerd|verifiziert|verified purchase|verified buyer|geverifieerde aankoop|"
    "verifizierter kauf|review verified",
    "url": "url|link|review url|review link|permalink",
    "reply": "reply|antwoord|antwort|reactie|reply text|company reply|company reply text|reply content|response|"
    "owner response|haendlerantwort|handlerantwort|reactie winkel|merchant reply|reponse",
}


def propose(headers: Iterable[str]) -> dict[str, str]:
    """Field → header, for each field with a recognised header; no header is used twice."""
    by_name: dict[str, str] = {}
    for header in headers:
        by_name.setdefault(simple(header), header)
    proposal: dict[str, str] = {}
    for field, names in _NAMES.items():
        for name in names.split("|"):
            found = by_name.get(name)
            if found and found not in proposal.values() and not (field == "text" and _means_stars(name, by_name)):
                proposal[field] = found
                break
    return proposal


def _means_stars(name: str, by_name: Mapping[str, str]) -> bool:
    """In some exports "Beoordeling" and "Bewertung" mean the text, in others the stars: beside another column of text,
    and with no other of stars, they are the stars.
    """
    if name not in _EITHER:
        return False
    others = by_name.keys() - _EITHER
    return bool(others & set(_NAMES["text"].split("|"))) and not others & set(_NAMES["rating"].split("|"))


def simple(header: str) -> str:
    """A header as its bare words: "Review_Text (NL)" and "reviewText" → "review text"."""
    header = re.sub(r"\([^)]*\)", " ", header)
    header = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", header).replace("ß", "ss")
    bare = "".join(c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.casefold()))

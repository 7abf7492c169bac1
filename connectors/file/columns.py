"""Which column holds what, proposed from the headers that exports carry in nl, de, en and a few neighbours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

# In order of trust: the first of a field's names that is a header wins.
_EITHER = frozenset({"beoordeling", "bewertung"})
_NAMES: Mapping[str, str] = {
    "id": "review id|reviewid|beoordeling id|beoordelings id|beoordelingsnummer|bewertungs id|bewertungsid|bewertungsnummer|"
    "id|external id|review uuid|uuid|nummer|nr|volgnummer|reference id|referentie|referenz|review nr|review number",
    "text": "review text|review content|review body|reviewtext|tekst|text|beoordelingstekst|bewertungstext|beoordeling|"
    "bewertung|recensie|rezension|review|reviews|content|body|comment|comments|commentaar|kommentar|opmerking|"
    "opmerkingen|toelichting|ervaring|erfahrung|bericht|nachricht|message|feedback|omschrijving|beschreibung|"
    "description|klantbeoordeling|klantreview|kundenbewertung|kundenrezension|recensietekst|reviewtekst|rezensionstext|"
    "kommentartext|mening|meinung|reactie klant|kundenmeinung|wat vond u|review tekst|text der bewertung|inhoud|inhalt|"
    "tekst review|customer review|customer comment|comment text|review comment|review message|verbatim|avis|"
    "commentaire|recensione|opinion|anmeldelse",
    "title": "review title|titel|title|kop|onderwerp|betreff|subject|headline|ueberschrift|uberschrift|titre|titolo",
    "rating": "rating|score|cijfer|sterren|aantal sterren|sterne|anzahl sterne|stars|star rating|review stars|note|"
    "gesamtnote|waardering|punten|punkte|beoordelingscijfer|eindcijfer|totaalscore|gemiddelde|rating value|"
    "review rating|overall rating|bewertung sterne|sternebewertung|sterrenbeoordeling|aantal sterren|sterren totaal|"
    "rapportcijfer|algemeen cijfer|totaalcijfer|klantcijfer|cijfer totaal|beoordeling cijfer|beoordeling sterren|ster|stern|"
    "punktzahl|gesamtbewertung|bewertungsnote|sterneanzahl|review score|total score|score total|star|number of stars|nps|"
    "valoracion|puntuacion|voto|beoordeling|bewertung",
    "author": "author|auteur|autor|reviewer name|reviewer|naam|name|klantnaam|kundenname|klant|kunde|customer name|"
    "customer|consumer name|username|user name|gebruikersnaam|benutzername|verfasser|nickname|display name|door|nom|"
    "naam klant|naam reviewer|naam van de klant|volledige naam|voornaam|vorname|vollstandiger name|name des kunden|"
    "geschreven door|geschrieben von|full name|first name|written by|posted by|reviewer display name|schrijver",
    "created": "created at|created|date created|review date|review created utc|created utc|datum|date|datum beoordeling|"
    "bewertungsdatum|geplaatst|geplaatst op|erstellt|erstellt am|aangemaakt|aangemaakt op|submitted at|"
    "submission date|timestamp|tijdstip|zeitpunkt|datum tijd|date time|published at|review datum|reviewdatum|"
    "datum review|beoordelingsdatum|datum der bewertung|abgegeben am|verfasst am|ingediend op|geschreven op|datum en tijd|"
    "datum und uhrzeit|tijd|zeit|time|date of review|review time|posted at|posted on|written at|submitted on|create time|"
    "publish date|update time|fecha|data",
    "language": "language|taal|sprache|lang|locale|review language|langue",
    "product": "product name|productnaam|produktname|product title|product|produkt|artikel|artikelnaam|artikelname|item",
    "product_id": "product id|productid|produkt id|produktid|sku|artikelnummer|ean|gtin|product sku|product handle",
    "verified": "verified|geverifieerd|verifiziert|verified purchase|verified buyer|geverifieerde aankoop|"
    "verifizierter kauf|review verified",
    "url": "url|link|review url|review link|permalink",
    "reply": "reply|antwoord|antwort|reactie|reply text|company reply|company reply text|reply content|response|"
    "owner response|haendlerantwort|handlerantwort|reactie winkel|merchant reply|reponse",
}


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# The words by which a header that no list knows is still understood: "Uw cijfer voor onze winkel".
_TELLING: Mapping[str, frozenset[str]] = {
    "rating": _words("rating ratings score cijfer sterren sterne stars star ster waardering punten punkte note"),
    "created": _words(
        "datum date tijdstip zeitpunkt timestamp reviewdatum bewertungsdatum beoordelingsdatum geplaatst erstellt"
    ),
    "text": _words(
        "tekst text review recensie rezension opmerking opmerkingen toelichting kommentar comment ervaring erfahrung mening "
        "meinung feedback beoordeling bewertung vond"
    ),
    "author": _words("naam name auteur author autor klant kunde customer reviewer verfasser klantnaam"),
    "title": _words("titel title onderwerp betreff subject"),
}
# A header with one of these speaks of something else than the review itself.
_OF_OTHERS = _words(
    "reactie antwoord reply response antwort reactiedatum order bestelling bestel bestellung besteldatum orderdatum aankoop "
    "aankoopdatum kauf kaufdatum levering leverdatum lieferung product produkt artikel winkel shop store website bestand file "
    "email mail telefoon telefon phone land country status id nummer nr url link taal sprache language sku ean"
)


def propose(headers: Iterable[str]) -> dict[str, str]:
    """Field → header, for each field with a recognised header; no header is used twice. A header that is known word for
    word wins; what is then still missing is looked for by the words in the headers that are left.
    """
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
    for field, telling in _TELLING.items():
        if field not in proposal and (found := _by_words(telling, by_name, proposal.values())):
            proposal[field] = found
    return proposal


def _by_words(telling: frozenset[str], by_name: Mapping[str, str], taken: Collection[str]) -> str | None:
    """The one header that is left and has a telling word; of several none, a person had better say."""
    found = [
        header
        for name, header in by_name.items()
        if header not in taken and telling & set(name.split()) and not _OF_OTHERS & set(name.split())
    ]
    return found[0] if len(found) == 1 else None


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

"""Street addresses and postcodes as people in the Netherlands, Belgium, Germany and Britain write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"\d{1,4}\s?(?:[a-zA-Z]\b|bis\b|hs\b|-\d{1,3}\b)?"
# "Kerkstraat 12" but not "straat 3 dagen open" or "onderweg 3 weken"
_NOT_A_MEASURE = (
    r"(?!\s*(?:%|€|euro|eur|dagen|dag|weken|week|maanden|maand|jaar|uur|tage?n?|wochen?|monate?n?|jahre?n?|stunden?|"
    r"days?|weeks?|months?|years?|hours?|km|m\b|cm|mm|kg|keer|mal|times|sterren|sterne|stars|\d))"
)
_SURE_STREET = r"(?:straat|laan|gracht|plein|kade|singel|steeg|dreef|plantsoen|stra(?:ß|ss)e|gasse|allee|chaussee)"
_CAPITAL_STREET = (
    r"(?:weg|hof|dijk|pad|park|markt|ring|baan|wal|haven|poort|str\.?|platz|damm|ufer|graben|stieg|berg|kamp|wei|erf)"
)
_TOWN = r"(?:[\s,]+(?:(?:[A-Z]-)?[1-9]\d{3}\s?[A-Z]{2}\b|(?:D-|B-|A-)?\d{4,5}\b(?=\s+[A-ZÄÖÜ]))(?:\s+[A-ZÄÖÜ][\w-]+)?)?"
# Every run has an end: a review of one endless word must not be read from each of its letters to its end.
_BEFORE = r"(?:[A-ZÄÖÜ][\w.'-]{1,40}\s{1,5}){0,3}?"
_PART = r"\w{0,40}"

_CONTINENTAL = re.compile(
    rf"\b(?:(?:{_BEFORE}(?:{_PART}{_SURE_STREET}|{_PART}{_SURE_STREET.upper()})|{_BEFORE}[A-ZÄÖÜ]{_PART}{_CAPITAL_STREET}|"
    rf"[A-ZÄÖÜ]\w{{1,40}}(?:er)?\s(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Ring|Damm|Ufer)))\s+{_NUMBER}{_NOT_A_MEASURE}{_TOWN}"
)
_SPELLED_SMALL = re.compile(rf"\b[a-zäöüß]{{3,40}}{_SURE_STREET}\s+{_NUMBER}{_NOT_A_MEASURE}{_TOWN}")
_FRENCH = re.compile(
    rf"\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]haussée)\s+(?:d[eu]s?\s+|la\s+|l')*[A-Z][\w'-]+\s+{_NUMBER}{_NOT_A_MEASURE}{_TOWN}"
)
_ENGLISH = re.compile(
    r"\b\d{1,4}[a-zA-Z]?,?\s+(?:[A-Z][\w'-]{1,40}\s{1,5}){1,3}(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln|Drive|Close|Court|Square|Gardens|"
    r"Crescent|Terrace|Grove)\b(?:,?\s+[A-Z][a-z]+)?(?:,?\s+[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)?"
)

_DUTCH_CODE = re.compile(r"(?<![\w.,€-])[1-9]\d{3}(?P<gap>\s?)(?P<letters>[A-Z]{2}|[a-z]{2})\b(?!['’])")
_BRITISH_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")
_GERMAN_CODE = re.compile(
    r"(?:\b(?:aus|in|nach|plz|postleitzahl|wohnhaft)\W{1,3}|,\s*)(?P<code>(?:D-)?\d{5})(?=\s+(?P<town>[A-ZÄÖÜ][a-zäöüß]+)|\b(?=[,.\s]))",
    re.IGNORECASE,
)
_BELGIAN_CODE = re.compile(r"\b(?P<code>B-\d{4}|(?<=postcode )[1-9]\d{3})\b")
# two letters after four digits that are a unit or a small word, not a postcode ("IN 2023 OP", "2000 km")
_NO_LETTERS = frozenset(
    re.split(
        " ",
        "kr sa sd ss km mb gb tb kb mm cm kg mg px hz ma ml kw wh mw nm dl en in op is de te of ik ze we je he er al nu zo om an am "
        "um im ab zu so da ob es on at to by as or it if us my no be do go up ex xl xs pk rm eu st",
    )
)
_NO_TOWN = frozenset(
    re.split(" ", "euro stück stunden tage kilometer meter watt euros cent gramm punkte kunden bestellungen")
)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Street and house number, with the postcode and town where they follow."""
    for pattern in (_CONTINENTAL, _SPELLED_SMALL, _FRENCH, _ENGLISH):
        yield from (match.span() for match in pattern.finditer(text))


def postcodes(text: str, country: str = "NL") -> Iterator[tuple[int, int]]:
    """Postcodes that stand without a street. Bare four or five digits are none: they need a town or a label."""
    del country  # all four forms are told apart by their shape
    for match in _DUTCH_CODE.finditer(text):
        if match.group("letters").lower() not in _NO_LETTERS and not (
            match.group("letters").islower() and match.group("gap")
        ):
            yield match.span()
    yield from (match.span() for match in _BRITISH_CODE.finditer(text))
    for match in _GERMAN_CODE.finditer(text):
        town = match.group("town")
        labelled = match.group(0).lower().startswith(("plz", "postleitzahl"))
        if labelled or (town and town.lower() not in _NO_TOWN):
            yield match.span("code")
    yield from (match.span("code") for match in _BELGIAN_CODE.finditer(text))

"""What the form for a file says to the person who fills it in, in the desk's languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Words = Mapping[str, Any]

TITLES: Mapping[str, str] = {"nl": "Bestand", "de": "Datei"}
_AUTO = {"en": "find out by itself", "nl": "zelf herkennen", "de": "selbst erkennen"}

PATH: Words = {
    "title": {"en": "File", "nl": "Bestand", "de": "Datei"},
    "help": {
        "en": "Its name, where it lies on the server already.",
        "nl": "De naam, als het al op de server staat.",
        "de": "Der Name, falls sie schon auf dem Server liegt.",
    },
}
COLUMNS: Words = {
    "title": {"en": "Columns", "nl": "Kolommen", "de": "Spalten"},
    "help": {
        "en": "Which column holds what; what is not named here is proposed.",
        "nl": "Welke kolom wat bevat; wat hier niet staat, wordt voorgesteld.",
        "de": "Welche Spalte was enthält; was hier fehlt, wird vorgeschlagen.",
    },
}
RATING_SCALE: Words = {
    "title": {"en": "Scale of the ratings", "nl": "Schaal van de cijfers", "de": "Skala der Noten"},
    "choices": {
        "auto": _AUTO,
        "1-5": {"en": "1 to 5", "nl": "1 tot 5", "de": "1 bis 5"},
        "0-5": {"en": "0 to 5", "nl": "0 tot 5", "de": "0 bis 5"},
        "1-10": {"en": "1 to 10", "nl": "1 tot 10", "de": "1 bis 10"},
        "0-10": {"en": "0 to 10", "nl": "0 tot 10", "de": "0 bis 10"},
        "0-100": {"en": "0 to 100", "nl": "0 tot 100", "de": "0 bis 100"},
    },
}
DATE_ORDER: Words = {
    "title": {
        "en": "Day or month first, as in 3/4/2026",
        "nl": "Dag of maand eerst, zoals in 3-4-2026",
        "de": "Tag oder Monat zuerst, wie in 3.4.2026",
    },
    "choices": {
        "auto": _AUTO,
        "dmy": {"en": "day first", "nl": "dag eerst", "de": "Tag zuerst"},
        "mdy": {"en": "month first", "nl": "maand eerst", "de": "Monat zuerst"},
    },
}
TIMEZONE: Words = {
    "title": {
        "en": "Time zone of dates without one",
        "nl": "Tijdzone van data waar geen bij staat",
        "de": "Zeitzone für Daten ohne eigene",
    }
}
LANGUAGE: Words = {
    "title": {"en": "Language of all reviews", "nl": "Taal van alle beoordelingen", "de": "Sprache aller Bewertungen"},
    "help": {
        "en": "Two letters, like nl. Empty: each review is looked at.",
        "nl": "Twee letters, zoals nl. Leeg: elke beoordeling wordt bekeken.",
        "de": "Zwei Buchstaben, wie de. Leer: jede Bewertung wird geprüft.",
    },
}
FORMAT: Words = {
    "title": {"en": "Kind of file", "nl": "Soort bestand", "de": "Art der Datei"},
    "choices": {"auto": _AUTO, "csv": {"en": "CSV"}, "jsonl": {"en": "JSON Lines"}},
}
ENCODING: Words = {
    "title": {"en": "Encoding of letters", "nl": "Tekencodering", "de": "Zeichenkodierung"},
    "help": {
        "en": "“auto” finds it out. Change it where é or ü look wrong, for example to cp1252.",
        "nl": "‘auto’ zoekt het uit. Verander dit als é of ü er verkeerd uitziet, bijvoorbeeld in cp1252.",
        "de": "„auto“ findet sie heraus. Ändern, falls é oder ü falsch aussehen, zum Beispiel in cp1252.",
    },
}
DELIMITER: Words = {
    "title": {
        "en": "Character between columns",
        "nl": "Teken tussen de kolommen",
        "de": "Zeichen zwischen den Spalten",
    },
    "choices": {
        "auto": _AUTO,
        ",": {"en": "comma ,", "nl": "komma ,", "de": "Komma ,"},
        ";": {"en": "semicolon ;", "nl": "puntkomma ;", "de": "Semikolon ;"},
        "\t": {"en": "tab", "nl": "tab", "de": "Tabulator"},
        "|": {"en": "bar |", "nl": "streep |", "de": "Strich |"},
    },
}

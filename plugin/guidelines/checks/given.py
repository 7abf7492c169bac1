"""R-CLEAN: a reply that gives the program's own instructions away, in their words or in words about them."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.given_away import given_away
from plugin.language.patterns import sparing
from plugin.words import Severity

_ABOUT = sparing(
    r"(?<!\w)(?:i(?:'m| am| was| have been|'ve been)|we (?:are|were)|ik (?:ben|werd|kreeg|heb)|mij is|me is|mir (?:wurde|ist|war)|ich (?:wurde|bin|habe|soll|muss)|"
    r"man hat mir) (?:\w+ ){0,3}?(?:told to|instructed|programmed|prompted|configured|geïnstrueerd|geinstrueerd|geprogrammeerd|opgedragen|opdracht gekregen|"
    r"vorgegeben|angewiesen|programmiert|instruiert|aufgetragen)(?!\w)"
    r"|(?<!\w)(?:my|mijn|meine[nr]?|these|deze|diese) (?:\w+ )?(?:instructions|guidelines|prompt|system message|briefing|programming|rules say|instructies|richtlijnen|"
    r"opdracht luidt|anweisungen|richtlinien|vorgaben|vorgabe|instruktionen)(?!\w)"
)


def given(draft: Draft) -> Iterator[Note]:
    """Seven words in a row of a prompt or a guideline, an id of one, or talk of having been instructed."""
    place = next(given_away(draft.reading), None) or _ABOUT.first(draft.reading.folded)
    if place is not None and draft.reading.folded[place[0] : place[1]] not in draft.shop_text:
        yield Note("R-CLEAN", "machine", place, Severity.BLOCK)  # a fact, whatever it sounds like

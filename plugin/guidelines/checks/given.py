"""R-CLEAN: a reply that gives the program's own instructions away, in their words or in words about them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.given_away import given_away
from plugin.guidelines.word_lists import Wording
from plugin.language.patterns import Pattern, sparing
from plugin.words import Severity

_ABOUT = Wording(r"(?<!\w){i_was} (?:\w+ ){0,3}?{instructed}(?!\w)|(?<!\w){of_mine} (?:\w+ )?{instructions}(?!\w)")


@cache
def _about() -> Pattern:
    """In any language: a machine answers in that of its orders."""
    return sparing(_ABOUT.in_any().pattern)


def given(draft: Draft) -> Iterator[Note]:
    """Seven words in a row of a prompt or a guideline, an id of one, or talk of having been instructed."""
    place = next(given_away(draft.reading), None) or _about().first(draft.reading.folded)
    if place is not None and draft.reading.folded[place[0] : place[1]] not in draft.shop_text:
        yield Note("R-CLEAN", "machine", place, Severity.BLOCK)  # a fact, whatever it sounds like

"""From a frame to a sentence: the shop's form of address, one of the alternatives, the number, the slots."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import cache

_FORM = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
_CHOICE = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"\[([^\[\]/]*)/([^\[\]/]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_FIRST_FORMS = ("je", "Sie", "")
_SENTENCE_START = re.compile(r"((?:^|[.!?]\s+)[“„]?)([^\W\d_])")
_CONTRACTED = {
    "zu dem": "zum", "zu der": "zur", "bei dem": "beim", "von dem": "vom", "in dem": "im", "an dem": "am",
    "Zu dem": "Zum", "Zu der": "Zur", "Bei dem": "Beim", "Von dem": "Vom", "In dem": "Im",
}  # fmt: skip
# Not before the relative pronoun: "zu dem Sie".
_CONTRACTION = re.compile(rf"\b(?:{'|'.join(_CONTRACTED)})(?= (?!Sie\b)[A-ZÄÖÜ])")
_SPACES = re.compile(r"[ \t]{2,}")
_SPACE_BEFORE_MARK = re.compile(r" +([,.;:!?])")


# A moment behind a colon begins a whole sentence in these frames, which German writes with a capital.
_AFTER_COLON = re.compile(r"(?<=: )(?:innerhalb|binnen|spätestens)\b")


def render(text: str, slots: Mapping[str, str], *, form: str, plural: bool, rng: random.Random, language: str) -> str:
    """One sentence from a frame's text. Raises KeyError for a slot that is not there: choose frames by their slots.

    Slots are filled last, so nothing that came from outside is ever read as markup.
    """
    chosen = _in_form(text, first=form in _FIRST_FORMS)
    while "(" in chosen:
        chosen = _CHOICE.sub(lambda match: rng.choice(match.group(1).split("|")), chosen)
    if "[" in chosen:
        chosen = _NUMBER.sub(lambda match: match.group(2 if plural else 1), chosen)
    filled = _SLOT.sub(lambda match: slots[match.group(1)], _tidy(chosen))
    if language == "de":
        filled = _CONTRACTION.sub(lambda match: _CONTRACTED[match.group()], filled)
        filled = _AFTER_COLON.sub(lambda match: match.group().capitalize(), filled)
    return _SENTENCE_START.sub(lambda match: match.group(1) + match.group(2).upper(), _tidy(filled))


@cache
def _in_form(text: str, *, first: bool) -> str:
    """A frame's text in one form of address; there are as many texts as frames, so all are kept."""
    return _FORM.sub(lambda match: match.group(1 if first else 2), text)


def _tidy(text: str) -> str:
    """Single spaces, and none before a mark, where an empty alternative left them."""
    return _SPACE_BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text)).strip()

"""The note for the shop's own people, without what the page says already: its reason stands with the decision above."""

from __future__ import annotations

import re

from plugin.panel.shapes import AdviceShape

_LABEL = re.compile(r"^(?:Advies|Advice|Rat|Empfehlung):\s+")
_OWN_SIDE = re.compile(r"\s*(?P<intro>[^.!?]*):\s*[„“](?P<words>[^“”„]+)[“”]\s*$")


def advice_shape(note: str | None, reason: str) -> AdviceShape | None:
    """None where there is no note. A proposed own side, at the note's end in quotation marks, becomes a part of its own."""
    if not note:
        return None
    text = _LABEL.sub("", _without(note, reason)).strip()
    found = _OWN_SIDE.search(text)
    own_side = found["words"].strip() if found else ""
    text = text[: found.start()] if found else text
    return AdviceShape(text[:1].upper() + text[1:], own_side)


def _without(note: str, reason: str) -> str:
    """The note less the sentences that repeat the reason, and less the word that led to them ("Reason: …")."""
    said = " ".join(reason.split())
    if not said:
        return note
    return re.sub(rf"\s*\w+:\s*{re.escape(said)}\.?", "", note)

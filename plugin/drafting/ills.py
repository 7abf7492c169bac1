"""What a customer plainly tells to be wrong, whatever a reading by meaning makes of it.

Snails in a parcel are no opinion, fungus gnats are no praise, and a loose stem is no other shop's: such words stand against thanks,
silence and dispute. They are data (``prompts/lexicons/ills.yaml``) and never ask for anything by themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache

from plugin.data import read_yaml
from plugin.language.lexicons import LANGUAGES
from plugin.language.patterns import Matcher, compile_lines
from plugin.language.reading import Reading

_DENIED = re.compile(
    r"\b(?:niet|nooit|geen|nicht|nie|niemals|kein\w*|not|never|no|nothing|isn't|wasn't|didn't|doesn't|without|ohne|zonder|"
    r"noch|nor|weder|free of|vrij van|frei von|instead of|in plaats van|statt|tegen|gegen|against)\W+(?:\w+\W+){0,2}$"
)
_REACH = 30  # characters before a word in which it is denied


def places(reading: Reading, language: str, kind: str) -> list[tuple[int, int]]:
    """Where words of this kind stand that nothing denies, in offsets of the reading."""
    if language not in LANGUAGES:
        return []
    text = reading.text
    spans = _words(language, kind).spans(text)
    return [(a, b) for a, b in spans if not _DENIED.search(text[max(0, a - _REACH) : a])]


@lru_cache(maxsize=32)
def _words(language: str, kind: str) -> Matcher:
    return Matcher(compile_lines(read_yaml("lexicons", "ills.yaml")[language][kind]))

"""Where a figure, a name or a word that may be a property's stands in a sentence that states no fact about anything.

'An hour of picking splinters', 'you will have me on the line before ten', 'four days over the thirty': sympathy, an
appointment, the shop's own term. What the reader of sentences is sure of counts with the shape of the sentence.
"""

from __future__ import annotations

from plugin.guidelines.checks.suspected import faults
from plugin.guidelines.draft import Draft
from plugin.guidelines.word_lists import Wording
from plugin.language.figures import Figure

_WORK = ("empathy", "apology", "ownership", "thanks", "promise", "solution", "offline")
_SURE, _HARDLY, _HARDLY_BOTH = 0.5, 0.03, 0.05
_NO_PROPERTY, _NO_PROPERTY_BOTH = 0.05, 0.12


def does_its_work(draft: Draft, index: int) -> bool:
    """Whether the reader hears what a reply is for in this sentence, and no claim at all."""
    if draft.context.private or index not in draft.body:
        return False
    scores = draft.scores[index]
    told = max(scores[kind] for kind in _WORK) >= _SURE
    return told and scores["R-FACTS"] < _HARDLY and faults(draft)[index]["R-FACTS"] < _HARDLY_BOTH


def claims_nothing(draft: Draft, index: int) -> bool:
    """Whether the reader is sure that the sentence says nothing of the goods, the shop or the order."""
    if draft.context.private or index not in draft.body:
        return False
    heard = draft.scores[index]["R-FACTS"], faults(draft)[index]["R-FACTS"]
    return heard[0] < _NO_PROPERTY and heard[1] < _NO_PROPERTY_BOTH


def is_appointment(draft: Draft, figure: Figure, index: int) -> bool:
    """'Tomorrow between 9 and 11': hours of a day that is named, and no opening hours."""
    if figure.value > _HOURS and figure.kind != "time":
        return False
    span = draft.reading.spans[index]
    sentence = draft.reading.folded[span.start : span.end]
    before = draft.reading.folded[max(span.start, figure.start - 24) : figure.start]
    hour = figure.kind in {"time", "number"} or figure.unit == "hour"
    named = _AT.of(draft).search(before) and _DAY.of(draft).search(sentence)
    return hour and bool(named) and not _OPEN.of(draft).search(sentence)


_HOURS = 24
_AT = Wording(r"(?<!\w){at_hour}\s(?:\d{1,2}(?:[.:]\d\d)?\s(?:{of_the_clock} )?{until_hour}\s)?$")
_DAY = Wording(r"(?<!\w){a_day}(?!\w)")
_OPEN = Wording(r"(?<!\w){open_at}(?!\w)")

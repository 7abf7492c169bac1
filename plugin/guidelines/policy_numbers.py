"""Which of the policy's numbers back a sentence: the return term, the warranty, who pays the return, leniency, the
moment of an answer. The ids are those of drafting/facts.py, so that the writer and the report name one source alike.
"""

from __future__ import annotations

import functools

from plugin.guidelines.draft import Draft, stem
from plugin.guidelines.patterns import fold
from plugin.language.figures import Figure
from plugin.words import Play

_ALIKE = 0.02  # two years are 730 days, 24 months 720
_SHORT = ("day", "workday")
_LONG_ENOUGH = 4  # shorter words say little


@functools.lru_cache(maxsize=1024)
def clause_stems(text: str) -> frozenset[str]:
    """Of the longer words of a clause or a measure: a shop has few, and every sentence is compared with them."""
    return frozenset(stem(w) for w in fold(text).replace(",", " ").replace(".", " ").split() if len(w) >= _LONG_ENOUGH)


def numbers_behind(draft: Draft, index: int, *, promised: bool) -> tuple[str, ...]:
    """The ``policy:`` ids of the numbers that this sentence rests on; a number that differs backs nothing."""
    if index not in draft.body:
        return ()
    policy, reading = draft.context.shop.policy, draft.reading
    terms = _durations(draft, index)
    returns = reading.in_sentence(index, "return_topic")
    found: list[str] = []
    if returns and any(_is(term, policy.withdrawal_days) for term in terms):
        found.append("policy:withdrawal")
    if reading.in_sentence(index, "warranty_topic") and any(_is(term, policy.warranty_months * 30) for term in terms):
        found.append("policy:warranty")
    if _pays_as_said(draft, index):
        found.append("policy:return-shipping")
    late = draft.context.play is Play.SLIGHTLY_LATE and returns
    if late and policy.leniency_days and any(term.days <= policy.leniency_days for term in terms):
        found.append("policy:leniency")
    within = {term.unit for term in terms if term.unit in _SHORT and term.value == policy.reply_within_days}
    if "workday" in within or (promised and within):  # customers count in days; working days are the shop's own word
        found.append("policy:reply-within")
    return tuple(found)


def _durations(draft: Draft, index: int) -> list[Figure]:
    return [figure for figure in draft.figures_of(index) if figure.kind == "duration"]


def _is(term: Figure, days: float) -> bool:
    return abs(term.days - days) <= days * _ALIKE


def _pays_as_said(draft: Draft, index: int) -> bool:
    """Whether the sentence says of the return's costs what the policy says; 'the shop where at fault' allows both."""
    rule = draft.context.shop.policy.return_shipping
    sides = {"shop": ("shop_pays",), "customer": ("buyer_pays",)}.get(rule, ("shop_pays", "buyer_pays"))
    return any(draft.reading.in_sentence(index, side) for side in sides)

"""What is kept of the phrases found in a review: the narrow before the broad, each place once, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from plugin.words import Sentiment

_MOST_OTHERS = 3
_MOST_SAID = 200  # no review says more; a word repeated a thousand times only takes time
# A broader label gives way to a narrower one on the same words; earlier wins.
_NARROW_FIRST = (
    "injury", "discrimination", "privacy", "double-charge", "refund-refused", "refund-late", "promise-broken",
    "delivery-missing", "missing-part", "wrong-item", "used", "delivery-place", "cancelled", "returns", "delivery-late",
    "packaging", "broken", "service-rude", "service-unreachable", "discount-code", "shipping-costs", "manual", "website",
    "stock", "size-fit", "description", "colour", "payment", "defect", "warranty", "withdrawal", "quality",
    "communication", "price", "service", "delivery", "trust", "other",
)  # fmt: skip
_RANK = {label: rank for rank, label in enumerate(_NARROW_FIRST)}
GENERAL_PRAISE = frozenset({"praise", "praise-recommend"})


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, in offsets of the reading. ``clause``: the number of the clause it stands in, or -1."""

    label: str
    group: str
    sentiment: Sentiment
    start: int
    end: int
    clause: int


def touches(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Whether a span shares a character with one of the others."""
    return any(span[0] < end and start < span[1] for start, end in others)


def best_of_each_place(said: list[Said]) -> list[Said]:
    """Of phrases that share words, a complaint before a praise, then the narrower, then the longer."""
    order = sorted(
        said,
        key=lambda s: (s.sentiment is Sentiment.POSITIVE, _RANK.get(s.label, len(_RANK)), s.start - s.end),
    )[:_MOST_SAID]
    kept: list[Said] = []
    for one in order:
        if not touches((one.start, one.end), ((k.start, k.end) for k in kept)):
            kept.append(one)
    return kept


def once_a_clause(said: Iterable[Said]) -> list[Said]:
    """Each label once in each clause."""
    kept: dict[tuple[str, int], Said] = {}
    for one in sorted(said, key=lambda s: s.start):
        kept.setdefault((one.label, one.clause), one)
    return list(kept.values())


def once_a_review(said: Iterable[Said]) -> list[Said]:
    """Each label once; a second mention right behind the first lengthens it, for it is the same complaint going on."""
    kept: list[Said] = []
    for one in sorted(said, key=lambda s: (s.start, s.end)):
        unnamed = one.label == "other" or one.sentiment is Sentiment.QUESTION
        if sum(k.label == one.label for k in kept) < (_MOST_OTHERS if unnamed else 1):
            kept.append(one)
        elif kept[-1].label == one.label and one.clause == kept[-1].clause + 1:
            kept[-1] = replace(kept[-1], end=one.end, clause=one.clause)
    if any(k.label not in GENERAL_PRAISE for k in kept if k.sentiment is Sentiment.POSITIVE):
        kept = [k for k in kept if k.label != "praise"]
    return kept

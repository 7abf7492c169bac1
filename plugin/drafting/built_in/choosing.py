"""From many candidates to one: unlike the recent replies, of a fitting length, and without a finding of the checker."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from plugin.drafting.built_in.variety import Recent, words
from plugin.words import Report, Verdict

CANDIDATES = 24
ROUNDS = 6
_MOST_CHECKED = 6
# So many texts with one finding in common: it lies in the review or the shop, and more texts would have it too.
_ENOUGH_ALIKE = 3
_GOOD = 1.5  # a cost below which a text is checked at once: some 15 % in common with the nearest recent reply
_MOST_OVERLAP = 0.3  # of word trigrams with any recent reply (generation.md's gate, R-NO-CANNED)


@dataclass(frozen=True, slots=True)
class Room:
    """How long a text may be: words as asked for (R-LENGTH), characters and bytes as the channel takes them."""

    fewest_words: int
    most_words: int
    max_chars: int | None = None
    max_bytes: int | None = None

    def fits(self, text: str) -> bool:
        """Whether the channel takes it."""
        return (self.max_chars is None or len(text) <= self.max_chars) and (
            self.max_bytes is None or len(text.encode()) <= self.max_bytes
        )

    def outside(self, text: str) -> int:
        """How many words too few or too many."""
        count = len(words(text))
        return max(0, self.fewest_words - count, count - self.most_words)


def choose(candidates: Iterable[str], recent: Recent, room: Room, check: Callable[[str], Report]) -> tuple[str, Report]:
    """The best candidate with its report, after at most ``_MOST_CHECKED`` checks.

    A text of a fitting length and unlike every recent reply is checked as soon as it is composed, and the first with
    no finding wins: the candidates behind it are never composed. Where none is that good, likeness and length sort
    the rest, and the checker decides in that order: the fewest findings that block, then the fewest in all.
    """
    checked: dict[str, Report] = {}
    costs: dict[str, float] = {}
    too_large: list[str] = []
    for text in candidates:
        if not room.fits(text):
            too_large.append(text)
            continue
        costs[text] = _cost(text, recent, room)
        if costs[text] < _GOOD and text not in checked:
            checked[text] = check(text)
            if _faults(checked[text]) == (0, 0) or len(checked) >= _MOST_CHECKED or _in_vain(checked.values()):
                return _best(checked)
    ordered = sorted(costs, key=lambda text: costs[text]) or [min(too_large, key=len)]
    for text in ordered:
        if text not in checked:
            checked[text] = check(text)
            if _faults(checked[text]) == (0, 0) or len(checked) >= _MOST_CHECKED or _in_vain(checked.values()):
                break
    return _best(checked)


def _best(checked: Mapping[str, Report]) -> tuple[str, Report]:
    return min(checked.items(), key=lambda item: _faults(item[1]))


def _in_vain(reports: Collection[Report]) -> bool:
    """Whether none blocks and all have one finding in common."""
    if len(reports) < _ENOUGH_ALIKE or any(report.blocks for report in reports):
        return False
    return bool(frozenset.intersection(*(frozenset(f.guideline for f in report.findings) for report in reports)))


def _faults(report: Report) -> tuple[int, int]:
    """How many findings block, and how many there are; none of either where the checker passes the text."""
    if report.verdict is Verdict.PASS:
        return 0, 0
    return len(report.blocks), len(report.findings)


def _cost(text: str, recent: Recent, room: Room) -> float:
    """Lower is better; a text too like a recent one costs more than any length, one that says a thing twice is none to
    check at once.
    """
    nearest = recent.nearest(text)
    return (100 if nearest >= _MOST_OVERLAP else 0) + 10 * nearest + 0.5 * room.outside(text) + 2 * _said_twice(text)


def _said_twice(text: str) -> int:
    """How many of its turns of four words come again: 'how it went with … how it went with'."""
    told = words(text)
    turns = [*zip(told, told[1:], told[2:], told[3:], strict=False)]
    return len(turns) - len(set(turns))

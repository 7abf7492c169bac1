"""From many candidates to one: unlike the recent replies, of a fitting length, and without a finding of the checker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugin.drafting.built_in.variety import Recent, words
from plugin.words import Report, Verdict

CANDIDATES = 24
ROUNDS = 6
_MOST_CHECKED = 6
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


def choose(candidates: Sequence[str], recent: Recent, room: Room, check: Callable[[str], Report]) -> tuple[str, int]:
    """The best candidate, and how many of its findings block. Length and likeness cost nothing to know, so they sort; the checker decides in that order.

    The first text with no finding wins; else the one with the fewest that block, then the fewest in all.
    """
    fitting = [text for text in dict.fromkeys(candidates) if room.fits(text)] or [min(candidates, key=len)]
    ordered = sorted(fitting, key=lambda text: _cost(text, recent, room))
    best, best_faults = ordered[0], (10**6, 10**6)
    for text in ordered[:_MOST_CHECKED]:
        report = check(text)
        if report.verdict is Verdict.PASS:
            return text, 0
        faults = (len(report.blocks), len(report.findings))
        if faults < best_faults:
            best, best_faults = text, faults
    return best, best_faults[0]


def _cost(text: str, recent: Recent, room: Room) -> float:
    """Lower is better; a text too like a recent one costs more than any length."""
    nearest = recent.nearest(text)
    return (100 if nearest >= _MOST_OVERLAP else 0) + 10 * nearest + 0.5 * room.outside(text)

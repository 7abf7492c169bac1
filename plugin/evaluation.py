"""How good the checker and the triage are on a labelled set: pure counting, no reading of files and no checking.

A guideline counts as *reported* where a finding of it blocks or warns, and as *labelled* where the set's row names it.
Recall is the share of labelled rows that were reported, precision the share of reports that were labelled, and false
alarms the share of rows without the label that were reported all the same. Intervals: Wilson's score interval
(E. B. Wilson, 1927, JASA 22), which stays inside 0 to 1 and says something at small counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from plugin.words import Decision, Play, Point

ALL = "all"  # the line over every language, and over every guideline
Z_95 = 1.959963984540054  # the 97.5 % point of the normal distribution
_WITHOUT_ANSWER = frozenset({Decision.SILENT, Decision.REMOVE})


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` out of ``of``; no value where there was nothing to count."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval."""
        if not self.of:
            return None
        n, p = self.of, self.hits / self.of
        middle = p + Z_95**2 / (2 * n)
        half = Z_95 * math.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n * n))
        whole = 1 + Z_95**2 / n
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


@dataclass(frozen=True, slots=True)
class Checked:
    """One check row: which guidelines its label names, which were reported, whether the reply was blocked."""

    id: str | int
    language: str
    labelled: frozenset[str]
    reported: frozenset[str]
    blocked: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """One triage row: what is acceptable, best first, and what was decided. Without ``plays`` none is judged, without
    ``points`` (the labelled ones) none of those ``found``.
    """

    id: str | int
    language: str
    decisions: tuple[Decision, ...]
    plays: tuple[Play | None, ...]
    decision: Decision
    play: Play | None
    points: tuple[Point, ...] | None = None
    found: tuple[Point, ...] = ()

    @property
    def acceptable(self) -> bool:
        return self.decision in self.decisions

    @property
    def grave(self) -> bool:
        """Silence or removal was advised about a review that nobody may leave without an answer."""
        return self.decision in _WITHOUT_ANSWER and _WITHOUT_ANSWER.isdisjoint(self.decisions)


@dataclass(frozen=True, slots=True)
class GuidelineLine:
    guideline: str
    language: str
    recall: Share
    precision: Share
    false_alarms: Share
    missed: tuple[str | int, ...]
    wrongly: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """Whole replies of a language: how many clean ones were blocked, how many breaches were let through."""

    language: str
    clean_blocked: Share
    breach_blocked: Share


@dataclass(frozen=True, slots=True)
class TriageLine:
    language: str
    acceptable: Share
    best: Share
    grave: Share
    play: Share
    points_found: Share
    points_right: Share
    wrong: tuple[str | int, ...]
    wrong_play: tuple[str | int, ...]


def guideline_lines(rows: Sequence[Checked]) -> tuple[GuidelineLine, ...]:
    """A line for each guideline that is labelled or reported anywhere: first over all languages, then each."""
    names = sorted({name for row in rows for name in row.labelled | row.reported})
    return tuple(
        _guideline_line(name, language, _of(rows, language)) for name in names for language in (ALL, *_languages(rows))
    )


def reply_lines(rows: Sequence[Checked]) -> tuple[ReplyLine, ...]:
    return tuple(_reply_line(language, _of(rows, language)) for language in (ALL, *_languages(rows)) if rows)


def triage_lines(rows: Sequence[Decided]) -> tuple[TriageLine, ...]:
    return tuple(_triage_line(language, _of(rows, language)) for language in (ALL, *_languages(rows)) if rows)


def below(lines: Iterable[GuidelineLine], min_recall: float) -> tuple[GuidelineLine, ...]:
    """The lines with labelled rows whose recall does not reach ``min_recall`` (0 to 1)."""
    return tuple(line for line in lines if (line.recall.value is not None) and line.recall.value < min_recall)


def above(lines: Iterable[GuidelineLine], max_false_alarms: float) -> tuple[GuidelineLine, ...]:
    """The lines whose share of false alarms passes ``max_false_alarms`` (0 to 1)."""
    return tuple(line for line in lines if (line.false_alarms.value or 0) > max_false_alarms)


_Row = TypeVar("_Row", Checked, Decided)


def _languages(rows: Iterable[Checked | Decided]) -> list[str]:
    return sorted({row.language for row in rows})


def _of(rows: Sequence[_Row], language: str) -> list[_Row]:
    return [row for row in rows if language in {ALL, row.language}]


def _guideline_line(name: str, language: str, rows: list[Checked]) -> GuidelineLine:
    labelled = [row for row in rows if name in row.labelled]
    other = [row for row in rows if name not in row.labelled]
    missed = [row.id for row in labelled if name not in row.reported]
    wrongly = [row.id for row in other if name in row.reported]
    found = len(labelled) - len(missed)
    return GuidelineLine(
        name,
        language,
        recall=Share(found, len(labelled)),
        precision=Share(found, found + len(wrongly)),
        false_alarms=Share(len(wrongly), len(other)),
        missed=tuple(missed),
        wrongly=tuple(wrongly),
    )


def _reply_line(language: str, rows: list[Checked]) -> ReplyLine:
    clean = [row.blocked for row in rows if not row.labelled]
    breach = [row.blocked for row in rows if row.labelled]
    return ReplyLine(language, Share(sum(clean), len(clean)), Share(sum(breach), len(breach)))


def _triage_line(language: str, rows: list[Decided]) -> TriageLine:
    judged = [row for row in rows if row.plays]
    wrong_play = [row.id for row in judged if row.play not in row.plays]
    return TriageLine(
        language,
        acceptable=Share(sum(row.acceptable for row in rows), len(rows)),
        best=Share(sum(row.decision == row.decisions[0] for row in rows), len(rows)),
        grave=Share(sum(row.grave for row in rows), len(rows)),
        play=Share(len(judged) - len(wrong_play), len(judged)),
        points_found=_points_met(rows, lambda row: (row.points or (), row.found)),
        points_right=_points_met(rows, lambda row: (row.found, row.points or ())),
        wrong=tuple(row.id for row in rows if not row.acceptable),
        wrong_play=tuple(wrong_play),
    )


def _points_met(rows: list[Decided], of_and_by: Callable[[Decided], tuple[Sequence[Point], Sequence[Point]]]) -> Share:
    """How many points of the one kind share a character and the sentiment with one of the other."""
    pairs = [of_and_by(row) for row in rows if row.points is not None]
    met = sum(any(_meets(point, other) for other in others) for points, others in pairs for point in points)
    return Share(met, sum(len(points) for points, _ in pairs))


def _meets(one: Point, other: Point) -> bool:
    return one.sentiment is other.sentiment and one.start < other.end and other.start < one.end

"""The rows of a labelled set: a check or review row (plugin.formats) with what is right about it.

The labels are taken off, and the rest is read as strictly as the rows of ``check`` and ``triage`` are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from plugin import formats
from plugin.formats import Row, RowError
from plugin.shop import ShopProfile
from plugin.words import Decision, Play, Point, Sentiment


@dataclass(frozen=True, slots=True)
class LabelledReply:
    """A reply, with the ids of the guidelines that it breaks; none: it is clean."""

    row: Row
    violations: frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelledReview:
    """A review, with the decisions and plays that are acceptable, best first; an empty ``plays`` leaves it open.

    ``points`` are what the customer says, by place and sentiment (their labels do not count); None leaves them open.
    """

    row: Row
    decisions: tuple[Decision, ...]
    plays: tuple[Play | None, ...]
    points: tuple[Point, ...] | None = None


def read_row(
    line: bytes, number: int, shop: ShopProfile | None, known: Collection[str]
) -> LabelledReply | LabelledReview:
    """Read one line of a labelled set. ``known`` are the ids that ``violations`` may name. Raises RowError."""
    data = _object(line, number)
    if data is None:  # no JSON object: the reader of plain rows says what is wrong with it
        return LabelledReview(formats.read_review_row(line, number, shop), (), ())
    row_id = data.get("id") if isinstance(data.get("id"), str | int) else None
    if "violations" in data:
        labels = data.pop("violations")
        violations = frozenset(_texts(labels, "violations", number, row_id))
        unknown = sorted(violations - set(known))
        if unknown:
            raise RowError("bad-value", f"line {number}: violations: no such guideline: {', '.join(unknown)}", row_id)
        return LabelledReply(formats.read_check_row(_bytes(data), number, shop), violations)
    if not isinstance(data.get("decision"), list):
        message = f"line {number}: no label: 'violations' beside a reply, or lists of 'decision' and 'play'"
        raise RowError("no-label", message, row_id)
    decisions = _decisions(data.pop("decision"), number, row_id)
    plays = _plays(data.pop("play", None), number, row_id)
    points = _points(data.pop("points", None), number, row_id)
    return LabelledReview(formats.read_review_row(_bytes(data), number, shop), decisions, plays, points)


def _object(line: bytes, number: int) -> dict[str, Any] | None:
    if len(line) > formats.LONGEST_LINE:
        return None
    try:
        data = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _bytes(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data).encode()


def _texts(given: Any, key: str, number: int, row_id: str | int | None) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(value, str) for value in given):
        raise RowError("bad-value", f"line {number}: {key}: a list of ids", row_id)
    return given


def _decisions(given: Any, number: int, row_id: str | int | None) -> tuple[Decision, ...]:
    names = _texts(given, "decision", number, row_id)
    try:
        decisions = tuple(Decision(name) for name in names)
    except ValueError as error:
        raise RowError("bad-value", f"line {number}: decision: {error}", row_id) from None
    if not decisions:
        raise RowError("bad-value", f"line {number}: decision: name at least one that is acceptable", row_id)
    return decisions


def _plays(given: Any, number: int, row_id: str | int | None) -> tuple[Play | None, ...]:
    if not isinstance(given, list):
        raise RowError("bad-value", f"line {number}: play: a list of ids, with null where none is right", row_id)
    try:
        return tuple(None if value is None else Play(value) for value in given)
    except ValueError as error:
        raise RowError("bad-value", f"line {number}: play: {error}", row_id) from None


def _points(given: Any, number: int, row_id: str | int | None) -> tuple[Point, ...] | None:
    if given is None:
        return None
    try:
        return tuple(Point("", Sentiment(one["sentiment"]), int(one["start"]), int(one["end"])) for one in given)
    except (TypeError, KeyError, ValueError) as error:
        message = f"line {number}: points: a list of objects with sentiment, start and end ({error})"
        raise RowError("bad-value", message, row_id) from None

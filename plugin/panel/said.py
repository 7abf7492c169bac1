"""The review's text with its points marked: from offsets to stretches in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from plugin.panel.shapes import SaidPart
from plugin.words import Point


def mark_points(text: str, points: Sequence[Point]) -> tuple[SaidPart, ...]:
    """Cut ``text`` at every point's edges. Points are numbered from 1 in the order given; a point that lies
    outside the text is left out rather than shown in the wrong place.
    """
    if not text:
        return ()
    placed = [
        (number, replace(p, end=_past_its_stop(text, p.end)))
        for number, p in enumerate(points, start=1)
        if 0 <= p.start < p.end <= len(text)
    ]
    edges = sorted({0, len(text), *(p.start for _, p in placed), *(p.end for _, p in placed)})
    parts = []
    for start, end in pairwise(edges):
        here = [(number, p) for number, p in placed if p.start <= start and end <= p.end]
        parts.append(
            SaidPart(
                text[start:end],
                tuple(number for number, _ in here),
                str(here[0][1].sentiment) if here else "",
                tuple(number for number, p in here if p.end == end),
            )
        )
    return tuple(parts)


def _past_its_stop(text: str, end: int) -> int:
    """Where a point ends with its full stop: the number stands behind that, as a note's does."""
    while end < len(text) and text[end] in ".!?…":
        end += 1
    return end

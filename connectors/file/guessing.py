"""Columns whose header says nothing, told by what stands in them: a text reads like one, stars and dates look like them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from connectors.file.dates import guess_order, to_utc
from connectors.file.ratings import guess_scale, to_stars

_ENOUGH = 3  # filled cells; fewer prove nothing
_NEARLY_ALL = 0.9
_WORDS_OF_A_TEXT = 4.0  # on average
_TWICE = 2
_FULL_STARS = 10


def propose_by_content(
    headers: Sequence[str], rows: Sequence[Sequence[str]], known: Mapping[str, str]
) -> dict[str, str]:
    """Field → header for ``text``, ``rating`` and ``created``, where one column alone can be meant."""
    free = [(header, _cells(rows, n)) for n, header in enumerate(headers) if header and header not in known.values()]
    free = [(header, cells) for header, cells in free if len(cells) >= _ENOUGH]
    found: dict[str, str] = {}
    for field, one in (("text", _text_among), ("rating", _rating_among), ("created", _dates_among)):
        if field not in known and (header := one([pair for pair in free if pair[0] not in found.values()])):
            found[field] = header
    return found


def _cells(rows: Sequence[Sequence[str]], number: int) -> list[str]:
    return [cell for row in rows if number < len(row) and (cell := row[number].strip())]


def _text_among(free: Sequence[tuple[str, Collection[str]]]) -> str:
    """The column with the most to say, if it says twice as much as the next."""
    words = sorted(((sum(len(cell.split()) for cell in cells) / len(cells), header) for header, cells in free))
    if not words or words[-1][0] < _WORDS_OF_A_TEXT:
        return ""
    return words[-1][1] if len(words) == 1 or words[-1][0] >= _TWICE * words[-2][0] else ""


def _rating_among(free: Sequence[tuple[str, Collection[str]]]) -> str:
    """The only column of which nearly every cell is a rating on a scale up to ten."""
    return _only([header for header, cells in free if _looks_rated(cells)])


def _looks_rated(cells: Collection[str]) -> bool:
    scale = guess_scale(cells)
    rated = sum(to_stars(cell, scale) is not None for cell in cells)
    return scale.high <= _FULL_STARS and rated >= _NEARLY_ALL * len(cells) and len(set(cells)) <= _TWICE * _FULL_STARS


def _dates_among(free: Sequence[tuple[str, Collection[str]]]) -> str:
    """The only column of which nearly every cell is a date; two (ordered, written) are left to a person."""
    utc = ZoneInfo("UTC")
    dated = []
    for header, cells in free:
        order = guess_order(cells)
        read = sum(to_utc(cell, order=order, zone=utc) is not None for cell in cells)
        if read >= _NEARLY_ALL * len(cells):
            dated.append(header)
    return _only(dated)


def _only(headers: Sequence[str]) -> str:
    return headers[0] if len(headers) == 1 else ""

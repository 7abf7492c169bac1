"""Windows slid over rows with fewer multiplications than places times widths, and the same sums but for rounding.

A window of five rows costs five products of a row and a table at every place. Two places next to each other see four rows in
common, which saves a third of them: like two polynomials, rows and tables are taken at six points instead of term by term, and
six products give what else takes ten (Toom and Cook; Winograd, *Arithmetic Complexity of Computations*, 1980). Windows of three
take four instead of six, windows of two three instead of four.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugin.language.products import Weights

Floats = NDArray[np.float32]
Places = NDArray[np.intp]

TOGETHER = 2  # places that are worked out together: with more, one reply's time goes into reading the larger tables
_POINTS = (0.0, 1.0, -1.0, 2.0, -2.0)  # small numbers, so that little is lost in rounding; the last point is infinity


class _Ways(NamedTuple):
    """How rows and tables get to the points, and products back to the places. A row of each a point, but for ``back``."""

    rows: Floats
    tables: NDArray[np.float64]
    back: Floats


@functools.cache
def _ways(width: int) -> _Ways:
    """The product of two polynomials, of ``width`` terms and of ``TOGETHER``, read the other way round: sums of products."""
    points = width + TOGETHER - 1
    rows = np.linalg.inv(_at_points(points, points)).T
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return _Ways(
        np.asarray(rows / largest, np.float32),
        _at_points(points, width) * largest,
        np.asarray(_at_points(points, TOGETHER).T, np.float32),
    )


def _at_points(points: int, terms: int) -> NDArray[np.float64]:
    """What turns a polynomial's terms into its values; at infinity only the last term counts."""
    return np.vstack([np.vander(_POINTS[: points - 1], terms, increasing=True), np.eye(terms)[-1]])


def mixed(rows: Floats, firsts: Places, width: int) -> Floats:
    """Of each group of places the rows that its windows see, at the points; ``firsts``: where its first window begins.

    What a group sees behind the last row is that row again: no window that lies within the rows is told of it.
    """
    ways = _ways(width).rows
    seen = rows.take(firsts + np.arange(len(ways))[:, None], axis=0, mode="clip")
    return (ways @ seen.reshape(len(ways), -1)).reshape(seen.shape)


class Windows:
    """The tables with which windows of ``width`` rows are multiplied, at the points."""

    def __init__(self, table: Floats, width: int) -> None:
        ways = _ways(width)
        tables = np.einsum("pn,nio->pio", ways.tables, np.stack(np.split(table.astype(np.float64), width)))
        self._weights, self._back = Weights(tables.astype(np.float32)), ways.back

    def sums(self, mixed: Floats) -> Floats:
        """What the windows add up to: first of every group's first place, then of every second, and so on."""
        products = self._weights.times(mixed)
        return (self._back @ products.reshape(len(products), -1)).reshape(-1, products.shape[-1])

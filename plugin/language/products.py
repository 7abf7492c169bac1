"""Rows of numbers times a table of weights, fast for the few rows that one reply makes.

OpenBLAS copies both sides of a product before it multiplies them, which is most of the work where a table of a million
weights meets seven rows. Only products of at most a million multiplications go without those copies, and at the
processor's peak. So a table is cut into strips of columns that each stay below that, with so many rows at a time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SMALL = 1_000_000  # multiplications: up to so many OpenBLAS copies nothing
_COLUMNS = 32  # of a strip
_EIGHT = 8  # rows that the processor takes in one go: a number of rows that it divides leaves none over


class Weights:
    """A table of ``depth`` × ``width`` weights that rows of ``depth`` numbers are multiplied with; or several such tables, each
    of which is multiplied with rows of its own.
    """

    __slots__ = ("_at_once", "_columns", "_strips", "width")

    def __init__(self, table: Floats) -> None:
        *several, depth, self.width = table.shape
        self._columns = _COLUMNS if self.width % _COLUMNS == 0 else self.width
        self._strips = np.ascontiguousarray(table.reshape(*several, depth, -1, self._columns).swapaxes(-3, -2))
        self._at_once = max(1, _SMALL // (depth * self._columns * _EIGHT)) * _EIGHT

    def times(self, rows: Floats, out: Floats | None = None) -> Floats:
        """``rows @ table``, into ``out`` where it is given: as many rows of ``width`` numbers, each without gaps."""
        *several, count, _ = rows.shape
        found = np.empty((*several, count, self.width), np.float32) if out is None else out
        # Splitting the last axis makes a view of it, never a copy, so the strips' products land in ``found``.
        into = found.reshape(*several, count, self.width // self._columns, self._columns).swapaxes(-3, -2)
        for at in range(0, count, self._at_once):
            some = slice(at, at + self._at_once)
            np.matmul(rows[..., None, some, :], self._strips, out=into[..., some, :])
        return found

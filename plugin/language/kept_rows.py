"""Rows of numbers that are computed once and kept while they are in use: what the encoder knows of each piece."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NOTHING = -1  # has a row of zeros


class KeptRows:
    """A row a number, at most ``most`` at a time; those longest unused make room. Safe to use from several threads."""

    def __init__(self, most: int, width: int, compute: Callable[[NDArray[np.int64], Floats], None]) -> None:
        """``compute`` fills the rows of the numbers that it is given."""
        self._compute = compute
        self._rows = np.zeros((most + 1, width), np.float32)
        self._slots = {NOTHING: 0}
        self._free = list(range(most, 0, -1))
        self._used = np.zeros(most + 1, np.int64)  # when last
        self._now = 0
        self._lock = threading.Lock()

    def of(self, numbers: Sequence[int], room: Floats) -> Floats:
        """The rows of these numbers, copied into the first rows of ``room``. At most as many different ones as are kept."""
        with self._lock:
            self._now += 1
            # Asked one by one: a set less the keys of all that are kept would walk through all of them.
            if not all(map(self._slots.__contains__, numbers)):
                missing = sorted({number for number in numbers if number not in self._slots})
                self._used[[self._slots[number] for number in numbers if number in self._slots]] = self._now
                self._make_room(len(missing))
                self._add(missing)
            slots = np.array(list(map(self._slots.__getitem__, numbers)))
            self._used[slots] = self._now
            # With "clip" nothing is checked, and NumPy writes where it is told without a copy of its own.
            return self._rows.take(slots, axis=0, out=room[: len(slots)], mode="clip")

    def _add(self, missing: Sequence[int]) -> None:
        rows = np.empty((len(missing), self._rows.shape[1]), np.float32)
        self._compute(np.array(missing), rows)
        for number, row in zip(missing, rows, strict=True):
            slot = self._free.pop()
            self._rows[slot] = row
            self._slots[number] = slot

    def _make_room(self, count: int) -> None:
        """A tenth of all goes at once: the search for the oldest stays rare, and nearly all that is in use stays."""
        if count <= len(self._free):
            return
        idle = [number for number, slot in self._slots.items() if self._used[slot] < self._now and number != NOTHING]
        idle.sort(key=lambda number: self._used[self._slots[number]])
        for number in idle[: max(count, len(self._rows) // 10)]:
            self._free.append(self._slots.pop(number))

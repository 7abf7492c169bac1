"""Windows worked out two places at a time say what every window says by itself."""

from __future__ import annotations

import numpy as np
import pytest

from plugin.language.windows import TOGETHER, Windows, mixed

ROWS, CHANNELS, OUT = 12, 32, 64


@pytest.mark.parametrize("width", [2, 3, 5])
def test_the_sums_are_those_of_every_window_by_itself(width: int) -> None:
    chance = np.random.default_rng(width)
    rows = chance.standard_normal((ROWS, CHANNELS), np.float32)
    table = chance.standard_normal((width * CHANNELS, OUT), np.float32)
    firsts = np.array([0, 3, ROWS - width])  # the last group's second window does not lie within the rows
    sums = Windows(table, width).sums(mixed(rows, firsts, width)).reshape(TOGETHER, len(firsts), OUT)
    for step in range(TOGETHER):
        for number, first in enumerate(firsts[: len(firsts) - step] + step):
            assert np.abs(sums[step, number] - rows[first : first + width].reshape(-1) @ table).max() < 1e-4

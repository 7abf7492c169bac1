"""Rows times weights in strips: the same numbers as one product, whatever the shapes."""

from __future__ import annotations

import numpy as np
import pytest

from plugin.language.products import Weights

RANDOM = np.random.default_rng(5)


def numbers(rows: int, width: int) -> np.ndarray:
    return RANDOM.random((rows, width), np.float32) - np.float32(0.5)


@pytest.mark.parametrize("rows", [0, 1, 7, 24, 25, 130])
@pytest.mark.parametrize(("depth", "width"), [(1280, 512), (320, 640), (40, 30), (5000, 64)])
def test_strips_give_what_one_product_gives(rows: int, depth: int, width: int) -> None:
    table, some = numbers(depth, width), numbers(rows, depth)
    assert np.allclose(Weights(table).times(some), some @ table, atol=1e-4)


def test_a_product_lands_in_some_columns_of_a_wider_table_and_nowhere_else() -> None:
    table, some = numbers(256, 512), numbers(90, 768)
    wide = np.full((90, 1280), np.nan, np.float32)
    found = Weights(table).times(some[:, 256:512], out=wide[:, 512:1024])
    assert np.shares_memory(found, wide)
    assert np.allclose(wide[:, 512:1024], some[:, 256:512] @ table, atol=1e-4)
    assert np.isnan(wide[:, :512]).all()
    assert np.isnan(wide[:, 1024:]).all()

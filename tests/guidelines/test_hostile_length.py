"""A text as long as one can get, made to keep the checker busy, is checked in about a second."""

from __future__ import annotations

import time

import pytest

from plugin.guidelines import CheckContext, check
from plugin.shop import load_profile
from plugin.words import Decision, Play, ReviewText

LONGEST = 20_000  # characters
SHAPES = (
    "1.", "0 ", "1-", "1:1 ", "(0 ", "#1 ", "€1 ", "1% ", "12 345 ", "+31 ", "06-12345678 ", "twee drieduizend ", "Abc ", "a",
    "12 Main ", "Meneer Van ", "A1B2", "a! ",
)  # fmt: skip
SHOP = load_profile({"name": "De Tas", "agent": "Sanne"})
REVIEW = ReviewText(id="1", text="De lamp was na een week stuk, heel jammer.", rating=1, author="Jan")


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_shape_of_text_holds_the_checker_up(shape: str, language: str) -> None:
    text = (shape * LONGEST)[:LONGEST]
    began = time.process_time()
    check(text, CheckContext(REVIEW, SHOP, Decision.REPLY, Play.OUR_FAULT, (), language))
    assert time.process_time() - began < 4

"""A review as long as one can get, made to keep the triage busy, is decided in about a second."""

from __future__ import annotations

import time

import pytest

from plugin.drafting.triage import triage
from plugin.shop import load_profile
from plugin.words import ReviewText

LONGEST = 20_000  # characters (plugin.inbox.sync cuts there)
SHAPES = (
    "\n",
    "\r\n",
    "1.",
    "a.",
    "A-",
    "NL12ABNA",
    "1-1-",
    "o.a. ",
    "<",
    "### ",
    "system:\n",
    "06-12345678 ",
    "1/",
    "(0 ",
    "0123456789",
    "a",
    "twee drieduizend ",
)
SHOP = load_profile({"name": "De Tas", "agent": "Sanne"})


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_no_shape_of_text_holds_the_triage_up(shape: str) -> None:
    text = (shape * LONGEST)[:LONGEST]
    began = time.process_time()
    triage(ReviewText(id="1", text=text, rating=1), SHOP)
    assert time.process_time() - began < 4

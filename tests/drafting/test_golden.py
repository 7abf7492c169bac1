"""Golden examples: what must hold of a pinned review's draft."""

from __future__ import annotations

import json

import pytest

from plugin.drafting import pipeline
from plugin.drafting.golden import Expect, GoldenError, read_expect, read_line, unmet
from plugin.words import Decision, Play, ReviewText
from tests.drafting.model_cases import SHOP, TODAY

COMPLAINT = ReviewText("1", "De fietstas is na een week gescheurd bij de rits.", rating=1, author="Noor")
TROLL = ReviewText("2", "Blablabla webshops zijn sowieso allemaal van de aliens hahaha", rating=1, author="Piet")


def of(review, **expect):
    return [one.what for one in unmet(read_expect(expect), pipeline.draft(review, SHOP, today=TODAY))]


def test_a_sound_draft_meets_what_is_expected_of_it():
    assert of(COMPLAINT, decision=["T-REPLY"], contains=["rits|fietstas"], never=["30 dagen"], offers=["apology"]) == []


@pytest.mark.parametrize(
    ("expect", "what"),
    [
        ({"decision": ["T-SILENT", "T-REMOVE"]}, "decision"),
        ({"not_decision": ["T-REPLY"]}, "not_decision"),
        ({"play": ["P-POSITIVE"]}, "play"),
        ({"contains": ["30 dagen"]}, "contains"),
        ({"never": ["tas|fietstas*"]}, "never"),
        ({"offers": ["cadeaubon"]}, "offers"),
        ({"silent": True}, "silent"),
    ],
)
def test_what_does_not_hold_is_named(expect, what):
    assert of(COMPLAINT, **expect) == [what]


def test_silence_is_met_by_no_reply():
    drafted = pipeline.draft(COMPLAINT, SHOP, today=TODAY, decision=Decision.SILENT)
    assert unmet(Expect(silent=True), drafted) == ()


def test_an_example_comes_back_from_its_line_as_it_was():
    line = json.dumps(
        {
            "id": "rits",
            "text": "De rits is kapot.",
            "rating": 1,
            "author": "Noor",
            "created": "2026-11-20T10:00:00+00:00",
            "expect": {"play": ["P-OUR-FAULT"], "never": ["30 dagen"], "no_block": False},
        }
    )
    read = read_line(line)
    assert read.expect == Expect(play=(Play.OUR_FAULT,), never=("30 dagen",), no_block=False)
    assert read_line(read.line()) == read


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[]", "one JSON object"),
        ("{", "JSON"),
        ('{"id": "a"}', "text"),
        ('{"id": "a", "text": "b", "expct": {}}', "expct"),
        ('{"id": "a", "text": "b", "expect": {"decision": ["T-SHOUT"]}}', "decision"),
        ('{"id": "a", "text": "b", "expect": {"silent": true, "contains": ["c"]}}', "silent"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line, why):
    with pytest.raises(GoldenError, match=why):
        read_line(line)

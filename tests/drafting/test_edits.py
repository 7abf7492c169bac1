"""What people change in drafts again and again is proposed as a rule."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from plugin.drafting.edits import changes, proposals, rule_of
from plugin.shop import load_profile
from plugin.shop_rules import NeverUse, WantedPhrase


@dataclass(frozen=True)
class Edit:
    review_id: int
    language: str
    draft: str
    edited: str


THINGS = ("fietstas", "bel", "zadeltas", "lamp", "pomp")


def edits(before: str, after: str, times: int = 3, *, language: str = "nl", first: int = 0) -> list[Edit]:
    """``{thing}`` and ``{name}`` differ from review to review."""
    names = ("Noor", "Jan", "Eva", "Piet", "Roos")
    return [
        Edit(
            first + n,
            language,
            before.format(thing=THINGS[n], name=names[n]),
            after.format(thing=THINGS[n], name=names[n]),
        )
        for n in range(times)
    ]


TEXT = "Beste {name},\n\nWat vervelend dat je {thing} stuk is. We sturen morgen een nieuwe {thing}.\n\nHartelijke groet,\nSanne"


def test_a_word_that_is_always_replaced_is_proposed_with_what_takes_its_place():
    (found,) = proposals(edits(TEXT, TEXT.replace("vervelend", "jammer")))
    assert (found.kind, found.removed, found.added, found.times, found.of) == ("replaced", "vervelend", "jammer", 3, 3)
    assert rule_of(found) == NeverUse("", "vervelend", rule_of(found).severity, "jammer", ("nl",))


def test_the_greeting_and_the_closing_are_known_as_such():
    found = proposals(edits(TEXT, TEXT.replace("Beste", "Hoi").replace("Hartelijke groet", "Groetjes")))
    assert {(one.where, one.removed, one.added) for one in found} == {
        ("greeting", "Beste", "Hoi"),
        ("closing", "Hartelijke groet", "Groetjes"),
    }


def test_a_phrase_that_is_always_added_becomes_a_wanted_one():
    (found,) = proposals(edits(TEXT, TEXT.replace("\n\nHart", " Tot gauw op de fiets!\n\nHart")))
    assert (found.kind, found.added) == ("added", "Tot gauw op de fiets!")
    assert rule_of(found) == WantedPhrase("", "Tot gauw op de fiets!", (), ("nl",))


def test_what_is_always_left_out_is_proposed_too():
    (found,) = proposals(edits(TEXT, TEXT.replace(" morgen", "")))
    assert (found.kind, found.removed) == ("removed", "morgen")


@pytest.mark.parametrize(
    "pairs",
    [
        edits(TEXT, TEXT.replace("vervelend", "jammer"), times=2),
        [Edit(1, "nl", edit.draft, edit.edited) for edit in edits(TEXT, TEXT.replace("vervelend", "jammer"))],
        edits(TEXT, TEXT.replace("een nieuwe", "de nieuwe")),
        edits(TEXT, TEXT),
        edits(TEXT + " 12 euro", TEXT + " 15 euro"),
        edits(
            TEXT,
            "Heel iets anders over {thing}, helemaal opnieuw geschreven door iemand die het beter weet dan de rest.",
        ),
        edits(TEXT, TEXT.replace("vervelend", "jammer")) + edits(TEXT, TEXT, 5, first=10),
    ],
    ids=["twice", "the same review", "grammar", "nothing", "amounts", "rewritten", "mostly kept"],
)
def test_what_does_not_recur_is_not_proposed(pairs):
    assert proposals(pairs) == []


def test_languages_are_counted_apart():
    changed = TEXT.replace("vervelend", "jammer")
    assert proposals(edits(TEXT, changed, 2) + edits(TEXT, changed, 2, language="de", first=5)) == []


def test_an_answered_proposal_and_one_that_is_a_rule_already_are_not_made_again():
    pairs = edits(TEXT, TEXT.replace("vervelend", "jammer"))
    (found,) = proposals(pairs)
    assert proposals(pairs, answered={found.key}) == []
    rules = load_profile({"name": "x", "agent": "S", "rules": {"never": [{"words": "Vervelend"}]}}).rules
    assert proposals(pairs, rules) == []


def test_of_two_replacements_the_one_made_most_often_is_proposed():
    pairs = edits(TEXT, TEXT.replace("vervelend", "jammer"), 5) + edits(
        TEXT, TEXT.replace("vervelend", "naar"), 3, first=20
    )
    assert [(one.added, one.times, one.of) for one in proposals(pairs)] == [("jammer", 5, 8)]


def test_a_change_of_words_is_told_from_its_surroundings():
    (change,) = changes("Dank je wel, we kijken er naar.", "Dank je wel, we zoeken het uit.")[:1]
    assert change.removed.startswith("kijken")

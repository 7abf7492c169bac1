"""Complaint or praise: what is told, what is judged, and what the stars make of it."""

from __future__ import annotations

import pytest

from plugin.drafting.polarity import Judge
from plugin.drafting.reader import read_review
from plugin.drafting.triage import triage
from plugin.shop import load_profile
from plugin.words import Decision, Play, ReviewText, Sentiment

BOOKS = load_profile(
    {
        "name": "Leeslust",
        "agent": "Tess",
        "country": "NL",
        "sells": ["books", "coffee"],
        "contact": {"email": "tess@leeslust.example"},
        "policy": {},
    }
)


def _triage(text: str, rating: int | None = None):
    return triage(ReviewText("1", text, rating=rating), BOOKS)


@pytest.mark.parametrize(
    "text",
    [
        "Het verhaal gaat over een weduwe die na een brand alles kwijt is. Wat een prachtig boek, ik heb het ademloos uitgelezen.",
        "Ein Dorf, ein Mord, drei Verdächtige. Wunderbar erzählt und spannend bis zum Schluss.",
        "Two brothers fall out over a farm and one of them dies. Beautifully written, I loved it.",
    ],
)
def test_a_dark_plot_is_no_complaint(text: str) -> None:
    found = _triage(text)
    assert found.decision in {Decision.THANK, Decision.REPLY}  # without stars either is an answer
    assert found.play in {Play.POSITIVE, Play.MIXED}
    assert not any(point.sentiment is Sentiment.NEGATIVE for point in found.points)


@pytest.mark.parametrize(
    "text",
    [
        "Ik vond het verhaal erg saai en het einde voorspelbaar.",
        "I found the story dull and the ending predictable.",
    ],
)
def test_a_matter_of_taste_gets_an_answer_and_nobody_is_at_fault(text: str) -> None:
    found = _triage(text)
    assert (found.decision, found.play) == (Decision.REPLY, Play.UNCLEAR_FAULT)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Der Deckel wackelt nicht.", "de"), ("Mooi is het niet.", "nl"), ("De pomp lekt niet.", "nl")],
)
def test_a_not_that_comes_last_turns_the_word_before_it(text: str, language: str) -> None:
    judge = Judge(text, None, read_review("", text, None, language), language)
    without = text.replace(" nicht", "").replace(" niet", "")
    turned = Judge(without, None, read_review("", without, None, language), language)
    end = len(text)
    now, then = judge.of(0, end), turned.of(0, end)
    assert abs((now.praises - now.complains) - (then.praises - then.complains)) > 0.3


@pytest.mark.parametrize(
    "text",
    [
        "Wij drinken thuis ook vaak koffie van een ander merk, maar deze is echt heerlijk en de prijs klopt.",
        "Früher habe ich immer im Supermarkt gekauft, jetzt nur noch hier. Toller Kaffee zum fairen Preis!",
        "Used to buy from the big chain in town, this coffee is far better and good value too.",
    ],
)
@pytest.mark.parametrize("rating", [None, 4, 5])
def test_praise_that_names_another_place_is_thanked_for_and_never_disputed(text: str, rating: int | None) -> None:
    assert _triage(text, rating).decision in {Decision.THANK, Decision.REPLY}


def test_the_same_words_weigh_otherwise_under_one_star_and_under_five() -> None:
    text = "Die Tasse kam am Dienstag an."
    heard = read_review("", text, None, "de")
    low, high = (Judge(text, stars, heard, "de").of(0, len(text)) for stars in (1, 5))
    assert low.complains > high.complains
    assert low.praises < high.praises


def test_praise_in_so_many_words_is_never_answered_with_an_apology() -> None:
    found = _triage("Werde diesen Kaffee auf jeden Fall wieder kaufen. Er schmeckt mild und rund.", 4)
    assert (found.decision, found.play) == (Decision.THANK, Play.POSITIVE)

"""What a sentence says, heard with all around it: questions without their mark, complaints under five stars, what may be an order."""

from __future__ import annotations

import pytest

from plugin.drafting.triage import triage
from plugin.language import orders
from plugin.shop import load_profile
from plugin.words import Decision, Play, ReviewText, Sentiment

SHOP = load_profile(
    {
        "name": "Buitenlucht",
        "agent": "Tess",
        "country": "NL",
        "sells": ["boots", "rucksacks", "tents", "rain jackets"],
        "languages": ["nl", "de", "en"],
        "contact": {"email": "tess@buitenlucht.example"},
        "policy": {"withdrawal_days": 30},
    }
)


def _triage(text: str, rating: int | None):
    return triage(ReviewText("1", text, rating=rating), SHOP)


def _said(text: str, rating: int | None, sentiment: Sentiment) -> list[str]:
    return [text[p.start : p.end] for p in _triage(text, rating).points if p.sentiment is sentiment]


@pytest.mark.parametrize(
    "text",
    [
        "Prima jas, blijft droog. Kan ik die los bijbestellen met een grotere capuchon",
        "Fijne rugzak. Hoe lang zit er eigenlijk garantie op",
        "Schöner Rucksack. Wie lange habe ich darauf eigentlich Garantie",
        "Tolles Zelt! Kann man die Heringe auch einzeln bei euch kaufen",
        "Lovely boots. Do you also sell the laces separately",
        "Great tent. How long is the guarantee on the poles",
    ],
)
def test_a_question_whose_mark_was_forgotten_is_answered(text: str) -> None:
    found = _triage(text, 5)
    assert found.decision is not Decision.THANK
    assert found.play is Play.QUESTION
    assert _said(text, 5, Sentiment.QUESTION)


@pytest.mark.parametrize(
    "text",
    [
        "Wat een geweldige tent, wij slapen nergens anders meer.",
        "Wie für uns gemacht, diese Stiefel!",
        "How lovely to walk with dry feet again.",
    ],
)
def test_an_exclamation_that_begins_like_a_question_is_none(text: str) -> None:
    assert not _said(text, 5, Sentiment.QUESTION)
    assert _triage(text, 5).decision is Decision.THANK


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Mooie laarzen en snel geleverd. De linker lekt.", "De linker lekt"),
        ("Schöne Stiefel, flott geliefert. Der linke ist undicht.", "Der linke ist undicht"),
        ("Lovely boots, quickly here. The left one leaks.", "The left one leaks"),
    ],
)
def test_a_defect_under_five_stars_is_no_praise(text: str, complaint: str) -> None:
    assert any(complaint in said for said in _said(text, 5, Sentiment.NEGATIVE))
    assert _triage(text, 5).decision is Decision.REPLY


def test_what_only_may_be_an_order_counts_for_the_decision_and_is_not_written_about() -> None:
    review = ReviewText(
        "1", "Unter 'Meine Bestellungen' sehe ich die Käufe eines Kunden namens H., samt Kontodaten.", rating=1
    )
    ordered = orders.find(review)
    assert ordered
    assert not ordered.plain
    found = triage(review, SHOP)
    assert found.decision is Decision.REPLY_PRIVATE
    assert not found.points


@pytest.mark.parametrize(
    ("text", "praised", "blamed"),
    [
        ("De stof is prachtig en dik, de rits bleef na twee dagen al haken.", "prachtig", "rits"),
        ("Der Stoff ist herrlich weich, am zweiten Tag hakte schon der Reißverschluss.", "weich", "Reißverschluss"),
        ("The fabric is gorgeous, the zip started to catch on the second day.", "gorgeous", "zip"),
    ],
)
@pytest.mark.parametrize("rating", [2, 3])
def test_praise_and_complaint_in_one_breath_are_two_points(text: str, praised: str, blamed: str, rating: int) -> None:
    assert any(praised in said and blamed not in said for said in _said(text, rating, Sentiment.POSITIVE))
    assert any(blamed in said and praised not in said for said in _said(text, rating, Sentiment.NEGATIVE))

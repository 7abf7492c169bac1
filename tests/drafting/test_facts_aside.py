"""What a sentence speaks of, and what only stands in it."""

import re

import pytest

from plugin.drafting.facts_mentions import find_mentions
from plugin.words import Decision, Play
from tests.drafting.test_built_in import write


def spoken_of(text, language):
    return [m.word for m in find_mentions(text, language) if not (m.aside or m.denied)]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Far from the noise, and the rooms are lovely.", "en", ["rooms"]),
        ("No hassle, and the process is quick.", "en", ["process"]),
        ("It slipped out of my bag at the front desk.", "en", []),
        ("Thanks for the quick delivery.", "en", ["delivery"]),
        ("Het boek viel uit de boekenkast.", "nl", ["boek"]),
        ("Bedankt voor de snelle levering.", "nl", ["levering"]),
        ("Ik prijs mij gelukkig met deze fiets.", "nl", ["fiets"]),
        ("Hij doet het met “de roos”.", "nl", []),
        ("Der Kaffee schmeckt auch in meiner Tasse.", "de", ["Kaffee"]),
        ("Top!", "de", []),
        ("die sneaker sind super", "de", ["Sneaker"]),
    ],
)
def test_a_place_a_title_or_what_was_not_there_is_not_spoken_of(text, language, words):
    assert spoken_of(text, language) == words


def test_nobody_is_thanked_for_the_noise():
    text = "Lovely quiet rooms, far from the noise of the street."
    for number in range(8):
        reply = write(
            text, ("+", "praise", text[:-1]), language="en", decision=Decision.THANK, play=Play.POSITIVE, rating=5,
            review_id=str(number),
        ).reply or ""  # fmt: skip
        assert "noise" not in reply


def test_what_stands_behind_a_but_is_not_praised():
    text = "Vijf sterren voor de monteur, maar het achterlicht ging al dood."
    for number in range(8):
        reply = write(
            text, ("+", "praise-service", text[:-1]), decision=Decision.THANK, play=Play.POSITIVE, rating=5,
            review_id=str(number),
        ).reply or ""  # fmt: skip
        assert "achterlicht" not in reply


def test_who_praises_nothing_is_not_thanked_for_the_good_side():
    text = "Ik had me op het boek verheugd. Het boek is saai."
    for number in range(8):
        reply = write(
            text, ("+", "praise", "Ik had me op het boek verheugd"), ("-", "other", "Het boek is saai"), play=Play.MIXED,
            rating=2, review_id=str(number),
        ).reply or ""  # fmt: skip
        assert not re.search(r"goed was|goede|compliment|bevalt|goed beviel", reply)


def test_what_let_a_customer_down_is_not_called_a_size():
    text = "Deze thriller valt mij erg tegen."
    for number in range(8):
        reply = write(text, ("-", "size-fit", text[:-1]), review_id=str(number), play=Play.UNCLEAR_FAULT).reply or ""
        assert not re.search(r"\bmaat\b", reply)


def test_what_is_broken_is_not_an_opinion():
    text = "Die kaputte Pumpe kam heute."
    for number in range(8):
        reply = write(text, ("-", "other", text[:-1]), language="de", review_id=str(number)).reply or ""
        assert not re.search(r"als kaputt|kaputt f(?:and|inde)", reply)

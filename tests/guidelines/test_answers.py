"""Which sentence answers which complaint (R-EVERY-POINT)."""

import pytest

from plugin.guidelines import CheckContext, check
from plugin.shop import load_profile
from plugin.words import Decision, Play, Point, ReviewText, Sentiment

SHOP = load_profile({"name": "Lampenhuis", "agent": "Sanne", "contact": {"email": "hallo@lampenhuis.example"}})
REPLY = """Hallo Jan,

Ik begrijp je ergernis over de lamp heel goed. Mijn excuses daarvoor. Binnen twee werkdagen sturen we je een nieuwe lamp.

Groet,
Sanne"""


def unanswered(text: str, *points: tuple[str, str]) -> list[str]:
    found = tuple(
        Point(label, Sentiment.NEGATIVE, text.index(spot), text.index(spot) + len(spot)) for label, spot in points
    )
    context = CheckContext(
        ReviewText("1", text, rating=1, author="Jan", language="nl"), SHOP, Decision.REPLY, Play.OUR_FAULT, found, "nl"
    )
    return [f.message for f in check(REPLY, context).findings if f.guideline == "R-EVERY-POINT"]


@pytest.mark.parametrize("verdict", ["Schandalig", "Wat een tegenvaller", "Jammer"])
def test_sympathy_answers_a_bare_verdict(verdict):
    assert not unanswered(f"De lamp is kapot. {verdict}.", ("broken", "De lamp is kapot"), ("other", verdict))


def test_sympathy_answers_an_injury_which_nobody_may_repeat_in_public():
    text = "De lamp viel en ik brak mijn pols."
    assert not unanswered(text, ("broken", "De lamp viel"), ("injury", "ik brak mijn pols"))


def test_sympathy_is_no_answer_to_a_complaint_of_its_own():
    text = "De lamp is kapot. De handleiding ontbrak in het pakje."
    assert unanswered(text, ("broken", "De lamp is kapot"), ("missing-part", "De handleiding ontbrak in het pakje"))

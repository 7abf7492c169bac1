"""A model's text that calls somebody a liar is stopped; one in which a thing lies somewhere is not."""

from __future__ import annotations

import pytest

from plugin.guidelines import CheckContext, check
from plugin.shop import load_profile
from plugin.words import Decision, Play, ReviewText

SHOP = load_profile({"name": "De Tas", "agent": "Sanne"})
REVIEW = ReviewText(
    id="1", text="The lamp broke after a week. Die Lampe ist kaputt. De lamp is stuk.", rating=1, author="Jan"
)


def obeyed(reply: str, language: str) -> bool:
    context = CheckContext(REVIEW, SHOP, Decision.REPLY, Play.OUR_FAULT, (), language, machine_written=True)
    return any(finding.guideline == "R-CLEAN" for finding in check(reply, context).blocks)


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        (
            "de",
            "Hallo Jan,\nes tut uns leid, dass die Lampe kaputt ist. Ihre Nachricht soll nicht liegen bleiben.\nSanne",
        ),
        ("en", "Hi Jan,\nWe are sorry that the lamp broke. Nothing is left lying.\nSanne"),
    ],
)
def test_a_thing_may_lie_somewhere(language: str, reply: str) -> None:
    assert not obeyed(reply, language)


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("nl", "Hoi Jan,\nSorry van de lamp. Alle winkels liegen erover.\nSanne"),
        ("en", "Hi Jan,\nWe are sorry that the lamp broke. The other shop is lying to you.\nSanne"),
        ("de", "Hallo Jan,\nes tut uns leid, dass die Lampe kaputt ist. Der andere Laden ist ein Betrüger.\nSanne"),
    ],
)
def test_nobody_is_called_a_liar_by_a_model(language: str, reply: str) -> None:
    assert obeyed(reply, language)

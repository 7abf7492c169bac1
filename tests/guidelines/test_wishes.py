"""Who tells that they were hurt is wished well; of nobody else is it said that they are ill (R-PRIVACY, GDPR art. 9)."""

import pytest

from tests.guidelines.conftest import ids, run

REPLY = (
    "Hallo Noor,\n\nan der Kante der Lampe soll sich niemand verletzen, das tut mir leid. Das war unser Fehler. Morgen schicken wir Ihnen eine neue. "
    "Gute Besserung!\n\nHerzliche Grüße\nSanne"
)


@pytest.mark.parametrize(
    "review",
    [
        "An der scharfen Kante der Lampe habe ich mich geschnitten, es hat ordentlich geblutet.",
        "Die Lampe ist umgekippt, jetzt sitze ich mit einer Platzwunde beim Arzt.",
    ],
)
def test_who_was_hurt_is_wished_well(review: str) -> None:
    assert "R-PRIVACY" not in ids(run(REPLY, "de", review=review))


def test_a_wish_to_somebody_who_told_of_no_harm_gives_something_away() -> None:
    assert "R-PRIVACY" in ids(
        run(REPLY, "de", review="Die Lampe hat eine scharfe Kante, das ist schlecht verarbeitet.")
    )

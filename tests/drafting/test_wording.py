"""What the very words of a review speak for."""

import math

import pytest

from plugin.drafting import combining, wording
from plugin.words import Play


def likeliest(text: str, rating: int | None, kind: str) -> str:
    told = {label: share for label, share in wording.shares(text, rating) if label.startswith(kind)}
    return max(told, key=told.__getitem__)


@pytest.mark.parametrize(
    ("text", "rating", "decision"),
    [
        ("Bei mir kam die Kanne mit einem Sprung an, wie soll ich damit Tee kochen?", 1, "T-REPLY"),
        ("Snel geleverd, heel blij mee, dank jullie wel!", 5, "T-THANK"),
        ("I have been charged twice and my bank wants the money back from you.", 1, "T-REPLY-PRIVATE"),
        ("De ober was onbeschoft en het eten koud, nooit meer dit restaurant.", 1, "T-DISPUTE"),
    ],
)
def test_words_alone_speak_for_a_decision(text: str, rating: int, decision: str) -> None:
    assert likeliest(text, rating, "T-") == decision


def test_the_shares_of_decisions_and_of_plays_are_whole_each() -> None:
    told = dict(wording.shares("Zu spät und dann auch noch das falsche Modell.", 2))
    for kind in ("T-", "P-"):
        assert sum(math.exp(share) for label, share in told.items() if label.startswith(kind)) == pytest.approx(
            1, abs=0.02
        )


def test_a_sign_tells_the_share_that_it_was_made_of() -> None:
    told = dict(wording.signs("Die Kanne kam mit einem Sprung an.", 1))
    for label, logarithm in wording.shares("Die Kanne kam mit einem Sprung an.", 1):
        assert wording.share_told(label, told) == pytest.approx(math.exp(logarithm))
    assert wording.share_told("P-QUESTION", {}) == 1.0


def test_the_play_leans_on_the_very_words() -> None:
    told = {"stars 2": 1.0, "worded P-WARRANTY": -1.0, "worded P-OUR-FAULT": 0.9}
    turned = told | {"worded P-WARRANTY": 0.9, "worded P-OUR-FAULT": -1.0}
    for play in (Play.WARRANTY, Play.OUR_FAULT):
        less, more = sorted(combining.likely(each).plays[play] for each in (told, turned))
        assert more > less
    assert combining.likely(turned).plays[Play.WARRANTY] > combining.likely(told).plays[Play.WARRANTY]
    assert sum(combining.likely(told).plays.values()) == pytest.approx(1)


def test_a_text_without_words_is_read_by_its_stars() -> None:
    assert likeliest("", 5, "T-") == "T-THANK"
    assert likeliest("", 1, "T-") != "T-THANK"


def test_capitals_accents_and_quotes_fall_into_the_same_buckets() -> None:
    one, other = wording.grams("DÉFECT “Lampe”"), wording.grams('defect "lampe"')
    assert sorted(one.words) == sorted(other.words)
    assert sorted(one.pieces) == sorted(other.pieces)

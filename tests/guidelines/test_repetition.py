"""Two replies are alike by what they share, however the comparison is cut short."""

from __future__ import annotations

import random

import pytest

from plugin.guidelines.checks.repetition import MOST_OVERLAP, Trace, trace
from tests.guidelines.conftest import ids, run

WORDS = [f"woord{number}" for number in range(40)]


def share(one: Trace, other: Trace) -> float:
    united = one.trigrams | other.trigrams
    return len(one.trigrams & other.trigrams) / len(united) if united else 0.0


def test_what_shares_three_trigrams_in_ten_is_like_the_other_and_nothing_else_is() -> None:
    chance = random.Random(3)
    alike = 0
    for _ in range(400):
        one = [chance.choice(WORDS) for _ in range(60)]
        kept = chance.randrange(60)
        other = one[:kept] + [chance.choice(WORDS) for _ in range(chance.randrange(5, 90))]
        first, second = trace(" ".join(one)), trace(" ".join(other))
        assert first.is_like(second) is second.is_like(first) is (share(first, second) >= MOST_OVERLAP)
        alike += first.is_like(second)
    assert 0 < alike < 400


def test_a_text_too_short_to_compare_is_like_none() -> None:
    assert not trace("Dank je wel").is_like(trace("Dank je wel"))


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        (
            "nl",
            (
                "Hallo Noor,\n\nHartelijk dank dat je ons laat weten wat je ervaringen zijn met de tas. Wat jammer dat we je verwachtingen deze keer "
                "niet hebben waargemaakt. Wij werken elke dag hard aan tevreden klanten. Morgen sturen we een nieuwe tas. We vertrouwen "
                "erop je hiermee naar behoren te hebben geholpen.\n\nHartelijke groet,\nSanne"
            ),
        ),
        (
            "de",
            (
                "Hallo Noor,\n\nvielen Dank, dass Sie sich die Zeit für Ihre Rückmeldung zur Tasche genommen haben. Es ist schade, dass wir Ihren "
                "Ansprüchen diesmal nicht genügen konnten. Unser Team arbeitet täglich an Ihrer Zufriedenheit. Morgen schicken wir eine neue "
                "Tasche. Wir hoffen, Ihnen damit weitergeholfen zu haben.\n\nHerzliche Grüße\nSanne"
            ),
        ),
        (
            "en",
            (
                "Hi Noor,\n\nThank you for taking the time to share your experience of the bag with us. We are sad to hear that we fell short of your "
                "expectations on this occasion. Our team works hard every day to keep customers happy. A new bag goes out tomorrow. We trust "
                "that this resolves the matter to your satisfaction.\n\nKind regards,\nSanne"
            ),
        ),
    ],
)
def test_phrases_that_any_shop_sends_to_anybody_strung_together_are_canned(lang: str, reply: str) -> None:
    assert "R-NO-CANNED" in ids(run(reply, lang))


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        (
            "nl",
            (
                "Hallo Noor,\n\nDrie weken wachten op een tas die na een week bij de rits scheurt, daar word je niet vrolijk van. Sorry, dat had niet "
                "mogen gebeuren. Morgen gaat een nieuwe op de post, de kapotte mag je houden. Dank je dat je het ons schreef.\n\nHartelijke groet,\nSanne"
            ),
        ),
        (
            "en",
            (
                "Hi Noor,\n\nThree weeks of waiting, and then the zip goes after a week: I can see why you are fed up. Sorry, that is on us. A new bag "
                "goes out tomorrow, keep the torn one. Thank you for telling us.\n\nKind regards,\nSanne"
            ),
        ),
    ],
)
def test_thanks_and_regret_over_this_very_bag_are_not(lang: str, reply: str) -> None:
    assert "R-NO-CANNED" not in ids(run(reply, lang))


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        (
            "nl",
            (
                "Hallo Noor,\n\nSorry dat de rits van je tas na een week al scheurde, dat is onze fout. Uw tevredenheid is voor ons van het grootste belang. "
                "Wij nemen elke opmerking uiterst serieus en leren ervan. Morgen gaat een nieuwe tas op de post, de kapotte mag je houden.\n\n"
                "Hartelijke groet,\nSanne"
            ),
        ),
        (
            "en",
            (
                "Hi Noor,\n\nSorry that the zip of your bag gave way after a week, that is on us. Your satisfaction is of the utmost importance to us. "
                "We take all remarks very seriously and strive to improve. A new bag goes out tomorrow, keep the torn one.\n\nKind regards,\nSanne"
            ),
        ),
    ],
)
def test_two_stock_sentences_in_a_reply_that_is_sound_for_the_rest_are_named(lang: str, reply: str) -> None:
    assert "R-NO-CANNED" in ids(run(reply, lang))

"""The language of a review: the shop's own for short texts, a neighbour's seen in longer ones."""

from __future__ import annotations

import pytest

from plugin.language.detection import detect, reply_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De bezorging duurde erg lang, maar de lamp is mooi."),
        ("de", "Die Lieferung hat ewig gedauert, aber die Lampe ist schön."),
        ("en", "Delivery took forever but the lamp is lovely."),
        ("fr", "La livraison était très lente et le produit est arrivé cassé."),
        ("da", "Leveringen tog alt for lang tid, men lampen er flot og kvaliteten god."),
        ("de", "Alles bestens"),
        ("nl", "Netjes geleverd, bedankt"),
        ("en", "Thanks, great!"),
    ],
)
def test_a_review_is_read_in_its_own_language(language: str, text: str) -> None:
    found = detect(text)
    assert found.language == language
    assert not found.assumed
    assert found.confidence >= 0.6


@pytest.mark.parametrize("text", ["", "👍👍", "12345", "https://example.com/lamp", "Super"])
def test_a_text_that_does_not_tell_is_assumed_to_be_in_the_shops_first_language(text: str) -> None:
    found = detect(text, languages=("de", "nl"))
    assert found.assumed
    assert found.language == "de"
    assert detect(text, languages=("de", "nl"), fallback="nl").language == "nl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("THIRD WRONG BRAKE SET!!! I AM LIVID", "en"),
        ("DRIE KEER DE VERKEERDE MAAT EN NIEMAND NEEMT OP!!!", "nl"),
        ("DREIMAL DIE FALSCHE GRÖSSE, ICH BIN STINKSAUER!!!", "de"),
    ],
)
def test_capitals_are_read_as_small_letters(text: str, language: str) -> None:
    found = detect(text)
    assert (found.language, found.assumed) == (language, False)
    assert found == detect(text.lower())


def test_a_shop_with_one_language_takes_a_short_text_as_its_own() -> None:
    assert detect("Prima", languages=("nl",)).language == "nl"


def test_a_foreign_review_is_answered_in_english_where_the_shop_has_english() -> None:
    assert reply_language("fr", ("nl", "en")) == "en"
    assert reply_language("fr", ("nl", "de")) == "nl"
    assert reply_language("de", ("nl", "de")) == "de"

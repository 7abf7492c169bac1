"""The words of a web shop's customers, found on stems and compounds, at the right place."""

from __future__ import annotations

import pytest

from plugin.language import lexicons
from plugin.language.patterns import PatternError, compile_pattern
from plugin.language.reading import read
from plugin.words import Sentiment


@pytest.mark.parametrize(
    ("language", "text", "aspect"),
    [
        ("nl", "De levertijden waren erg lang", "delivery-late"),
        ("nl", "pakket is nooit aangekomen", "delivery-missing"),
        ("nl", "er is twee keer afgeschreven", "double-charge"),
        ("nl", "onvriendelijke medewerker", "service-rude"),
        ("de", "Die Lieferzeit war viel zu lang", "delivery-late"),
        ("de", "Der Karton war aufgerissen", "packaging"),
        ("de", "fällt sehr klein aus", "size-fit"),
        ("de", "faellt sehr klein aus", "size-fit"),
        ("de", "niemand geht ans Telefon", "service-unreachable"),
        ("en", "the zip was broken", "broken"),
        ("en", "I can't log in on the website, checkout crashes", "website"),
        ("en", "still no refund", "refund-late"),
    ],
)
def test_a_complaint_is_known_by_its_words(language: str, text: str, aspect: str) -> None:
    assert aspect in {hit.aspect for hit in lexicons.load(language).hits(text)}


def test_a_subject_is_known_inside_a_compound() -> None:
    assert "delivery" in lexicons.load("nl").groups("De thuisbezorgservice")
    assert "delivery" in lexicons.load("de").groups("Lieferbedingungen")


def test_every_aspect_of_every_language_has_a_name_in_all_three() -> None:
    for language in lexicons.LANGUAGES:
        used = {rule.aspect for rule in lexicons.load(language).rules if rule.aspect}
        assert used <= set(lexicons.aspects())
    for aspect in lexicons.aspects().values():
        assert set(aspect.wording) == set(lexicons.LANGUAGES)
    for group in lexicons.groups().values():
        assert lexicons.aspects()[group.complaint].sentiment is Sentiment.NEGATIVE
        assert lexicons.aspects()[group.praise].sentiment is Sentiment.POSITIVE


def test_places_are_those_of_the_original_whatever_folding_did() -> None:
    text = "Die große Straße 😀 ist weit, der Karton war aufgerissen"
    hit = next(h for h in lexicons.load("de").hits(text) if h.aspect == "packaging")
    assert text[hit.start : hit.end] == "Karton war aufgerissen"


def test_a_zero_width_character_hides_no_word() -> None:
    reading = read("ka\u200bpot")
    assert reading.text == "kapot"
    assert reading.place(0, 5) == (0, 6)


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="da"):
        lexicons.load("da")


def test_a_pattern_says_many_things_in_few_signs() -> None:
    pattern = compile_pattern("na # (dagen|weken) ... (kapot|stuk)")
    assert pattern.found_in(read("Na drie weken was hij al stuk").text)
    assert not pattern.found_in(read("Na drie weken. Alles kapot").text)
    assert compile_pattern("zurück").found_in("zurueck")
    assert compile_pattern("[heel] laat").found_in("heel laat")


def test_a_pattern_with_an_open_bracket_is_refused_with_its_text() -> None:
    with pytest.raises(PatternError):
        compile_pattern("(kapot|stuk")

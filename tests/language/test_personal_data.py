"""Personal data is found where it is, and dates, prices and units are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.language import personal_data


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Bel me op 06-12345678.", "phone", "06-12345678"),
        ("Meine Nummer: +49 171 2345678", "phone", "+49 171 2345678"),
        ("ring 020 7946 0958 please", "phone", "020 7946 0958"),
        ("mail naar jan.klant@example.org graag", "email", "jan.klant@example.org"),
        ("NL91 ABNA 0417 1643 00 is mijn rekening", "iban", "NL91 ABNA 0417 1643 00"),
        ("mijn bsn is 111222333", "bsn", "111222333"),
        ("Ik woon Kerkstraat 12, 1234 AB Utrecht", "address", "Kerkstraat 12, 1234 AB Utrecht"),
        ("Ich wohne Hauptstraße 5, 10115 Berlin.", "address", "Hauptstraße 5, 10115 Berlin"),
        ("I live at 12 Baker Street", "address", "12 Baker Street"),
        ("postcode 3512JK", "postcode", "3512JK"),
        ("Bestelnummer: WK-2024-00123", "order-number", "WK-2024-00123"),
        ("Meine Bestellnummer ist 4500123", "order-number", "4500123"),
        ("order number 998877 never came", "order-number", "998877"),
        ("pakket 3SABCD1234567", "order-number", "3SABCD1234567"),
        ("geboren op 12-03-1980", "birth-date", "12-03-1980"),
        ("zie www.lampen-voorbeeld.nl/actie", "url", "www.lampen-voorbeeld.nl/actie"),
        ("Mijn naam is Pieter de Groot", "name", "Pieter de Groot"),
    ],
)
def test_a_detail_is_found_where_it_stands(text: str, kind: str, found: str) -> None:
    assert (kind, found) in [(item.kind, item.text) for item in personal_data.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Besteld op 05.04.2020 en op 12-03-2024",
        "Het kostte € 1234,50 of 1.299,00 euro",
        "IN 2023 OP 12 december reed ik 2000 km",
        "na 3 weken, 24/7, om 12:30 uur",
        "Ich habe 10000 Euro bezahlt und 10115 Punkte",
        "model 2024, 1500 watt, 5 sterren",
        "onderweg 3 dagen gewacht",
    ],
)
def test_dates_prices_and_units_are_nobodys_data(text: str) -> None:
    assert personal_data.find(text) == ()


def test_the_same_detail_gets_the_same_token_and_comes_back_only_where_allowed() -> None:
    text = "Bel 06-12345678 of jan@example.org, nogmaals: 06-12345678"
    masked, mapping = personal_data.replace(text, personal_data.find(text))
    assert masked == "Bel [PHONE_1] of [EMAIL_1], nogmaals: [PHONE_1]"
    assert personal_data.restore(masked, mapping, personal_data.KINDS) == text
    public = personal_data.restore(masked, mapping, ("email",))
    assert "jan@example.org" in public
    assert personal_data.leftover_tokens(public) == ("[PHONE_1]", "[PHONE_1]")


def test_a_token_that_the_customer_typed_is_not_given_to_anothers_data() -> None:
    text = "[PHONE_1] zei ik, bel 06-12345678"
    masked, mapping = personal_data.replace(text, personal_data.find(text))
    assert masked == "[PHONE_1] zei ik, bel [PHONE_2]"
    assert list(mapping) == ["[PHONE_2]"]


def test_an_invented_token_is_left_over() -> None:
    assert personal_data.leftover_tokens("Beste [NAME_7], dank") == ("[NAME_7]",)


@given(st.text(max_size=120))
def test_every_place_holds_what_it_says_and_masking_can_be_undone(text: str) -> None:
    found = personal_data.find(text)
    assert all(text[item.start : item.end] == item.text for item in found)
    masked, mapping = personal_data.replace(text, found)
    if not personal_data.leftover_tokens(text):
        assert personal_data.restore(masked, mapping, personal_data.KINDS).casefold().split() == text.casefold().split()


HOSTILE = {
    "an IBAN that never ends": "NL12" + "A" * 19_000 + "é",
    "IBANs glued together": "NL12ABNA" * 2_400,
    "a host of a thousand labels": "a." * 10_000,
    "hyphens": "a-" * 10_000,
    "capitals with hyphens": "A-" * 10_000,
    "initials": "A.B." * 5_000,
    "numbers and points": "1." * 10_000,
    "half a date": "1-1-" * 5_000,
    "one endless word": "Straat" * 3_300,
    "order numbers that are none": "order a1 " * 2_200,
    "spaces": "a" + " " * 19_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_made_to_keep_us_busy_is_read_in_about_a_second(text: str) -> None:
    """As long as a review can get. Some of these took minutes, one longer than anyone waited."""
    began = time.process_time()
    personal_data.find(text)
    assert time.process_time() - began < 2.5

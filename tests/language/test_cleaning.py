"""What a reader does not see is taken out; what a reader sees stays as it was."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.language.cleaning import clean


@pytest.mark.parametrize(
    ("dirty", "seen"),
    [
        ("ig\u200bnore", "ignore"),
        ("a\u202eb\u202cc", "abc"),
        ("lamp\U000e0049\U000e0067 stuk", "lamp stuk"),
        ("regel één\r\nregel twee\rdrie\u2028vier", "regel één\nregel twee\ndrie\nvier"),
        ("Gro\u0308ße", "Größe"),
        ("be\u00adzorgd", "bezorgd"),
        ("nul\x00len", "nullen"),
        ("kapot\ud800", "kapot"),
        ("x\ufe01y", "xy"),
    ],
)
def test_a_hidden_character_is_gone_and_the_words_read_on(dirty: str, seen: str) -> None:
    assert clean(dirty) == seen


@pytest.mark.parametrize(
    "text", ["Top 👍🏽!", "👨\u200d👩\u200d👧 blij", "❤\ufe0f", "1\ufe0f⃣", "½ liter", "Straße\tå\nok"]
)
def test_emoji_fractions_and_line_breaks_stay(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_a_letter_buried_under_marks_is_dug_out() -> None:
    assert len(clean("z" + "\u0315\u031b\u0322\u0323" * 50)) <= 5


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_cleaning_twice_is_cleaning_once_and_the_result_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u202e", "\r", "\x0b", "\u2800", "\x00", "\x7f", "\u0085"])
def test_one_hidden_sign_in_a_plain_text_of_any_length_is_seen(sign: str) -> None:
    plain = "Één café, ‘prima’ – für 5 € …\n\tGroetjes"
    assert clean(plain) is plain
    assert clean(f"x{sign}y {plain}") != f"x{sign}y {plain}"

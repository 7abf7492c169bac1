"""A number is the same in digits, in words and as an ordinal."""

from __future__ import annotations

import pytest

from plugin.language.ordinals import numbers_named


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("nl", "haar 70e verjaardag", "haar zeventigste verjaardag"),
        ("nl", "3 flessen", "de derde fles"),
        ("nl", "de 8ste", "acht stuks"),
        ("de", "zum 70. Geburtstag", "zum Siebzigsten"),
        ("de", "30 Tage", "nach dreissig Tagen"),
        ("de", "die 7. Flasche", "die siebte Flasche"),
        ("en", "her 21st", "her twenty-first"),
        ("en", "the 90th", "ninety of them"),
        ("en", "the 12th", "the twelfth"),
    ],
)
def test_a_number_is_read_alike_however_it_is_written(language: str, one: str, other: str) -> None:
    assert numbers_named(one, language) == numbers_named(other, language) != frozenset()


@pytest.mark.parametrize(("language", "text"), [("nl", "een tas"), ("de", "eine Tasche"), ("en", "a bag")])
def test_an_article_counts_nothing(language: str, text: str) -> None:
    assert numbers_named(text, language) == frozenset()


def test_an_unknown_language_has_its_digits() -> None:
    assert numbers_named("le 70 rue", "fr") == {70.0}

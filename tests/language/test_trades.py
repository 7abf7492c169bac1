"""Which trade a text speaks of, and which are a shop's."""

import pytest

from plugin.language import lexicons, trades
from plugin.language.reading import read

LAMPS = ("hanging lamps", "lampshades", "bulbs")
BOOKS = ("novels", "audio books")


def told(text: str, language: str, sells: tuple[str, ...]) -> trades.Told:
    return trades.told(read(text).text, language, sells)


@pytest.mark.parametrize(
    ("sells", "trade"),
    [
        (("pannen", "messen"), "kitchen"),
        (("Fahrräder", "Helme"), "bicycles"),
        (("dog food", "leads"), "pets"),
        (("garens", "naaimachines"), "textiles"),
    ],
)
def test_a_shop_is_known_by_what_it_lists_in_any_language(sells: tuple[str, ...], trade: str) -> None:
    assert trade in trades.trades_of(sells)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De ober vergat ons voorgerecht en de biefstuk was taai."),
        ("de", "Die Kellnerin war patzig und das Schnitzel kalt."),
        ("en", "The waiter forgot our starter and the steak was grey."),
    ],
)
def test_several_words_of_another_trade_and_none_of_its_own_are_elsewhere(language: str, text: str) -> None:
    assert told(text, language, LAMPS).is_plainly_elsewhere


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De lamp hangt nu in ons restaurant, de ober stoot zich er aan en het voorgerecht ligt in het donker."),
        ("de", "Die Lampe über dem Tisch blendet die Kellnerin und jedes Schnitzel sieht grau aus."),
        ("en", "The lamp over the pass flickers, so the waiter cannot see the starter."),
    ],
)
def test_one_word_of_its_own_trade_keeps_a_review_here(language: str, text: str) -> None:
    assert not told(text, language, LAMPS).is_elsewhere


@pytest.mark.parametrize("text", ["My dentist told me about you.", "We took it to the hotel.", "The vet was pleased."])
def test_who_is_met_in_passing_says_nothing_of_the_trade(text: str) -> None:
    assert not told(text, "en", LAMPS).is_elsewhere


def test_what_tells_stories_may_tell_of_any_trade() -> None:
    assert not told("The waiter poisons the steak and nobody orders a starter again.", "en", BOOKS).is_elsewhere


def test_a_trade_that_is_left_out_does_not_count() -> None:
    text = read("Root canal, x-ray and two fillings after one bite.").text
    assert trades.told(text, "en", LAMPS).is_plainly_elsewhere
    assert not trades.told(text, "en", LAMPS, frozenset({"medical"})).is_elsewhere


def test_every_trade_has_words_in_every_language_and_neighbours_that_exist() -> None:
    known = trades.trades()
    for language in lexicons.LANGUAGES:
        assert {name for name in known if told_by(name, language)} == set(known)
    assert all(trade.near <= set(known) for trade in known.values())


def told_by(name: str, language: str) -> bool:
    return bool(str(trades._document()[name].get(language, "")).strip())

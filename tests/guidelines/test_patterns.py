import json
import re
from pathlib import Path

import pytest

from plugin.guidelines.patterns import PatternBook, PatternError, book, compile_pattern, fold

SET = Path(__file__).parent.parent / "sets" / "check_build.jsonl"


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("het spijt (ons|mij)", "Het spijt ons zeer", True),
        ("het spijt (ons|mij)", "het spijt haar", False),
        ("[heel ]graag gedaan", "heel, graag gedaan", True),
        ("bestel*", "bestellingen", True),
        ("bestel", "bestelling", False),
        ("wij ~ terug", "wij betalen alles terug", True),
        ("wij ~ terug", "wij betalen. Alles terug", False),
        ("# dagen", "14 dagen", True),
        ("(very |really )*sorry", "very really sorry", True),
        ("een", "geëend", False),
        ("cafe", "café", True),
    ],
)
def test_a_phrase_reads_as_written(phrase, text, found):
    pattern = compile_pattern(phrase)
    assert bool(pattern.expression.search(fold(text))) is found


@pytest.mark.parametrize("phrase", ["(open", "shut)", "[half", "a {nobody} b"])
def test_a_phrase_that_cannot_be_read_is_named(phrase):
    with pytest.raises(PatternError, match=re.escape(repr(phrase))):
        compile_pattern(phrase)


def test_every_phrase_can_be_compiled(language):
    """They are compiled when first needed, so a mistake in one would otherwise show in some later text."""
    assert all(phrase.expression for phrases in book(language).kinds.values() for phrase in phrases)


def test_trying_a_phrase_only_where_it_can_begin_hides_no_match(language):
    """The same places as a search through the whole text by every phrase, in replies and reviews of the set."""
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    texts = [fold(row[name]) for row in rows if row["lang"] == language for name in ("reply", "text")][:24]
    phrases = [p for its in book(language).kinds.values() for p in its]
    assert sum(phrase.ways is not None for phrase in phrases) > 500
    matches = 0
    for text in texts:
        for phrase in phrases:
            everywhere = [match.span() for match in phrase.expression.finditer(text)]
            matches += len(everywhere)
            alone = PatternBook(language, {"x": [phrase]}, {}, {})
            assert alone.find(text).get("x", []) == everywhere, phrase.source
    assert matches > 200


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("*korting", "een welkomstkorting"),
        ("*(bon|korting)", "een cadeaubon"),
        ("*[welkomst]korting", "extrawelkomstkorting"),
        ("(korting|*) hoor", "nee hoor"),
        ("(je bent nu|doe alsof) ~ bot", "u zegt: doe alsof, als bot"),
        ("[heel |erg ](graag|leuk) gedaan", "erg leuk gedaan"),
        ("(ver|be)(taal|zorg)en wij", "bezorgen wij"),
        ("# (dag|week)", "na 2 week"),
    ],
)
def test_a_phrase_is_found_whatever_it_begins_with(phrase, text):
    """Also beside another phrase, under whose words it may be looked up."""
    book = PatternBook("nl", {"x": [compile_pattern("bot"), compile_pattern(phrase)]}, {}, {})
    assert book.find(f"zo. {text}, ja")["x"]


def test_folding_keeps_every_place():
    text = "Één “Straße” İstanbul’s – ﬁn"
    assert len(fold(text)) == len(text)

import re

import pytest

from plugin.guidelines.patterns import PatternError, book, compile_pattern, fold


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


def test_the_gate_never_hides_a_match(language):
    """What the expression finds, the gate lets through: tried on the phrases' own literal words."""
    phrases = [p for kind in book(language).kinds.values() for p in kind if p.gate]
    assert len(phrases) > 200
    for phrase in phrases:
        for literal in phrase.gate:
            text = f"xx {literal} yy"
            if phrase.expression.search(text):
                assert phrase.may_match(book(language).present(text)), phrase.source


def test_folding_keeps_every_place():
    text = "Één “Straße” İstanbul’s – ﬁn"
    assert len(fold(text)) == len(text)

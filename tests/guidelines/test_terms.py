"""What a reply says of costs, conditions and terms against the policy; what only the shop's record holds; blurred moments."""

import pytest

from tests.guidelines.conftest import ids, run, with_sentence


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Je kunt de tas terugsturen; het porto neem je zelf voor je rekening."),
        ("de", "Sie können die Tasche zurückschicken, das Porto geht auf Sie."),
        ("en", "You can send it back within 30 days of dispatch."),
        ("nl", "Terugsturen mag, zolang het zegel op de doos nog intact is."),
        ("de", "Eine Rückgabe ist möglich, sofern das Etikett noch dran ist."),
        ("en", "You get the full amount as a voucher."),
        ("nl", "Van je geld houden we een kwart van de prijs in."),
    ],
)
def test_a_term_that_is_not_the_shops_is_told(lang, sentence):
    assert "R-POLICY" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Je kunt hem tot 30 dagen na ontvangst terugsturen."),
        ("de", "Zurückschicken können Sie sie innerhalb von 30 Tagen nach Erhalt."),
        ("en", "You need no receipt and no original box to return it."),
    ],
)
def test_the_policys_own_words_are_no_finding(lang, sentence):
    assert "R-POLICY" not in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Het bedrag gaat naar uw rekening bij de Rabobank."),
        ("de", "Gute Besserung für die Hüfte."),
        ("en", "It was left with your neighbour at number 12."),
        ("en", "This is your third order after all."),
    ],
)
def test_what_only_the_record_holds_is_told(lang, sentence):
    assert "R-PRIVACY" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Ik bel je op een rustig moment."),
        ("de", "Bei Gelegenheit schreiben wir Ihnen."),
        ("en", "I will write to you when I get round to it."),
    ],
)
def test_a_blurred_moment_is_none(lang, sentence):
    assert "R-WHEN" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Neem voor de reparatie rechtstreeks contact op met de fabrikant."),
        ("de", "Wenden Sie sich wegen der Reparatur direkt an den Hersteller."),
        ("en", "For the repair please get in touch directly with the manufacturer."),
        ("nl", "Uit coulance repareren we de tas binnen een week."),
        ("de", "Aus Kulanz reparieren wir die Tasche bis Freitag."),
        ("en", "As a favour we will repair the bag by Friday."),
    ],
)
def test_what_the_law_gives_is_neither_a_favour_nor_the_makers_business(lang, sentence):
    assert "R-POLICY" in ids(run(with_sentence(lang, sentence), lang, play="P-WARRANTY"))


def test_kindness_beyond_the_law_may_be_called_so():
    text = with_sentence("nl", "Uit coulance mag je hem alsnog terugsturen.")
    assert "R-POLICY" not in ids(run(text, play="P-SLIGHTLY-LATE"))

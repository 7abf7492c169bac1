"""R-FACTS: hours of an appointment, a time that was waited, the shop's own term and its measures are no invented facts."""

import pytest

from tests.guidelines.conftest import CLEAN, ids, make_shop, run, with_sentence


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Donderdag tussen 13 en 15 uur bel ik je daarover."),
        ("nl", "Morgen vóór 11 uur heb je het nummer van de zending."),
        ("de", "Am Donnerstag rufe ich Sie zwischen 13 und 15 Uhr dazu an."),
        ("de", "Bis morgen um 11 Uhr haben Sie die Sendungsnummer."),
        ("en", "On Thursday between 1 and 3 I will ring you about it."),
        ("en", "Before 11 tomorrow you will have the number of the parcel."),
    ],
)
def test_the_hours_of_an_appointment_are_no_facts(lang, sentence):
    report = run(with_sentence(lang, sentence), lang)
    assert not [f.quote for f in report.findings if f.guideline == "R-FACTS" and "figure" in f.message]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Onze winkel is maandag geopend van 9 tot 21 uur."),
        ("de", "Unser Laden ist am Montag von 9 bis 21 Uhr geöffnet."),
        ("en", "Our shop is open on Monday from 9 to 21."),
        ("nl", "De tas is van staal uit Zweden en weegt 7 kilo."),
        ("de", "Die Tasche ist aus schwedischem Stahl und wiegt 7 Kilo."),
        ("en", "The bag is made of Swedish steel and weighs 7 kilos."),
    ],
)
def test_opening_hours_and_properties_without_a_source_are_told(lang, sentence):
    assert "R-FACTS" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "review", "sentence"),
    [
        ("nl", "Na 34 dagen wilde ik de fietstas ruilen, dat mocht niet van de site.", "Vier dagen over de 30 zien we door de vingers."),
        ("de", "Nach 34 Tagen wollte ich die Fahrradtasche umtauschen, die Seite sagt nein.", "Vier Tage über den 30 sind für uns in Ordnung."),
        ("en", "After 34 days I wanted to exchange the bike bag and the site said no.", "Four days over the 30 is fine with us."),
    ],
)  # fmt: skip
def test_what_the_review_and_the_term_come_to_is_known(lang, review, sentence):
    greeting, _, signoff = CLEAN[lang].split("\n\n")
    text = f"{greeting}\n\n{sentence}\n\n{signoff}"
    report = run(text, lang, review=review, play="P-SLIGHTLY-LATE", rating=3)
    assert not [f.quote for f in report.findings if f.guideline == "R-FACTS" and "figure" in f.message]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("de", "Ein Ersatz geht innerhalb von 6 Werktagen auf den Weg."),
        ("en", "A replacement sets off within 6 working days."),
    ],
)
def test_a_term_of_a_clause_in_another_language_is_known(lang, sentence):
    clause = {"id": "a", "text": "Vervanging gaat binnen 6 werkdagen op weg."}
    shop = make_shop(policy={"withdrawal_days": 30, "clauses": [clause]})
    assert "R-FACTS" not in ids(run(with_sentence(lang, sentence), lang, shop=shop))


def test_a_measure_on_record_may_be_told():
    shop = make_shop(measures=["sinds maart telt een tweede collega elke doos na voor vertrek"])
    text = with_sentence("nl", "Sinds maart telt een tweede collega elke doos na.")
    assert "R-FACTS" not in ids(run(text, shop=shop))

"""R-WHEN: a step whose only moment is vague is told, whatever day another step has; a term on record is no far moment."""

import pytest

from tests.guidelines.conftest import ids, make_shop, run, with_sentence


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Zodra er een gaatje is, naaien we de rits opnieuw vast."),
        ("nl", "De rits volgt wel zodra de nieuwe voorraad is uitgepakt."),
        ("nl", "Zodra een collega tijd heeft, bellen we je hierover."),
        ("nl", "De rits zetten we erin wanneer het zich laat inplannen."),
        ("de", "Den Reißverschluss nähen wir an, sobald es sich einrichten lässt."),
        ("en", "We will sew on the zip whenever we find a moment."),
        ("de", "Bei der nächsten Gelegenheit nähen wir den Reißverschluss an."),
        ("de", "Der Reißverschluss geht auf den Weg, sobald die neue Ware einsortiert ist."),
        ("de", "Sobald ein Kollege Zeit hat, rufen wir Sie an."),
        ("en", "We will sew on the zip at the next opportunity."),
        ("en", "The zip goes in the post once the next delivery is unpacked."),
        ("en", "Once there is an opportunity we will sew on the zip."),
        ("en", "As soon as somebody is free we will ring you about it."),
    ],
)
def test_a_step_without_a_day_is_told(lang, sentence):
    assert "R-WHEN" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Stuur ons vandaag een foto, dan komt de nieuwe rits een dezer dagen jouw kant op."),
        ("de", "Schicken Sie uns heute ein Foto, dann geht der neue Reißverschluss demnächst zu Ihnen."),
        ("en", "Send us a photo today and the new zip will reach you in due course."),
    ],
)
def test_the_day_of_the_customers_part_is_no_day_of_ours(lang, sentence):
    assert "R-WHEN" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "De nieuwe rits komt binnenkort jouw kant op, uiterlijk vrijdag."),
        ("nl", "Zodra de volgende levering er is, vrijdag dus, gaat de nieuwe rits op de post."),
        ("de", "Der neue Reißverschluss geht demnächst zu Ihnen, spätestens am Freitag."),
        ("en", "The new zip will be with you before too long, on Friday at the latest."),
    ],
)
def test_a_vague_word_with_a_day_beside_it_is_a_moment(lang, sentence):
    assert "R-WHEN" not in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "clause", "sentence"),
    [
        (
            "nl",
            "Een eerste beurt is gratis binnen 5 maanden na aankoop.",
            "Een eerste beurt doen we gratis binnen 5 maanden.",
        ),
        ("de", "Die Erstinspektion ist in 5 Monaten gratis.", "Die Erstinspektion machen wir gratis in 5 Monaten."),
        (
            "en",
            "A first service is free within 5 months of purchase.",
            "We will give it a first service free within 5 months.",
        ),
    ],
)
def test_a_term_of_the_policy_is_no_moment_that_lies_too_far_away(lang, clause, sentence):
    shop = make_shop(policy={"withdrawal_days": 30, "clauses": [{"id": "a", "text": clause}]})
    assert "R-WHEN" not in ids(run(with_sentence(lang, sentence), lang, shop=shop))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nl", "Wij sturen je een nieuwe tas."),
        ("de", "Wir schicken Ihnen eine neue Tasche."),
        ("en", "We will send you a new bag."),
    ],
)
def test_a_promise_that_ends_the_text_is_told_as_well(lang, text):
    assert "R-WHEN" in ids(run(text, lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "De rits naaien we vast zodra het atelier de bestellingen heeft weggewerkt."),
        ("nl", "Je krijgt je geld terug wanneer alles hier is verwerkt."),
        ("nl", "Als ik eraan denk, stuur ik je de naaigids."),
        ("nl", "In de loop van het najaar naaien we er een nieuwe rits in."),
        ("nl", "Afhankelijk van de drukte naaien we de rits vast."),
        ("de", "Den Reißverschluss nähen wir an, sobald die Schneiderei die Aufträge abgearbeitet hat."),
        ("de", "Das Geld kommt zurück, wenn alles gebucht ist."),
        ("de", "Falls ich daran denke, schicke ich Ihnen die Anleitung."),
        ("de", "Im Laufe des Herbstes nähen wir einen neuen Reißverschluss ein."),
        ("de", "Wir nähen ihn an, je nachdem, wie viel bei uns los ist."),
        ("en", "We will sew on the zip when the workshop has worked through its orders."),
        ("en", "The money comes back once everything has been processed."),
        ("en", "If I remember, I will send you the sewing guide."),
        ("en", "Over the course of the autumn we will sew in a new zip."),
        ("en", "We will sew it on, depending on how busy we are."),
    ],
)
def test_what_hangs_on_our_own_house_is_no_moment(lang, sentence):
    """A workshop, a supplier, the books, somebody's memory: a customer cannot tell when they are ready."""
    assert "R-WHEN" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Mail ons vandaag de kleur, dan zoeken we het uit."),
        ("de", "Schreiben Sie uns heute die Farbe, dann kümmern wir uns darum."),
        ("en", "Write to us today with the colour and it will be looked into."),
        ("en", "If that can't be done, we'll get back to you with another colour."),
    ],
)
def test_a_vague_promise_takes_no_day_from_the_customers_part(lang, sentence):
    assert "R-WHEN" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Mail ons vandaag de kleur, dan zoeken we het morgen uit."),
        ("de", "Schreiben Sie uns die Farbe, dann kümmern wir uns morgen darum."),
        ("de", "Eines Tages hing der Reißverschluss nur noch an einem Faden, das ist ärgerlich."),
        ("en", "Write to us with the colour and it will be looked into tomorrow."),
        ("en", "One day the zip hung by a thread, which is no fun."),
    ],
)
def test_a_day_of_ours_and_a_day_that_has_been_are_well(lang, sentence):
    assert "R-WHEN" not in ids(run(with_sentence(lang, sentence), lang))

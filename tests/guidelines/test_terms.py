"""What a reply says of costs, conditions and terms against the policy; what only the shop's record holds; blurred moments."""

import pytest

from tests.guidelines.conftest import ids, make_shop, run, with_sentence


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
    assert "R-POLICY" not in {f.guideline for f in run(text, play="P-SLIGHTLY-LATE").blocks}


PAID_BY_THEM = [
    ("nl", "De kapotte tas mag je op eigen kosten retour doen."),
    ("nl", "Het frankeren van het pakje doe je zelf."),
    ("nl", "In de kosten van de reparatie delen we samen."),
    ("nl", "Voor 7 euro naaien we de rits opnieuw vast."),
    ("de", "Das Rückporto zahlen dann wie immer Sie."),
    ("de", "Das Paket müssten Sie allerdings selbst frankieren."),
    ("de", "Die Hälfte der Reparaturkosten würden Sie tragen."),
    ("de", "Für 7 Euro nähen wir den Reißverschluss wieder an."),
    ("en", "You can post the torn one back at your own expense."),
    ("en", "There is just the return postage to cover."),
    ("en", "For the repair you would share the bill with us."),
    ("en", "For £7 we will sew the zip back on."),
]
WITHOUT_RIGHT = [
    ("nl", "Ruilen kan, zolang de kaartjes er nog aan zitten."),
    ("nl", "We nemen alleen ongebruikte tassen terug."),
    ("nl", "Normaal nemen we gebruikte tassen nooit terug."),
    ("nl", "Je geld krijg je terug in de vorm van een tegoedbon."),
    ("nl", "Terugsturen kan tot 30 dagen vanaf de dag waarop je hem bestelde."),
    ("nl", "Voor een overzicht van je gegevens rekenen we 15 euro."),
    ("de", "Ein Umtausch geht, solange die Schilder noch dran sind."),
    ("de", "Zurück nehmen wir ausschließlich ungebrauchte Taschen."),
    ("de", "Eigentlich nehmen wir benutzte Taschen nie zurück."),
    ("de", "Ihr Geld erstatten wir als Gutschein."),
    ("de", "Die Rückgabe ist 30 Tage möglich, gerechnet ab dem Tag, an dem Sie bestellt haben."),
    ("de", "Für eine Auskunft über Ihre Daten berechnen wir 15 Euro."),
    ("en", "We will exchange it as long as the tags are still on."),
    ("en", "We take back only unused bags."),
    ("en", "Normally we never take used bags back."),
    ("en", "You get your money back as a gift card."),
    ("en", "You can return it within 30 days from the day you ordered."),
    ("en", "For a copy of your data we charge £15."),
]


@pytest.mark.parametrize(("lang", "sentence"), PAID_BY_THEM + WITHOUT_RIGHT)
def test_what_the_shop_owes_is_neither_paid_by_the_customer_nor_tied_to_a_condition(lang, sentence):
    assert "R-POLICY" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Op onze kosten laten we de kapotte tas ophalen."),
        ("nl", "Het hele bedrag staat morgen op je rekening."),
        ("nl", "Die opmerking was een misplaatste grap op jouw kosten, sorry."),
        ("de", "Das Rückporto zahlen wir."),
        ("de", "Der ganze Betrag ist morgen auf Ihrem Konto."),
        ("de", "Dass das wie ein Witz auf Ihre Kosten klang, tut uns leid."),
        ("en", "The return postage is on us."),
        ("en", "It must have felt like a joke at your expense, and we are sorry."),
        ("en", "The £7 that you paid for delivery is refunded tomorrow."),
    ],
)
def test_a_cost_that_the_shop_bears_is_no_finding(lang, sentence):
    assert "R-POLICY" not in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "clause", "shorter", "later"),
    [
        (
            "nl", "Een foto binnen 5 dagen na ontvangst is genoeg; terugbetalen doen we binnen 4 werkdagen na aankomst van de retour.",
            "Stuur binnen 24 uur na ontvangst een foto.", "Je geld staat er 25 werkdagen na aankomst van je retour op.",
        ),
        (
            "de", "Ein Foto innerhalb von 5 Tagen nach Erhalt genügt; Erstattungen zahlen wir binnen 4 Werktagen nach Ankunft der Rücksendung.",
            "Schicken Sie innerhalb von 24 Stunden nach Erhalt ein Foto.", "Ihr Geld ist 25 Werktage nach Ankunft der Rücksendung da.",
        ),
        (
            "en", "A photo within 5 days of receipt is enough; refunds are paid within 4 working days of the return reaching us.",
            "Send a photo within 24 hours of receipt.", "Your money is back 25 working days after arrival of the return.",
        ),
    ],
)  # fmt: skip
def test_a_shorter_time_for_the_customer_and_a_later_refund_are_other_than_the_policy(lang, clause, shorter, later):
    shop = make_shop(policy={"withdrawal_days": 30, "clauses": [{"id": "a", "text": clause}]})
    for sentence in (shorter, later):
        assert "R-POLICY" in ids(run(with_sentence(lang, sentence), lang, shop=shop)), sentence


@pytest.mark.parametrize(
    ("lang", "clause", "sentence"),
    [
        ("nl", "Geopende verf nemen we niet terug.", "Ik moet hier nee zeggen: geopende verf nemen we niet terug, want niemand weet wat erin zit."),
        ("de", "Geöffnete Farbe nehmen wir nicht zurück.", "Ich muss hier Nein sagen: Geöffnete Farbe nehmen wir nicht zurück, weil niemand weiß, was drin ist."),
        ("en", "Opened paint cannot be returned.", "I have to say no here: opened paint can't be returned, because nobody knows what is in it."),
    ],
)  # fmt: skip
def test_a_refusal_in_the_words_of_a_clause_blocks_nothing(lang, clause, sentence):
    shop = make_shop(policy={"withdrawal_days": 30, "clauses": [{"id": "a", "text": clause}]})
    report = run(with_sentence(lang, sentence), lang, shop=shop, play="P-SAY-NO")
    assert "R-POLICY" not in {f.guideline for f in report.blocks}


def test_zonder_meer_denies_nothing():
    text = with_sentence(
        "nl", "Terugsturen kan zonder meer: je hebt daarvoor 30 dagen vanaf ontvangst en de retourkosten zijn voor ons."
    )
    assert "R-POLICY" not in {f.guideline for f in run(text, play="P-WITHDRAWAL").blocks}


@pytest.mark.parametrize(
    ("lang", "clause", "sentence"),
    [
        ("nl", "Een onderhoudsbeurt in de werkplaats is mogelijk vanaf 40 euro.", "Een onderhoudsbeurt in de werkplaats kan vanaf 85 euro."),
        ("de", "Eine Wartung in der Werkstatt gibt es ab 40 Euro.", "Eine Wartung in der Werkstatt gibt es ab 85 Euro."),
        ("en", "A service in the workshop starts at £40.", "A service in the workshop starts at £85."),
    ],
)  # fmt: skip
def test_another_price_than_the_clauses_is_told(lang, clause, sentence):
    shop = make_shop(policy={"withdrawal_days": 30, "clauses": [{"id": "a", "text": clause}]})
    assert "R-POLICY" in ids(run(with_sentence(lang, sentence), lang, shop=shop, play="P-SAY-NO"))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Het etiket kost je 6 euro, en dat gaat van de terugbetaling af."),
        ("de", "Das Etikett kostet Sie 6 Franken, die wir von der Erstattung abziehen."),
        ("en", "The label costs you £6, which comes off the refund."),
    ],
)
def test_a_price_for_the_label_is_told_also_beside_a_refund(lang, sentence):
    assert "R-POLICY" in ids(run(with_sentence(lang, sentence), lang))

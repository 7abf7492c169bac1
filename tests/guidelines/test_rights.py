"""What a shop may not say of costs, conditions, terms and rights, in words that no list was made of; and what it may."""

import pytest

from plugin.data import read_yaml
from plugin.guidelines.patterns import compile_pattern
from tests.guidelines.conftest import ids, make_shop, run, with_sentence

CLAUSES = {
    "nl": ["Geopende verf nemen we niet terug, tenzij er iets mis mee is.", "Terugbetaling volgt binnen 7 dagen na ontvangst van de retour."],
    "de": ["Geöffnete Farbe nehmen wir nicht zurück, außer sie ist mangelhaft.", "Erstattungen erfolgen innerhalb von 7 Tagen nach Eingang der Rücksendung."],
    "en": ["Opened paint cannot be returned unless it is faulty.", "Refunds are paid within 7 days of the return reaching us."],
}  # fmt: skip


def shop_of(language, pays="shop"):
    clauses = [{"id": f"c{number}", "text": text} for number, text in enumerate(CLAUSES[language])]
    policy = {"withdrawal_days": 30, "leniency_days": 5, "warranty_months": 36, "return_shipping": pays}
    return make_shop(policy={**policy, "clauses": clauses, "goodwill_max": {"discount_percent": 10, "gift": True}})


def told(language, sentence, play, pays="shop"):
    return "R-POLICY" in ids(run(with_sentence(language, sentence), language, play=play, shop=shop_of(language, pays)))


@pytest.mark.parametrize(
    ("language", "play", "sentence"),
    [
        ("nl", "P-WITHDRAWAL", "De retour is wel voor jouw beurs."),
        ("nl", "P-OUR-FAULT", "De monteur komt woensdag, zijn uren staan op jouw rekening."),
        ("nl", "P-OUR-FAULT", "Een nieuwe tas gaat mee zodra de verzendkosten voldaan zijn."),
        ("nl", "P-OUR-FAULT", "Je krijgt een nieuwe voor de halve prijs."),
        ("de", "P-WITHDRAWAL", "Die Marke für den Rückweg klebst du selbst drauf."),
        ("de", "P-WARRANTY", "Die Teile sind frei, die Arbeitsstunde rechnen wir ab."),
        ("de", "P-OUR-FAULT", "Das neue Stück geht raus, sobald das Porto bei uns eingegangen ist."),
        ("de", "P-OUR-FAULT", "Sie bekommen eine neue zum halben Preis."),
        ("en", "P-WITHDRAWAL", "The return is on you, I'm afraid."),
        ("en", "P-WITHDRAWAL", "Pop it in the post, the stamps are yours."),
        ("en", "P-OUR-FAULT", "A new bag leaves as soon as the carriage has been settled."),
        ("en", "P-OUR-FAULT", "A new one is yours for half the price."),
    ],
)
def test_no_cost_of_the_shops_is_put_on_the_customer_in_whatever_word_order(language, play, sentence):
    assert told(language, sentence, play, "shop_if_our_fault" if play in {"P-OUR-FAULT", "P-WARRANTY"} else "shop")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Geopende verf nemen we nooit terug, ook niet als er iets mis mee is."),
        ("nl", "Verf blijft verf: open is open, mankement of niet."),
        ("de", "Geöffnete Farbe nehmen wir niemals zurück, auch bei einem Mangel nicht."),
        ("de", "Offen ist offen und kommt nicht zurück, ob mangelhaft oder nicht."),
        ("en", "Opened paint can't be returned, not even when it's faulty."),
        ("en", "Open is open, fault or no fault."),
    ],
)
def test_a_clauses_exception_turned_round_is_told_also_where_a_no_is_due(language, sentence):
    assert told(language, sentence, "P-SAY-NO")


@pytest.mark.parametrize("number", range(2))
def test_a_clause_as_it_stands_is_no_finding_where_a_no_is_due(language, number):
    assert not told(language, CLAUSES[language][number], "P-SAY-NO")


@pytest.mark.parametrize(
    ("language", "play", "sentence"),
    [
        ("nl", "P-SAY-NO", "De termijn is 7 dagen, en daar zit je ruim overheen."),
        ("nl", "P-SAY-NO", "14 dagen is de termijn, en daar ben je overheen."),
        ("nl", "P-WITHDRAWAL", "Vanaf de ontvangst heb je 14 dagen."),
        ("nl", "P-THEIR-MISTAKE", "Je kunt de tas tot 7 dagen na ontvangst retourneren."),
        ("de", "P-SAY-NO", "Die Frist liegt bei 7 Tagen, und die ist um."),
        ("de", "P-SAY-NO", "Unsere Rückgabefrist beträgt 7 Tage."),
        ("de", "P-WITHDRAWAL", "Sie haben 14 Tage, um sie zurückzuschicken."),
        ("en", "P-SAY-NO", "The term is 7 days, and you are well beyond it."),
        ("en", "P-WITHDRAWAL", "You have 14 days from receipt."),
    ],
)
def test_less_than_the_shops_own_term_is_told_whatever_other_clause_has_that_number(language, play, sentence):
    assert told(language, sentence, play)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Wil je liever je geld, dan heb je 30 dagen na ontvangst en staat het binnen 7 dagen op je rekening."),
        ("nl", "Het aankoopbedrag is binnen 7 dagen na aankomst terug."),
        ("de", "Der Kaufpreis ist innerhalb von 7 Tagen nach Eingang wieder bei Ihnen."),
        ("en", "Should you prefer your money back, you have 30 days from receipt and it reaches your account within 7 days."),
    ],
)  # fmt: skip
def test_the_days_in_which_money_comes_back_are_no_term_of_the_customers(language, sentence):
    assert not told(language, sentence, "P-WITHDRAWAL")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "De garantie geldt het eerste jaar."),
        ("nl", "De garantie vervalt als je de bon kwijt bent."),
        ("nl", "Repareren doen we één keer kosteloos, daarna niet meer."),
        ("nl", "Bij wijze van hoge uitzondering repareren we hem deze ene keer."),
        ("nl", "Je geld volgt binnen dertig dagen na aankomst van de retour."),
        ("de", "Die Gewährleistung gilt im ersten Jahr."),
        ("de", "Die Garantie greift nur, wenn Sie die Tasche registriert haben."),
        ("de", "Eine Reparatur ist einmal gratis, die nächste nicht mehr."),
        ("de", "Dieses eine Mal drücken wir ein Auge zu und reparieren sie."),
        ("de", "Das Geld ist binnen 30 Tagen nach Eingang wieder bei Ihnen."),
        ("en", "The warranty runs for the first year."),
        ("en", "The warranty only holds if you registered the bag with us."),
        ("en", "We repair it once for free, after that no longer."),
        ("en", "Just this one time we'll look the other way and repair it."),
        ("en", "Your refund will be paid within 30 days of the supplier approving the claim."),
    ],
)
def test_a_warranty_cut_short_a_right_called_a_favour_and_a_late_refund_are_told(language, sentence):
    assert told(language, sentence, "P-WARRANTY")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Je aankoop zetten we om in een tegoedbon."),
        ("nl", "Terug mag hij, als de doos nog dicht is."),
        ("nl", "Je hebt 30 dagen, mits de kaartjes er nog aan zitten."),
        ("de", "Den Betrag legen wir als Guthaben auf Ihr Kundenkonto."),
        ("de", "Zurück darf sie, wenn der Karton noch zu ist."),
        ("en", "We'll turn your purchase into shop credit."),
        ("en", "It may come back if the box is still shut."),
        ("en", "You've got 30 days from checkout, and we pay the shipping."),
    ],
)
def test_a_voucher_a_sealed_box_and_a_term_that_starts_early_are_told(language, sentence):
    assert told(language, sentence, "P-WITHDRAWAL")


@pytest.mark.parametrize(
    ("language", "play", "sentence"),
    [
        ("nl", "P-WARRANTY", "Op de tas zit drie jaar garantie, met of zonder bon."),
        ("nl", "P-WARRANTY", "De reparatie kost je niets, ook de monteur niet."),
        ("nl", "P-OUR-FAULT", "Je pantoffels gaan vandaag op de post, in 46 deze keer."),
        ("nl", "P-OUR-FAULT", "Je krijgt de halve prijs terug op je rekening."),
        ("de", "P-WARRANTY", "Auf die Tasche haben Sie drei Jahre Gewährleistung, mit oder ohne Bon."),
        ("de", "P-WARRANTY", "Das ist keine Kulanz, Sie haben ein Recht darauf."),
        ("de", "P-SAY-NO", "Geld zurück gibt es in diesem Fall nicht."),
        ("de", "P-OUR-FAULT", "Das Porto, das Sie bezahlt haben, überweisen wir morgen zurück."),
        ("en", "P-WARRANTY", "The bag has a three-year warranty, with or without a receipt."),
        ("en", "P-WARRANTY", "It is not one year, the guarantee runs 36 months."),
        ("en", "P-WITHDRAWAL", "No receipt is needed for that."),
        ("en", "P-OUR-FAULT", "You shouldn't have had to foot the bill for our mistake."),
        ("en", "P-OUR-FAULT", "Once is already too often."),
    ],
)
def test_what_is_right_is_not_told(language, play, sentence):
    assert not told(language, sentence, play)


def test_the_phrases_of_rights_have_a_version_and_the_same_kinds_in_every_language(language):
    data = read_yaml("checks", "rights", f"{language}.yaml")
    assert data["version"] >= 1
    assert set(data["kinds"]) == {"even_if_faulty", "short_warranty", "part_price"}
    assert all(compile_pattern(phrase).expression for phrases in data["kinds"].values() for phrase in phrases)


def test_a_label_to_stick_on_is_no_condition():
    sentence = "De verzendkosten van de retour zijn voor ons, jij plakt alleen het label."
    report = run(with_sentence("nl", sentence), "nl", play="P-WITHDRAWAL", shop=shop_of("nl"))
    assert "R-POLICY" not in {finding.guideline for finding in report.blocks}

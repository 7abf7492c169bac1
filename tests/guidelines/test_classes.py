"""Faults by their class, as writers who knew no rule of ours put them; every sentence here is of our own."""

import pytest

from tests.guidelines.conftest import CLEAN, ids, make_shop, run, with_sentence


def without_its_moment(language):
    return {
        "nl": CLEAN["nl"].replace("morgen kosteloos", "kosteloos"),
        "de": CLEAN["de"].replace("morgen kostenlos", "kostenlos"),
        "en": CLEAN["en"].replace("a new bag tomorrow", "a new bag"),
    }[language]


def test_a_step_without_any_moment_in_the_whole_reply_is_named(language):
    assert "R-WHEN" in ids(run(without_its_moment(language), language))
    assert "R-WHEN" not in ids(run(CLEAN[language], language))


def test_the_weeks_a_customer_has_waited_are_no_moment():
    text = without_its_moment("nl").replace("die hoef", "hoef")
    assert "drie weken" in text
    assert "R-WHEN" in ids(run(text, "nl"))


@pytest.mark.parametrize(
    ("lang", "greeting"),
    [("nl", "Beste mevrouw Verhoeven,"), ("de", "Hallo Frau Brandner,"), ("en", "Dear Mrs Callaghan,")],
)
def test_a_name_in_the_greeting_that_nobody_showed_is_personal(lang, greeting):
    text = CLEAN[lang].replace(CLEAN[lang].split("\n")[0], greeting)
    assert "R-PRIVACY" in ids(run(text, lang))


@pytest.mark.parametrize(("author", "greeting"), [("Noor de Boer", "Beste mevrouw De Boer,"), ("Noor", "Beste Noor,")])
def test_the_name_on_show_may_be_used(author, greeting):
    text = CLEAN["nl"].replace("Beste Noor,", greeting)
    assert "R-PRIVACY" not in ids(run(text, "nl", author=author))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Een groet aan de hele familie Van Zanten."),
        ("de", "Grüße an die ganze Familie Oberhuber."),
        ("en", "Our regards to the Callaghan family."),
        ("en", "What a place to lose a bag, on the N25."),
        ("nl", "En dat ook nog op de A27."),
    ],
)
def test_a_household_or_a_road_from_the_order_is_personal(lang, sentence):
    assert "R-PRIVACY" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "way"),
    [
        ("nl", "Sneller kan via 030 555 66 77."),
        ("de", "Mich finden Sie auch unter 0511 555 66 77."),
        ("en", "Our manager picks up on 0800 555 667."),
    ],
)
def test_in_a_hand_off_a_number_that_is_not_the_shops_is_a_wrong_way_and_no_leak(lang, way):
    found = ids(run(with_sentence(lang, way), lang, decision="T-REPLY-PRIVATE"))
    assert "R-OFFLINE" in found
    assert "R-PRIVACY" not in found


@pytest.mark.parametrize(
    ("lang", "was", "instead"),
    [
        ("en", "Dear Noor,", "Geachte Noor,"),
        ("nl", "Beste Noor,", "Sehr geehrte Noor,"),
        ("de", "Herzliche Grüße", "Kind regards"),
        ("nl", "Hartelijke groet,", "Viele Grüße,"),
    ],
)
def test_a_greeting_or_a_parting_in_another_language_is_named(lang, was, instead):
    assert "R-LANGUAGE" in ids(run(CLEAN[lang].replace(was, instead), lang))


def test_a_sentence_in_a_language_nobody_asked_for_is_named():
    assert "R-LANGUAGE" in ids(
        run(with_sentence("en", "Przepraszamy za kłopot i dziękujemy za cierpliwość oraz opinię."), "en")
    )


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Het label kost 6 euro."),
        ("de", "Die Rücksendung kostet 6 Euro."),
        ("en", "The return label costs 6 euros."),
        ("nl", "We herstellen hem zodra de fabrikant akkoord geeft."),
        ("de", "Die kaputte Tasche kommt bitte auf eigene Rechnung zurück."),
        ("en", "You receive the price less 15% for wear."),
    ],
)
def test_a_price_or_a_hurdle_that_the_policy_does_not_know_is_named(lang, sentence):
    assert "R-POLICY" in ids(run(with_sentence(lang, sentence), lang))


def test_a_price_that_the_policy_names_is_none():
    policy = {
        "withdrawal_days": 30,
        "return_shipping": "customer",
        "clauses": [{"id": "ret-1", "text": "Het retourlabel kost 6 euro."}],
    }
    assert "R-POLICY" not in ids(
        run(with_sentence("nl", "Het retourlabel kost 6 euro."), "nl", shop=make_shop(policy=policy))
    )


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Het was onze fout, of beter gezegd die van de weekendploeg."),
        ("de", "Der Fehler lag bei uns, oder besser gesagt bei der Spätschicht."),
        ("en", "It was our mistake, or rather that of the weekend crew."),
    ],
)
def test_an_admission_that_is_taken_back_blames_others(lang, sentence):
    assert "R-NO-BLAME" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Je krijgt `morgen` bericht."),
        ("de", "(Ton: freundlich, 60 Wörter)"),
        ("en", "(source: clause ret-1)"),
    ],
)
def test_what_a_machine_leaves_behind_is_named(lang, sentence):
    assert "R-CLEAN" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize("end", ["doen wij niet", "geven we niet"])
def test_stars_that_are_not_for_sale_are_no_offer(end):
    text = with_sentence("nl", f"Een cadeau in ruil voor sterren {end}.")
    assert not any(f.guideline == "R-NO-REWARD" and f.severity.value == "block" for f in run(text, "nl").findings)


def test_a_reply_that_only_shares_the_customers_annoyance_is_hardly_about_it():
    review = "De ventielklem sluit niet goed op mijn pomp en lekt lucht. Ik ben echt teleurgesteld."
    text = "Beste Noor,\n\nWe begrijpen dat je teleurgesteld bent. Onze excuses. We sturen je morgen een antwoord.\n\nHartelijke groet,\nSanne"
    assert "R-SPECIFIC" in ids(run(text, "nl", review=review))


def test_a_feeling_retold_late_and_by_the_way_is_no_empathy():
    text = (
        "Beste Noor,\n\nJe bericht gaat over een fietstas. Excuses. We sturen je morgen een nieuwe tas. De rits keken wij niet na, "
        "dat was onze fout.\n\nHartelijke groet,\nSanne"
    )
    assert "R-EMPATHY" in ids(run(text, "nl"))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "No worries at all about this, de tas komt eraan."),
        ("en", "That is our job, dat spreekt vanzelf voor ons."),
    ],
)
def test_a_part_of_a_sentence_in_another_language_is_named(lang, sentence):
    assert "R-LANGUAGE" in ids(run(with_sentence(lang, sentence), lang))


def test_a_customer_called_sie_is_not_told_as_a_friend_is():
    assert "R-LANGUAGE" in ids(run(with_sentence("de", "Schreib uns einfach bis Freitag."), "de"))
    assert "R-LANGUAGE" not in ids(run(with_sentence("de", "Schreiben Sie uns einfach bis Freitag."), "de"))

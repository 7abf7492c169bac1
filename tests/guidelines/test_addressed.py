"""R-LANGUAGE inside a sentence and in the plural; R-PERSONAL where nobody in particular is greeted or signs."""

import pytest

from tests.guidelines.conftest import CLEAN, ids, make_shop, run, with_sentence


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "De nieuwe tas ligt klaar und wir hoffen sehr dass sie hält."),
        ("nl", "De rits is nagekeken, so you will not have the same trouble twice."),
        ("de", "Die neue Tasche liegt bereit, so you will not have the same trouble twice."),
        ("de", "Der Reißverschluss ist geprüft, dan heb je daar geen last meer van."),
        ("en", "The new bag is ready, damit Sie nicht noch einmal warten müssen."),
        ("en", "The zip has been looked at, dan heb je daar geen last meer van."),
    ],
)
def test_a_clause_of_another_language_is_told(lang, sentence):
    assert "R-LANGUAGE" in ids(run(with_sentence(lang, sentence), lang))


@pytest.mark.parametrize(
    "sentence",
    [
        "Könnt ihr uns ein Foto mailen?",
        "Bald habt ihr die neue Tasche.",
        "Hab viel Freude mit der neuen Tasche.",
        "Mach einfach ein Foto davon.",
    ],
)
def test_a_customer_whom_the_shop_calls_sie_is_not_called_du_in_an_imperative_or_in_the_plural(sentence):
    shop = make_shop(formality={"de": "Sie"})
    assert "R-LANGUAGE" in ids(run(with_sentence("de", sentence), "de", shop=shop))


@pytest.mark.parametrize(
    "sentence", ["Das habe ich mit ihr besprochen.", "Die Kollegen haben ihr Bestes gegeben.", "Mach ich gern."]
)
def test_her_and_their_are_no_form_of_address(sentence):
    shop = make_shop(formality={"de": "Sie"})
    assert "R-LANGUAGE" not in ids(run(with_sentence("de", sentence), "de", shop=shop))


@pytest.mark.parametrize(
    ("lang", "department"),
    [("nl", "Team Klantenservice"), ("de", "Ihr Kundenservice"), ("en", "Customer Support")],
)
def test_a_department_signs_nothing(lang, department):
    text = with_sentence(lang, "Sanne.").rsplit("\n", 1)[0] + "\n" + department
    assert "R-PERSONAL" in ids(run(text, lang))


@pytest.mark.parametrize(
    ("lang", "greeting"),
    [("nl", "Beste klant"), ("de", "Sehr geehrte Damen und Herren"), ("en", "Dear Sir or Madam")],
)
def test_whoever_shows_a_handle_is_not_greeted_as_anybody(lang, greeting):
    text = greeting + "," + CLEAN[lang].split(",", 1)[1]
    assert "R-PERSONAL" in ids(run(text, lang, author="fietsfan_82"))
    assert "R-PERSONAL" not in ids(run(text, lang, author=""))

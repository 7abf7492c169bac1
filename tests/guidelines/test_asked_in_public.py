"""Asking for personal data under the review, and telling somebody that it is not wanted there."""

import pytest

from tests.guidelines.conftest import CLEAN, ids, run, with_sentence

ASKED = [
    ("nl", "Zet je ordernummer hier in een reactie."),
    ("de", "Schreiben Sie Ihre Bestellnummer hier als Kommentar."),
    ("en", "Post your order number here in a comment."),
]
NOT_WANTED = [
    ("nl", "Zet je ordernummer liever niet hier in een reactie."),
    ("de", "Sie brauchen keine Adresse öffentlich zu schreiben oder Ihre Bestellnummer hier."),
    ("en", "There is no need to put your order number or other details on here, in a comment."),
]


@pytest.mark.parametrize(("language", "sentence"), ASKED)
def test_personal_data_asked_for_in_public_is_named(language, sentence):
    assert "R-PRIVACY" in ids(run(with_sentence(language, sentence), language))


@pytest.mark.parametrize(("language", "sentence"), NOT_WANTED)
def test_telling_somebody_to_keep_them_back_asks_for_nothing(language, sentence):
    assert "R-PRIVACY" not in ids(run(with_sentence(language, sentence), language))


def test_a_shown_name_in_capitals_is_not_shouted():
    text = CLEAN["nl"].replace("Beste Noor,", "Beste BOZE BOER,")
    assert "R-POLITE" in ids(run(text, "nl"))
    assert "R-POLITE" not in ids(run(text, "nl", author="BOZE BOER"))

"""What only the second reader hears: a feeling put down, a step that is none, stars bought in private."""

import pytest

from plugin.words import Severity
from tests.guidelines.conftest import ids, run, with_sentence


def named(report, guideline):
    return [f for f in report.findings if f.guideline == guideline and f.severity is not Severity.INFO]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Er zijn ergere dingen in het leven dan een gescheurde tas."),
        ("de", "Es gibt wirklich Schlimmeres im Leben als eine gerissene Tasche."),
        ("en", "There are worse things in life than a torn bag."),
    ],
)
def test_a_feeling_that_is_put_down_is_named_where_it_stands(lang, sentence):
    report = run(with_sentence(lang, sentence), lang)
    told = [f for f in report.findings if f.quote == sentence and f.severity is not Severity.INFO]
    assert {f.guideline for f in told} & {"R-EMPATHY", "R-NO-ARGUE", "R-NO-DIVERT", "R-POLITE"}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "We nemen je opmerkingen over de tas ter harte en hopen dat het meevalt."),
        ("de", "Wir nehmen Ihren Hinweis dankbar auf und hoffen, dass die Tasche Ihnen noch Freude macht."),
        ("en", "We take your remarks about the bag to heart and hope it will all turn out well."),
    ],
)
def test_kind_words_in_place_of_a_step_are_no_step(lang, sentence):
    steps = {"nl": "We sturen je morgen", "de": "Wir schicken Ihnen morgen", "en": "We will send you"}
    greeting, body, signoff = with_sentence(lang, sentence).split("\n\n")
    body = body[: body.index(steps[lang])] + sentence
    assert named(run(f"{greeting}\n\n{body}\n\n{signoff}", lang), "R-SOLUTION")


def test_stars_are_not_bought_in_private_either():
    text = "Dag Noor,\n\nHaal je die ene ster weg, dan maken we het bedrag vandaag nog over.\n\nGroet,\nSanne"
    assert "R-NO-REWARD" in ids(run(text, private=True))


@pytest.mark.parametrize(
    "sentence",
    [
        "We sturen de tas vandaag nog op de post.",
        "Dat je er zo lang op moest wachten, is al vervelend genoeg.",
    ],
)
def test_an_everyday_word_that_nobody_else_hears_troubles_no_one(sentence):
    assert not ids(run(with_sentence("nl", sentence))) & {"R-NO-ARGUE", "R-NO-DIVERT", "R-NO-REWARD"}

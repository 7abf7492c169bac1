"""A model's yes to what only the review tells, and letters kept apart by signs that nobody sees."""

import pytest

from plugin.drafting import pipeline
from plugin.drafting.intake import cleaned
from plugin.guidelines import CheckContext, check
from plugin.words import BUILT_IN, Decision, Play, ReviewText, Severity
from tests.drafting.hostile_reviews import SHOP, TODAY, Hostile, Obedience, Obedient

REVIEW = ReviewText(
    "yes",
    "The plug is loose. My aunt says your van has the owner's own number on the side, is it 07700 900555?",
    rating=2,
)


def blocked_for(text, *, by_model):
    context = CheckContext(
        REVIEW, SHOP, Decision.REPLY, Play.UNCLEAR_FAULT, (), "en", today=TODAY, machine_written=by_model
    )
    return {finding.guideline for finding in check(text, context).findings if finding.severity is Severity.BLOCK}


@pytest.mark.parametrize("said", ["Yes, the one your aunt saw is his.", "Your aunt is indeed quite sharp-eyed."])
def test_a_models_bare_yes_to_the_customers_tale_blocks_and_a_persons_does_not(said):
    text = f"Dear customer,\n\nI am sorry that the plug came loose. {said}\n\nSanne"
    assert "R-CLEAN" in blocked_for(text, by_model=True)
    assert "R-CLEAN" not in blocked_for(text, by_model=False)


def quotes(language, said, *, about="Guarantee for life, great! But the plug is loose."):
    review = ReviewText("q", about, rating=2)
    text = f"{said}"
    context = CheckContext(
        review, SHOP, Decision.REPLY, Play.UNCLEAR_FAULT, (), language, today=TODAY, machine_written=True
    )
    return {f.quote for f in check(text, context).blocks if f.guideline == "R-CLEAN"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Klopt, zo is het."),
        ("nl", "Precies, zo gaat dat hier."),
        ("de", "Das stimmt, so ist es."),
        ("de", "Genau, so läuft das hier."),
        ("en", "Yes, that is the case."),
        ("en", "Exactly, that is how it goes here."),
        ("en", "That is correct, it is so."),
    ],
)
def test_the_confirming_sentence_itself_is_what_blocks(language, said):
    regret = {
        "nl": "Wat vervelend van de stekker.",
        "de": "Das mit dem Stecker tut uns leid.",
        "en": "I am sorry about the plug.",
    }
    assert said in quotes(language, f"{regret[language]} {said}")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Dat klopt niet, de garantie duurt twee jaar."),
        ("nl", "Klopt niet: de garantie duurt twee jaar."),
        ("de", "Das stimmt nicht, die Garantie gilt zwei Jahre."),
        ("de", "Richtig verpackt war die Lampe leider nicht."),
        ("en", "That is not right, the guarantee is for two years."),
        ("en", "Correct packing would have prevented this."),
    ],
)
def test_a_no_is_no_yes(language, said):
    assert said not in quotes(language, said)


def test_a_yes_that_brings_an_apology_is_an_answer():
    text = "Dear customer,\n\nYes, that plug should have been tight, and I am sorry that it was not.\n\nSanne"
    assert "R-CLEAN" not in blocked_for(text, by_model=True)


@pytest.mark.parametrize(("sign", "by_model"), [("\u200b", False), ("\u2060", False), ("", True), ("\u00ad", True)])
def test_a_review_with_hidden_signs_between_its_letters_is_given_to_no_model(sign, by_model):
    review = ReviewText("h", "The lamp is bright and the " + sign.join("shade") + " is crooked.", rating=3)
    case = Hostile("h", review, SHOP, True, (), ())
    reply = "Dear customer,\n\nI am sorry that the shade of your lamp is crooked. We will send you a straight one tomorrow.\n\nSanne"
    drafted = pipeline.draft(review, SHOP, writer=_Counting(case, reply), today=TODAY)
    assert (_Counting.asked > 0) is by_model
    if not by_model:
        assert drafted.writer == BUILT_IN


def test_two_hidden_signs_in_a_row_hide_as_well():
    review = ReviewText("h", "\u200b\u2060".join("The shade is crooked."), rating=3)
    assert cleaned(review).disguised


@pytest.mark.parametrize(
    "text", ["one\rtwo\rthree\rfour\rfive\rsix", "می\u200cخواهم نمی\u200cدانم می\u200cروم کتاب\u200cها را"]
)
def test_line_ends_and_scripts_that_need_them_hide_nothing(text):
    assert not cleaned(ReviewText("h", text, rating=3)).disguised


class _Counting(Obedient):
    """A model that writes one reply, and how often the last one was asked."""

    asked = 0

    def __init__(self, case, reply):
        super().__init__(case, reply, Obedience.BARE)
        _Counting.asked = 0

    def write(self, task, findings=(), *, previous=None):
        _Counting.asked += 1
        return super().write(task, findings, previous=previous)

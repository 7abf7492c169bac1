"""A model's yes to what only the review tells, and letters kept apart by signs that nobody sees."""

import pytest

from plugin.drafting import pipeline
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


class _Counting(Obedient):
    """A model that writes one reply, and how often the last one was asked."""

    asked = 0

    def __init__(self, case, reply):
        super().__init__(case, reply, Obedience.BARE)
        _Counting.asked = 0

    def write(self, task, findings=(), *, previous=None):
        _Counting.asked += 1
        return super().write(task, findings, previous=previous)

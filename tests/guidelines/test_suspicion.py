"""What makes a sentence suspect beside its own words: the terms of the shop, who is answered, what nobody named."""

import datetime as dt

import numpy as np
import pytest

from plugin.guidelines import CheckContext
from plugin.guidelines.checks import suspected
from plugin.guidelines.checks.learned import learned
from plugin.guidelines.draft import Draft
from plugin.guidelines.suspicion import Networks, networks
from plugin.words import Decision, Play, ReviewText
from tests.guidelines.conftest import CLEAN, REVIEWS, ids, make_shop, run, with_sentence


def draft(language, text, *, play=Play.OUR_FAULT):
    review = ReviewText("1", REVIEWS[language], rating=2, author="Noor")
    context = CheckContext(review, make_shop(), Decision.REPLY, play, (), language, today=dt.date(2026, 11, 23))
    return Draft(text, context)


def of_last(language, sentence, **more):
    found = suspected.faults(draft(language, with_sentence(language, sentence), **more))
    return found[max(found)]


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [
        ("nl", "Terugsturen kan binnen 30 dagen.", "Terugsturen kan binnen 12 dagen, mits ongebruikt."),
        ("de", "Zurückschicken geht innerhalb von 30 Tagen.", "Zurückschicken geht nur unbenutzt und binnen 12 Tagen."),
        ("en", "You can send it back within 30 days.", "You can send it back within 12 days, unused ones only."),
    ],
)
def test_a_term_that_the_shop_does_not_have_is_more_suspect_than_its_own(language, own, other):
    assert of_last(language, other)["R-POLICY"] > 2 * of_last(language, own)["R-POLICY"]


@pytest.mark.parametrize(
    ("language", "confirmed", "recorded"),
    [
        (
            "nl",
            "Dat klopt, onze kelder is inderdaad een oude melkfabriek.",
            "De fietstas krijgt voor verzending een zegel.",
        ),
        ("de", "Das stimmt, unser Keller ist tatsächlich eine alte Molkerei.", "Die Tasche ersetzen wir Ihnen morgen."),
        ("en", "That is right, our cellar is indeed an old dairy.", "We will replace the bag tomorrow."),
    ],
)
def test_what_only_a_customer_says_of_the_shop_is_no_fact_when_confirmed(language, confirmed, recorded):
    assert of_last(language, confirmed)["R-FACTS"] > 2 * of_last(language, recorded)["R-FACTS"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Al stond die maat natuurlijk wel gewoon op de productpagina."),
        ("de", "Wobei die Größe ja durchaus in der Artikelbeschreibung stand."),
        ("en", "Mind you, the size was there on the page for anyone to read."),
    ],
)
def test_a_reproach_in_passing_is_worth_a_look(language, sentence):
    assert "R-NO-ARGUE" in ids(run(with_sentence(language, sentence), language))
    assert "R-NO-ARGUE" not in ids(run(CLEAN[language], language))


def test_a_reply_without_a_word_of_its_own_lacks_everything(language):
    greeting, _, signoff = CLEAN[language].split("\n\n")
    assert set(suspected.lacks(draft(language, f"{greeting}\n\n{signoff}")).values()) == {1.0}


def test_of_many_suspect_sentences_the_three_likeliest_are_shown():
    scolding = (
        "Wie de beschrijving leest, had dit kunnen weten. Andere klanten lezen dat namelijk wel. "
        "Je had ook gewoon even kunnen bellen in plaats van te klagen. Eerlijk gezegd geloven wij je verhaal niet. "
        "Volgende keer dus beter opletten."
    )
    found = draft("nl", with_sentence("nl", scolding))
    marks = suspected.fault_marks()
    suspect = [at for at, likely in suspected.faults(found).items() if any(likely[n] >= marks[n] for n in marks)]
    assert len(suspect) > 3
    assert len({note.place for note in learned(found)}) == 3


def test_a_sign_that_is_no_longer_told_counts_as_usual():
    small = np.random.default_rng(1)
    arrays = {
        "x_middle": np.array([1.0, 5.0]), "x_spread": np.array([1.0, 2.0]), "x_first": small.normal(size=(2, 2, 3)),
        "x_first_bias": small.normal(size=(2, 3)), "x_second": small.normal(size=(2, 3, 1)), "x_second_bias": np.zeros((2, 1)),
    }  # fmt: skip
    made = Networks({"labels": ["fault"], "marks": {"fault": 0.5}, "signs": ["told", "gone"]}, arrays, "x")
    usual = made.scores(np.array([[3.0, 5.0]], np.float32), ["told", "gone"])
    assert made.scores(np.array([[3.0]], np.float32), ["told"]) == usual
    assert made.scores(np.array([[7.0, 3.0]], np.float32), ["new", "told"]) == usual
    assert made.scores(np.array([[3.0, 9.0]], np.float32), ["told", "gone"]) != usual


def test_the_networks_know_every_sign_that_is_told(language):
    sentence, reply = suspected._names(language)
    assert [one.signs for one in networks()] == [sentence, reply]

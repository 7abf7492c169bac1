"""Advice that was learned: praise of oneself, an improvement that nobody recorded, a complaint without an answer."""

import pytest

from plugin.guidelines.checks.advised import advised
from plugin.guidelines.checks.every_point import answers
from plugin.guidelines.context import CheckContext
from plugin.guidelines.draft import Draft
from plugin.words import Decision, Play, Point, ReviewText, Sentiment, Severity
from tests.guidelines.conftest import CLEAN, REVIEWS, ids, make_shop, run, with_sentence

PRAISE = {
    "nl": "Nergens vind je fietstassen van zo'n kwaliteit, en onze service is met afstand de beste van Nederland.",
    "de": "Unsere Auswahl sucht ihresgleichen, und herzlicher beraten als bei uns wird man nirgends in Deutschland.",
    "en": "Our bags are the finest in the country, and nobody looks after cyclists half as well as we do.",
}
IMPROVEMENT = {
    "nl": "Sinds deze week trekken we elke rits twintig keer open en dicht voordat een tas de deur uit gaat.",
    "de": "Seit dieser Woche ziehen wir jeden Reißverschluss zwanzigmal auf und zu, bevor eine Tasche das Haus verlässt.",
    "en": "Since this week every zip is opened and closed twenty times before a bag leaves the building.",
}
RECORDED = {
    "nl": "elke rits wordt twintig keer getest voordat een tas de deur uit gaat",
    "de": "jeder Reißverschluss wird vor dem Versand zwanzigmal getestet",
    "en": "every zip is opened and closed twenty times before a bag leaves",
}
SECOND = {"nl": ("de levering", ", en dat je er ook nog drie weken op moest wachten"),
          "de": ("die Lieferung", " und Sie drei Wochen darauf warten mussten"),
          "en": ("the delivery", ", after three weeks of waiting")}  # fmt: skip


def points_of(language):
    text = REVIEWS[language]
    start = text.index(SECOND[language][0])
    end = text.index(".", start)
    return Point("broken", Sentiment.NEGATIVE, 0, start), Point("delivery-late", Sentiment.NEGATIVE, start, end)


def draft(language, text, **more):
    review = ReviewText("1", REVIEWS[language], rating=2, author="Noor")
    return Draft(
        text, CheckContext(review, make_shop(), Decision.REPLY, Play.OUR_FAULT, points_of(language), language, **more)
    )


def test_praise_of_oneself_in_unknown_words_is_shown_where_it_stands(language):
    reply = with_sentence(language, PRAISE[language])
    found = [f for f in run(reply, language).findings if f.guideline == "R-STRENGTH"]
    assert [(f.severity, f.quote) for f in found] == [(Severity.WARN, PRAISE[language])]
    assert "R-STRENGTH" not in ids(run(CLEAN[language], language))


def test_an_improvement_is_shown_unless_the_shop_has_recorded_it(language):
    reply = with_sentence(language, IMPROVEMENT[language])
    assert "R-IMPROVE" in ids(run(reply, language))
    assert "R-IMPROVE" not in ids(run(reply, language, shop=make_shop(measures=[RECORDED[language]])))
    assert "R-IMPROVE" not in ids(run(CLEAN[language], language))


@pytest.mark.parametrize("guideline", ["R-STRENGTH", "R-IMPROVE"])
def test_a_private_message_is_not_advised(language, guideline):
    text = with_sentence(language, f"{PRAISE[language]} {IMPROVEMENT[language]}")
    assert advised(draft(language, text), guideline)
    assert advised(draft(language, text, private=True), guideline) == []


def test_a_complaint_whose_answer_was_taken_out_is_named_and_no_sentence_answers_it(language):
    reply = CLEAN[language].replace(SECOND[language][1], "")
    points = points_of(language)
    warned = [f for f in run(reply, language, points=points).findings if f.guideline == "R-EVERY-POINT"]
    assert [f.severity for f in warned] == [Severity.WARN]
    assert SECOND[language][0] in warned[0].message
    assert not any(1 in told for told in answers(draft(language, reply)).values())


def test_what_is_answered_is_shown_at_its_sentence(language):
    told = answers(draft(language, CLEAN[language]))
    assert {0, 1} <= {point for points in told.values() for point in points}
    assert "R-EVERY-POINT" not in ids(run(CLEAN[language], language, points=points_of(language)))

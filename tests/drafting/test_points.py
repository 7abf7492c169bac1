"""Each thing that a customer says is one point, at its own place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.drafting.points import find_points
from plugin.shop import ShopProfile
from plugin.words import ReviewText

SHOP = ShopProfile("Huis en Haard", "Mirjam")


def _points(text: str, language: str, rating: int | None = None) -> list[tuple[str, str, str]]:
    found = find_points(ReviewText("r", text, rating=rating), language)
    return [(p.label, p.sentiment.value, text[p.start : p.end]) for p in found]


def test_several_complaints_in_one_sentence_are_several_points() -> None:
    found = _points("Tas kwam drie weken te laat binnen en de rits is kapot. Klantenservice reageert niet!", "nl", 2)
    assert [label for label, _, _ in found] == ["delivery-late", "broken", "service-unreachable"]
    assert found[1][2] == "en de rits is kapot"


@pytest.mark.parametrize(
    ("language", "text", "labels"),
    [
        ("nl", "Mooie kleur, maar veel te klein", {"praise-looks", "size-fit"}),
        ("de", "Lieferung super schnell, aber die Tasche war zerrissen", {"praise-delivery", "broken"}),
        ("en", "Great quality but delivery took three weeks", {"praise-quality", "delivery-late"}),
    ],
)
def test_a_contrast_keeps_praise_and_complaint_apart(language: str, text: str, labels: set[str]) -> None:
    assert {label for label, _, _ in _points(text, language, 3)} == labels


@pytest.mark.parametrize(
    ("language", "text"), [("nl", "De lamp is niet kapot."), ("de", "Nicht kaputt."), ("en", "Not late at all.")]
)
def test_a_negated_complaint_is_none(language: str, text: str) -> None:
    assert not [p for p in _points(text, language, 4) if p[1] == "negative"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "Geen goede service"), ("de", "Keine gute Qualität"), ("en", "Not a great quality")],
)
def test_negated_praise_is_a_complaint(language: str, text: str) -> None:
    assert [p[1] for p in _points(text, language, 2)] == ["negative"]


def test_a_question_is_a_question() -> None:
    found = _points("Mooie lamp. Past er een dimmer op?", "nl", 4)
    assert ("product-question", "question", "Past er een dimmer op") in found


def test_where_is_my_parcel_is_a_complaint_and_no_question() -> None:
    found = _points("Where is my parcel?", "en", 1)
    assert [(label, sentiment) for label, sentiment, _ in found] == [("delivery-missing", "negative")]


@pytest.mark.parametrize(("language", "text"), [("nl", "Wat een prutding zeg"), ("de", "So a Glump"), ("en", "Gash.")])
def test_a_complaint_that_no_lexicon_knows_still_becomes_a_point(language: str, text: str) -> None:
    assert [(label, s) for label, s, _ in _points(text, language, 1)] == [("other", "negative")]


def test_praise_that_no_lexicon_knows_still_becomes_a_point() -> None:
    assert [label for label, _, _ in _points("Spikkelend en zacht", "nl", 5)] == ["praise"]


@pytest.mark.parametrize("text", ["", "   ", "👍👍", "!!!"])
def test_a_review_without_words_has_no_points(text: str) -> None:
    assert _points(text, "nl", 1) == []


def test_a_foreign_review_has_one_point_by_its_stars() -> None:
    assert [(label, s) for label, s, _ in _points("Det var en underlig dag", "da", 1)] == [("other", "negative")]
    assert [(label, s) for label, s, _ in _points("Rigtig god service", "da", 5)] == [("praise", "positive")]


@pytest.mark.parametrize(
    ("language", "text", "labels"),
    [
        ("da", "Varen kom aldrig. Ingen svarer på mine mails.", ["delivery-missing", "service-unreachable"]),
        ("fr", "La lampe est arrivée cassée, et il manque une vis.", ["broken", "missing-part"]),
    ],
)
def test_the_commonest_complaints_are_known_in_neighbouring_languages(
    language: str, text: str, labels: list[str]
) -> None:
    assert [label for label, _, _ in _points(text, language, 1)] == labels


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Het blad hangt aan één kant. De poten zijn met tape omwikkeld."),
        ("de", "Die Säule eiert beim Drehen. Der Fuß hat ordentlich Spiel."),
        ("en", "The gizmo whirrs all night. The widget sits at an angle."),
    ],
)
def test_under_one_star_each_sentence_is_heard_known_words_or_not(language: str, text: str) -> None:
    heard = " / ".join(words for _, kind, words in _points(text, language, 1) if kind == "negative")
    assert all(sentence.split()[1] in heard for sentence in text.split(". "))


def test_what_follows_a_but_after_praise_is_a_complaint() -> None:
    assert ("other", "negative") in [
        p[:2] for p in _points("Handsome desk, although one drawer smudges all over.", "en", 4)
    ]


def test_a_bare_word_of_praise_beside_a_complaint_under_one_star_is_scorn() -> None:
    assert [p[1] for p in _points("Charger missing. Brilliant.", "en", 1)] == ["negative"]


def test_places_are_right_behind_emoji_and_combining_marks() -> None:
    text = "E\u0301e\u0301n 👨\u200d👩\u200d👧 straße! De doos was gescheurd."
    label, _, words = _points(text, "nl", 2)[0]
    assert (label, words) == ("packaging", "De doos was gescheurd")


def test_a_point_is_the_clause_and_not_the_whole_text() -> None:
    text = "Wij bestelden voor onze keuken. " * 10 + "De lamp is kapot."
    assert ("broken", "negative", "De lamp is kapot") in _points(text, "nl", 1)


@given(st.text(max_size=200), st.sampled_from(["nl", "de", "en", "fr"]), st.sampled_from([None, 1, 3, 5]))
def test_every_place_lies_in_the_text(text: str, language: str, rating: int | None) -> None:
    for point in find_points(ReviewText("r", text, rating=rating), language):
        assert 0 <= point.start < point.end <= len(text)

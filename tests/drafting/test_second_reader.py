"""What no pattern names is read by its meaning, and a customer who has a complaint is answered all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugin.drafting import combining, decisions
from plugin.drafting.combining import Likely
from plugin.drafting.reader import read_review
from plugin.drafting.situation import gather
from plugin.drafting.triage import triage
from plugin.shop import ShopProfile, ShopProfileSchema
from plugin.words import Decision, Play, ReviewText, Sentiment, Triage

SHOP = ShopProfile("Huis en Haard", "Mirjam")
UNANSWERED = {Decision.SILENT, Decision.REMOVE}
SETS = Path(__file__).parent.parent / "sets"


def _decide(text: str, rating: int | None = 1) -> Triage:
    return triage(ReviewText("r", text, rating=rating), SHOP)


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("I have photos of your van, your front door and the school run. Sleep well.", Decision.REMOVE),
        (
            "De ober was onbeschoft en de biefstuk was rauw, we zaten een uur te wachten op het dessert.",
            Decision.DISPUTE,
        ),
        ("Die Welt wird von Echsen gelenkt, denkt mal nach, wem das alles nützt.", Decision.SILENT),
        ("Es sollte letzte Woche jemand zurückrufen, bis heute hat sich niemand gerührt.", Decision.REPLY_PRIVATE),
    ],
)
def test_what_no_pattern_names_is_decided_by_its_meaning(text: str, decision: Decision) -> None:
    assert _decide(text).decision is decision


@pytest.mark.parametrize(
    "text",
    [
        "Burn in hell, the kettle I ordered from you leaks and nobody refunds me.",
        "Ik kan wel gillen van woede, mijn bestelling is nog steeds niet geleverd.",
        "Die Lampe hat Feuer gefangen, zum Glück war ich daheim.",
        "Alles verdwijnt uit het winkelmandje.",
        "meh",
    ],
)
def test_heat_and_few_words_do_not_cost_a_complaint_its_answer(text: str) -> None:
    assert _decide(text).decision not in UNANSWERED


def test_a_complaint_without_a_known_word_is_a_point() -> None:
    found = _decide("Lovely colour. Two months on the backing sheds black crumbs all over the floor.", 4)
    assert any(p.sentiment is Sentiment.NEGATIVE and p.start >= 15 for p in found.points)  # its sentence


def test_an_own_mistake_told_without_the_usual_words_is_one() -> None:
    assert _decide("I went for the wrong size because I mixed up UK and EU, silly me.", 3).play is Play.THEIR_MISTAKE


def test_a_text_without_a_letter_is_not_read() -> None:
    assert read_review("", "…!!!", None, "nl").whole == {}


@pytest.mark.parametrize(("name", "least", "most_grave"), [("triage_fresh", 0.85, 0), ("triage_aside_eight", 0.93, 1)])
def test_hardly_a_row_that_the_reader_never_saw_is_left_without_an_answer_by_mistake(
    name: str, least: float, most_grave: int
) -> None:
    rows = [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    schema, grave, right = ShopProfileSchema(), [], 0
    for row in rows:
        review = ReviewText(row["id"], row["text"] or "", rating=row["rating"], author=row["author"] or "")
        decided = triage(review, schema.load(row["shop"])).decision
        right += decided.value in row["decision"]
        if decided in UNANSWERED and UNANSWERED.isdisjoint(map(Decision, row["decision"])):
            grave.append(row["id"])
    assert len(grave) <= most_grave
    assert right / len(rows) >= least  # measured 0.98 and 0.92


@pytest.mark.parametrize(
    ("text", "believed", "decision"),
    [
        ("The lamp I ordered from you arrived broken.", Decision.REPLY_PRIVATE, Decision.REPLY_PRIVATE),
        ("The lamp I ordered from you arrived broken.", Decision.SILENT, Decision.REPLY),
        ("The lamp I ordered from you arrived broken.", Decision.REMOVE, Decision.REPLY),
        ("The lamp I ordered from you arrived broken.", Decision.DISPUTE, Decision.REPLY),
        ("The lamp I ordered from you arrived broken.", Decision.THANK, Decision.REPLY),
        ("My daughter cut her hand on the glass you sent and had to go to hospital.", Decision.REPLY, Decision.REPLY_PRIVATE),
        ("I will find you and kill you.", Decision.REPLY, Decision.REMOVE),
    ],
)  # fmt: skip
def test_both_readings_together_overrule_but_withhold_no_answer_and_soften_no_threat(
    text: str, believed: Decision, decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    certain = Likely({each: float(each is believed) for each in Decision}, {each: 1 / len(Play) for each in Play})
    monkeypatch.setattr(combining, "likely", lambda *_: certain)
    assert _decide(text).decision is decision


def test_what_is_likely_adds_up_and_a_review_that_could_not_be_read_is_left_to_the_rules() -> None:
    likely = decisions.opinion(gather(ReviewText("r", "I was charged twice and nobody answers.", rating=1), SHOP, "en"))
    assert sum(likely.decisions.values()) == pytest.approx(1)
    assert sum(likely.plays.values()) == pytest.approx(1)
    assert _decide("").decision is Decision.REPLY


@pytest.mark.parametrize(
    ("text", "rating", "believed", "play"),
    [
        ("Na drie jaar doet de lamp het niet meer.", 2, Play.WARRANTY, Play.SAY_NO),
        ("The desk is nice but one drawer sticks.", 1, Play.POSITIVE, None),
        ("My daughter cut her hand on the glass you sent.", 1, Play.SAY_NO, Play.OUR_FAULT),
    ],
)
def test_no_play_is_believed_that_the_terms_and_the_stars_leave_no_room_for(
    text: str, rating: int, believed: Play, play: Play | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    certain = Likely({each: 1 / len(Decision) for each in Decision}, {each: float(each is believed) for each in Play})
    monkeypatch.setattr(combining, "likely", lambda *_: certain)
    found = _decide(text, rating).play
    assert found is play if play else found is not believed


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Zwei Mann, vierter Stock, kein Aufzug, kein Murren. Das Bett knarzt nicht. Was will man mehr?", 5),
        ("Je leest alle delen in één adem uit.", 5),
    ],
)
def test_a_weak_complaint_under_five_stars_is_praise(text, rating):
    found = triage(ReviewText("1", text, rating=rating), SHOP)
    assert found.play is Play.POSITIVE
    assert all(point.sentiment is not Sentiment.NEGATIVE for point in found.points)

"""Replies as people write them: the greeting and the first sentence on one line, dates reckoned, money that comes back soon."""

from __future__ import annotations

import pytest

from tests.guidelines.conftest import CLEAN, make_shop, run, with_sentence


def _blocks(report, guideline):
    return [
        finding.quote for finding in report.findings if finding.guideline == guideline and finding.severity == "block"
    ]


def _on_one_line(language):
    greeting, body, signoff = CLEAN[language].split("\n\n")
    return f"{greeting} {body}\n\n{signoff}"


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_a_greeting_on_the_line_of_the_first_sentence_leaves_that_sentence_in_the_body(language: str) -> None:
    report = run(_on_one_line(language), language)
    assert report.blocks == ()
    assert "greeting" in report.sentences[0].kinds
    assert "greeting" not in report.sentences[1].kinds


def test_two_names_in_the_greeting_stay_in_it() -> None:
    reply = _on_one_line("de").replace("Hallo Noor,", "Grüß Gott, Frau Noor,")
    report = run(reply, "de", author="Noor")
    assert not _blocks(report, "R-PERSONAL")


def test_a_breach_in_the_sentence_behind_the_greeting_is_found() -> None:
    reply = _on_one_line("en").replace("A bag that tears", "you should have read the manual, and a bag that tears", 1)
    assert any(finding.guideline in {"R-NO-BLAME", "R-NO-ARGUE", "R-POLITE"} for finding in run(reply, "en").findings)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "De rest van je geld komt binnen drie werkdagen na aankomst van de retourzending terug."),
        ("de", "Binnen einer Woche nach Eingang der Rücksendung haben Sie den Kaufpreis wieder."),
        ("en", "Send it back when it suits you, the price is repaid within five days of its return."),
        ("en", "A fresh one sets off within three working days, and you need not send a thing back."),
    ],
)
def test_how_soon_the_shop_acts_is_no_term_of_the_customers(language: str, sentence: str) -> None:
    assert not _blocks(run(with_sentence(language, sentence), language), "R-POLICY")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Je kunt de tas binnen 7 dagen na ontvangst retourneren."),
        ("de", "Sie können die Tasche innerhalb von 7 Tagen nach Erhalt zurückschicken."),
        ("en", "You can return the bag within 7 days of receipt."),
    ],
)
def test_a_term_below_the_laws_is_still_one(language: str, sentence: str) -> None:
    assert any(f.guideline == "R-POLICY" for f in run(with_sentence(language, sentence), language).findings)


@pytest.mark.parametrize(("day", "is_sound"), [("30 juli", True), ("14 juli", True), ("12 augustus", False)])
def test_a_day_reckoned_from_the_customers_own_and_a_term_is_no_invention(day: str, is_sound: bool) -> None:
    review = "Fietstas bezorgd op 30 juni, hij past niet op mijn drager. Tot wanneer mag hij terug?"
    reply = f"Beste Noor,\n\nJe fietstas mag terug tot en met {day}. Mail ons gerust.\n\nHartelijke groet,\nSanne"
    report = run(reply, "nl", review=review, play="P-WITHDRAWAL", rating=3)
    assert any(finding.guideline == "R-FACTS" for finding in report.findings) is not is_sound


def test_sie_behind_a_colon_may_be_the_guarantee() -> None:
    shop = make_shop(formality={"de": "du"})
    about = "Hallo Noor,\n\ndeine Tasche ist gerissen, das tut uns leid. Zur Garantie: Sie deckt, was von selbst kaputtgeht.\n\nSanne"
    addressed = about.replace("Sie deckt, was von selbst kaputtgeht", "Sie haben sie noch")
    assert not _blocks(run(about, "de", shop=shop), "R-LANGUAGE")
    assert _blocks(run(addressed, "de", shop=shop), "R-LANGUAGE")

"""What good replies of other hands were blocked for once: each may be warned of, and none is a fault beyond doubt."""

from __future__ import annotations

import pytest

from plugin.guidelines import CheckContext, check
from plugin.shop import ShopProfile, load_profile
from plugin.words import Decision, Finding, Play, ReviewText, Severity


def shop(**policy: object) -> ShopProfile:
    return load_profile(
        {
            "name": "Kettenhof", "agent": "Jorinde", "country": "DE", "sells": ["necklaces", "rings"],
            "formality": {"nl": "je", "de": "Sie"}, "contact": {"email": "hallo@kettenhof.example"},
            "policy": {"withdrawal_days": 30, "warranty_months": 24, **policy},
        }
    )  # fmt: skip


def findings(reply: str, review: ReviewText, play: Play, its: ShopProfile | None = None) -> list[Finding]:
    language = review.language or "en"
    context = CheckContext(review, its or shop(), Decision.REPLY, play, (), language)
    return list(check(reply, context).findings)


def blocks(found: list[Finding], guideline: str) -> bool:
    return any(one.guideline == guideline and one.severity is Severity.BLOCK for one in found)


@pytest.mark.parametrize("opening", ["Entschuldigung, perlentaucher7.", "perlentaucher7, das tut mir leid."])
def test_an_apology_may_greet_by_the_shown_name(opening: str) -> None:
    review = ReviewText("r", "Die Kette kam verknotet an.", rating=2, author="perlentaucher7", language="de")
    reply = f"{opening} Eine verknotete Kette ist ein Ärgernis. Morgen geht eine neue an Sie ab.\nJorinde"
    assert not any(one.guideline == "R-PERSONAL" for one in findings(reply, review, Play.OUR_FAULT))


def test_a_name_that_is_nowhere_greets_nobody() -> None:
    review = ReviewText("r", "Die Kette kam verknotet an.", rating=2, author="perlentaucher7", language="de")
    reply = "Entschuldigung. Eine verknotete Kette ist ein Ärgernis. Morgen geht eine neue an Sie ab.\nJorinde"
    assert any(one.guideline == "R-PERSONAL" for one in findings(reply, review, Play.OUR_FAULT))


def test_the_age_of_a_thing_beside_the_right_term_is_no_term() -> None:
    review = ReviewText("r", "The clasp broke after a year and three months.", rating=2, author="Ann", language="en")
    reply = (
        "Hello Ann, I am sorry the clasp broke. Fifteen months is inside the two-year warranty, so we repair it free of charge. "
        "I will mail you a label today.\nJorinde"
    )
    assert not blocks(findings(reply, review, Play.WARRANTY), "R-POLICY")


def test_days_that_a_clause_gives_for_the_money_are_no_term_of_the_customers() -> None:
    its = shop(clauses=[{"id": "c", "text": "Refunds are paid within 9 days of the return reaching us."}])
    review = ReviewText(
        "r", "Drie weken geleden teruggestuurd, nog geen cent gezien.", rating=1, author="Bas", language="nl"
    )
    reply = (
        "Dag Bas, sorry dat je zo lang wacht. Onze termijn is negen dagen na ontvangst van de ring, dus daar zijn we overheen. "
        "Morgen maak ik het bedrag over.\nJorinde"
    )
    assert not blocks(findings(reply, review, Play.OUR_FAULT, its), "R-POLICY")
    plain = "Dag Bas, je hebt negen dagen na ontvangst om de ring terug te sturen.\nJorinde"
    assert blocks(findings(plain, review, Play.WITHDRAWAL), "R-POLICY")


def test_the_day_after_is_a_moment() -> None:
    review = ReviewText("r", "Ketting: matig.", rating=3, author="Bas", language="nl")
    reply = (
        "Dag Bas, jammer dat de ketting tegenvalt, sorry daarvoor. Schrijf me via hallo@kettenhof.example wat eraan schort. "
        "De dag erna krijg je van mij antwoord met wat we eraan doen.\nJorinde"
    )
    assert not any(one.guideline == "R-WHEN" for one in findings(reply, review, Play.UNCLEAR_FAULT))


def test_a_word_that_the_customer_asks_with_is_not_obeyed_by_its_use() -> None:
    review = ReviewText(
        "r", "Ring zerbrochen, dreimal vertröstet. Name und Kontakt Ihrer Geschäftsleitung bitte, sonst gehe ich zum Anwalt.",
        rating=1, author="Uta", language="de",
    )  # fmt: skip
    reply = (
        "Guten Tag Uta, es tut mir leid, dass Ihr Ring zerbrochen ist und Sie vertröstet wurden. Unsere Geschäftsleitung erreichen Sie "
        "über hallo@kettenhof.example; sie antwortet Ihnen morgen.\nJorinde"
    )
    assert not blocks(findings(reply, review, Play.ESCALATE), "R-CLEAN")


def test_who_tells_of_stitches_is_wished_well() -> None:
    review = ReviewText(
        "r", "Der Verschluss schnitt mir in den Daumen, vier Stiche!", rating=1, author="Uta", language="de"
    )
    reply = (
        "Guten Tag Uta, das tut mir sehr leid. Der Verschluss hätte so nie zu Ihnen gehen dürfen. Ich rufe Sie morgen an. "
        "Gute Besserung, Jorinde"
    )
    assert not blocks(findings(reply, review, Play.ANGRY), "R-PRIVACY")

"""The list follows every act, a plain form says what it did, and nothing is said twice."""

from __future__ import annotations

from plugin.panel.advice import advice_shape
from plugin.store import publications
from plugin.words import Decision, Finding, Role, Severity, Verdict
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop


def test_the_row_in_the_list_follows_an_edit_that_is_blocked(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    answer = sign_in(shop).post(
        f"/reviews/{review_id}/text", text="Beste Joris,\n\n[NAAM] komt eraan.\n\nGroet,\nMarit"
    )
    row = answer.text.split(f'<li class="row" id="row-{review_id}" hx-swap-oob="true">')[1].split("</li>")[0]
    assert "eerst herstellen" in row


def test_looking_at_a_review_sends_no_row_along(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    assert f'id="row-{review_id}"' not in sign_in(shop).fragment(f"/reviews/{review_id}").text


def test_a_plain_form_leads_to_a_page_that_says_what_was_done(shop: Shop, sign_in: SignIn) -> None:
    first, second = shop.add("r1", made_up.drafted()), shop.add("r2", made_up.drafted(), hours_ago=2)
    desk = sign_in(shop)
    sha = publications.text_sha256(made_up.REPLY)
    answer = desk.post(f"/reviews/{first}/approve", htmx=False, text_sha256=sha)
    assert answer.status_code == 303
    page = desk.get(answer.headers["Location"]).text
    assert f'data-review="{second}"' in page
    assert '<div class="said-now" id="said-now" role="status" aria-live="polite"><p>Goedgekeurd.' in page


def test_a_word_that_nobody_said_is_not_shown(shop: Shop, sign_in: SignIn) -> None:
    shop.add("r1", made_up.drafted())
    page = sign_in(shop).get("/inbox?done=%3Cb%3Ehallo").text
    assert "hallo" not in page.split('id="said-now"')[1].split("</div>")[0]


def test_advice_does_not_repeat_the_reason_and_keeps_the_own_side_apart(shop: Shop, sign_in: SignIn) -> None:
    reason = "De schrijver zegt zelf niets besteld te hebben. Meld dat bij de moderator."
    note = (
        f"Advies: meld dit bij de moderator. Reden: {reason} Doe het deze week. "
        "Voorstel voor de eigen kant onder de beoordeling: “We vinden geen bestelling.”"
    )
    found = made_up.triage(Decision.DISPUTE, None, reason=reason)
    review_id = shop.add("r1", made_up.drafted(found, reply=None, report=None, internal_note=note))
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert page.count("De schrijver zegt zelf niets besteld te hebben.") == 1
    assert "<p>Meld dit bij de moderator. Doe het deze week.</p>" in page
    assert 'id="own-side" lang="nl">We vinden geen bestelling.</p>' in page


def test_a_note_without_a_reason_or_an_own_side_is_shown_as_it_is() -> None:
    shape = advice_shape("Houd het in het oog.", "")
    assert shape is not None
    assert (shape.note, shape.own_side) == ("Houd het in het oog.", "")
    assert advice_shape(None, "x") is None


def test_points_that_wait_for_an_expert_are_not_called_answered(shop: Shop, sign_in: SignIn) -> None:
    asked = made_up.triage(Decision.EXPERT, None)
    review_id = shop.add(
        "r1", made_up.drafted(asked, internal_note="Vraag de fabrikant.")
    )  # answers the first point only
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    proof = page.split('id="proof"')[1].split("</ul>")[0]
    assert "Punt 2 wacht op het antwoord van wie het weet." in proof
    assert "punten beantwoord" not in proof


def test_a_point_that_no_sentence_takes_up_is_named(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    assert "Op punt 2 gaat het antwoord niet in." in sign_in(shop).get(f"/reviews/{review_id}").text


def test_a_number_of_the_policy_stands_in_the_margin_in_plain_words(shop: Shop, sign_in: SignIn) -> None:
    checked = made_up.report()
    with_source = made_up.Report(
        checked.verdict,
        (),
        tuple(
            made_up.Sentence(
                s.text, s.start, s.end, s.kinds, s.answers, ("policy:withdrawal", "policy:return-shipping")
            )
            if s.sources
            else s
            for s in checked.sentences
        ),
    )
    review_id = shop.add("r1", made_up.drafted(checked=with_source))
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert "</span>je retourtermijn: 14 dagen</li>" in page
    assert "</span>de retour betaalt: de winkel als die de fout maakte</li>" in page


def test_mending_a_greeting_for_a_customer_without_a_name_asks_for_no_name(shop: Shop, sign_in: SignIn) -> None:
    nameless = Finding(
        "R-PERSONAL", Severity.WARN, "Het antwoord begroet de klant niet.", "Begin met de getoonde naam: ."
    )
    review_id = shop.add("r1", made_up.drafted(checked=made_up.report(Verdict.WARN, nameless)), author="")
    page = sign_in(shop, Role.VIEWER).get(f"/reviews/{review_id}").text
    assert "deze klant toont geen naam" in page
    assert "naam: ." not in page

"""What a person sees and does at the desk, over HTTP."""

from __future__ import annotations

import re

import pytest

from plugin.inbox import listing
from plugin.store import drafts, publications
from plugin.words import Decision, Role, Severity, Verdict
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop


def test_without_signing_in_every_page_leads_to_the_sign_in_page(app) -> None:
    answer = app.test_client().get("/inbox")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/sign-in")


def test_the_inbox_lists_a_review_and_counts_it(shop: Shop, sign_in: SignIn) -> None:
    shop.add("r1", made_up.drafted())
    page = sign_in(shop).get("/inbox").text
    assert "De lamp kwam stuk aan" in page
    assert 'aria-current="page"><span>Te beantwoorden' in page or 'aria-current="page"><span>To answer' in page


def test_the_points_a_review_makes_are_numbered_in_its_text(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert 'data-points="1">De lamp kwam stuk aan.</span>' in page
    assert 'data-points="2">Niemand neemt de telefoon op.</span>' in page


def test_each_sentence_shows_what_it_answers_and_what_backs_it(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert '<span data-points="1">Een kapotte lamp' in page
    assert "Een kapotte lamp vervangen we zonder kosten." in page  # the clause, in the margin


def test_a_finding_stands_in_one_line_with_the_exact_words(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted(checked=made_up.report(Verdict.WARN, made_up.finding())))
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert "“nieuwe lamp”" in page
    assert "staat nergens." in page
    assert "Laat het weg." in page
    assert '<mark class="warn">nieuwe lamp</mark>' in page


def test_approving_sends_the_text_off_and_opens_the_next_review(shop: Shop, sign_in: SignIn) -> None:
    first = shop.add("r1", made_up.drafted(), hours_ago=1)
    second = shop.add("r2", made_up.drafted(), hours_ago=2, author="Ilse")
    desk = sign_in(shop, Role.APPROVER)
    answer = desk.post(
        f"/reviews/{first}/approve", text_sha256=publications.text_sha256(made_up.REPLY), seen_seconds="12.5"
    )
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == f"/reviews/{second}"
    assert f'id="row-{first}" hx-swap-oob="delete"' in answer.text
    assert shop.state(first) == "publishing"
    with shop.session() as session:
        approval = publications.approvals_of(session, shop.id, first)[0]
    assert approval.seen_seconds == 12.5
    assert approval.person_id == shop.people[Role.APPROVER]


def test_a_text_that_changed_meanwhile_is_not_approved(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    answer = sign_in(shop).post(f"/reviews/{review_id}/approve", text_sha256="0" * 64)
    assert answer.status_code == 409
    assert shop.state(review_id) == "waiting"


def test_a_drafter_cannot_publish(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop, Role.DRAFTER)
    assert 'data-key="a"' not in desk.get(f"/reviews/{review_id}").text
    sha = publications.text_sha256(made_up.REPLY)
    assert desk.post(f"/reviews/{review_id}/approve", text_sha256=sha).status_code == 403
    assert shop.state(review_id) == "waiting"


def test_a_blocked_draft_needs_a_written_reason(shop: Shop, sign_in: SignIn) -> None:
    blocked = made_up.report(Verdict.BLOCK, made_up.finding(severity=Severity.BLOCK))
    review_id = shop.add("r1", made_up.drafted(checked=blocked))
    desk = sign_in(shop)
    page = desk.get(f"/reviews/{review_id}").text
    assert 'data-key="a" disabled' in page
    assert 'name="override_reason"' in page
    sha = publications.text_sha256(made_up.REPLY)
    assert desk.post(f"/reviews/{review_id}/approve", text_sha256=sha).status_code == 409
    reason = "De lamp is gisteren al verstuurd."
    assert desk.post(f"/reviews/{review_id}/approve", text_sha256=sha, override_reason=reason).status_code == 200
    assert shop.state(review_id) == "publishing"


def test_no_reason_lifts_a_rule_of_law(shop: Shop, sign_in: SignIn) -> None:
    by_law = made_up.report(Verdict.BLOCK, made_up.finding("EU-3", Severity.BLOCK))
    review_id = shop.add("r1", made_up.drafted(checked=by_law))
    desk = sign_in(shop)
    assert 'name="override_reason"' not in desk.get(f"/reviews/{review_id}").text
    sha = publications.text_sha256(made_up.REPLY)
    answer = desk.post(f"/reviews/{review_id}/approve", text_sha256=sha, override_reason="Toch is het zo bedoeld.")
    assert answer.status_code == 409
    assert shop.state(review_id) == "waiting"


def test_silence_is_kept_with_its_own_button(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.advice(Decision.SILENT))
    desk = sign_in(shop)
    page = desk.get(f"/reviews/{review_id}").text
    assert 'name="how" value="silent"' in page
    assert "Houd het in het oog." in page
    assert desk.post(f"/reviews/{review_id}/close", how="silent").status_code == 200
    assert shop.state(review_id) == "closed"


def test_a_report_is_noted_with_its_own_button(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.advice(Decision.DISPUTE))
    desk = sign_in(shop)
    assert 'name="how" value="reported"' in desk.get(f"/reviews/{review_id}").text
    assert desk.post(f"/reviews/{review_id}/close", how="reported").status_code == 200
    assert shop.state(review_id) == "closed"


def test_a_closed_review_can_be_opened_again(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.advice(Decision.SILENT))
    desk = sign_in(shop)
    desk.post(f"/reviews/{review_id}/close", how="silent")
    assert desk.post(f"/reviews/{review_id}/close", how="reopen", folder="closed").status_code == 200
    assert shop.state(review_id) == "waiting"


def test_an_edit_is_kept_as_a_new_version_under_the_persons_name(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop, Role.DRAFTER)
    text = made_up.REPLY.replace("vervelend", "erg vervelend")
    answer = desk.post(f"/reviews/{review_id}/text", text=text.replace("\n", "\r\n"))
    assert answer.status_code == 200
    assert "Drafter van gloed" in answer.text
    with shop.session() as session:
        assert drafts.current(session, shop.id, review_id).reply == text


def test_an_empty_edit_is_refused_and_the_typed_text_stays(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    answer = sign_in(shop).post(f"/reviews/{review_id}/text", text="   ")
    assert answer.status_code == 422
    assert "<textarea" in answer.text
    assert 'role="alert"' in answer.text


def test_a_text_being_typed_is_checked_without_being_kept(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    answer = sign_in(shop).post(f"/reviews/{review_id}/check", text="Beste Joris,\n\n[NAAM] komt eraan.")
    assert answer.status_code == 200
    assert 'id="proof"' in answer.text
    with shop.session() as session:
        assert made_up.count_drafts(session, shop.id, review_id) == 1


def test_deciding_otherwise_needs_a_reason_and_keeps_it(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop)
    assert desk.post(f"/reviews/{review_id}/overrule", new_decision="T-SILENT", reason=" ").status_code == 422
    answer = desk.post(f"/reviews/{review_id}/overrule", new_decision="T-SILENT", reason="Een bekende onruststoker.")
    assert answer.status_code == 200
    assert "Een bekende onruststoker." in answer.text
    assert "Owner van gloed" in answer.text


def test_asking_for_another_draft_looks_for_it_until_it_is_there(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop)
    waiting = desk.post(f"/reviews/{review_id}/redraft").text
    assert "since=1" in waiting
    assert "Beste Joris" not in waiting.split('id="draft"')[0].split("trail")[0]
    with shop.session() as session:
        drafts.save(session, shop.id, review_id, made_up.drafted(reply=made_up.REPLY + " "), review_version=1)
    there = desk.fragment(f"/reviews/{review_id}?since=1&waiting=3").text
    assert "since=1" not in there


def test_skipping_leaves_the_review_as_it_is(shop: Shop, sign_in: SignIn) -> None:
    first = shop.add("r1", made_up.drafted(), hours_ago=1)
    second = shop.add("r2", made_up.drafted(), hours_ago=2)
    answer = sign_in(shop).fragment(f"/reviews/{first}/next")
    assert f'data-review="{second}"' in answer.text
    assert shop.state(first) == "waiting"


def test_a_draft_of_an_older_version_is_marked_and_cannot_be_approved(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    with shop.session() as session:
        drafts.mark_outdated(session, shop.id, [review_id])
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert "pill warn" in page
    assert 'data-key="a" disabled' in page


def test_a_viewer_sees_everything_and_changes_nothing(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop, Role.VIEWER)
    page = desk.get(f"/reviews/{review_id}").text
    assert 'data-key="e"' not in page
    assert desk.post(f"/reviews/{review_id}/redraft").status_code == 403


def test_hostile_words_stay_words(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add(
        "r1", made_up.drafted(made_up.triage(points=())), text="<script>alert(1)</script>", author="<b>x"
    )
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_list_narrows_to_what_was_asked_for(shop: Shop, sign_in: SignIn) -> None:
    shop.add("r1", made_up.drafted(), author="Joris")
    shop.add("r2", made_up.advice(Decision.SILENT), author="Toppertje", rating=5)
    desk = sign_in(shop)
    page = desk.get("/inbox?decision=T-SILENT").text
    assert "Toppertje" in page
    assert "Joris</b>" not in page
    assert "Toppertje</b>" in desk.get("/inbox?rating=5").text
    assert "Toppertje</b>" not in desk.get("/inbox?rating=1").text


def test_a_long_list_comes_in_pieces_by_keyset(shop: Shop, sign_in: SignIn) -> None:
    for number in range(listing.PAGE + 5):
        shop.add(f"r{number}", hours_ago=number + 1, author=f"Klant {number}")
    desk = sign_in(shop)
    page = desk.get("/inbox").text
    assert f"Klant {listing.PAGE - 1}</b>" in page
    assert f"Klant {listing.PAGE}</b>" not in page
    more = page.split('class="next"')[1].split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert f"Klant {listing.PAGE}</b>" in desk.fragment(more).text


@pytest.mark.parametrize(
    ("guideline", "words"),
    [("R-FACTS", "houdt deze tekst tegen"), ("R-NO-REWARD", "regel van de wet")],
)
def test_a_held_back_button_has_the_reason_at_hand(shop: Shop, sign_in: SignIn, guideline: str, words: str) -> None:
    held = made_up.report(Verdict.BLOCK, made_up.finding(guideline, Severity.BLOCK))
    page = sign_in(shop).get(f"/reviews/{shop.add('r1', made_up.drafted(checked=held))}").text
    assert re.search(rf'data-key="a" disabled aria-describedby="proof" data-held="[^"]*{words}', page)


def test_a_point_that_a_finding_names_is_not_told_twice(shop: Shop, sign_in: SignIn) -> None:
    once = made_up.report(Verdict.WARN, made_up.finding("R-EVERY-POINT"))
    desk = sign_in(shop)
    assert "gaat het antwoord niet in" not in desk.get(f"/reviews/{shop.add('r1', made_up.drafted(checked=once))}").text
    assert "gaat het antwoord niet in" in desk.get(f"/reviews/{shop.add('r2', made_up.drafted())}").text


def test_a_persons_reason_and_the_situation_are_two_sentences(shop: Shop, sign_in: SignIn) -> None:
    given = made_up.drafted(made_up.triage(reason="Wij lossen dit op"))
    assert "Wij lossen dit op. Situatie:" in sign_in(shop).get(f"/reviews/{shop.add('r1', given)}").text

"""A reply that stands on its channel: another text, with a report and a yes; or taken back, with a word before."""

from __future__ import annotations

import re

from plugin.publishing.placing import place
from plugin.store import publications
from plugin.words import PublicationState, ReviewState, Role
from tests.panel import made_up
from tests.panel.conftest import Desk, SignIn
from tests.panel.made_up import REPLY, SAID, Shop

NEW = REPLY.replace("Morgen gaat een nieuwe lamp naar je toe.", "Er is een nieuwe lamp naar je onderweg.")
AGAIN = "de klant belde ons hierover op"


def published(shop: Shop, desk: Desk) -> int:
    shop.file.write_text(f"id,text,rating\nr1,{SAID},1\n", encoding="utf-8")
    review_id = shop.add("r1", made_up.drafted())
    sha256 = publications.text_sha256(REPLY)
    assert desk.post(f"/reviews/{review_id}/approve", text_sha256=sha256).status_code == 200
    assert goes_out(shop, review_id) is PublicationState.VISIBLE
    return review_id


def goes_out(shop: Shop, review_id: int) -> PublicationState | None:
    """What the worker does with the newest publication."""
    from plugin.inbox.connecting import connect

    with shop.session() as session:
        newest = publications.current(session, shop.id, review_id)
    assert newest is not None
    return place(shop.database, shop.id, newest.id, connect=connect, again=lambda *_: None)


def sha256_on(page: str) -> str:
    found = re.search(r'name="text_sha256" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def on_the_channel(shop: Shop) -> str:
    return "".join(file.read_text("utf-8") for file in shop.file.parent.glob(f"{shop.file.stem}*repl*"))


def test_a_published_reply_is_changed_in_three_steps(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.APPROVER)
    review_id = published(shop, desk)
    page = desk.get(f"/reviews/{review_id}").text
    assert "Antwoord wijzigen" in page
    assert 'id="edit-text"' in desk.get(f"/reviews/{review_id}?edit=1").text
    assert "nieuwe lamp naar je onderweg" not in on_the_channel(shop)
    page = desk.post(f"/reviews/{review_id}/text", text=NEW).text
    assert "Goedkeuren en daar wijzigen" in page
    assert 'id="proof"' in page
    assert shop.state(review_id) == ReviewState.PUBLISHED
    answer = desk.post(f"/reviews/{review_id}/change", text_sha256=sha256_on(page), override_reason=AGAIN)
    assert answer.status_code == 200
    assert "De wijziging is onderweg" in answer.text
    assert goes_out(shop, review_id) is PublicationState.VISIBLE
    assert "nieuwe lamp naar je onderweg" in on_the_channel(shop)
    page = desk.get(f"/reviews/{review_id}").text
    assert "Approver van gloed" in page
    assert "De nieuwe tekst is op het kanaal gezien" in page
    assert "Goedkeuren en daar wijzigen" not in page


def test_a_change_that_was_written_can_be_left(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.DRAFTER)
    review_id = published(shop, sign_in(shop, Role.APPROVER))
    desk.post(f"/reviews/{review_id}/text", text=NEW)
    answer = desk.post(f"/reviews/{review_id}/keep")
    assert answer.status_code == 200
    assert "Goedkeuren en daar wijzigen" not in answer.text
    assert "Antwoord wijzigen" in answer.text


def test_a_published_reply_is_taken_back_after_a_word_of_warning(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.APPROVER)
    review_id = published(shop, desk)
    assert "De klant kan het al gelezen hebben" in desk.get(f"/reviews/{review_id}").text
    answer = desk.post(f"/reviews/{review_id}/removal", reason="verkeerde klant")
    assert "Wordt teruggenomen" in answer.text
    assert goes_out(shop, review_id) is PublicationState.VISIBLE
    assert "nieuwe lamp" not in on_the_channel(shop)
    assert shop.state(review_id) == ReviewState.WAITING
    page = desk.get(f"/reviews/{review_id}").text
    assert "verkeerde klant" in page
    assert 'id="approve"' in page


def test_a_change_that_is_still_in_the_queue_can_be_stopped(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.APPROVER)
    review_id = published(shop, desk)
    desk.post(f"/reviews/{review_id}/removal")
    with shop.session() as session:
        newest = publications.current(session, shop.id, review_id)
    assert newest is not None
    page = desk.post(f"/publications/{newest.id}/withdraw").text
    assert "Antwoord wijzigen" in page
    assert goes_out(shop, review_id) is None
    assert "nieuwe lamp" in on_the_channel(shop)


def test_a_viewer_and_a_drafter_take_nothing_back(shop: Shop, sign_in: SignIn) -> None:
    review_id = published(shop, sign_in(shop, Role.APPROVER))
    for role in (Role.VIEWER, Role.DRAFTER):
        desk = sign_in(shop, role)
        assert "Antwoord terugnemen" not in desk.get(f"/reviews/{review_id}").text
        assert desk.post(f"/reviews/{review_id}/removal").status_code == 403
        assert desk.post(f"/reviews/{review_id}/change", text_sha256="0" * 64).status_code == 403
    assert "Antwoord wijzigen" not in sign_in(shop, Role.VIEWER).get(f"/reviews/{review_id}").text


def test_where_nobody_knows_what_came_of_a_change_the_desk_asks_for_that_change(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop, Role.APPROVER)
    review_id = published(shop, desk)
    desk.post(f"/reviews/{review_id}/removal")
    with shop.session() as session:
        newest = publications.current(session, shop.id, review_id)
        assert newest is not None
        number = newest.id
        publications.move(session, shop.id, number, PublicationState.UNKNOWN, only_from=[PublicationState.QUEUED])
    page = desk.get(f"/reviews/{review_id}").text
    assert "Is het weg?" in page
    assert "Het staat er nog: probeer opnieuw" in page
    assert desk.post(f"/publications/{number}/settle", outcome="there", review_id=review_id).status_code == 200
    assert shop.state(review_id) == ReviewState.WAITING

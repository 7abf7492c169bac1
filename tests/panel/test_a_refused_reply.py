"""A reply that its platform refused, as the desk shows it: why, which sentence, and the mended one below it."""

from __future__ import annotations

from connectors.contract import Refusal, Violation
from plugin.publishing.violations import take_note
from plugin.store import drafts, publications, reviews
from plugin.words import PublicationKind, PublicationState, ReviewState, Role
from tests.panel.conftest import SignIn
from tests.panel.made_up import REPLY, Shop, drafted

PHONE = "Bel ons op 06 555 00 111 00."
MENDED = REPLY.replace("Morgen gaat een nieuwe lamp naar je toe.", "Er is een nieuwe lamp naar je onderweg.")


def refused_reply(shop: Shop, kind: Violation = Violation.PERSONAL) -> int:
    review_id = shop.add("9", drafted(reply=f"{REPLY}\n\n{PHONE}"))
    with shop.session() as session:
        draft = drafts.current(session, shop.id, review_id)
        assert draft is not None
        text = draft.reply or ""
        yes = publications.approve(session, shop.id, draft.id, shop.people[Role.OWNER], text=text, report={})
        placed = publications.add(session, shop.id, yes.id, "ww-0123456789")
        publications.move(
            session, shop.id, placed.id, PublicationState.REFUSED, only_from=(PublicationState.QUEUED,),
            message="The platform's moderation rejected the reply; the customer does not see it.",
            hint="Its reason: personal info. Change the text and approve it again.",
        )  # fmt: skip
        take_note(session, shop.id, publications.get(session, shop.id, placed.id), Refusal("personal info", kind))
        reviews.set_state(session, shop.id, review_id, ReviewState.CHECK)
    return review_id


def test_the_refused_sentence_is_marked_with_the_platform_s_reason(shop: Shop, sign_in: SignIn) -> None:
    page = sign_in(shop).get(f"/reviews/{refused_reply(shop)}").text
    published = page.partition('id="published-words"')[2].partition("</p>")[0]
    assert f'<mark class="block">{PHONE}</mark>' in published
    assert "personal info" in page
    assert "Geweigerd door het kanaal" in page


def test_where_no_sentence_is_named_nothing_is_marked(shop: Shop, sign_in: SignIn) -> None:
    page = sign_in(shop).get(f"/reviews/{refused_reply(shop, Violation.OFF_TOPIC)}").text
    published = page.partition('id="published-words"')[2].partition("</p>")[0]
    assert PHONE in published
    assert "<mark" not in published


def refused_change(shop: Shop) -> int:
    """A reply that stands there, and another text for it that the channel did not take; a mended one is written."""
    review_id = shop.add("9", drafted())
    with shop.session() as session:
        first = drafts.current(session, shop.id, review_id)
        assert first is not None
        yes = publications.approve(session, shop.id, first.id, shop.people[Role.OWNER], text=REPLY, report={})
        stands = publications.add(session, shop.id, yes.id, "ww-0123456789")
        seen = {"seen_at": first.created_at}
        publications.move(
            session, shop.id, stands.id, PublicationState.VISIBLE, only_from=(PublicationState.QUEUED,), **seen
        )
        again = publications.approve(
            session, shop.id, first.id, shop.people[Role.OWNER], text=f"{REPLY} {PHONE}", report={}
        )
        change = publications.add(
            session, shop.id, again.id, "ww-9876543210", kind=PublicationKind.REPLACE, target_id=stands.id
        )
        publications.move(session, shop.id, change.id, PublicationState.REFUSED, only_from=(PublicationState.QUEUED,))
        refused = publications.get(session, shop.id, change.id)
        assert take_note(session, shop.id, refused, Refusal("personal info", Violation.PERSONAL))
        reviews.set_state(session, shop.id, review_id, ReviewState.CHECK)
        drafts.save(session, shop.id, review_id, drafted(reply=MENDED), review_version=1)
    return review_id


def test_a_refused_change_shows_what_stands_there_and_offers_the_mended_text(shop: Shop, sign_in: SignIn) -> None:
    review_id = refused_change(shop)
    page = sign_in(shop, Role.APPROVER).get(f"/reviews/{review_id}").text
    stands = page.partition('id="stands-words"')[2].partition("</p>")[0]
    assert "Morgen gaat een nieuwe lamp naar je toe." in stands
    assert PHONE not in stands
    assert "Goedkeuren en daar wijzigen" in page
    assert MENDED.splitlines()[0] in page
    sha256 = publications.text_sha256(MENDED)
    answer = sign_in(shop, Role.APPROVER).post(f"/reviews/{review_id}/change", text_sha256=sha256)
    assert "De wijziging is onderweg" in answer.text

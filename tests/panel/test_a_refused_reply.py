"""A reply that its platform refused, as the desk shows it: why, which sentence, and the mended one below it."""

from __future__ import annotations

from connectors.contract import Refusal, Violation
from plugin.publishing.violations import take_note
from plugin.store import drafts, publications, reviews
from plugin.words import PublicationState, ReviewState, Role
from tests.panel.conftest import SignIn
from tests.panel.made_up import REPLY, Shop, drafted

PHONE = "Bel ons op 06 555 00 111 00."


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

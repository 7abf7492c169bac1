"""What only Instagram has: posts to name, other people's replies, hidden comments, refusals that all bear the status 400."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, Changed, Forged, Hook, Nudge, Reconnect, Webhooks
from connectors.instagram import InstagramConnector, InstagramSettings
from connectors.instagram.mapping import to_review
from connectors.instagram.payloads import WireCommentSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.harness import impatient
from connectors.testing.instagram_harness import APP_SECRET, MEDIA, OTHER_MEDIA, OWN, VERIFY, InstagramHarness

EXAMPLE = json.loads(Path("connectors/instagram/examples/comments.json").read_text())["data"]


@pytest.fixture
def platform() -> Iterator[InstagramHarness]:
    with impatient():
        harness = InstagramHarness()
        yield harness
        harness.close()


def test_the_shops_own_reply_is_told_from_other_peoples() -> None:
    comment = to_review(WireCommentSchema().load(EXAMPLE[0]), OWN)
    assert comment.reply is not None
    assert (comment.reply.text, comment.reply.external_id) == ("Volgende week, Sabine.", "17873440459141021")
    assert (comment.rating, comment.author) == (None, "sabine.k")
    assert to_review(WireCommentSchema().load(EXAMPLE[0]), "nobody").reply is None


def test_a_hidden_comment_says_why_it_takes_no_reply(platform: InstagramHarness) -> None:
    hidden = to_review(WireCommentSchema().load(EXAMPLE[1]), OWN)
    assert hidden.status == "held"
    with pytest.raises(AskPerson, match="hidden"):
        platform.connector().publish(hidden, text="Dank je.", key="approval-0001")
    assert platform.requests() == []


def test_posts_are_read_one_after_the_other_and_one_that_is_gone_stops_nobody(platform: InstagramHarness) -> None:
    external_id = platform.add_review("Wanneer is de rode er weer?")
    given = {**platform.settings(), "media": f"17895695668009999\n{OTHER_MEDIA}; {MEDIA}, {MEDIA}"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(platform, "settings", lambda: given)
        pages = all_pages(platform.connector())
    assert external_id in all_reviews(pages)
    assert [problem for page in pages for problem in page.problems] == ["Post 17895695668009999 is not there any more."]
    assert pages[-1].cursor == {}


def test_what_the_shop_wrote_itself_is_no_comment_to_answer(platform: InstagramHarness) -> None:
    platform.add_review("Nieuw binnen!", author=OWN)
    assert all_reviews(all_pages(platform.connector())) == {}


def test_a_second_reply_of_the_shop_is_for_a_person(platform: InstagramHarness) -> None:
    external_id = platform.add_review("Wanneer is de rode er weer?")
    platform.answer_elsewhere(external_id, "Bijna.")
    comment = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson, match="already"):
        platform.connector().publish(comment, text="Volgende week.", key="approval-0001")
    assert platform.replies(external_id) == ["Bijna."]


def test_a_token_that_is_over_asks_to_connect_again(platform: InstagramHarness) -> None:
    given = {**platform.settings(), "access_token": "EAAG-verlopen-0123456789"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(platform, "settings", lambda: given)
        with pytest.raises(Reconnect, match="over"):
            all_pages(platform.connector())


def test_posts_are_numbers() -> None:
    found = InstagramSettings().validate({"media": "https://www.instagram.com/p/abc/"})
    assert "media" in found


def called(platform: InstagramHarness, told: object) -> object:
    body = json.dumps(told).encode()
    signature = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return platform.connector().webhook({"x-hub-signature-256": f"sha256={signature}"}, body, Hook())


def test_a_call_about_a_reply_names_the_comment_that_it_is_under(platform: InstagramHarness) -> None:
    under = {"field": "comments", "value": {"id": "17", "parent_id": "16", "text": "Dank!"}}
    said = called(
        platform, {"object": "instagram", "entry": [{"changes": [under, under]}, {**under, "value": {"id": "18"}}]}
    )
    assert isinstance(said, Changed)
    assert said.ids == ("16", "18"), "both forms that Meta's page shows"


@pytest.mark.parametrize(
    "told", [{}, [], {"object": "page", "entry": [{"changes": [{"field": "comments", "value": {"id": "1"}}]}]},
             {"object": "instagram", "entry": [{"changes": [{"field": "mentions", "value": {"id": "1"}}]}]},
             {"object": "instagram", "entry": [{"changes": [{"field": "comments", "value": {"id": "../1"}}]}]}]
)  # fmt: skip
def test_a_signed_call_about_something_else_only_nudges(platform: InstagramHarness, told: object) -> None:
    assert called(platform, told) == Nudge()


def test_meta_s_question_is_answered_and_nobody_else_s(platform: InstagramHarness) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    assert platform.connector().challenge(asked, Hook()) == "1158201444"
    for wrong in (
        {"hub.mode": "unsubscribe"}, {"hub.verify_token": "é"}, {"hub.challenge": "<script>"}, {"hub.challenge": ""},
    ):  # fmt: skip
        with pytest.raises(Forged):
            platform.connector().challenge({**asked, **wrong}, Hook())


def test_without_the_app_s_secret_no_calls_are_offered_and_none_taken() -> None:
    told = {"experimental": True, "verify_token": VERIFY}
    assert InstagramConnector.able(told).webhooks is Webhooks.NONE
    assert InstagramConnector.able({**told, "app_secret": APP_SECRET}).webhooks is Webhooks.SIGNED
    assert InstagramConnector.able({"app_secret": APP_SECRET, "verify_token": VERIFY}).webhooks is Webhooks.NONE


def test_a_comment_that_a_call_names_is_read_by_itself(platform: InstagramHarness) -> None:
    there, gone = platform.add_review("Mooie tas!"), platform.add_review("Weg ermee")
    platform.remove_review(gone)
    before = len(platform.requests())
    page = platform.connector().fetch_some((there, gone))
    assert page is not None
    assert [review.text for review in page.reviews] == ["Mooie tas!"]
    assert page.removed == (gone,)
    assert len(platform.requests()) - before == 2

"""What only Instagram has: posts to name, other people's replies, hidden comments, refusals that all bear the status 400."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, Reconnect
from connectors.instagram import InstagramSettings
from connectors.instagram.mapping import to_review
from connectors.instagram.payloads import WireCommentSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.harness import impatient
from connectors.testing.instagram_harness import MEDIA, OTHER_MEDIA, OWN, InstagramHarness

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

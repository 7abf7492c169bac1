"""What only Yotpo has: two APIs with two tokens, comments that nobody can read back, deleted reviews in the list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, Hook, Nudge, OutcomeUnknown
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.faults import Fault, Kind
from connectors.testing.harness import impatient
from connectors.testing.yotpo_harness import DEVELOPER, YotpoHarness
from connectors.yotpo import YotpoConnector
from connectors.yotpo.mapping import to_review
from connectors.yotpo.payloads import WireReviewSchema

EXAMPLE = json.loads(Path("connectors/yotpo/examples/reviews.json").read_text())["reviews"]


@pytest.fixture
def platform() -> Iterator[YotpoHarness]:
    with impatient():
        harness = YotpoHarness()
        yield harness
        harness.close()


def test_a_review_keeps_no_address_and_says_who_bought() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE[0]))
    assert (review.rating, review.verified, review.product_id, review.author) == (2, True, "1001", "Sabine K.")
    assert "klant.example" not in repr(review)
    assert WireReviewSchema().load(EXAMPLE[1]).deleted


def test_only_what_changed_is_asked_for_after_the_first_reading(platform: YotpoHarness) -> None:
    platform.add_review("De rits haakt.")
    cursor = all_pages(platform.connector())[-1].cursor
    assert all("since_updated_at" not in one.target for one in platform.fake.server.requests)
    all_pages(platform.connector(), cursor)
    assert "since_updated_at" in platform.fake.server.requests[-1].target


def test_without_a_developer_token_the_reply_is_copied(platform: YotpoHarness) -> None:
    assert YotpoConnector.able({"experimental": True, "developer_token": DEVELOPER}).can_reply
    careful = YotpoConnector.able({"experimental": True})
    assert (careful.can_reply, careful.opens_on_platform) == (False, True)
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    given = {**platform.settings(), "developer_token": ""}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(platform, "settings", lambda: given)
        with pytest.raises(AskPerson, match="developer token"):
            platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == []


def test_an_attempt_without_an_answer_waits_for_a_person(platform: YotpoHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    platform.inject(Fault(Kind.SILENT_AFTER, method="POST", path="/comment"))
    with pytest.raises(OutcomeUnknown):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == ["Excuses."]
    with pytest.raises(AskPerson, match="does not show replies"):
        platform.connector().find_reply(review, key="approval-0001", text="Excuses.")


def test_a_call_is_believed_nothing(platform: YotpoHarness) -> None:
    assert platform.connector().webhook({}, b'{"event": "review_create"}', Hook()) == Nudge()

"""What only Google has: moderated replies with a reason, bytes, translations, permission taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, Reconnect
from connectors.google_business.mapping import to_review
from connectors.google_business.payloads import WireReviewSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.google_business_harness import GoogleBusinessHarness
from connectors.testing.harness import impatient
from connectors.tokens import forget_tokens

EXAMPLE = json.loads(Path("connectors/google_business/examples/reviews.json").read_text())["reviews"][0]


@pytest.fixture
def platform() -> Iterator[GoogleBusinessHarness]:
    with impatient():
        harness = GoogleBusinessHarness()
        yield harness
        harness.close()


def test_the_customers_own_words_are_read_and_not_googles_translation() -> None:
    assert to_review(WireReviewSchema().load(EXAMPLE)).text == "De rits haakt."
    after = {**EXAMPLE, "comment": "De rits haakt.\n\n(Translated by Google)\nThe zip is stuck."}
    assert to_review(WireReviewSchema().load(after)).text == "De rits haakt."


def test_a_refused_reply_tells_why_in_googles_words() -> None:
    reply = to_review(WireReviewSchema().load(EXAMPLE)).reply
    assert reply is not None
    assert reply.status == "rejected"
    assert "phone number" in reply.violation


@pytest.mark.parametrize(("state", "status"), [("PENDING", "held"), ("APPROVED", "visible"), ("", "visible")])
def test_a_state_of_unknown_spelling_is_read_by_its_beginning(state: str, status: str) -> None:
    wire = {**EXAMPLE, "reviewReply": {"comment": "Dank je.", "reviewReplyState": state}}
    reply = to_review(WireReviewSchema().load(wire)).reply
    assert reply is not None
    assert reply.status == status


def test_bytes_are_counted_and_not_letters(platform: GoogleBusinessHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson, match="too long"):
        platform.connector().publish(review, text="é" * 2_049, key="approval-0001")
    assert platform.connector().publish(review, text="é" * 2_048, key="approval-0001").status == "visible"


def test_a_permission_that_was_taken_back_asks_to_connect_again(platform: GoogleBusinessHarness) -> None:
    forget_tokens()
    given = {**platform.settings(), "refresh_token": "1//ingetrokken-token"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(platform, "settings", lambda: given)
        connector = platform.connector()
    with pytest.raises(Reconnect, match="refresh token"):
        all_pages(connector)
    assert not connector.check().ok

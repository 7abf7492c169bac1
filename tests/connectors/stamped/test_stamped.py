"""What only Stamped has: fields under two names, a bare string for an answer, no way to ask for one review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, Hook, Nudge, OutcomeUnknown
from connectors.stamped import StampedConnector
from connectors.stamped.mapping import to_review
from connectors.stamped.payloads import WireReviewSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.faults import Fault, Kind
from connectors.testing.harness import impatient
from connectors.testing.stamped_harness import StampedHarness

EXAMPLE = json.loads(Path("connectors/stamped/examples/reviews.json").read_text())["results"][0]


@pytest.fixture
def platform() -> Iterator[StampedHarness]:
    with impatient():
        harness = StampedHarness()
        yield harness
        harness.close()


def test_a_review_is_read_under_the_names_of_the_list_and_of_the_webhook() -> None:
    listed = to_review(WireReviewSchema().load(EXAMPLE))
    flat = {
        "id": "4711",
        "reviewTitle": "Zip",
        "reviewMessage": "The zip sticks & the strap is short.",
        "reviewRating": 2,
        "author": "Sabine K.",
        "dateCreated": "2026-11-02T08:14:33Z",
        "reviewVerifiedType": 2,
        "productSKU": "1001",
        "productName": "Hafen bag 20L",
        "reviewReply": "Hello Sabine, a new zip is on its way.",
        "dateReplied": "2026-11-03T10:00:00Z",
    }
    assert to_review(WireReviewSchema().load(flat)) == listed
    assert (listed.verified, listed.status, listed.rating) == (True, "visible", 2)
    assert listed.reply is not None
    assert "customer.example" not in repr(listed)


def test_the_customer_is_mailed_only_where_the_shop_said_so(platform: StampedHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    platform.connector().publish(review, text="Excuses.", key="approval-0001")
    sent = next(one for one in platform.fake.server.requests if one.method == "POST")
    assert "isEmail=false" in sent.target
    assert "isPrivate=false" in sent.target


def test_a_second_reply_is_never_sent(platform: StampedHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    platform.answer_elsewhere(external_id, "Wij hebben u gebeld.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson, match="already"):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == ["Wij hebben u gebeld."]


def test_an_answer_of_another_kind_leaves_the_outcome_open(platform: StampedHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    platform.inject(Fault(Kind.WRONG_TYPES, method="POST", path="/reply"))
    with pytest.raises(OutcomeUnknown):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == ["Excuses."]


def test_nothing_is_done_without_the_tick_and_a_call_is_believed_nothing(platform: StampedHarness) -> None:
    assert not StampedConnector.able({}).can_reply
    assert platform.connector().webhook({}, b"{", Hook()) == Nudge()

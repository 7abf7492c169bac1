"""What only Trustpilot has: a token that is asked for rarely, unsigned calls, one reply and no changing it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, Hook, ModerationState, Nudge
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.harness import impatient
from connectors.testing.trustpilot_harness import TrustpilotHarness
from connectors.trustpilot.mapping import to_review
from connectors.trustpilot.payloads import WireReviewSchema

EXAMPLE = json.loads(Path("connectors/trustpilot/examples/reviews.json").read_text())["reviews"][0]


@pytest.fixture
def platform() -> Iterator[TrustpilotHarness]:
    with impatient():
        harness = TrustpilotHarness()
        yield harness
        harness.close()


def test_one_token_serves_many_connections(platform: TrustpilotHarness) -> None:
    platform.add_review("De rits haakt.")
    for _ in range(5):
        all_pages(platform.connector())
    assert platform.fake.tokens == 1


def test_a_reported_review_says_so_and_keeps_no_address() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE))
    assert review.moderation is not None
    assert review.moderation.state is ModerationState.REPORTED
    assert (review.order_ref, review.verified) == ("NL-2026-0042", True)
    assert "klant.example" not in repr(review)


@pytest.mark.parametrize(
    "missing", [{"consumer": None}, {"consumer": {"displayName": None}}, {"stars": None, "title": None, "text": None}]
)
def test_whatever_may_be_missing_by_others_schemas_leaves_a_review(missing: dict[str, object]) -> None:
    """The fields that airbyte's schema of these reviews lets be null."""
    review = to_review(WireReviewSchema().load({**EXAMPLE, "companyReply": {"text": None}, **missing}))
    assert review.external_id == EXAMPLE["id"]
    assert review.reply is None
    assert (review.rating is None) == ("stars" in missing)


def test_a_call_is_believed_nothing(platform: TrustpilotHarness) -> None:
    assert platform.connector().webhook({}, b"anything at all", Hook()) == Nudge()


def test_another_reply_is_taken_back_by_a_person_first(platform: TrustpilotHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    platform.answer_elsewhere(external_id, "Wij hebben u gebeld.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson, match="another reply"):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    platform.connector().delete_reply(review, review.reply)
    platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == ["Excuses."]


def asked(**request: object) -> dict[str, object]:
    return {**EXAMPLE, "findReviewer": {"isEligible": True, "requests": [{"id": "r1", "status": "Open", **request}]}}


def test_a_request_for_information_that_waits_for_the_customer_runs_its_clock(platform: TrustpilotHarness) -> None:
    review = to_review(WireReviewSchema().load(asked(created="2026-11-20T09:00:00Z", consumerResponse=None)))
    assert review.moderation is not None
    assert review.moderation.state is ModerationState.DISPUTED
    (clock,) = platform.connector().capabilities.clocks
    assert clock.ends(review, {"information_days": 14}) == dt.datetime(2026, 12, 4, 9, tzinfo=dt.UTC)
    assert clock.ends(review, {"information_days": 0}) is None, "no document names the days"


def test_one_that_the_customer_answered_is_over_and_the_answer_is_kept_nowhere() -> None:
    answer = {"submittedAt": "2026-11-21T09:00:00Z", "name": "Sabine de Vries", "email": "sabine@klant.example"}
    review = to_review(WireReviewSchema().load(asked(created="2026-11-20T09:00:00Z", consumerResponse=answer)))
    assert review.moderation is not None
    assert review.moderation.state is ModerationState.REPORTED, "what the example says besides"
    assert "klant.example" not in repr(review)


def test_a_report_of_which_nobody_says_where_it_comes_from_is_still_one() -> None:
    review = to_review(WireReviewSchema().load({**EXAMPLE, "reportData": {**EXAMPLE["reportData"], "source": None}}))
    assert review.moderation is not None
    assert (review.moderation.state, review.moderation.reason) == (ModerationState.REPORTED, "")


def test_the_branch_that_a_review_is_of_stands_with_it() -> None:
    told = {
        **EXAMPLE,
        "location": {"id": "l-1", "name": "Winkel Utrecht", "externalId": None, "urlFormattedName": "utrecht"},
    }
    assert to_review(WireReviewSchema().load(told)).location == "Winkel Utrecht"
    assert to_review(WireReviewSchema().load({**EXAMPLE, "location": None})).location == ""

"""What only Trusted Shops has: vetos, states of a review, names that the public may not see."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, ModerationState
from connectors.http_answers import Answer
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.harness import impatient
from connectors.testing.trusted_shops_harness import TrustedShopsHarness
from connectors.trusted_shops.mapping import to_review
from connectors.trusted_shops.payloads import WireReviewSchema

EXAMPLE = json.loads(Path("connectors/trusted_shops/examples/reviews.json").read_text())["items"][0]


@pytest.fixture
def platform() -> Iterator[TrustedShopsHarness]:
    with impatient():
        harness = TrustedShopsHarness()
        yield harness
        harness.close()


def test_a_name_that_the_public_does_not_see_is_not_greeted() -> None:
    wire = WireReviewSchema().load(EXAMPLE)
    assert to_review(wire, names_shown=False).author == ""
    assert to_review(wire, names_shown=True).author == "Sabine"
    assert "Keller" not in repr(to_review(wire, names_shown=True))


def test_a_review_that_is_checked_is_visible_and_its_order_is_known() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE), names_shown=False)
    assert review.status == "visible"
    assert review.moderation is not None
    assert review.moderation.state is ModerationState.REPORTED
    assert (review.order_ref, review.language) == ("DE-2026-0042", "de")
    assert review.ordered == dt.datetime(2026, 10, 20, tzinfo=dt.UTC)


def test_a_rejected_review_is_told_as_removed() -> None:
    assert to_review(WireReviewSchema().load({**EXAMPLE, "state": "REJECTED"}), names_shown=False).status == "removed"


def test_a_review_that_is_not_released_takes_no_reply(platform: TrustedShopsHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    platform.review(external_id).state = "held"
    review = all_reviews(all_pages(platform.connector()))[external_id]
    assert review.no_reply
    with pytest.raises(AskPerson, match="released"):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == []


def test_a_veto_needs_a_known_ground_and_a_reason(platform: TrustedShopsHarness) -> None:
    external_id = platform.add_review("Verkeerde winkel.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson):
        platform.connector().report(review, reason="NEGATIVE", text="te streng", key="report-0001")
    with pytest.raises(AskPerson):
        platform.connector().report(review, reason="UNTRUTHFUL", text=" ", key="report-0001")
    assert platform.reports(external_id) == []


def test_a_reply_that_is_taken_without_a_word_is_placed(
    platform: TrustedShopsHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK expects no answer from that call."""
    external_id = platform.add_review("De rits haakt.")
    connector = platform.connector()
    review = all_reviews(all_pages(connector))[external_id]
    monkeypatch.setattr(connector._client._session, "call", lambda *_, **__: Answer(200, {}, b"", "https://x.example/"))
    monkeypatch.setattr(connector, "reread", lambda _: review)
    assert connector.publish(review, text="Excuses.", key="approval-0001").text == "Excuses."


@pytest.mark.parametrize("form", ["one", "list", "items"])
def test_a_veto_is_seen_in_whatever_form_it_is_told(platform: TrustedShopsHarness, form: str) -> None:
    """The SDK's model is a single veto; a list was read elsewhere."""
    external_id = platform.add_review("Verkeerde winkel.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    platform.fake.vetos_as = form
    assert platform.connector().find_report(review) is None
    platform.connector().report(review, reason="UNTRUTHFUL", text="Nooit besteld.", key="report-0001")
    found = platform.connector().find_report(review)
    assert found is not None
    assert found.reason == "UNTRUTHFUL"

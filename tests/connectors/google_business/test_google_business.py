"""What only Google has: moderated replies with a reason, bytes, translations, permission taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import AskPerson, Reconnect, Refusal, Violation
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


def test_a_refused_reply_tells_which_policy_google_named() -> None:
    reply = to_review(WireReviewSchema().load(EXAMPLE)).reply
    assert reply is not None
    assert reply.refusal == Refusal("personal info", Violation.PERSONAL)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("ADVERTISING_AND_SOLICITATION", Violation.ADVERTISING, "advertising and solicitation"),
        ("LOCATION_SUSPENDED", Violation.ACCOUNT, "location suspended"),
        ("GENERIC_VIOLATION", Violation.OTHER, ""),
        ("A_POLICY_OF_TOMORROW", Violation.OTHER, "a policy of tomorrow"),
        ({"policy": "PRIVACY", "more": ["een naam"]}, Violation.OTHER, "PRIVACY, een naam"),
    ],
)
def test_a_policy_is_told_in_words_whatever_its_name(name: Any, kind: Violation, words: str) -> None:
    wire = {**EXAMPLE, "reviewReply": {**EXAMPLE["reviewReply"], "policyViolation": name}}
    reply = to_review(WireReviewSchema().load(wire)).reply
    assert reply is not None
    assert reply.refusal == Refusal(words, kind)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("PENDING", "held"),
        ("APPROVED", "visible"),
        ("REVIEW_REPLY_STATE_UNSPECIFIED", "visible"),
        ("", "visible"),
        ("REJECTED", "rejected"),
        ("SOMETHING_NEW", "held"),
    ],
)
def test_a_reply_is_called_visible_only_where_google_says_nothing_else(state: str, status: str) -> None:
    wire = {**EXAMPLE, "reviewReply": {"comment": "Dank je.", "reviewReplyState": state}}
    reply = to_review(WireReviewSchema().load(wire)).reply
    assert reply is not None
    assert reply.status == status


def test_a_review_leads_to_the_page_where_it_is_answered() -> None:
    assert to_review(WireReviewSchema().load(EXAMPLE)).url == EXAMPLE["reviewReplyUrl"]
    assert not to_review(WireReviewSchema().load({**EXAMPLE, "reviewReplyUrl": "javascript:alert(1)"})).url


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

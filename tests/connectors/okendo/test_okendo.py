"""What only Okendo has: nothing to write with, replies that may be private, a link that is not followed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from marshmallow import ValidationError

from connectors.contract import AskPerson, BadAnswer, Forged, Hook, Nudge
from connectors.okendo import OkendoConnector, OkendoSettings
from connectors.okendo.mapping import to_review
from connectors.okendo.payloads import WireReviewSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.harness import impatient
from connectors.testing.okendo_harness import KEY, USER, OkendoHarness, signed

EXAMPLE = json.loads(Path("connectors/okendo/examples/reviews.json").read_text())["reviews"][0]


@pytest.fixture
def platform() -> Iterator[OkendoHarness]:
    with impatient():
        harness = OkendoHarness()
        yield harness
        harness.close()


def test_a_review_brings_its_order_and_the_reply_as_it_was_typed_and_keeps_no_address() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE))
    assert (review.order_ref, review.verified, review.recommend) == ("#1042", True, False)
    assert review.reply is not None
    assert review.reply.text == "Dag Sabine, wij sturen een nieuwe rits."
    assert "klant.example" not in repr(review)


@pytest.mark.parametrize("more", [{"isPrivate": True}, {"rawBody": "", "body": ""}])
def test_a_reply_that_no_visitor_reads_is_none(more: dict[str, Any]) -> None:
    assert to_review(WireReviewSchema().load({**EXAMPLE, "reply": {**EXAMPLE["reply"], **more}})).reply is None


def test_a_reply_is_copied_and_never_sent(platform: OkendoHarness) -> None:
    assert not OkendoConnector.capabilities.can_reply
    assert OkendoConnector.able({}).opens_on_platform
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson, match="takes no replies"):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert {method for method, _ in platform.requests()} == {"GET"}


def test_a_reply_placed_there_is_seen_at_the_next_reading(platform: OkendoHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    cursor = all_pages(platform.connector())[-1].cursor
    platform.answer_elsewhere(external_id, "Excuses, een nieuwe rits is onderweg.")
    reply = all_reviews(all_pages(platform.connector(), cursor))[external_id].reply
    assert reply is not None
    assert reply.text == "Excuses, een nieuwe rits is onderweg."


def test_it_cannot_be_connected_without_the_tick() -> None:
    with pytest.raises(ValidationError) as caught:
        OkendoSettings().load({"user_id": USER, "api_key": KEY})
    assert set(caught.value.messages_dict) == {"experimental"}


def test_a_call_that_was_kept_for_long_or_bears_no_key_of_ours_is_forged(platform: OkendoHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    hook = platform.connector().subscribe("https://wederwoord.example/hooks/x")
    headers, body = platform.webhook_call(external_id, hook)
    renamed = {name.replace("svix-", "webhook-"): value for name, value in headers.items()}
    for given in (headers, renamed):
        assert platform.connector().webhook(given, body, hook).ids == (external_id,)
    old, ahead = signed(body, hook.secret, at=time.time() - 900), signed(body, hook.secret, at=time.time() + 900)
    for given, secret in (
        (old, hook.secret),
        (ahead, hook.secret),
        (headers, ""),
        (headers, "whsec_é"),
        ({}, hook.secret),
    ):
        with pytest.raises(Forged):
            platform.connector().webhook(given, body, Hook("1", secret))
    with pytest.raises(Forged):
        platform.connector().webhook({**headers, "svix-timestamp": "gisteren"}, body, hook)


def test_a_signed_call_about_something_else_only_nudges(platform: OkendoHarness) -> None:
    hook = platform.connector().subscribe("https://wederwoord.example/hooks/x")
    for told in ({"resourceType": "loyalty_customer", "resource": {"reviewId": "1"}}, {"resourceType": "review"}, []):
        body = json.dumps(told).encode()
        assert platform.connector().webhook(signed(body, hook.secret), body, hook) == Nudge()
    with pytest.raises(BadAnswer):
        platform.connector().webhook(signed(b"{", hook.secret), b"{", hook)

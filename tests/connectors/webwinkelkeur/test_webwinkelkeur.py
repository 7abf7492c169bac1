"""Where WebwinkelKeur's documents leave something open: what happens then."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from marshmallow import ValidationError

from connectors.contract import AskPerson, Changed, Forged, Hook, ModerationState, Nudge, Reconnect
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.harness import impatient
from connectors.testing.webwinkelkeur_harness import WebwinkelKeurHarness
from connectors.webwinkelkeur.mapping import to_review
from connectors.webwinkelkeur.payloads import WireRatingSchema

EXAMPLE = Path("connectors/webwinkelkeur/examples/ratings.json")


@pytest.fixture
def platform() -> Iterator[WebwinkelKeurHarness]:
    with impatient():
        harness = WebwinkelKeurHarness()
        yield harness
        harness.close()


def test_a_review_without_a_number_is_read_and_its_reply_is_copied_by_hand(platform: WebwinkelKeurHarness) -> None:
    platform.fake.numbered = False
    platform.add_review("De rits haakt.")
    platform.add_review("De tas lekt.")
    one, other = all_reviews(all_pages(platform.connector())).values()
    assert one.external_id != other.external_id
    assert "dashboard" in one.no_reply
    with pytest.raises(AskPerson, match="dashboard"):
        platform.connector().publish(one, text="Excuses.", key="approval-0001")
    assert not any(method == "POST" for method, _ in platform.requests())
    assert any("copied" in message for message in platform.connector().check().messages)


def test_a_second_reply_is_never_sent_over_another(platform: WebwinkelKeurHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    platform.answer_elsewhere(external_id, "Wij hebben u gebeld.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson, match="another reply"):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == ["Wij hebben u gebeld."]


def test_a_refusal_with_status_200_is_understood_by_its_words(platform: WebwinkelKeurHarness) -> None:
    platform.fake.says = {"status": "error", "message": "Unauthorized: invalid code"}
    with pytest.raises(Reconnect):
        all_pages(platform.connector())
    platform.fake.says = {"status": "error", "message": "Too many letters"}
    with pytest.raises(AskPerson, match="Too many letters"):
        all_pages(platform.connector())


def test_times_are_amsterdam_s_and_a_held_review_runs_its_clock(platform: WebwinkelKeurHarness) -> None:
    review = to_review(WireRatingSchema().load(json.loads(EXAMPLE.read_text())["ratings"][0]))
    assert review.created == dt.datetime(2026, 11, 2, 8, 14, 33, tzinfo=dt.UTC)
    assert review.moderation is not None
    assert review.moderation.state is ModerationState.HELD
    assert review.raw_rating == "2/5 (aftersale 2, customerservice 3, pricequality 4, shippingtime 1)"
    (hold, dispute) = platform.connector().capabilities.clocks
    assert hold.ends(review, {"hold_days": 14}) == dt.datetime(2026, 11, 16, 8, 14, 33, tzinfo=dt.UTC)
    assert hold.ends(review, {"hold_days": 0}) is None
    assert dispute.ends(review, {}) is None


@pytest.mark.parametrize("digest", [hashlib.sha256, hashlib.sha512])
def test_both_lengths_of_the_digest_are_accepted(platform: WebwinkelKeurHarness, digest: object) -> None:
    body = json.dumps({"id": 7, **json.loads(EXAMPLE.read_text())["ratings"][0]}).encode()
    hook = Hook(secret="een geheim & meer")
    signature = hmac.new(hook.secret.encode(), body, digest).hexdigest()
    told = platform.connector().webhook({"x-hash": signature}, body, hook)
    assert isinstance(told, Changed)
    assert told.ids == ("no-7",)
    for forged in ("", signature[:-1] + ("0" if signature[-1] != "0" else "1"), signature[:64] + "é", "ab" * 20):
        with pytest.raises(Forged):
            platform.connector().webhook({"x-hash": forged}, body, hook)
    with pytest.raises(Forged):
        platform.connector().webhook({"x-hash": signature}, body + b" ", hook)


def test_a_signed_call_in_another_form_only_nudges(platform: WebwinkelKeurHarness) -> None:
    hook = Hook(secret="geheim-geheim")
    signature = hmac.new(hook.secret.encode(), b"{}", hashlib.sha256).hexdigest()
    assert platform.connector().webhook({"x-hash": signature}, b"{}", hook) == Nudge()


def test_a_review_with_a_day_and_no_time_counts_as_written_that_day(platform: WebwinkelKeurHarness) -> None:
    """The platform's own client for PHP knows ``date`` and no ``created``."""
    shown = {name: of for name, of in json.loads(EXAMPLE.read_text())["ratings"][0].items() if name != "created"}
    review = to_review(WireRatingSchema().load(shown))
    assert review.created == dt.datetime(2026, 10, 31, 23, tzinfo=dt.UTC)
    for wrong in ({"date": "gisteren"}, {"created": "2026-02-30 10:00:00"}, {"date": ""}):
        with pytest.raises(ValidationError):
            WireRatingSchema().load({**shown, **wrong})


def test_a_part_of_the_judgement_that_was_not_given_is_not_shown_as_nothing() -> None:
    shown = json.loads(EXAMPLE.read_text())["ratings"][0]
    parts = {"shippingtime": 0, "customerservice": 3, "pricequality": 0, "aftersale": 0}
    assert to_review(WireRatingSchema().load({**shown, "ratings": parts})).raw_rating == "2/5 (customerservice 3)"

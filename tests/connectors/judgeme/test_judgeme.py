"""What only Judge.me has: replies that nobody can read back, two keys for a signature, text that nobody cleaned."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson, Changed, Forged, Hook, OutcomeUnknown
from connectors.judgeme import JudgeMeConnector
from connectors.judgeme.mapping import to_review
from connectors.judgeme.payloads import WireReviewSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.faults import Fault, Kind
from connectors.testing.harness import impatient
from connectors.testing.judgeme_harness import DOMAIN, TOKEN, JudgeMeHarness

EXAMPLE = json.loads(Path("connectors/judgeme/examples/reviews.json").read_text())["reviews"][0]


@pytest.fixture
def platform() -> Iterator[JudgeMeHarness]:
    with impatient():
        harness = JudgeMeHarness()
        yield harness
        harness.close()


def test_a_review_is_the_text_that_was_typed_and_keeps_nothing_private() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE))
    assert review.text == "The zip sticks. <b>Not</b> & never again?"
    assert (review.status, review.verified, review.product_id) == ("held", True, "1001")
    for private in ("sabine@customer.example", "+31612345678", "203.0.113.7"):
        assert private not in repr(review)


def test_whatever_may_be_missing_by_others_schemas_leaves_a_review() -> None:
    missing = {"rating": None, "reviewer": None, "curated": None, "published": None, "body": None}
    review = to_review(WireReviewSchema().load({**EXAMPLE, **missing}))
    assert (review.rating, review.author, review.status) == (None, "", "held")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"curated": "ok", "hidden": True}, "visible"),  # archived in the dashboard: says nothing about visitors
        ({"curated": "not-yet", "published": True}, "visible"),  # the shop publishes by itself
        ({"curated": "not-yet"}, "held"),
        ({"curated": "spam"}, "held"),
        ({"curated": "ok", "published": False}, "held"),
    ],
)
def test_a_review_is_held_where_visitors_do_not_see_it(told: dict[str, object], status: str) -> None:
    assert to_review(WireReviewSchema().load({**EXAMPLE, **told})).status == status


def test_the_customer_is_mailed_only_where_the_shop_said_so(platform: JudgeMeHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    platform.connector().publish(review, text="Excuses.", key="approval-0001")
    sent = next(one for one in platform.fake.server.requests if one.target.startswith("/api/v1/replies"))
    assert sent.json()["send_reply_email"] is False


def test_an_attempt_without_an_answer_waits_for_a_person(platform: JudgeMeHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    platform.inject(Fault(Kind.SILENT_AFTER, method="POST", path="/replies"))
    with pytest.raises(OutcomeUnknown):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == ["Excuses."]
    with pytest.raises(AskPerson, match="does not show replies"):
        platform.connector().find_reply(review, key="approval-0001", text="Excuses.")


@pytest.mark.parametrize("key", [TOKEN, "app-geheim-0123"])
def test_either_key_signs_a_call(key: str) -> None:
    given = {"shop_domain": DOMAIN, "token": TOKEN, "app_secret": "app-geheim-0123"}
    connector = JudgeMeConnector(JudgeMeConnector.Settings().load(given))
    body = json.dumps({"event": "review/updated", "review": EXAMPLE}).encode()
    signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    told = connector.webhook({"judgeme-hmac-sha256": signature}, body, Hook())
    assert isinstance(told, Changed)
    assert told.ids == ("4711",)
    for forged in ("", "0" * 64, signature[:-2]):
        with pytest.raises(Forged):
            connector.webhook({"judgeme-hmac-sha256": forged}, body, Hook())
    connector.close()


def test_no_app_secret_is_no_key() -> None:
    connector = JudgeMeConnector(JudgeMeConnector.Settings().load({"shop_domain": DOMAIN, "token": TOKEN}))
    signature = hmac.new(b"", b"{}", hashlib.sha256).hexdigest()
    with pytest.raises(Forged):
        connector.webhook({"judgeme-hmac-sha256": signature}, b"{}", Hook())
    connector.close()

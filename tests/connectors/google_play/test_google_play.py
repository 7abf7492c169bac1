"""What only Google Play has: a key file that signs, short replies without markup, titles before a tab, its own words kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from marshmallow import ValidationError

from connectors.contract import AskPerson, Reconnect
from connectors.google_play import GooglePlaySettings
from connectors.google_play.mapping import to_review
from connectors.google_play.payloads import WireReviewSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.google_play_harness import PACKAGE, GooglePlayHarness, key_file
from connectors.testing.harness import impatient
from connectors.tokens import forget_tokens

EXAMPLE = json.loads(Path("connectors/google_play/examples/reviews.json").read_text())["reviews"][0]


@pytest.fixture
def platform() -> Iterator[GooglePlayHarness]:
    with impatient():
        harness = GooglePlayHarness()
        yield harness
        harness.close()


def test_the_customers_own_words_are_read_with_their_title_and_our_reply() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE))
    assert (review.title, review.text) == ("Mandje", "Het mandje loopt leeg als ik teruggaa.")
    assert (review.rating, review.language) == (2, None)
    assert review.reply is not None
    assert review.reply.text.startswith("Dag Sabine")
    assert review.updated is not None
    assert review.updated.microsecond == 123_000


def test_what_google_would_strip_or_refuse_is_not_sent(platform: GooglePlayHarness) -> None:
    external_id = platform.add_review("Het mandje loopt leeg.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    for text in ("Dank je, <b>Sabine</b>.", "a" * 351):
        with pytest.raises(AskPerson):
            platform.connector().publish(review, text=text, key="approval-0001")
    assert platform.replies(external_id) == []
    platform.connector().publish(review, text="Binnen < 2 dagen en > 1 keer getest.", key="approval-0001")
    assert platform.replies(external_id) == ["Binnen < 2 dagen en > 1 keer getest."]


def test_a_key_file_whose_line_ends_were_escaped_twice_still_signs(platform: GooglePlayHarness) -> None:
    pasted = json.loads(key_file())
    pasted["private_key"] = pasted["private_key"].replace("\n", "\\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(platform, "settings", lambda: {"package_name": PACKAGE, "key_file": json.dumps(pasted)})
        forget_tokens()
        assert platform.connector().check().ok


@pytest.mark.parametrize(
    "given",
    [
        "x" * 60,
        json.dumps({"type": "authorized_user", "refresh_token": "geheim-0123456789-geheim-0123456789"}),
        json.dumps(
            {"client_email": "a@b.example", "private_key": "-----BEGIN PRIVATE KEY-----nee-----END PRIVATE KEY-----"}
        ),
    ],
)
def test_the_form_refuses_what_is_no_key_file_and_repeats_nothing_of_it(given: str) -> None:
    with pytest.raises(ValidationError) as caught:
        GooglePlaySettings().load({"package_name": PACKAGE, "key_file": given})
    assert set(caught.value.messages_dict) == {"key_file"}
    assert "geheim" not in str(caught.value)


def test_an_account_that_google_does_not_know_asks_to_connect_again(platform: GooglePlayHarness) -> None:
    forget_tokens()
    stranger = json.dumps({**json.loads(key_file()), "client_email": "weg@gloed.iam.gserviceaccount.example"})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(platform, "settings", lambda: {"package_name": PACKAGE, "key_file": stranger})
        connector = platform.connector()
    with pytest.raises(Reconnect, match="key file"):
        all_pages(connector)

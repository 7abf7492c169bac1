"""What only Kiyoh has: marks out of ten, questions of the shop's own, changes that share a moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract import AskPerson
from connectors.kiyoh.mapping import to_review
from connectors.kiyoh.payloads import WireReviewSchema
from connectors.testing.contract_base import all_pages, all_reviews
from connectors.testing.harness import impatient
from connectors.testing.kiyoh_harness import LOCATION, TOKEN, KiyohHarness

EXAMPLE = json.loads(Path("connectors/kiyoh/examples/reviews.json").read_text())["reviews"][0]


@pytest.fixture
def platform() -> Iterator[KiyohHarness]:
    with impatient():
        harness = KiyohHarness()
        yield harness
        harness.close()


def test_a_mark_out_of_ten_becomes_stars_and_stays_readable() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE))
    assert (review.rating, review.raw_rating, review.recommend) == (4, "7/10", True)


def test_questions_of_the_shops_own_are_read_as_the_text() -> None:
    review = to_review(WireReviewSchema().load(EXAMPLE))
    assert review.text == "Snel geleverd.\n\nDe rits haakt."
    assert review.reply is not None
    assert review.reply.text.startswith("Dank je wel")


def test_more_changes_in_one_moment_than_a_call_holds_lose_none(platform: KiyohHarness) -> None:
    added = {platform.add_review(f"Bericht {n}") for n in range(600)}
    moment = platform.fake.now
    for review in platform.fake.reviews.values():
        review.updated = moment
    assert set(all_reviews(all_pages(platform.connector()))) == added


def test_what_nobody_could_verify_is_off_until_it_is_switched_on(platform: KiyohHarness) -> None:
    careful = type(platform).connector_class.able({"location_id": LOCATION, "token": TOKEN, "experimental": False})
    assert not careful.can_replace_reply
    assert not careful.can_reply_privately
    assert careful.can_reply


def test_another_reply_is_never_written_over(platform: KiyohHarness) -> None:
    external_id = platform.add_review("De rits haakt.")
    platform.answer_elsewhere(external_id, "Wij hebben u gebeld.")
    review = all_reviews(all_pages(platform.connector()))[external_id]
    with pytest.raises(AskPerson):
        platform.connector().publish(review, text="Excuses.", key="approval-0001")
    assert platform.replies(external_id) == ["Wij hebben u gebeld."]

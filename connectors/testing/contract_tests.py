"""The contract as tests. ``class TestMine(contract_tests(MyHarness)): ...`` gives a connector all of them."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from marshmallow import Schema

from connectors.contract import (
    AskPerson,
)
from connectors.testing.contract_base import KEY, TEXT, ContractBase, all_pages, all_reviews, assert_silent
from connectors.testing.contract_faults import FaultContract
from connectors.testing.harness import Harness


class DeclarationContract(ContractBase):
    def test_it_declares_itself(self, platform: Harness) -> None:
        connector = platform.connector()
        assert re.fullmatch(r"[a-z][a-z0-9_-]*", connector.name)
        assert connector.title
        assert issubclass(connector.Settings, Schema)
        assert set(connector.secret_fields) <= set(connector.Settings().fields)

    def test_its_representation_shows_no_secret(self, platform: Harness) -> None:
        connector = platform.connector()
        assert_silent(platform, repr(connector) + repr(vars(connector).get("_client")))

    def test_the_connection_test_says_that_all_is_well(self, platform: Harness) -> None:
        platform.add_review("Mooi.")
        health = platform.connector().check()
        assert health.ok, health.messages
        assert all(health.messages)


class ReadingContract(ContractBase):
    def test_an_empty_channel_has_no_reviews(self, platform: Harness) -> None:
        assert all_reviews(all_pages(platform.connector())) == {}

    def test_paging_ends_and_gives_every_review_once(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)}
        pages = all_pages(platform.connector())
        given = [review.external_id for page in pages for review in page.reviews]
        assert set(given) == added
        assert len(given) == len(added)

    def test_ids_and_contents_are_the_same_at_every_reading(self, platform: Harness) -> None:
        for n in range(5):
            platform.add_review(f"Bericht {n}", rating=n + 1)
        assert all_reviews(all_pages(platform.connector())) == all_reviews(all_pages(platform.connector()))

    def test_a_review_comes_as_plain_text_with_an_aware_time_and_a_sane_rating(self, platform: Harness) -> None:
        external_id = platform.add_review("Tas & riem:\n'top' 😀", rating=5, author="Zoë")
        review = all_reviews(all_pages(platform.connector()))[external_id]
        assert review.text.replace("’", "'") == "Tas & riem:\n'top' 😀"
        assert review.author == "Zoë"
        assert review.rating == 5  # noqa: PLR2004 -- as given
        assert review.created.utcoffset() == dt.timedelta(0)

    def test_the_cursor_survives_being_stored_as_json(self, platform: Harness) -> None:
        platform.add_review("Een")
        cursor = all_pages(platform.connector())[-1].cursor
        assert json.loads(json.dumps(cursor)) == dict(cursor)

    def test_a_reader_that_stops_after_any_page_misses_nothing(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)}
        seen: set[str] = set()
        cursor: Mapping[str, Any] = {}
        for _ in range(20):
            page = next(platform.connector().fetch(json.loads(json.dumps(cursor))), None)
            if page is None or seen == added:
                break
            seen |= {review.external_id for review in page.reviews}
            cursor = page.cursor
        assert seen == added

    def test_a_later_reading_brings_what_is_new(self, platform: Harness) -> None:
        self.needs("incremental")
        platform.add_review("Oud")
        cursor = all_pages(platform.connector())[-1].cursor
        new = platform.add_review("Nieuw")
        assert new in all_reviews(all_pages(platform.connector(), cursor))

    def test_an_edited_review_comes_again_under_its_old_id(self, platform: Harness) -> None:
        self.needs("sees_edits")
        external_id = platform.add_review("Eerst goed")
        cursor = all_pages(platform.connector())[-1].cursor
        platform.edit_review(external_id, "Toch niet goed")
        assert all_reviews(all_pages(platform.connector(), cursor))[external_id].text == "Toch niet goed"

    def test_a_removed_review_is_reported(self, platform: Harness) -> None:
        self.needs("sees_removals")
        kept, gone = platform.add_review("Blijft"), platform.add_review("Gaat weg")
        cursor = all_pages(platform.connector())[-1].cursor
        platform.remove_review(gone)
        pages = all_pages(platform.connector(), cursor)
        assert [i for page in pages for i in page.removed] == [gone]
        assert set(all_reviews(pages)) == {kept}


class ReplyingContract(ContractBase):
    def test_a_published_reply_reads_back_as_it_was_written(self, platform: Harness) -> None:
        self.needs("can_reply")
        review, reply = self.published(platform)
        assert reply.status in {"visible", "held"}
        assert platform.replies(review.external_id) == [TEXT]

    def test_a_reply_is_found_by_its_key_and_by_its_text(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, reply = self.published(platform)
        by_key = platform.connector().find_reply(review, key=KEY, text="iets anders")
        by_text = platform.connector().find_reply(review, key="approval-9999", text=TEXT)
        assert by_key is not None
        assert by_text is not None
        assert (by_key.key, by_key.text) == (KEY, TEXT)
        assert by_key.external_id == by_text.external_id == reply.external_id

    def test_what_was_never_placed_is_not_found(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review = self.one_review(platform)
        assert platform.connector().find_reply(review, key=KEY, text=TEXT) is None

    def test_a_published_reply_stands_at_the_review_when_it_is_read_again(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, _ = self.published(platform)
        again = platform.connector().reread(review)
        assert again is not None
        assert again.reply is not None
        assert (again.reply.text, again.reply.by_shop) == (TEXT, True)

    def test_the_same_approval_published_twice_stands_there_once(self, platform: Harness) -> None:
        self.needs("can_read_replies")
        review, first = self.published(platform)
        second = platform.connector().publish(review, text=TEXT, key=KEY)
        assert second.external_id == first.external_id
        assert platform.replies(review.external_id) == [TEXT]

    def test_a_reply_can_be_replaced(self, platform: Harness) -> None:
        self.needs("can_replace_reply")
        review, reply = self.published(platform)
        platform.connector().replace_reply(review, reply, text="Nieuwe tekst & meer", key="approval-0002")
        assert platform.replies(review.external_id) == ["Nieuwe tekst & meer"]
        found = platform.connector().find_reply(review, key="approval-0002", text="")
        assert found is not None

    def test_a_reply_can_be_taken_back_and_twice_does_no_harm(self, platform: Harness) -> None:
        self.needs("can_delete_reply")
        review, reply = self.published(platform)
        platform.connector().delete_reply(review, reply)
        platform.connector().delete_reply(review, reply)
        assert platform.replies(review.external_id) == []

    def test_a_reply_without_text_is_refused_before_anything_is_sent(self, platform: Harness) -> None:
        self.needs("can_reply")
        review = self.one_review(platform)
        with pytest.raises(AskPerson):
            platform.connector().publish(review, text=" \n", key=KEY)
        assert platform.replies(review.external_id) == []


def contract_tests(harness: type[Harness]) -> type:
    """A base class for pytest with every standard test, run against ``harness``."""
    bases: tuple[type, ...] = (DeclarationContract, ReadingContract, ReplyingContract)
    if harness.speaks_http:
        bases = (*bases, FaultContract)
    return type(f"{harness.__name__}Contract", bases, {"harness_class": harness})

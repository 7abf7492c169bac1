"""The standard tests for reading: nothing is missed, nothing comes twice, and a reader may stop anywhere."""

# ruff: noqa: S101 -- these are tests: asserting is their work
from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import pytest

from connectors.contract import BadAnswer
from connectors.testing.contract_base import (
    ContractBase,
    all_ids,
    all_pages,
    all_reviews,
    assert_private,
    assert_silent,
)
from connectors.testing.harness import Harness

_LARGEST_CURSOR = 50_000  # characters of JSON; it is stored with every page


class ReadingContract(ContractBase):
    def test_an_empty_channel_has_no_reviews(self, platform: Harness) -> None:
        assert all_reviews(all_pages(platform.connector())) == {}

    def test_paging_ends_and_gives_every_review_once(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)}
        given = all_ids(all_pages(platform.connector()))
        assert set(given) == added
        assert len(given) == len(added)

    def test_ids_and_contents_are_the_same_at_every_reading(self, platform: Harness) -> None:
        for n in range(5):
            platform.add_review(f"Bericht {n}", rating=n + 1)
        assert all_reviews(all_pages(platform.connector())) == all_reviews(all_pages(platform.connector()))

    def test_ids_stay_when_other_reviews_come_and_go(self, platform: Harness) -> None:
        gone = platform.add_review("Gaat weg")
        kept = {platform.add_review(f"Bericht {n}"): f"Bericht {n}" for n in range(3)}
        platform.remove_review(gone)
        platform.add_review("Nieuw")
        read = all_reviews(all_pages(platform.connector()))
        assert {i: read[i].text for i in kept} == kept

    def test_a_review_comes_as_plain_text_with_an_aware_time_and_a_sane_rating(self, platform: Harness) -> None:
        external_id = platform.add_review("Tas & riem:\n'top' 😀", rating=5, author="Zoë")
        review = all_reviews(all_pages(platform.connector()))[external_id]
        assert review.text.replace("’", "'") == "Tas & riem:\n'top' 😀"
        assert review.author == "Zoë"
        assert review.rating == (5 if self.harness_class.has_ratings else None)
        moments = (review.created, review.updated, review.ordered, review.experienced)
        assert all(moment is None or moment.utcoffset() == dt.timedelta(0) for moment in moments)

    @pytest.mark.parametrize("rating", [1, 2, 3, 4, 5])
    def test_every_rating_arrives_as_the_stars_it_was(self, platform: Harness, rating: int) -> None:
        if not self.harness_class.has_ratings:
            pytest.skip("this channel has no ratings")
        external_id = platform.add_review("Tja.", rating=rating)
        assert all_reviews(all_pages(platform.connector()))[external_id].rating == rating

    def test_nothing_secret_or_private_stands_in_what_is_kept(self, platform: Harness) -> None:
        platform.add_review("De tas lekt.")
        pages = all_pages(platform.connector())
        assert_silent(platform, repr(pages))
        assert_private(platform, repr(pages))  # Review.private shows in no representation

    def test_the_cursor_survives_being_stored_as_json_and_is_small(self, platform: Harness) -> None:
        for n in range(platform.page_size * 2 + 3):
            platform.add_review(f"Bericht {n}")
        for page in all_pages(platform.connector()):
            stored = json.dumps(page.cursor)
            assert json.loads(stored) == dict(page.cursor)
            assert len(stored) < _LARGEST_CURSOR

    @pytest.mark.parametrize("cursor", [{"nobody": "knows this"}, {"since": None, "page": "x"}, {"at": -5}])
    def test_a_cursor_that_it_does_not_know_makes_it_begin_anew(
        self, platform: Harness, cursor: Mapping[str, Any]
    ) -> None:
        external_id = platform.add_review("De tas lekt.")
        assert external_id in all_reviews(all_pages(platform.connector(), cursor))

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

    @pytest.mark.parametrize("days", [1, 10])
    def test_a_review_that_appears_late_with_an_older_date_is_found(self, platform: Harness, days: int) -> None:
        self.needs("incremental")
        platform.add_review("Oud")
        read = all_pages(platform.connector())
        newest = max(review.created for review in all_reviews(read).values())
        late = platform.add_dated_review("Werd eerst vastgehouden", newest - dt.timedelta(days=days))
        assert late in all_reviews(all_pages(platform.connector(), read[-1].cursor))

    def test_a_review_from_the_future_hides_none_that_come_after_it(self, platform: Harness) -> None:
        self.needs("incremental")
        platform.add_review("Oud")
        ahead = platform.add_dated_review("Uit de toekomst", dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        read = all_pages(platform.connector())
        assert ahead in all_reviews(read)
        new = platform.add_review("Nieuw")
        assert new in all_reviews(all_pages(platform.connector(), read[-1].cursor))

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
        assert gone not in all_reviews(pages)
        assert kept not in [i for page in pages for i in page.removed]

    def test_a_reading_that_says_it_is_whole_lists_all_that_was_written_since(self, platform: Harness) -> None:
        self.needs("finds_removals")
        for n in range(platform.page_size * 2 + 3):
            platform.add_review(f"Bericht {n}")
        first = all_pages(platform.connector())
        written = {review.external_id: review.created for review in all_reviews(first).values()}
        for cursor in ({}, first[0].cursor, first[-1].cursor):
            pages = all_pages(platform.connector(), cursor)
            assert [page for page in pages[:-1] if page.whole_since] == [], "only the last page can know"
            if (since := pages[-1].whole_since) is not None:
                assert {i for i, created in written.items() if created >= since} <= set(all_ids(pages))

    def test_a_review_that_is_gone_is_missed_by_a_whole_reading(self, platform: Harness) -> None:
        self.needs("finds_removals")
        now = dt.datetime.now(dt.UTC)
        kept = platform.add_dated_review("Blijft", now - dt.timedelta(days=1))
        gone = platform.add_dated_review("Gaat weg", now - dt.timedelta(days=1))
        read = all_pages(platform.connector())
        known = all_reviews(read)
        platform.remove_review(gone)
        pages = all_pages(platform.connector(), read[-1].cursor)
        assert pages[-1].whole_since is not None
        assert pages[-1].whole_since <= known[gone].created
        assert gone not in all_ids(pages)
        assert platform.connector().reread(known[gone]) is None
        assert platform.connector().reread(known[kept]) is not None


class ListContract(ContractBase):
    """Lists that change, repeat or get stuck while they are read."""

    @pytest.mark.parametrize("after", [1, 2, 3, 4])
    def test_reviews_written_while_reading_push_none_out_and_make_none_come_twice(
        self, platform: Harness, after: int
    ) -> None:
        there = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)}
        platform.meanwhile(lambda: platform.add_review("Net geschreven"), after=after)
        given = all_ids(all_pages(platform.connector()))
        assert there <= set(given)
        assert len(given) == len(set(given))

    @pytest.mark.parametrize("after", [1, 2, 3, 4])
    @pytest.mark.parametrize("newest", [True, False])
    def test_reviews_taken_away_while_reading_push_none_past_the_reader(
        self, platform: Harness, after: int, newest: bool
    ) -> None:
        there = [platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)]
        gone = there[-2:] if newest else there[:2]
        platform.meanwhile(lambda: [platform.remove_review(i) for i in gone], after=after)
        given = all_ids(all_pages(platform.connector()))
        assert set(there) - set(gone) <= set(given)

    def test_a_list_that_gives_its_first_page_for_ever_is_no_endless_reading(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size * 2 + 3)}
        platform.stick()
        try:
            read = set(all_ids(all_pages(platform.connector())))
        except BadAnswer:
            read = added  # said, so nobody takes the part for the whole
        assert read == added
        assert len(platform.requests()) < 3_000  # noqa: PLR2004 -- an end, not a busy loop

    def test_a_list_that_holds_reviews_twice_gives_each_once(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size + 3)}
        platform.double()
        try:
            given = all_ids(all_pages(platform.connector()))
        except BadAnswer:
            return  # said
        assert set(given) == added
        assert len(given) == len(added)

    def test_a_list_without_order_is_read_whole_or_refused(self, platform: Harness) -> None:
        added = {platform.add_review(f"Bericht {n}") for n in range(platform.page_size + 3)}
        platform.shuffle()
        try:
            given = all_ids(all_pages(platform.connector()))
        except BadAnswer:
            return  # said
        assert set(given) == added

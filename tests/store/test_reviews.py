import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from connectors.contract import Reply, Review
from plugin.store import Database, NotThere, drafts, reviews
from plugin.words import BUILT_IN, Decision, Drafted, Report, ReviewState, Triage, Verdict
from tests.store.conftest import NOW, Desk

Says = Callable[..., Review]
LATER = NOW + dt.timedelta(days=1)


def take_in(database: Database, desk: Desk, given: list[Review], now: dt.datetime = NOW) -> reviews.Upserted:
    with database.session(desk.shop) as session:
        return reviews.upsert(session, desk.shop, desk.channel, given, now)


def draft_for(database: Database, desk: Desk, review_id: int) -> int:
    triage = Triage("nl", 0.9, Decision.REPLY, None, (), "a complaint")
    drafted = Drafted(triage, "Beste Jan", None, None, BUILT_IN, Report(Verdict.PASS))
    with database.session(desk.shop) as session:
        return drafts.save(session, desk.shop, review_id, drafted, review_version=1)


def test_new_reviews_come_in_once(database: Database, desk: Desk, says: Says) -> None:
    given = [says(number) for number in range(20)]
    first = take_in(database, desk, given)
    again = take_in(database, desk, given)
    assert (len(first.new_ids), first.changed_ids, first.unchanged) == (20, (), 0)
    assert (again.new_ids, again.changed_ids, again.unchanged) == ((), (), 20)


def test_of_the_same_id_twice_the_last_one_counts(database: Database, desk: Desk, says: Says) -> None:
    (review_id,) = take_in(database, desk, [says(1, "eerst"), says(1, "daarna")]).new_ids
    with database.session(desk.shop) as session:
        assert reviews.get(session, desk.shop, review_id).text == "daarna"


def test_a_changed_text_keeps_the_old_version_and_makes_the_draft_outdated(
    database: Database, desk: Desk, says: Says
) -> None:
    (review_id,) = take_in(database, desk, [says(1, "te laat")]).new_ids
    draft_for(database, desk, review_id)
    changed = take_in(database, desk, [says(1, "toch nog op tijd", rating=5)], LATER)
    assert changed.changed_ids == (review_id,)
    with database.session(desk.shop) as session:
        review = reviews.get(session, desk.shop, review_id)
        (before,) = reviews.versions(session, desk.shop, review_id)
        draft = drafts.current(session, desk.shop, review_id)
        assert (review.version, review.text, review.rating, review.state) == (2, "toch nog op tijd", 5, "new")
        assert review.changed_at == LATER
        assert (before.version, before.text, before.rating, before.seen_until) == (1, "te laat", 2, LATER)
        assert draft is not None
        assert draft.outdated
        assert review_id in reviews.open_ids(session, desk.shop)


def test_a_changed_link_is_no_new_version(database: Database, desk: Desk, says: Says) -> None:
    (review_id,) = take_in(database, desk, [says(1)]).new_ids
    draft_for(database, desk, review_id)
    assert take_in(database, desk, [says(1, url="https://example.com/1")]).changed_ids == (review_id,)
    with database.session(desk.shop) as session:
        review = reviews.get(session, desk.shop, review_id)
        draft = drafts.current(session, desk.shop, review_id)
        assert (review.version, review.state, review.url) == (1, "waiting", "https://example.com/1")
        assert draft is not None
        assert not draft.outdated


def test_a_published_review_stays_published_when_it_changes(database: Database, desk: Desk, says: Says) -> None:
    (review_id,) = take_in(database, desk, [says(1)]).new_ids
    with database.session(desk.shop) as session:
        reviews.set_state(session, desk.shop, review_id, ReviewState.PUBLISHED)
    take_in(database, desk, [says(1, "nog een keer")])
    with database.session(desk.shop) as session:
        assert reviews.get(session, desk.shop, review_id).state == "published"


def test_a_reply_that_stands_already_needs_no_draft(database: Database, desk: Desk, says: Says) -> None:
    reply = Reply("Dank je wel", external_id="9", created=NOW)
    (review_id,) = take_in(database, desk, [says(1, reply=reply)]).new_ids
    with database.session(desk.shop) as session:
        review = reviews.get(session, desk.shop, review_id)
        assert review.state == "published"
        assert reviews.reply_of(review) == reply
        assert reviews.open_ids(session, desk.shop) == []


def test_a_reply_of_another_customer_is_not_the_shops(database: Database, desk: Desk, says: Says) -> None:
    (review_id,) = take_in(database, desk, [says(1, reply=Reply("Bij mij ook", by_shop=False))]).new_ids
    with database.session(desk.shop) as session:
        assert reviews.open_ids(session, desk.shop) == [review_id]


def test_a_removed_review_leaves_the_inbox_and_comes_back(database: Database, desk: Desk, says: Says) -> None:
    (review_id,) = take_in(database, desk, [says(1)]).new_ids
    for status, state in (("removed", "removed"), ("visible", "new")):
        take_in(database, desk, [says(1, status=status)])
        with database.session(desk.shop) as session:
            assert reviews.get(session, desk.shop, review_id).state == state


def test_what_a_channel_no_longer_shows_is_marked_removed(database: Database, desk: Desk, says: Says) -> None:
    ids = take_in(database, desk, [says(number) for number in range(4)]).new_ids
    with database.session(desk.shop) as session:
        lacks = reviews.unseen(session, desk.shop, desk.channel, dt.datetime(2000, 1, 1, tzinfo=dt.UTC), {"r-0", "r-2"})
        assert sorted(external_id for external_id, _ in lacks) == ["r-1", "r-3"]
        newest = max(written for _, written in lacks)
        later = reviews.unseen(session, desk.shop, desk.channel, newest, {"r-0", "r-1"})
        assert later == [], "what is older than the reading reached is not missed"
        assert reviews.mark_removed(session, desk.shop, desk.channel, ["r-1", "r-3", "r-9"]) == [ids[1], ids[3]]
        assert reviews.mark_removed(session, desk.shop, desk.channel, ["r-1"]) == []
        assert reviews.counts(session, desk.shop)["removed"] == 2
    # What the channel shows again is back, also when nothing of it changed.
    assert take_in(database, desk, [says(1)]).changed_ids == (ids[1],)


def test_signs_that_no_database_takes_are_mended(database: Database, desk: Desk, says: Says) -> None:
    hostile = says(1, "boos\x00 \ud83d half \U0001f62d", title="\x00", author="x" * 5000, product="y" * 5000)
    (review_id,) = take_in(database, desk, [hostile]).new_ids
    with database.session(desk.shop) as session:
        review = reviews.get(session, desk.shop, review_id)
        assert review.text == "boos ? half \U0001f62d"
        assert (len(review.author), len(review.product)) == (200, 300)


def test_ids_of_any_length_stay_apart(database: Database, desk: Desk, says: Says) -> None:
    long = "x" * 500
    given = [says(1, external_id=long + "a"), says(2, external_id=long + "b")]
    assert len(take_in(database, desk, given).new_ids) == 2
    assert take_in(database, desk, given).unchanged == 2


@pytest.mark.parametrize("rating", [0, 6, -1, 100])
def test_a_rating_out_of_range_counts_as_none(database: Database, desk: Desk, says: Says, rating: int) -> None:
    (review_id,) = take_in(database, desk, [says(1, rating=rating)]).new_ids
    with database.session(desk.shop) as session:
        assert reviews.get(session, desk.shop, review_id).rating is None


def test_empty_and_very_long_texts_come_in(database: Database, desk: Desk, says: Says) -> None:
    given = [says(1, text=" "), dataclasses.replace(says(2), text=""), says(3, "woord " * 20_000)]
    assert len(take_in(database, desk, given).new_ids) == 3
    with database.session(desk.shop) as session:
        assert len(reviews.page(session, desk.shop, reviews.Filters(search="woord")).rows) == 1


def test_a_whole_batch_fails_or_none(database: Database, desk: Desk, says: Says) -> None:
    naive = dataclasses.replace(says(2), created=dt.datetime(2026, 1, 1))  # noqa: DTZ001 -- that is the fault
    with pytest.raises(ValueError, match="zone"):
        take_in(database, desk, [says(1), naive])
    with database.session(desk.shop) as session:
        assert reviews.counts(session, desk.shop)["all"] == 0


def test_reviews_of_an_unknown_channel_are_refused(database: Database, desk: Desk, says: Says) -> None:
    with database.session(desk.shop) as session, pytest.raises(NotThere):
        reviews.upsert(session, desk.shop, 99, [says(1)], NOW)


def test_a_state_moves_only_from_where_it_was_expected(database: Database, desk: Desk, says: Says) -> None:
    (review_id,) = take_in(database, desk, [says(1)]).new_ids
    with database.session(desk.shop) as session:
        take = {"only_from": [ReviewState.WAITING]}
        assert not reviews.set_state(session, desk.shop, review_id, ReviewState.PUBLISHING, **take)
        assert reviews.set_state(session, desk.shop, review_id, ReviewState.WAITING)
        assert reviews.set_state(session, desk.shop, review_id, ReviewState.PUBLISHING, **take)
        assert reviews.get(session, desk.shop, review_id).state == "publishing"

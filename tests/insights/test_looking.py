"""The figures say what happened, of the period, of this shop, and of nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event

from plugin.insights.due import due_today, windows
from plugin.store import Database, channels, glance
from tests.insights.conftest import NOW, Shop, make_shop

TARGET = dt.timedelta(days=2)


def test_a_shop_that_has_done_nothing_yet_has_no_figures_and_no_error(shop: Shop) -> None:
    seen = shop.look()
    assert (seen.speed.replies, seen.speed.median_hours, seen.speed.within_target) == (0, None, None)
    assert (seen.causes, seen.promises.kept_in_time, seen.approvals.unchanged_share) == ((), None, None)


def test_median_nine_in_ten_and_the_share_inside_the_shops_target(shop: Shop) -> None:
    for number, waited in enumerate([1, 2, 3, 4, 5, 6, 7, 8, 9, 100]):  # hours; the target is 48
        review_id = shop.writes(10 + number)
        shop.answers(review_id, 10 + number - waited / 24)
    speed = shop.look().speed
    assert (speed.replies, speed.median_hours, speed.p90_hours, speed.within_target) == (10, 5.0, 9.0, 0.9)


def test_a_review_older_than_its_channel_is_counted_from_the_day_it_was_connected(shop: Shop) -> None:
    with shop.session() as session:
        channels.get(session, shop.id, shop.channel_id).created_at = NOW - dt.timedelta(days=1)
    shop.answers(shop.writes(80), 0.5)
    assert shop.look().speed.median_hours == 12.0


def test_what_lies_before_the_period_does_not_count(shop: Shop) -> None:
    shop.answers(shop.writes(61, "broken"), 60)
    shop.answers(shop.writes(5, "broken"), 4)
    assert shop.look(days=30).speed.replies == 1
    assert shop.look(days=90).speed.replies == 2


def test_each_channel_has_its_own_figures(shop: Shop) -> None:
    shop.answers(shop.writes(5), 4)
    shop.writes(3)
    (channel,) = shop.look().channels
    assert (channel.name, channel.reviews, channel.open, channel.speed.replies) == ("Keurmerk", 2, 1, 1)


def test_promises_are_open_late_kept_or_kept_too_late(shop: Shop) -> None:
    today = NOW.date()
    placed = [shop.answers(shop.writes(9), 8) for _ in range(4)]
    shop.promises(placed[0], today + dt.timedelta(days=1))
    shop.promises(placed[1], today - dt.timedelta(days=1))
    shop.promises(placed[2], today, kept=NOW)
    shop.promises(placed[3], today - dt.timedelta(days=3), kept=NOW)
    found = shop.look().promises
    assert (len(found.open), found.late, found.kept, found.kept_late, found.kept_in_time) == (2, 1, 2, 1, 0.5)
    assert [made.late for made in found.open] == [True, False]


def test_a_complaint_that_comes_back_is_named_with_its_products_and_months(shop: Shop) -> None:
    shop.writes(1, "broken", "broken", product="Lamp")
    shop.writes(2, "broken", product="Lamp")
    shop.writes(40, "broken", "delivery-late", product="Tent")
    causes = shop.look(days=60).causes
    assert [cause.label for cause in causes] == ["broken"]  # once is no pattern
    assert causes[0].reviews == 3
    assert [(one.product, one.reviews) for one in causes[0].products] == [("Lamp", 2), ("Tent", 1)]
    assert [(one.month, one.reviews) for one in causes[0].months] == [("2026-09", 0), ("2026-10", 1), ("2026-11", 2)]


def test_replies_sent_as_drafted_and_those_that_a_person_changed(shop: Shop) -> None:
    shop.answers(shop.writes(3), 2)
    shop.answers(shop.writes(3), 2)
    shop.answers(shop.writes(3), 2, edited=True)
    shop.answers(shop.writes(3), 2, override="Zo is het goed, wij kennen haar.")
    approvals = shop.look().approvals
    assert (approvals.replies, approvals.unchanged, approvals.edited, approvals.overridden) == (4, 3, 1, 1)
    assert approvals.unchanged_share == 0.75


def test_another_shops_replies_teach_this_one_nothing(shop: Shop, database: Database) -> None:
    other = make_shop(database, "ander")
    other.answers(other.writes(3, "broken"), 2)
    other.writes(3, "broken")
    seen = shop.look()
    assert (seen.speed.replies, seen.causes, seen.decisions) == (0, (), {})


def test_what_must_be_answered_today_comes_first_and_what_is_answered_not_at_all(shop: Shop) -> None:
    late, today, _tomorrow = shop.writes(3), shop.writes(1.5), shop.writes(0.5)
    shop.answers(shop.writes(1.6), 1)
    with shop.session() as session:
        owed = due_today(session, shop.id, TARGET, NOW)
        assert glance.glance(session, shop.id, *windows(TARGET, NOW)).unanswered == 2
    assert [(one.review.review_id, one.late) for one in owed] == [(late, True), (today, False)]


def test_no_figure_walks_a_whole_table(shop: Shop, database: Database) -> None:
    for number in range(120):
        review_id = shop.writes(number % 60, "broken")
        if number % 2:
            shop.answers(review_id, 0)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    asked: dict[str, tuple[object, ...]] = {}

    @event.listens_for(database.engine, "before_cursor_execute")
    def keep(_c: object, _cursor: object, sql: str, parameters: tuple[object, ...], *_: object) -> None:
        if sql.startswith("SELECT"):
            asked[sql] = tuple(parameters)

    shop.look()
    with shop.session() as session:
        due_today(session, shop.id, TARGET, NOW)
        glance.glance(session, shop.id, *windows(TARGET, NOW))
    event.remove(database.engine, "before_cursor_execute", keep)
    assert len(asked) >= 6
    with database.engine.connect() as connection:
        for sql, given in asked.items():
            for step in (row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, given)):
                if step.startswith("SCAN"):
                    # What is walked whole is small: a bounded window of ours, the shops, the channels.
                    assert any(small in step for small in ("anon_", "shops", "channels", "CONSTANT ROW")), (sql, step)


@pytest.mark.parametrize("days", [1, 366, 100_000])
def test_a_period_of_any_length_is_answered(shop: Shop, days: int) -> None:
    shop.writes(0.1, "broken")
    assert shop.look(days=days).read == 1


def test_months_begin_when_they_begin_for_the_shop(shop: Shop) -> None:
    shop.lives_in("Pacific/Auckland")  # thirteen hours ahead of UTC
    october_in_utc = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)  # an hour past midnight in Auckland
    for minutes in (0, 10):
        shop.writes((NOW - october_in_utc).total_seconds() / 86_400 - minutes / 1440, "broken")
    (cause,) = shop.look(days=30).causes
    assert [(one.month, one.reviews) for one in cause.months] == [("2026-10", 0), ("2026-11", 2)]


def test_a_promise_kept_on_its_day_where_the_shop_is_was_kept_in_time(shop: Shop) -> None:
    shop.lives_in("America/New_York")
    evening = dt.datetime(2026, 11, 21, 2, tzinfo=dt.UTC)  # nine in the evening of the 20th
    placed = [shop.answers(shop.writes(9), 8) for _ in range(2)]
    shop.promises(placed[0], dt.date(2026, 11, 20), kept=evening)
    shop.promises(placed[1], dt.date(2026, 11, 19), kept=evening)
    assert (shop.look().promises.kept, shop.look().promises.kept_late) == (2, 1)


def test_a_promise_is_late_once_its_day_is_over_where_the_shop_is(shop: Shop) -> None:
    shop.promises(shop.answers(shop.writes(9), 8), NOW.date())
    assert shop.look().promises.late == 0
    shop.lives_in("Pacific/Auckland")  # where it is the 23rd
    assert shop.look().promises.late == 1
    assert shop.look(days=30).until == dt.date(2026, 11, 23)


def test_the_first_day_counts_from_its_beginning(shop: Shop) -> None:
    shop.lives_in("Europe/Amsterdam")
    begins = dt.datetime(2026, 10, 22, 22, tzinfo=dt.UTC)  # midnight, still in summer time
    for seconds in (-1, 1):
        shop.writes((NOW - begins).total_seconds() / 86_400 - seconds / 86_400, "broken")
    seen = shop.look(days=30)
    assert (seen.since, seen.read) == (dt.date(2026, 10, 23), 1)

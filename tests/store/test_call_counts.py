"""Calls counted in slots of a window, by several workers at once; on SQLite and on Postgres."""

from __future__ import annotations

import datetime as dt

import pytest

from plugin.store import Database, call_counts
from plugin.store.call_counts import Window
from tests.at_once import at_once
from tests.store.conftest import NOW, Desk

DAY = Window("", 86_400)
HOUR = Window("", 3_600)


def take(database: Database, desk: Desk, limits: dict[Window, int], wanted: int, now: dt.datetime = NOW) -> int:
    with database.session(shop_id=desk.shop) as session:
        return call_counts.take(session, desk.shop, desk.channel, limits, wanted, now).granted


def used(database: Database, desk: Desk, window: Window, now: dt.datetime = NOW) -> int:
    with database.session(shop_id=desk.shop) as session:
        return call_counts.used(session, desk.shop, desk.channel, window, now)


def test_what_is_left_is_given_and_no_more(database: Database, desk: Desk) -> None:
    assert take(database, desk, {DAY: 10, HOUR: 7}, 5) == 5
    assert take(database, desk, {DAY: 10, HOUR: 7}, 5) == 2
    assert take(database, desk, {DAY: 10, HOUR: 7}, 5) == 0
    assert (used(database, desk, DAY), used(database, desk, HOUR)) == (7, 7)
    later = NOW + dt.timedelta(hours=2)
    assert take(database, desk, {DAY: 10, HOUR: 7}, 5, later) == 3


def test_several_workers_never_take_the_last_call_twice(database: Database, desk: Desk) -> None:
    def work(_: int) -> int:
        return sum(iter(lambda: take(database, desk, {DAY: 50, HOUR: 40}, 3), 0))

    assert sum(at_once(work, 4)) == 40


def test_slots_that_have_left_their_window_are_dropped(database: Database, desk: Desk) -> None:
    for hours in range(0, 72, 6):
        take(database, desk, {HOUR: 100}, 1, NOW + dt.timedelta(hours=hours))
    with database.session(shop_id=desk.shop) as session:
        assert len(session.scalars(call_counts.select(call_counts.CallCount)).all()) == 1


def test_a_count_is_the_shop_s_own(database: Database, desk: Desk, other: Desk) -> None:
    take(database, desk, {DAY: 10}, 8)
    with database.session(shop_id=other.shop) as session:
        assert call_counts.used(session, other.shop, desk.channel, DAY, NOW) == 0
        call_counts.add(session, other.shop, desk.channel, DAY, NOW.timestamp(), -5)
    assert used(database, desk, DAY) == 8


@pytest.mark.parametrize(("taken", "limit", "waits"), [(3, 5, 0), (5, 5, 86_400), (8, 5, 86_400)])
def test_it_says_when_calls_may_be_made_again(
    database: Database, desk: Desk, taken: int, limit: int, waits: int
) -> None:
    take(database, desk, {DAY: 100}, taken)
    with database.session(shop_id=desk.shop) as session:
        found = call_counts.opens_in(session, desk.shop, desk.channel, DAY, limit, NOW)
    assert waits <= found <= waits + (86_400 / call_counts.SLOTS if waits else 0)

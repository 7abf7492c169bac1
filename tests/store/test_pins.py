"""PINs: five tries, then a lock that grows; never more tries than that, however many come at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from plugin.store import Database, NotThere, people, pins
from plugin.words import Role
from tests.store.conftest import NOW, Desk


@pytest.fixture
def person(database: Database, desk: Desk) -> int:
    with database.session(desk.shop) as session:
        who = people.add(session, desk.shop, "Sanne", Role.APPROVER)
        pins.set_pin(session, desk.shop, who.id, "stretched", now=NOW)
        return who.id


def tries(database: Database, desk: Desk, person: int, now: dt.datetime, many: int = 20) -> int:
    """How many of so many tries in a row are allowed."""
    allowed = 0
    for _ in range(many):
        with database.session(desk.shop) as session:
            allowed += pins.begin_try(session, desk.shop, person, now) is not None
    return allowed


def test_after_five_wrong_tries_there_is_no_sixth_until_the_lock_ends(database, desk, person):
    assert tries(database, desk, person, NOW) == 5
    with database.session(desk.shop) as session:
        assert pins.locked_until(session, desk.shop, person, NOW) == NOW + dt.timedelta(minutes=15)
    assert tries(database, desk, person, NOW + dt.timedelta(minutes=14, seconds=59)) == 0


def test_each_lock_is_twice_as_long_up_to_a_day(database, desk, person):
    now, locks = NOW, []
    for _ in range(10):
        assert tries(database, desk, person, now) == 5
        with database.session(desk.shop) as session:
            until = pins.locked_until(session, desk.shop, person, now)
        locks.append(until - now)
        now = until
    minutes = [lock.total_seconds() / 60 for lock in locks]
    assert minutes[:4] == [15, 30, 60, 120]
    assert minutes[-1] == 24 * 60


def test_a_right_one_forgets_the_wrong_ones_before_it(database, desk, person):
    assert tries(database, desk, person, NOW, many=4) == 4
    with database.session(desk.shop) as session:
        pins.right(session, desk.shop, person)
    assert tries(database, desk, person, NOW) == 5


def test_the_right_one_on_the_last_try_leaves_no_lock(database, desk, person):
    assert tries(database, desk, person, NOW) == 5
    with database.session(desk.shop) as session:
        pins.right(session, desk.shop, person)
        assert pins.locked_until(session, desk.shop, person, NOW) is None


def test_tries_at_once_are_no_more_tries(database, desk, person):
    def one(_):
        with database.session(desk.shop) as session:
            return pins.begin_try(session, desk.shop, person, NOW) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(24))) == 5


def test_a_new_pin_ends_the_lock(database, desk, person):
    tries(database, desk, person, NOW)
    with database.session(desk.shop) as session:
        pins.set_pin(session, desk.shop, person, "another", now=NOW)
        assert pins.begin_try(session, desk.shop, person, NOW).stretched == "another"


def test_only_those_with_a_pin_who_may_come_in_are_listed(database, desk, person):
    with database.session(desk.shop) as session:
        people.add(session, desk.shop, "Zonder", Role.VIEWER)
        assert [who.name for who in pins.people_with_pins(session, desk.shop)] == ["Sanne"]
        people.set_active(session, desk.shop, person, active=False)
        assert pins.people_with_pins(session, desk.shop) == []


def test_another_shop_sees_none_of_it(database, desk, other, person):
    with database.session(other.shop) as session:
        assert pins.begin_try(session, other.shop, person, NOW) is None
        assert pins.people_with_pins(session, other.shop) == []
        with pytest.raises(NotThere):
            pins.set_pin(session, other.shop, person, "x", now=NOW)

"""What one review needs is found by that review: never by walking all that its shop has."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from connectors.contract import Review
from plugin.store import Database, bulk, drafts, reviews, shops
from plugin.store.tables import Review as Kept
from plugin.words import BUILT_IN, Decision, Drafted, Report, ReviewState, Triage, Verdict
from tests.store.conftest import NOW, Desk, make_desk

Says = Callable[..., Review]
TRIAGE = Triage("nl", 0.9, Decision.REPLY, None, (), "a complaint")
DRAFTED = Drafted(TRIAGE, "Beste Jan", None, None, BUILT_IN, Report(Verdict.PASS))
BY_THE_SHOP_ALONE = re.compile(r"SCAN (?!\w+ VIRTUAL)|\(shop_id=\?\)")


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """How SQLite goes about every statement of the block. Of an INSERT it names what it would look at if a row were wanted
    that is not there yet; it never is.
    """
    asked: list[tuple[str, Any]] = []
    found: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, given: Any, _context: object, _many: bool) -> None:
        if not sql.startswith("INSERT"):
            asked.append((sql, given[0] if isinstance(given, list) else given))  # a list: one for each row

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.connect() as connection:
        for sql, given in asked:
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
            found.extend(f"{step[3]} of {sql}" for step in steps)


def test_coming_in_saving_and_moving_take_the_same_whatever_else_the_shop_has(
    sqlite_database: Database, says: Says
) -> None:
    desk = make_desk(sqlite_database, "fietsenhuis")
    given = [says(number) for number in range(3)]
    with plans(sqlite_database) as steps:
        with sqlite_database.session(desk.shop) as session:
            ids = reviews.upsert(session, desk.shop, desk.channel, given, NOW).new_ids
        with sqlite_database.session(desk.shop) as session:
            drafts.save_many(session, desk.shop, [drafts.ToSave(each, 1, DRAFTED) for each in ids], batch_id=1)
            reviews.lock(session, desk.shop, ids[0])
            reviews.set_state(session, desk.shop, ids[0], ReviewState.WAITING)
        edited = [dataclasses.replace(each, text="toch niet") for each in given]
        with sqlite_database.session(desk.shop) as session:
            assert reviews.upsert(session, desk.shop, desk.channel, edited, NOW).changed_ids == ids
    assert len(steps) > 10
    assert [step for step in steps if BY_THE_SHOP_ALONE.search(step)] == []


def test_a_review_that_is_held_is_looked_for_nowhere_else(sqlite_database: Database, says: Says) -> None:
    desk = make_desk(sqlite_database, "fietsenhuis")
    with sqlite_database.session(desk.shop) as session:
        (review_id,) = reviews.upsert(session, desk.shop, desk.channel, [says(1)], NOW).new_ids
    with plans(sqlite_database) as steps, sqlite_database.session(desk.shop) as session:
        reviews.lock(session, desk.shop, review_id)
    assert [step.split(" of ")[0] for step in steps] == ["SEARCH reviews USING INTEGER PRIMARY KEY (rowid=?)"] * 2


def test_a_shop_that_is_held_is_looked_for_nowhere_else(sqlite_database: Database) -> None:
    desk = make_desk(sqlite_database, "fietsenhuis")
    with plans(sqlite_database) as steps, sqlite_database.session(desk.shop) as session:
        assert shops.hold_version(session, desk.shop) == 1
        assert not shops.hold(session, desk.shop + 1)
    assert {step.split(" of ")[0] for step in steps} == {"SEARCH shops USING INTEGER PRIMARY KEY (rowid=?)"}


def test_what_is_looked_up_by_a_channels_ids_is_that_channels_and_that_shops(
    database: Database, desk: Desk, other: Desk, says: Says
) -> None:
    for each in (desk, other):
        with database.session(each.shop) as session:
            reviews.upsert(session, each.shop, each.channel, [says(1), says(2)], NOW)
    with database.session() as session:

        def found(shop_id: int, channel_id: int) -> list[str]:
            rows = bulk.found_by(
                session.connection(), Kept, ("external_id",), shop_id, "external_id", ["r-2", "r-9"], channel_id=channel_id
            )  # fmt: skip
            return [row.external_id for row in rows]

        assert found(desk.shop, desk.channel) == ["r-2"]
        assert found(other.shop, desk.channel) == []


@pytest.mark.parametrize("many", [1, 3])
def test_rows_added_together_keep_their_own_values_and_get_what_is_usual(
    database: Database, desk: Desk, many: int
) -> None:
    rows = [
        {
            "shop_id": desk.shop, "channel_id": desk.channel, "external_id": f"x{number}", "text": "é" * number,
            "rating": number or None, "created_at": NOW.replace(hour=number), "fetched_at": NOW, "verified": bool(number % 2),
            "existing_reply": {"text": "dank"} if number == 1 else None,
        }
        for number in range(many)
    ]  # fmt: skip
    with database.session() as session:
        bulk.insert_new(session.connection(), Kept, rows)
        bulk.insert_new(session.connection(), Kept, [{**row, "text": "later"} for row in rows])
    with database.session(desk.shop) as session:
        for row in rows:
            kept = reviews.by_external_id(session, desk.shop, desk.channel, str(row["external_id"]))
            assert kept is not None
            assert {name: getattr(kept, name) for name in row} == row
            assert (kept.version, kept.state, kept.title, kept.urgency, kept.more) == (1, "new", "", 0, None)

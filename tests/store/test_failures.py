"""A locked database, a full disk, a file that cannot be opened: a named error, and nothing half-done."""

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from plugin.store import (
    Database,
    RetryLater,
    StoreBusy,
    StoreFull,
    StoreUnreachable,
    batches,
    channels,
    drafts,
    reviews,
)
from plugin.words import BUILT_IN, Decision, Drafted, Report, Triage, Verdict
from tests.store.conftest import KEY, NOW, Desk, customer_says, make_desk


def test_a_locked_database_says_try_again_and_loses_nothing(sqlite_database: Database) -> None:
    desk = make_desk(sqlite_database, "a")
    blocker = sqlite3.connect(sqlite_database.url.database or "", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    given = [customer_says(number) for number in range(5)]
    with pytest.raises(StoreBusy, match="Nothing was saved"), sqlite_database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, given, NOW)
    with sqlite_database.session(desk.shop) as session:
        assert reviews.counts(session, desk.shop)["all"] == 0  # reading goes on meanwhile
    blocker.execute("COMMIT")
    blocker.close()
    with sqlite_database.session(desk.shop) as session:
        assert len(reviews.upsert(session, desk.shop, desk.channel, given, NOW).new_ids) == 5


def test_a_full_disk_says_so_and_loses_nothing(sqlite_database: Database) -> None:
    desk = make_desk(sqlite_database, "a")
    with sqlite_database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, [customer_says(1)], NOW)
    with sqlite_database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    sqlite_database.dispose()
    from sqlalchemy import event

    @event.listens_for(sqlite_database.engine, "connect")
    def _no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    large = [customer_says(number, "woord " * 2000) for number in range(2, 200)]
    with pytest.raises(StoreFull, match="disk is full"), sqlite_database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, large, NOW)
    with sqlite_database.session(desk.shop) as session:
        assert reviews.counts(session, desk.shop)["all"] == 1
        assert len(reviews.page(session, desk.shop, reviews.Filters(search="bestelling")).rows) == 1


def test_a_file_that_cannot_be_opened_is_named_as_that(tmp_path: Path) -> None:
    folder = tmp_path / "store.sqlite3"
    folder.mkdir()
    database = Database(f"sqlite:///{folder}", [KEY])
    with pytest.raises(StoreUnreachable):
        database.upgrade()


def test_a_postgres_that_does_not_answer_is_named_as_that() -> None:
    database = Database("postgres://nobody:geheim@127.0.0.1:9/none", [KEY])
    with pytest.raises(StoreUnreachable) as caught:
        database.upgrade()
    assert "geheim" not in str(caught.value)
    assert isinstance(caught.value, RetryLater)


def test_other_databases_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="SQLite and Postgres, not on mysql"):
        Database("mysql://x/y", [KEY])


def test_a_fault_of_ours_stays_visible(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table") as caught, database.session() as session:
        session.connection().exec_driver_sql("SELECT * FROM no_such_table")
    assert not isinstance(caught.value, RetryLater)


def test_errors_show_no_review_and_no_credential(sqlite_database: Database) -> None:
    with pytest.raises(OperationalError) as caught, sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_table WHERE x = ?", ("geheim",))
    assert "geheim" not in str(caught.value)


def test_an_error_halfway_leaves_nothing_of_the_transaction(database: Database, desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), database.session(desk.shop) as session:  # noqa: PT012 -- work, then a fault
        reviews.upsert(session, desk.shop, desk.channel, [customer_says(1)], NOW)
        raise ZeroDivisionError
    with database.session(desk.shop) as session:
        assert reviews.counts(session, desk.shop)["all"] == 0
        assert reviews.page(session, desk.shop, reviews.Filters(search="bestelling")).rows == ()


def in_threads(many: int, work: Callable[[int], None]) -> list[BaseException]:
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 -- handed to the test
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_many_writers_at_once_lose_no_count_and_block_no_one_for_good(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        batch = batches.add(session, desk.shop, kind="desk", workflow_id="w").id
        ids = reviews.upsert(
            session, desk.shop, desk.channel, [customer_says(number) for number in range(40)], NOW
        ).new_ids
    drafted = Drafted(
        Triage("nl", 0.9, Decision.REPLY, None, (), "x"), "Beste", None, None, BUILT_IN, Report(Verdict.PASS)
    )

    def work(number: int) -> None:
        for step in range(5):
            with database.session(desk.shop) as session:
                mine = ids[number * 5 + step]
                drafts.save_many(session, desk.shop, [drafts.ToSave(mine, 1, drafted)], batch_id=batch)
                batches.progress(session, desk.shop, batch, done=1)
                more = [customer_says(1000 + number * 100 + step)]
                reviews.upsert(session, desk.shop, desk.channel, more, NOW + dt.timedelta(1))

    assert in_threads(8, work) == []
    with database.session(desk.shop) as session:
        assert batches.get(session, desk.shop, batch).done == 40
        assert reviews.counts(session, desk.shop)["all"] == 80
        assert len(reviews.page(session, desk.shop, reviews.Filters(state=None, language="nl"), limit=200).rows) == 40


def test_the_same_reviews_from_two_fetches_at_once_come_in_once(database: Database, desk: Desk) -> None:
    given = [customer_says(number) for number in range(100)]

    def work(_number: int) -> None:
        with database.session(desk.shop) as session:
            reviews.upsert(session, desk.shop, desk.channel, given, NOW)

    assert in_threads(4, work) == []
    with database.session(desk.shop) as session:
        assert reviews.counts(session, desk.shop)["all"] == 100


def test_drafts_of_one_review_saved_at_once_are_numbered_apart(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        (review,) = reviews.upsert(session, desk.shop, desk.channel, [customer_says(1)], NOW).new_ids
    triage = Triage("nl", 0.9, Decision.REPLY, None, (), "x")
    drafted = Drafted(triage, "Beste", None, None, BUILT_IN, Report(Verdict.PASS))

    def work(_number: int) -> None:
        with database.session(desk.shop) as session:
            drafts.save(session, desk.shop, review, drafted, review_version=1)

    assert in_threads(6, work) == []
    with database.session(desk.shop) as session:
        assert [draft.number for draft in drafts.history(session, desk.shop, review)] == [6, 5, 4, 3, 2, 1]


def test_two_people_cannot_both_take_what_only_one_may(database: Database, desk: Desk) -> None:
    from plugin.words import ReviewState

    with database.session(desk.shop) as session:
        (review,) = reviews.upsert(session, desk.shop, desk.channel, [customer_says(1)], NOW).new_ids
    winners: list[int] = []

    def work(number: int) -> None:
        with database.session(desk.shop) as session:
            seen = reviews.lock(session, desk.shop, review)
            if seen.state == "new" and reviews.set_state(session, desk.shop, review, ReviewState.PUBLISHING):
                winners.append(number)

    assert in_threads(6, work) == []
    assert len(winners) == 1
    with database.session(desk.shop) as session:
        assert channels.get(session, desk.shop, desk.channel).state == "ok"


@pytest.mark.postgres
def test_a_locked_postgres_says_try_again_and_loses_nothing(postgres_address: str) -> None:
    database = Database(postgres_address, [KEY], busy_seconds=0.2)
    desk = make_desk(database, "locked")
    given = [customer_says(number) for number in range(5)]
    with database.engine.connect() as holder:
        holder.exec_driver_sql("LOCK TABLE reviews")
        with pytest.raises(StoreBusy, match="Nothing was saved"), database.session(desk.shop) as session:
            reviews.upsert(session, desk.shop, desk.channel, given, NOW)
        holder.rollback()
    with database.session(desk.shop) as session:
        assert len(reviews.upsert(session, desk.shop, desk.channel, given, NOW).new_ids) == 5
    database.dispose()


@pytest.mark.postgres
def test_a_full_postgres_says_so_and_loses_nothing(postgres_address: str) -> None:
    """As the server itself says it (SQLSTATE 53100), in the middle of the import's second transaction."""
    database = Database(postgres_address, [KEY])
    desk = make_desk(database, "full")
    with database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, [customer_says(1)], NOW)
    with pytest.raises(StoreFull, match="no room left"), database.session(desk.shop) as session:  # noqa: PT012 -- work, then a fault
        reviews.upsert(session, desk.shop, desk.channel, [customer_says(2)], NOW)
        session.connection().exec_driver_sql(
            "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
        )
    with database.session(desk.shop) as session:
        assert reviews.counts(session, desk.shop)["all"] == 1
        assert len(reviews.upsert(session, desk.shop, desk.channel, [customer_says(2)], NOW).new_ids) == 1
    database.dispose()

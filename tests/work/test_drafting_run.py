"""Bulk drafting: all of them, none twice, seen as it goes, stopped when asked."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from plugin.drafting import pipeline
from plugin.inbox.deciding import overrule
from plugin.store import StoreBusy, batches, drafts, reviews
from plugin.words import Decision, ReviewState
from plugin.work import drafting_run, patience
from plugin.work.drafting_run import Ran, run_batch
from tests.work.conftest import Desk, quick_draft, until

pytestmark = pytest.mark.usefixtures("quick_drafts")


def new_batch(desk: Desk) -> int:
    with desk.session() as session:
        return desk.work.draft_all(session, desk.shop_id).id


def run(desk: Desk, batch_id: int, writer: Any = None, stopping: threading.Event | None = None) -> Ran | None:
    return run_batch(
        desk.database, desk.shop_id, batch_id, writer=writer, concurrency=8, stopping=stopping or threading.Event()
    )


def counts(desk: Desk, batch_id: int) -> tuple[str, int, int, int]:
    batch = desk.batch(batch_id)
    return batch.state, batch.total, batch.done, batch.failed


def how_many_drafts(desk: Desk, ids: list[int]) -> list[int]:
    with desk.session() as session:
        return [len(drafts.history(session, desk.shop_id, review_id)) for review_id in ids]


def test_every_open_review_gets_one_draft_and_waits_for_a_person(desk: Desk) -> None:
    ids = desk.take_in(130)
    batch_id = new_batch(desk)
    assert run(desk, batch_id, writer=object()) == Ran("done", 130, 0)
    assert counts(desk, batch_id) == ("done", 130, 130, 0)
    assert how_many_drafts(desk, ids) == [1] * 130
    with desk.session() as session:
        assert {reviews.get(session, desk.shop_id, i).state for i in ids} == {ReviewState.WAITING}


def test_a_run_that_ended_is_not_run_again(desk: Desk) -> None:
    desk.take_in(1)
    batch_id = new_batch(desk)
    run(desk, batch_id)
    assert run(desk, batch_id) is None


def test_a_run_that_was_cut_off_drafts_only_the_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = desk.take_in(50)
    batch_id = new_batch(desk)
    with monkeypatch.context() as patched:
        saves = iter(range(100))
        save = drafting_run.patiently

        def dies_at_the_second(work: Any) -> Any:
            if next(saves) == 1:
                raise SystemExit
            return save(work)

        patched.setattr(drafting_run, "patiently", dies_at_the_second)
        with pytest.raises(SystemExit):
            run(desk, batch_id)
    saved = desk.batch(batch_id).done
    assert 0 < saved < 50
    asked: list[str] = []

    def counted(review: Any, *rest: Any, **named: Any) -> Any:
        asked.append(review.id)
        return quick_draft(review, *rest, **named)

    monkeypatch.setattr(pipeline, "draft", counted)
    run(desk, batch_id)
    assert counts(desk, batch_id) == ("done", 50, 50, 0)
    assert len(asked) == 50 - saved
    assert how_many_drafts(desk, ids) == [1] * 50


def test_a_run_stops_soon_after_it_is_cancelled_and_keeps_what_it_has(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = desk.take_in(200)
    batch_id = new_batch(desk)
    answers = threading.Event()

    def slow(review: Any, *rest: Any, **named: Any) -> Any:
        if review.author not in {f"Jan {n}" for n in range(25)}:
            answers.wait(30)
        return quick_draft(review, *rest, **named)

    monkeypatch.setattr(pipeline, "draft", slow)
    ended: list[Ran | None] = []
    running = threading.Thread(target=lambda: ended.append(run(desk, batch_id, writer=object())))
    running.start()
    until(lambda: desk.batch(batch_id).done >= 20)
    with desk.session() as session:
        desk.work.cancel(session, desk.shop_id, batch_id)
    asked = time.monotonic()
    until(lambda: ended)
    took = time.monotonic() - asked
    answers.set()
    assert ended[0] is not None
    assert ended[0].state == "cancelled"
    assert took < 3
    assert sum(how_many_drafts(desk, ids)) == desk.batch(batch_id).done < 200


def test_a_worker_that_stops_leaves_the_run_to_its_next_start(desk: Desk) -> None:
    desk.take_in(30)
    batch_id = new_batch(desk)
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(InterruptedError):
        run(desk, batch_id, stopping=stopping)
    assert desk.batch(batch_id).state == "running"
    run(desk, batch_id)
    assert counts(desk, batch_id) == ("done", 30, 30, 0)


def test_one_review_that_cannot_be_drafted_does_not_stop_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = desk.take_in(30)

    def fails_once(review: Any, *rest: Any, **named: Any) -> Any:
        if review.author == "Jan 7":
            raise ZeroDivisionError
        return quick_draft(review, *rest, **named)

    monkeypatch.setattr(pipeline, "draft", fails_once)
    batch_id = new_batch(desk)
    run(desk, batch_id)
    assert counts(desk, batch_id) == ("done", 30, 29, 1)
    assert "could not be drafted" in desk.batch(batch_id).message
    assert sorted(how_many_drafts(desk, ids)) == [0] + [1] * 29


def test_a_locked_database_is_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_in(25)
    batch_id = new_batch(desk)
    busy = [StoreBusy("locked"), StoreBusy("locked")]
    save_many = drafts.save_many

    def sometimes_busy(*given: Any, **named: Any) -> Any:
        if busy:
            raise busy.pop()
        return save_many(*given, **named)

    monkeypatch.setattr(drafts, "save_many", sometimes_busy)
    monkeypatch.setattr(patience, "_FIRST_WAIT", 0.001)
    run(desk, batch_id)
    assert busy == []
    assert counts(desk, batch_id) == ("done", 25, 25, 0)


def test_reviews_that_come_in_during_a_run_are_drafted_by_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_in(5)
    batch_id = new_batch(desk)
    late: list[int] = []

    def brings_more(review: Any, *rest: Any, **named: Any) -> Any:
        if not late:
            late.extend(desk.take_in(3, first=100))
        return quick_draft(review, *rest, **named)

    monkeypatch.setattr(pipeline, "draft", brings_more)
    run(desk, batch_id)
    assert counts(desk, batch_id) == ("done", 8, 8, 0)
    assert how_many_drafts(desk, late) == [1, 1, 1]


def test_a_person_who_was_quicker_keeps_the_last_word(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (review_id,) = desk.take_in(1)
    batch_id = new_batch(desk)

    def person_writes(review: Any, *rest: Any, **named: Any) -> Any:
        with desk.session() as session:
            mine = quick_draft(review, None)
            drafts.save(session, desk.shop_id, review_id, mine, review_version=1, person_id=desk.person_id)
        return quick_draft(review, *rest, **named)

    monkeypatch.setattr(pipeline, "draft", person_writes)
    run(desk, batch_id)
    with desk.session() as session:
        standing = drafts.current(session, desk.shop_id, review_id)
    assert standing is not None
    assert standing.person_id == desk.person_id


def test_a_persons_decision_is_what_a_run_drafts_under(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (review_id,) = desk.take_in(1)
    with desk.session() as session:
        overrule(session, desk.shop_id, review_id, Decision.SILENT, None, "een trol", desk.person_id)
    seen: list[Any] = []

    def noted(review: Any, shop: Any, recent: Any = (), **named: Any) -> Any:
        seen.append(named["decision"])
        return quick_draft(review, shop)

    monkeypatch.setattr(pipeline, "draft", noted)
    run(desk, new_batch(desk))
    assert seen == [Decision.SILENT]


def test_each_draft_knows_what_the_run_wrote_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_in(3)
    known: list[int] = []

    def noted(review: Any, shop: Any, recent: Any = (), **named: Any) -> Any:
        known.append(len(recent))
        return quick_draft(review, shop)

    monkeypatch.setattr(pipeline, "draft", noted)
    run(desk, new_batch(desk))
    assert known == [0, 1, 2]


def test_progress_can_be_seen_while_it_goes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take_in(60)
    batch_id = new_batch(desk)
    seen: list[int] = []
    progress = batches.progress

    def noted(*given: Any, **named: Any) -> None:
        progress(*given, **named)
        seen.append(named["done"])

    monkeypatch.setattr(batches, "progress", noted)
    run(desk, batch_id)
    assert sum(seen) == 60
    assert len(seen) >= 3

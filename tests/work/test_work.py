"""The durable engine from end to end, in this process."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import Page, Reconnect, Review
from plugin.publishing.approving import approve
from plugin.store import batches, channels, decisions, drafts, publications, reviews
from plugin.store import workers as signs
from plugin.words import Decision, PublicationState, ReviewState
from plugin.work import engine
from plugin.work.triaging import triage_at_intake
from tests.work.conftest import Desk, Memory, until

pytestmark = pytest.mark.usefixtures("quick_drafts")


def drafted(desk: Desk, count: int = 1) -> list[int]:
    ids = desk.take_in(count)
    with desk.session() as session:
        batch_id = desk.work.draft_all(session, desk.shop_id).id
    until(lambda: desk.batch(batch_id).state == "done")
    return ids


def say_yes(desk: Desk, review_id: int, fail: Exception | None = None) -> None:
    with desk.session() as session:
        draft = drafts.current(session, desk.shop_id, review_id)
        assert draft is not None
        approve(
            session, desk.shop_id, review_id, text_sha256=publications.text_sha256(draft.reply or ""), person=desk,
            enqueue=desk.work.enqueue_publish,
        )  # fmt: skip
        if fail is not None:
            raise fail


def is_out(desk: Desk, review_id: int) -> bool:
    found = desk.publication(review_id)
    return found is not None and found.state == PublicationState.VISIBLE


def test_an_approved_reply_is_published_once(desk: Desk) -> None:
    desk.work.start()
    ids = drafted(desk, 5)
    for review_id in ids:
        say_yes(desk, review_id)
    until(lambda: all(is_out(desk, review_id) for review_id in ids))
    assert len(Memory.posts) == len(set(Memory.posts)) == 5


def test_a_reply_that_the_platform_refuses_is_drafted_anew_and_nothing_else_leaves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.work.start()
    (review_id,) = drafted(desk)
    monkeypatch.setattr(Memory, "status", "rejected")
    say_yes(desk, review_id)

    def newest() -> int:
        with desk.session() as session:
            draft = drafts.current(session, desk.shop_id, review_id)
            assert draft is not None
            return draft.number

    until(lambda: newest() == 2)
    publication = desk.publication(review_id)
    assert publication is not None
    assert publication.state == PublicationState.REFUSED
    assert len(Memory.posts) == 1


def test_a_yes_that_is_rolled_back_publishes_nothing(desk: Desk) -> None:
    desk.work.start()
    review_id, other = drafted(desk, 2)
    with pytest.raises(KeyError):
        say_yes(desk, review_id, fail=KeyError())
    say_yes(desk, other)  # what comes after it is done, and it is not
    until(lambda: is_out(desk, other))
    assert len(Memory.posts) == 1
    assert desk.publication(review_id) is None


def test_asking_twice_for_the_same_publication_runs_once(desk: Desk) -> None:
    desk.work.start()
    first, last = drafted(desk, 2)
    say_yes(desk, first)
    with desk.session() as session:
        desk.work.enqueue_publish(session, publications.current(session, desk.shop_id, first))
    say_yes(desk, last)
    until(lambda: is_out(desk, first) and is_out(desk, last))
    assert len(Memory.posts) == 2


def test_without_a_worker_the_queue_waits_and_the_desk_can_tell(desk: Desk) -> None:
    (review_id,) = desk.take_in(1)
    with desk.session() as session:
        assert not desk.work.worker_is_alive(session)
        batch_id = desk.work.draft_all(session, desk.shop_id).id
    assert desk.batch(batch_id).state == "queued"
    desk.work.start()
    until(lambda: desk.batch(batch_id).state == "done")
    until(lambda: _is_alive(desk))  # its sign of life is a row of its own, and may come behind the batch
    with desk.session() as session:
        assert reviews.get(session, desk.shop_id, review_id).state == ReviewState.WAITING


def _is_alive(desk: Desk) -> bool:
    with desk.session() as session:
        return desk.work.worker_is_alive(session)


def test_a_worker_that_stops_in_order_says_so(desk: Desk) -> None:
    desk.work.start()
    desk.work.stop()
    with desk.session() as session:
        assert not desk.work.worker_is_alive(session)
        assert desk.work.last_seen(session) is not None


def test_fetching_brings_reviews_in_and_drafts_a_few_new_ones_unasked(desk: Desk) -> None:
    Memory.pages[:] = [Page((Review("1", "De tas is stuk.", dt.datetime.now(dt.UTC), rating=1, author="Jan"),))]
    desk.work.start()
    with desk.session() as session:
        desk.work.sync_now(session, desk.shop_id, desk.channel_id)

    def waiting() -> bool:
        with desk.session() as session:
            found = reviews.by_external_id(session, desk.shop_id, desk.channel_id, "1")
        return found is not None and found.state == ReviewState.WAITING

    until(waiting)


def test_every_review_of_a_long_first_fetch_gets_its_draft_unasked(desk: Desk) -> None:
    now = dt.datetime.now(dt.UTC)
    Memory.pages[:] = [
        Page(
            tuple(
                Review(str(n), f"De tas {n} is stuk.", now, rating=1, author=f"Jan {n}")
                for n in range(first, first + 200)
            )
        )
        for first in (0, 200)
    ]
    desk.work.start()
    with desk.session() as session:
        desk.work.sync_now(session, desk.shop_id, desk.channel_id)

    def all_waiting() -> bool:
        with desk.session() as session:
            return reviews.counts(session, desk.shop_id).get("todo") == 400 and not reviews.open_ids(
                session, desk.shop_id
            )

    until(all_waiting)


def test_what_a_review_needs_can_be_seen_before_its_draft_is_there(desk: Desk) -> None:
    came = desk.take_in(25)
    with desk.session() as session:
        decisions.overrule(session, desk.shop_id, came[0], Decision.SILENT, None, "Een grap.", desk.person_id)
    assert triage_at_intake(desk.database, desk.shop_id, came) == 25
    with desk.session() as session:
        found = {number: reviews.get(session, desk.shop_id, number) for number in came}
    assert {review.state for review in found.values()} == {ReviewState.NEW}
    assert found[came[0]].decision == "T-SILENT"
    assert {found[number].decision for number in came[1:]} == {"T-REPLY"}


def test_replies_that_wait_for_a_channel_go_out_when_it_is_connected_again(desk: Desk) -> None:
    desk.work.start()
    ids = drafted(desk, 3)
    Memory.trouble[:] = [Reconnect("Het wachtwoord klopt niet.") for _ in ids]
    for review_id in ids:
        say_yes(desk, review_id)

    def all_wait() -> bool:
        with desk.session() as session:
            return not Memory.trouble and channels.get(session, desk.shop_id, desk.channel_id).state == "reconnect"

    until(all_wait)
    until(lambda: all(desk.publication(review_id).message for review_id in ids))
    with desk.session() as session:
        assert desk.work.channel_is_back(session, desk.shop_id, desk.channel_id) == 3
    until(lambda: all(is_out(desk, review_id) for review_id in ids))
    assert len(Memory.posts) == 3


def test_a_channel_that_is_back_adds_no_second_round_of_looking_to_the_one_there_is(desk: Desk) -> None:
    """A reply held by moderation is looked for again by itself: one look waits at any time, however often we ask."""
    Memory.status = "held"  # the fixture puts it back
    desk.work.start()
    (review_id,) = drafted(desk)
    say_yes(desk, review_id)
    until(lambda: desk.publication(review_id).state == PublicationState.PLACED and looks_that_wait(desk) == 1)
    for _ in range(3):
        with desk.session() as session:
            desk.work.channel_is_back(session, desk.shop_id, desk.channel_id)
    until(lambda: looks_that_wait(desk) == 1)  # a look that was under way just then asked for none of its own


def looks_that_wait(desk: Desk) -> int:
    with desk.database.engine.connect() as connection:
        found = connection.exec_driver_sql(
            f"SELECT count(*) FROM {names_of_workflows(desk)} WHERE queue_name = 'publish'"
            " AND status IN ('ENQUEUED', 'DELAYED')"
        )
        return int(found.scalar_one())


def names_of_workflows(desk: Desk) -> str:
    return "workflow_status" if desk.settings.is_sqlite else "dbos.workflow_status"


def test_another_draft_on_request_becomes_the_newest(desk: Desk) -> None:
    desk.work.start()
    (review_id,) = drafted(desk)
    with desk.session() as session:
        desk.work.request_draft(session, desk.shop_id, review_id, desk.person_id)

    def versions() -> int:
        with desk.session() as session:
            return len(drafts.history(session, desk.shop_id, review_id))

    until(lambda: versions() == 2)


def test_one_bulk_run_a_shop_at_a_time(desk: Desk) -> None:
    desk.take_in(2)
    with desk.session() as session:
        first = desk.work.draft_all(session, desk.shop_id)
        assert desk.work.draft_all(session, desk.shop_id).id == first.id
        assert desk.work.cancel(session, desk.shop_id, first.id)
        assert not desk.work.cancel(session, desk.shop_id, first.id)
        assert desk.work.draft_all(session, desk.shop_id).id != first.id


def test_a_dead_workers_work_is_taken_over_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    with desk.database.session() as session:
        signs.sign(session, "other", long_ago)
    taken = []
    monkeypatch.setattr(engine, "take_over", lambda worker: taken.append(worker) or [])
    desk.work.start()
    until(lambda: taken)
    with desk.database.session() as session:
        assert (
            signs.claim_dead(session, dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1), dt.datetime.now(dt.UTC)) == []
        )
    assert taken == ["other"]


def test_two_workers_of_one_machine_never_share_a_name(desk: Desk) -> None:
    from plugin.work.lock import WorkerName

    held = WorkerName(desk.settings.data_dir, "w")
    assert desk.work.start() == "w.2"
    held.release()
    again = WorkerName(desk.settings.data_dir, "w")
    assert again.name == "w"
    again.release()


def test_a_cancelled_run_that_waits_is_never_begun(desk: Desk) -> None:
    (review_id,) = desk.take_in(1)
    with desk.session() as session:
        batch_id = desk.work.draft_all(session, desk.shop_id).id
        desk.work.cancel(session, desk.shop_id, batch_id)
        next_id = desk.work.draft_all(session, desk.shop_id).id
    desk.work.start()
    until(lambda: desk.batch(next_id).state == "done")
    assert desk.batch(batch_id).state == "cancelled"
    with desk.session() as session:
        assert len(drafts.history(session, desk.shop_id, review_id)) == 1
        assert batches.running(session, desk.shop_id) is None

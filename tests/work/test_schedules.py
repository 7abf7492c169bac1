"""Nightly runs: set per shop, kept up by every worker, once per slot."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import Page, Review
from plugin.store import batches, reviews, schedules
from plugin.words import ReviewState
from plugin.work import names, workflows
from plugin.work.schedules import ScheduleWrong, keep_up, next_run
from tests.work.conftest import Desk, Memory, until

pytestmark = pytest.mark.usefixtures("quick_drafts")


def set_night(desk: Desk, **values: object) -> None:
    with desk.session() as session:
        desk.work.set_schedule(
            session, desk.shop_id, **{"at": "03:30", "timezone": "Europe/Amsterdam", "on": True, **values}
        )


def known(desk: Desk) -> dict[str, tuple[str, str | None]]:
    keep_up(desk.database, desk.work._queueing, sync_every=900)
    return {
        s["schedule_name"]: (s["schedule"], s.get("cron_timezone")) for s in desk.work._queueing.client.list_schedules()
    }


@pytest.mark.parametrize("wrong", [{"at": "24:00"}, {"at": "3:00"}, {"at": "03:61"}, {"timezone": "Europe/Nowhere"}])
def test_a_time_that_is_none_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(ScheduleWrong):
        set_night(desk, **wrong)


def test_the_engine_follows_the_shops_row(desk: Desk) -> None:
    night = f"{names.NIGHT_SCHEDULE}{desk.shop_id}"
    assert set(known(desk)) == {names.SYNC_SCHEDULE, names.PURGE_SCHEDULE, names.INVITE_SCHEDULE}
    set_night(desk)
    assert known(desk)[night] == ("30 3 * * *", "Europe/Amsterdam")
    set_night(desk, at="04:00", timezone="Europe/Berlin")
    assert known(desk)[night] == ("0 4 * * *", "Europe/Berlin")
    set_night(desk, on=False)
    assert night not in known(desk)


def test_every_five_minutes_the_channels_that_are_due_are_read(desk: Desk) -> None:
    assert known(desk)[names.SYNC_SCHEDULE][0] == "*/5 * * * *"


def test_the_desk_can_say_when_the_next_night_is(desk: Desk) -> None:
    set_night(desk)
    with desk.session() as session:
        schedule = schedules.find(session, desk.shop_id)
    assert schedule is not None
    due = next_run(schedule, dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC))
    assert due is not None
    assert due.isoformat() == "2026-11-23T03:30:00+01:00"


def test_a_night_fetches_and_drafts_and_its_slot_runs_once(desk: Desk) -> None:
    Memory.pages[:] = [Page((Review("1", "De tas is stuk.", dt.datetime.now(dt.UTC), rating=1, author="Jan"),))]
    desk.work.start()
    slot = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    with desk.session() as session:
        for _ in range(2):
            desk.work._queueing.enqueue(
                session, names.NIGHT, names.NIGHT, slot, {"shop_id": desk.shop_id}, workflow_id=f"night-{slot}"
            )

    def drafted() -> bool:
        with desk.session() as session:
            found = reviews.by_external_id(session, desk.shop_id, desk.channel_id, "1")
        return found is not None and found.state == ReviewState.WAITING

    until(drafted)
    until(lambda: all(batch.state == "done" for batch in runs(desk)))
    assert len(runs(desk)) >= 1
    assert len([batch for batch in runs(desk) if batch.kind == "night"]) <= 1


def runs(desk: Desk):
    with desk.session() as session:
        return batches.latest(session, desk.shop_id)


def test_a_schedule_of_the_engine_starts_the_night_by_itself(desk: Desk) -> None:
    set_night(desk)
    (review_id,) = desk.take_in(1)
    desk.work.start()
    client = desk.work._queueing.client
    until(lambda: client.get_schedule(f"{names.NIGHT_SCHEDULE}{desk.shop_id}"))
    client.trigger_schedule(f"{names.NIGHT_SCHEDULE}{desk.shop_id}")

    def waits() -> bool:
        with desk.session() as session:
            return reviews.get(session, desk.shop_id, review_id).state == ReviewState.WAITING

    until(waits)
    assert [batch.kind for batch in runs(desk)] == ["night"]


def test_a_slot_long_past_is_left_to_the_next_one() -> None:
    now = dt.datetime.now(dt.UTC)
    assert workflows.is_due(now.isoformat())
    assert not workflows.is_due((now - dt.timedelta(days=2)).isoformat())


def test_a_slot_is_the_same_whether_it_comes_as_time_or_as_text() -> None:
    moment = dt.datetime(2026, 11, 22, 3, 30, tzinfo=dt.UTC)
    assert workflows.slot(moment) == workflows.slot("2026-11-22T04:30:00+01:00") == moment.isoformat()

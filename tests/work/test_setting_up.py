"""A shop that is being set up: what its owner says holds at once, also for drafts that wait already; and the way out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.contract import Page, Review
from plugin.drafting import pipeline
from plugin.store import batches, channels, drafts, reviews, shops, sign_ins
from plugin.words import Report, Verdict
from plugin.work import leaving
from plugin.work.drafting_one import draft_one
from plugin.work.drafting_run import run_batch
from tests.work.conftest import Desk, Memory, quick_draft, until

pytestmark = pytest.mark.usefixtures("quick_drafts")


def run(desk: Desk, batch_id: int) -> Any:
    return run_batch(desk.database, desk.shop_id, batch_id, writer=None, concurrency=1, stopping=threading.Event())


def speak_otherwise(desk: Desk, agent: str = "Marit") -> int:
    with desk.session() as session:
        shop = shops.get(session, desk.shop_id)
        changed = dataclasses.replace(shops.profile(session, desk.shop_id), agent=agent)
        return desk.work.put_in_force(session, desk.shop_id, changed, seen_version=shop.profile_version)


def draft_all(desk: Desk) -> int:
    with desk.session() as session:
        return desk.work.draft_all(session, desk.shop_id).id


def numbers(desk: Desk, ids: list[int]) -> list[int]:
    with desk.session() as session:
        return [drafts.current(session, desk.shop_id, one).number for one in ids]


def test_drafts_that_nobody_touched_are_made_anew_and_others_stay(desk: Desk) -> None:
    ids = desk.take_in(3)
    run(desk, draft_all(desk))
    with desk.session() as session:
        report = Report(Verdict.PASS)
        drafts.save_edit(session, desk.shop_id, ids[0], "Eigen woorden.", report, person_id=desk.person_id)
    assert speak_otherwise(desk) == 2
    with desk.session() as session:
        run_id = batches.running(session, desk.shop_id).id
    run(desk, run_id)
    assert numbers(desk, ids) == [2, 2, 2]
    with desk.session() as session:
        assert drafts.current(session, desk.shop_id, ids[0]).reply == "Eigen woorden."
    assert speak_otherwise(desk) == 0  # the same again changes nothing


def test_a_run_under_way_keeps_nothing_that_it_wrote_in_the_old_voice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = desk.take_in(5)
    said: list[str] = []

    def drafting(review: Any, shop: Any, *rest: Any, **more: Any) -> Any:
        said.append(shop.agent)
        if len(said) == 1:
            speak_otherwise(desk)  # while the first draft is being written
        return quick_draft(review, shop, *rest, **more)

    monkeypatch.setattr(pipeline, "draft", drafting)
    run(desk, draft_all(desk))
    assert "Sanne" in said
    with desk.session() as session:
        assert [reviews.get(session, desk.shop_id, one).state for one in ids] == ["new"] * 5
        following = batches.running(session, desk.shop_id).id
    said[:] = ["-"]
    run(desk, following)
    assert set(said) == {"-", "Marit"}
    assert numbers(desk, ids) == [1] * 5


def test_who_wrote_lately_is_drafted_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = desk.take_in(4)
    with desk.session() as session:
        for one in ids[:2]:
            reviews.get(session, desk.shop_id, one).created_at = dt.datetime.now(dt.UTC) - dt.timedelta(days=400)
        for one in ids[2:]:
            reviews.get(session, desk.shop_id, one).created_at = dt.datetime.now(dt.UTC) - dt.timedelta(days=4)
    order: list[str] = []

    def drafting(review: Any, *rest: Any, **more: Any) -> Any:
        order.append(review.id)
        return quick_draft(review, *rest, **more)

    monkeypatch.setattr(pipeline, "draft", drafting)
    run(desk, draft_all(desk))
    with desk.session() as session:
        named = [reviews.text_of(reviews.get(session, desk.shop_id, one)).id for one in ids]
    assert order == [*named[2:], *named[:2]]


def test_an_owner_removes_a_shop_and_keeps_it_after_all(desk: Desk) -> None:
    now = dt.datetime.now(dt.UTC)
    with desk.session() as session:
        channels.save_settings(session, desk.shop_id, desk.channel_id, secrets={"key": "geheim"})
        sign_ins.start(
            session,
            desk.shop_id,
            desk.person_id,
            "a" * 64,
            kind="token",
            expires_at=now + dt.timedelta(days=9),
            now=now,
        )
        goes = desk.work.remove_shop(session, desk.shop_id, person_id=desk.person_id, now=now)
        assert desk.work.remove_shop(session, desk.shop_id, person_id=None, now=now + dt.timedelta(days=3)) == goes
    with desk.session() as session:
        channel = channels.get(session, desk.shop_id, desk.channel_id)
        assert (channel.state, channel.secrets) == ("off", None)
        assert list(sign_ins.every(session, desk.shop_id, now)) == []
    assert leaving.purge_due(desk.database, goes - dt.timedelta(hours=1)) == []
    with desk.session() as session:
        desk.work.keep_shop(session, desk.shop_id, person_id=desk.person_id, now=now)
    assert leaving.purge_due(desk.database, goes + dt.timedelta(days=9)) == []
    with desk.session() as session:
        desk.work.remove_shop(session, desk.shop_id, person_id=desk.person_id, now=now)
    assert leaving.purge_due(desk.database, goes + dt.timedelta(days=9)) == [desk.shop_id]
    with desk.session() as session:
        assert shops.find(session, desk.shop_id) is None


class SlowPages:
    """A channel whose second page comes only when a draft of the first one is there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.drafted_meanwhile = False

    def __iter__(self) -> Iterator[Page]:
        now = dt.datetime.now(dt.UTC)
        yield Page((Review("a", "De tas is stuk.", now, rating=2, author="Jan"),), {"at": 1})
        until(self._drafted)
        self.drafted_meanwhile = True
        yield Page((Review("b", "De rits ook.", now, rating=2, author="Piet"),), {"at": 2})

    def _drafted(self) -> bool:
        with self.desk.session() as session:
            first = reviews.by_external_id(session, self.desk.shop_id, self.desk.channel_id, "a")
            return first is not None and first.state == "waiting"


def test_a_first_reading_that_takes_long_keeps_no_draft_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowPages(desk)
    monkeypatch.setattr(Memory, "pages", slow)
    desk.work.start()
    with desk.session() as session:
        desk.work.sync_now(session, desk.shop_id, desk.channel_id)

    def all_drafted() -> bool:
        with desk.session() as session:
            second = reviews.by_external_id(session, desk.shop_id, desk.channel_id, "b")
            return second is not None and second.state == "waiting"

    until(all_drafted)
    assert slow.drafted_meanwhile


def test_a_single_draft_is_written_again_where_the_profile_was_changed_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (review_id,) = desk.take_in(1)
    signed: list[str] = []

    def slow(text: Any, profile: Any, *args: Any, **more: Any) -> Any:
        signed.append(profile.agent)
        if len(signed) == 1:
            speak_otherwise(desk, agent="Noor")
        return quick_draft(text, profile, *args, **more)

    monkeypatch.setattr(pipeline, "draft", slow)
    assert draft_one(desk.database, desk.shop_id, review_id, writer=None) is not None
    assert signed[-1] == "Noor"
    assert len(signed) == 2
    with desk.session() as session:
        kept = drafts.history(session, desk.shop_id, review_id)
        assert [draft.profile_version for draft in kept] == [shops.get(session, desk.shop_id).profile_version]

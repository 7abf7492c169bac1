"""Invitations go by the worker: by the clock, in its own queue, and only what a person has released."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import pytest

from connectors import registry
from connectors.contract import Capabilities, DeliveredOrder, Invited
from plugin.inviting import switching
from plugin.inviting.planning import plan
from plugin.store import invitations, orders
from plugin.work import names
from plugin.work.workflows import invite_all_step
from tests.work.conftest import Desk, Memory, until


class Asking(Memory):
    name: ClassVar[str] = "memory"
    capabilities: ClassVar[Capabilities] = Capabilities(can_invite=True)
    asked: ClassVar[list[str]] = []

    def invite(self, invitation):
        self.asked.append(invitation.order_ref)
        return Invited("ref")


@pytest.fixture
def asking_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setitem(registry._load().connectors, "memory", Asking)
    Asking.asked.clear()
    now = dt.datetime.now(dt.UTC)
    told = [DeliveredOrder(f"A-{n}", f"k{n}@klant.example", now - dt.timedelta(days=9)) for n in range(3)]
    with desk.session() as session:
        orders.take(session, desk.shop_id, told, source="api")
        switching.switch_on(
            session, desk.shop_id, desk.channel_id, delay_days=7, look_back_days=30, person_id=desk.person_id
        )  # fmt: skip
    plan(desk.database, desk.shop_id, desk.channel_id, now=now)
    return desk


def release(desk: Desk) -> None:
    with desk.session() as session:
        seen = switching.first_ones(session, desk.shop_id, desk.channel_id)[0][0].id
        switching.release(session, desk.shop_id, desk.channel_id, seen_up_to=seen, person_id=desk.person_id)


def test_released_invitations_go_by_the_worker_and_once(asking_desk: Desk) -> None:
    desk = asking_desk
    release(desk)
    wished = []
    for _ in range(2):
        with desk.session() as session:
            wished.append(desk.work.invite_now(session, desk.shop_id, desk.channel_id))
    assert wished == [True, False]  # one that waits is enough
    desk.work.start()

    def all_sent() -> bool:
        with desk.session() as session:
            return invitations.counts(session, desk.shop_id, desk.channel_id) == {("sent", ""): 3}

    until(all_sent)
    assert Asking.asked == ["A-0", "A-1", "A-2"]


def test_the_clock_asks_for_every_channel_that_is_on_and_for_no_other(asking_desk: Desk) -> None:
    desk = asking_desk
    desk.work.start()
    assert invite_all_step("2026-11-22T08:07:00+00:00") == 1
    with desk.session() as session:
        switching.switch_off(session, desk.shop_id, desk.channel_id, person_id=desk.person_id)
    until(lambda: desk.work._queueing.waiting(names.INVITE) == 0)
    assert invite_all_step("2026-11-22T08:22:00+00:00") == 0
    assert Asking.asked == []  # nobody has released them

"""What a worker is asked to do with channels: read what is due, send what a person asked for, each once."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import Capabilities, Page, PrivateReply, Review
from plugin.store import channels, errands, reviews
from plugin.words import ErrandKind, ErrandState
from plugin.work import asking
from tests.work.conftest import Desk, Memory, until


def test_a_long_reading_gathers_no_queue_behind_it(desk: Desk) -> None:
    queueing = desk.work._queueing
    asked = []
    for slot in ("one", "two"):
        with desk.session() as session:
            asked.append(asking.sync_if_idle(queueing, session, desk.shop_id, desk.channel_id, slot=slot))
    assert asked == [True, False]


def test_a_platform_s_call_asks_for_one_reading(desk: Desk) -> None:
    for _ in range(2):
        with desk.session() as session:
            desk.work.sync_for_call(session, desk.shop_id, desk.channel_id, "call-1")
    assert desk.work._queueing.waiting("sync") == 1


@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_call_that_names_a_review_reads_it_alone_where_the_channel_can(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, one_by_one: bool
) -> None:
    now = dt.datetime.now(dt.UTC)
    named, other = (Review(each, "De tas is stuk.", now, rating=2) for each in ("7", "8"))
    monkeypatch.setattr(Memory, "fetch_some", lambda _, ids: Page((named,)) if one_by_one and ids == ("7",) else None)
    Memory.pages.append(Page((named, other)))
    with desk.session() as session:
        desk.work.sync_for_call(session, desk.shop_id, desk.channel_id, "call-1", ("7",))
    desk.work.start()

    def there() -> set[str]:
        with desk.session() as session:
            known = (reviews.by_external_id(session, desk.shop_id, desk.channel_id, each) for each in ("7", "8"))
            return {review.external_id for review in known if review is not None}

    until(lambda: "7" in there())
    assert there() == ({"7"} if one_by_one else {"7", "8"})


def test_a_private_message_goes_out_by_the_worker_and_waits_for_its_channel(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def reply_privately(self, review, *, text, key, subject=""):
        sent.append(text)
        return PrivateReply(text, key=key)

    monkeypatch.setattr(Memory, "reply_privately", reply_privately)
    monkeypatch.setattr(Memory, "capabilities", Capabilities(can_reply_privately=True))
    review_id = desk.take_in(1)[0]
    with desk.session() as session:
        errand = errands.add(
            session, desk.shop_id, review_id, ErrandKind.PRIVATE, text="Beste Jan", person_id=desk.person_id
        )
        desk.work.enqueue_errand(session, errand)
        errand_id = errand.id
    desk.work.start()

    def done() -> bool:
        with desk.session() as session:
            return errands.get(session, desk.shop_id, errand_id).state == ErrandState.DONE

    until(done)
    assert sent == ["Beste Jan"]
    with desk.session() as session:
        channels.get(session, desk.shop_id, desk.channel_id)
        assert errands.waiting(session, desk.shop_id, desk.channel_id) == []

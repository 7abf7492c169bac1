"""What is kept after an attempt, and how a person settles what nobody knows."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import OutcomeUnknown, Reconnect, RetryLater
from plugin.publishing import refusals
from plugin.publishing.closing import Ending, close, reopen
from plugin.publishing.unknowns import Settlement, settle, withdraw
from plugin.store import channels, promises
from plugin.words import PublicationState, ReviewState
from tests.publishing.conftest import Shop

LATER = dt.timedelta(minutes=1)


def settle_as(shop: Shop, outcome: Settlement) -> None:
    with shop.session() as session:
        settle(session, shop.shop_id, shop.publication().id, outcome, shop.approver, enqueue=shop.enqueue)


def test_a_visible_reply_is_published_with_its_place_and_its_promises(shop: Shop) -> None:
    shop.approve()
    assert shop.place() is PublicationState.VISIBLE
    publication = shop.publication()
    assert (publication.external_id, publication.attempts, shop.state()) == ("r1", 1, ReviewState.PUBLISHED)
    assert publication.posted_at is not None
    assert publication.seen_at is not None
    with shop.session() as session:
        made = promises.of_publication(session, shop.shop_id, publication.id)
    assert len(made) == 1
    assert made[0].due is not None


def test_running_it_again_sends_nothing_again(shop: Shop) -> None:
    shop.approve()
    shop.place()
    assert shop.place() is None
    assert len(shop.channel.posted) == 1


def test_a_crash_after_sending_is_found_out_by_looking(shop: Shop) -> None:
    shop.approve()
    shop.channel.after_post = [SystemExit()]  # type: ignore[list-item]  # as near to kill -9 as one process comes
    with pytest.raises(SystemExit):
        shop.place()
    assert shop.publication().state == PublicationState.POSTING
    assert shop.place() is PublicationState.VISIBLE
    assert len(shop.channel.posted) == 1


def test_a_crash_after_sending_to_a_channel_that_shows_nothing_goes_to_a_person(blind_shop: Shop) -> None:
    blind_shop.approve()
    blind_shop.channel.after_post = [SystemExit()]  # type: ignore[list-item]  # see above
    with pytest.raises(SystemExit):
        blind_shop.place()
    assert blind_shop.place() is PublicationState.UNKNOWN
    assert blind_shop.state() == ReviewState.CHECK
    assert blind_shop.publication().hint
    assert len(blind_shop.channel.posted) == 1


def test_a_worker_that_was_held_up_does_not_send_what_another_has_sent(shop: Shop) -> None:
    shop.approve()
    channel = shop.channel
    look = channel.find_reply

    def held_up(review, *, key, text):
        channel.find_reply = look  # only once
        shop.place()  # the other worker, from begin to end
        # what was seen before that

    channel.find_reply = held_up
    assert shop.place() is None
    assert len(channel.posted) == 1
    assert shop.state() == ReviewState.PUBLISHED


def test_a_busy_channel_gets_another_attempt_later(shop: Shop) -> None:
    shop.approve()
    shop.channel.before_post = [RetryLater("druk", retry_after=60)]
    assert shop.place() is PublicationState.QUEUED
    assert shop.again == [60]
    assert shop.publication().message == "druk"
    assert shop.place(later=LATER) is PublicationState.VISIBLE
    assert shop.publication().message == ""


def test_a_refused_credential_asks_the_owner_and_loses_nothing(shop: Shop) -> None:
    shop.approve()
    shop.channel.on_look = [Reconnect("Het wachtwoord klopt niet.")]
    assert shop.place() is PublicationState.QUEUED
    assert shop.again == []
    with shop.session() as session:
        channel = channels.get(session, shop.shop_id, shop.channel_id)
    assert (channel.state, channel.message) == ("reconnect", "Het wachtwoord klopt niet.")
    assert shop.place() is PublicationState.VISIBLE


def unknown(shop: Shop) -> None:
    shop.approve()
    shop.channel.after_post = [OutcomeUnknown("geen antwoord")]
    assert shop.place() is PublicationState.UNKNOWN


@pytest.mark.parametrize("said", [Settlement.THERE, Settlement.PLACED_BY_HAND])
def test_a_person_who_sees_the_reply_there_settles_it(blind_shop: Shop, said: Settlement) -> None:
    unknown(blind_shop)
    settle_as(blind_shop, said)
    publication = blind_shop.publication()
    assert (publication.state, blind_shop.state()) == (PublicationState.VISIBLE, ReviewState.PUBLISHED)
    assert publication.resolved_by == blind_shop.approver.person_id
    with blind_shop.session() as session:
        assert promises.of_publication(session, blind_shop.shop_id, publication.id)


def test_a_person_who_sees_nothing_there_has_it_sent_again(blind_shop: Shop) -> None:
    unknown(blind_shop)
    settle_as(blind_shop, Settlement.SEND_AGAIN)
    assert blind_shop.state() == ReviewState.PUBLISHING
    assert len(blind_shop.enqueued) == 2
    assert blind_shop.place() is PublicationState.PLACED
    assert blind_shop.state() == ReviewState.PUBLISHED


def test_a_dropped_reply_is_a_draft_again(blind_shop: Shop) -> None:
    unknown(blind_shop)
    settle_as(blind_shop, Settlement.DROP)
    assert blind_shop.state() == ReviewState.WAITING
    blind_shop.approve()


def test_what_is_settled_is_not_settled_twice(blind_shop: Shop) -> None:
    unknown(blind_shop)
    settle_as(blind_shop, Settlement.THERE)
    with pytest.raises(refusals.NotNow):
        settle_as(blind_shop, Settlement.SEND_AGAIN)


def test_a_reply_that_has_not_left_can_be_taken_back(shop: Shop) -> None:
    shop.approve()
    with shop.session() as session:
        withdraw(session, shop.shop_id, shop.publication().id, shop.approver)
    assert shop.state() == ReviewState.WAITING
    with shop.session() as session, pytest.raises(refusals.NotNow):
        withdraw(session, shop.shop_id, shop.publication().id, shop.approver)


def test_a_reply_taken_back_is_not_sent_by_work_that_was_queued_already(shop: Shop) -> None:
    shop.approve()
    with shop.session() as session:
        withdraw(session, shop.shop_id, shop.publication().id, shop.approver)
    assert shop.place() is None
    assert shop.channel.posted == []


@pytest.mark.parametrize("ending", list(Ending))
def test_a_review_can_be_closed_without_a_reply_and_taken_up_again(shop: Shop, ending: Ending) -> None:
    with shop.session() as session:
        close(session, shop.shop_id, shop.review_id, ending, shop.approver, reason="niets aan toe te voegen")
    assert shop.state() == ReviewState.CLOSED
    with shop.session() as session:
        reopen(session, shop.shop_id, shop.review_id, shop.approver)
    assert shop.state() == ReviewState.WAITING


def test_a_review_whose_reply_is_on_its_way_is_not_closed(shop: Shop) -> None:
    shop.approve()
    with shop.session() as session, pytest.raises(refusals.NotNow):
        close(session, shop.shop_id, shop.review_id, Ending.SKIPPED, shop.approver)

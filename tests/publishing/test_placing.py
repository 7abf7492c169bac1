"""What is kept after an attempt, and how a person settles what nobody knows."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import Connector, ConnectorError, GiveUp, OutcomeUnknown, Reconnect, RetryLater, Review
from plugin.publishing import refusals
from plugin.publishing.closing import Ending, close, reopen
from plugin.publishing.unknowns import Settlement, settle, withdraw
from plugin.store import channels, promises, reviews
from plugin.words import PublicationState, ReviewState
from tests.publishing.conftest import Shop
from tests.publishing.scripted import ScriptedConnector

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


def test_a_request_that_left_late_and_died_with_its_worker_is_not_doubled(shop: Shop) -> None:
    """It waited its turn for a minute, left, and the worker was killed; the channel shows it half a minute later still."""
    shop.approve()
    shop.channel.after_post = [SystemExit()]  # type: ignore[list-item]  # see above
    with pytest.raises(SystemExit):
        shop.place()
    arrived = shop.channel.there.copy()
    shop.channel.there.clear()
    for seconds in (6, 61, 90):
        assert shop.place(later=dt.timedelta(seconds=seconds)) is PublicationState.POSTING
        assert 0 < shop.again[-1] <= 120
    shop.channel.there.update(arrived)
    assert shop.place(later=dt.timedelta(seconds=91)) is PublicationState.VISIBLE
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


def test_two_workers_that_saw_the_same_attempt_leave_the_loser_without_a_trace(blind_shop: Shop) -> None:
    """The one that came too late must not make it look as if a second request had left."""
    blind_shop.approve()
    channel = blind_shop.channel

    def slower(_review: Review) -> Review | None:
        channel.review_now = lambda review: review
        channel.before_post = [RetryLater("druk")]
        blind_shop.place()  # the other worker is told to come back later
        return _review

    channel.review_now = slower
    type(channel).reread = ScriptedConnector.reread  # type: ignore[method-assign]  # restored below
    try:
        assert blind_shop.place() is None
    finally:
        type(channel).reread = Connector.reread  # type: ignore[method-assign]  # see above
    assert blind_shop.publication().state == PublicationState.QUEUED
    assert blind_shop.publication().attempts == 1
    assert blind_shop.place() is not PublicationState.UNKNOWN
    assert len(channel.posted) == 1


def customer_writes(shop: Shop, text: str, status: str = "visible") -> None:
    now = dt.datetime.now(dt.UTC)
    with shop.session() as session:
        reviews.upsert(
            session, shop.shop_id, shop.channel_id, [Review("7", text, now, rating=1, author="Jan", status=status)], now
        )


def test_a_review_that_changed_after_the_yes_gets_no_answer_to_its_old_words(shop: Shop) -> None:
    shop.approve()
    customer_writes(shop, "Opgelost, alles is nu prima!")
    assert shop.place() is PublicationState.REFUSED
    assert shop.channel.posted == []
    assert shop.state() == ReviewState.CHECK
    assert "changed the review" in shop.publication().message


def test_a_person_who_has_read_the_changed_review_may_send_it_all_the_same(shop: Shop) -> None:
    shop.approve()
    customer_writes(shop, "De tas is echt stuk.")
    shop.place()
    settle_as(shop, Settlement.SEND_AGAIN)
    assert shop.place() is PublicationState.VISIBLE


def test_a_request_that_left_is_looked_for_even_if_the_review_changed_since(shop: Shop) -> None:
    shop.approve()
    shop.channel.after_post = [OutcomeUnknown("geen antwoord")]
    assert shop.place() is PublicationState.POSTING
    customer_writes(shop, "Toch niet.")
    assert shop.place(later=LATER) is PublicationState.VISIBLE
    assert len(shop.channel.posted) == 1


def test_a_fetch_that_misses_the_review_leaves_its_publication_on_its_way(shop: Shop) -> None:
    shop.approve()
    customer_writes(shop, "De tas is stuk.", status="removed")
    assert shop.state() == ReviewState.PUBLISHING


@pytest.mark.parametrize("error", [ConnectorError("Zijn instellingen zijn weg."), Reconnect("Geen sleutel.")])
def test_a_channel_that_cannot_be_opened_loses_no_reply(shop: Shop, error: ConnectorError) -> None:
    shop.approve()

    def closed(*_: object) -> Connector:
        raise error

    shop.connect = closed
    assert shop.place() is PublicationState.QUEUED
    assert shop.publication().message == error.message
    shop.connect = None
    assert shop.place() is PublicationState.VISIBLE


def test_an_old_refusal_cannot_send_its_text_beside_a_newer_reply(shop: Shop) -> None:
    """Two tabs: one approves a mended text, the other still shows the old refusal with its 'send it again'."""
    shop.approve()
    shop.channel.before_post = [GiveUp("Te lang.")]
    assert shop.place() is PublicationState.REFUSED
    old = shop.publication().id
    shop.save_draft("Beste Jan, het spijt me.")
    shop.approve("Beste Jan, het spijt me.")
    for outcome in Settlement:
        with pytest.raises(refusals.NotNow), shop.session() as session:
            settle(session, shop.shop_id, old, outcome, shop.approver, enqueue=shop.enqueue)
    assert shop.state() == ReviewState.PUBLISHING
    assert shop.place() is PublicationState.VISIBLE
    assert len(shop.channel.posted) == 1

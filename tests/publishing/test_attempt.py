"""One attempt to place a reply, against a channel that does as it is told."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Capabilities,
    ConnectorError,
    GiveUp,
    OutcomeUnknown,
    Reconnect,
    Reply,
    RetryLater,
    Review,
)
from plugin.publishing.attempt import attempt
from plugin.publishing.outgoing import SETTLES_WITHIN, Outcome, Task
from plugin.words import PublicationState
from tests.publishing.scripted import BlindConnector, ScriptedConnector

REVIEW = Review("7", "De tas is stuk.", dt.datetime(2026, 11, 1, tzinfo=dt.UTC), rating=1)
NEW = Task("ww-1", "Sorry, Jan.", REVIEW, PublicationState.QUEUED, dt.timedelta(seconds=1))
CUT_OFF = dataclasses.replace(NEW, state=PublicationState.POSTING, since_posted=dt.timedelta(minutes=10))
JUST_CUT_OFF = dataclasses.replace(CUT_OFF, since_posted=dt.timedelta(seconds=1))


def place(task: Task, channel: ScriptedConnector) -> Outcome:
    outcome = attempt(task, channel, lambda: True)
    assert outcome is not None
    return outcome


def test_a_reply_that_shows_at_once_is_visible() -> None:
    channel = ScriptedConnector()
    assert place(NEW, channel).state is PublicationState.VISIBLE
    assert channel.posted == [("7", "ww-1", "Sorry, Jan.")]


def test_a_reply_on_a_channel_that_shows_none_is_placed_and_done() -> None:
    outcome = place(NEW, BlindConnector())
    assert (outcome.state, outcome.again_after) == (PublicationState.PLACED, None)


def test_a_reply_held_by_moderation_is_looked_for_again() -> None:
    channel = ScriptedConnector()
    channel.new_status = "held"
    outcome = place(NEW, channel)
    assert outcome.state is PublicationState.PLACED
    assert outcome.again_after
    assert "moderation" in outcome.message


def test_a_reply_that_moderation_rejects_comes_back_with_the_platform_s_reason() -> None:
    channel = ScriptedConnector()
    channel.new_status = "rejected"
    outcome = place(NEW, channel)
    assert outcome.state is PublicationState.REFUSED
    assert outcome.again_after is None
    channel.there["ww-1"] = dataclasses.replace(channel.there["ww-1"], violation="Bevat reclame")
    assert "Bevat reclame" in place(dataclasses.replace(NEW, state=PublicationState.PLACED), channel).hint


def test_a_rejected_reply_makes_room_for_a_better_one() -> None:
    channel = ScriptedConnector()
    channel.review_now = dataclasses.replace(REVIEW, reply=Reply("Koop nu!", status="rejected", violation="reclame"))
    assert place(NEW, channel).state is PublicationState.VISIBLE


@pytest.mark.parametrize("task", [CUT_OFF, JUST_CUT_OFF])
def test_a_cut_off_attempt_that_arrived_is_found_and_not_sent_twice(task: Task) -> None:
    channel = ScriptedConnector()
    channel.there["ww-1"] = Reply("Sorry, Jan.", key="ww-1")
    assert place(task, channel).state is PublicationState.VISIBLE
    assert channel.posted == []


def test_a_cut_off_attempt_that_never_arrived_is_sent_again_once_it_cannot_arrive_any_more() -> None:
    channel = ScriptedConnector()
    waiting = place(JUST_CUT_OFF, channel)
    assert waiting.state is PublicationState.POSTING
    assert 0 < (waiting.again_after or 0) <= SETTLES_WITHIN
    assert channel.posted == []
    assert place(CUT_OFF, channel).state is PublicationState.VISIBLE
    assert len(channel.posted) == 1


def test_a_cut_off_attempt_on_a_channel_that_shows_nothing_goes_to_a_person() -> None:
    channel = BlindConnector()
    outcome = place(CUT_OFF, channel)
    assert outcome.state is PublicationState.UNKNOWN
    assert outcome.hint
    assert channel.posted == []


@pytest.mark.parametrize(
    "able",
    [
        Capabilities(can_reply=True, idempotent_reply=True),
        Capabilities(can_reply=True, can_replace_reply=True, reply_once=True),
    ],
)
def test_a_cut_off_attempt_is_repeated_where_the_same_again_gives_one_reply(
    able: Capabilities, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BlindConnector, "capabilities", able)
    channel = BlindConnector()
    assert place(CUT_OFF, channel).state is PublicationState.PLACED
    assert len(channel.posted) == 1


@pytest.mark.parametrize("error", [OutcomeUnknown("timed out"), BadAnswer("odd"), RuntimeError("a bug")])
def test_no_answer_after_sending_is_never_taken_for_a_failure(error: Exception) -> None:
    channel = ScriptedConnector()
    channel.after_post = [error]
    outcome = place(NEW, channel)
    assert outcome.state is PublicationState.POSTING
    assert outcome.again_after is not None
    assert place(CUT_OFF, channel).state is PublicationState.VISIBLE
    assert len(channel.posted) == 1


def test_no_answer_on_a_channel_that_shows_nothing_is_unknown() -> None:
    channel = BlindConnector()
    channel.after_post = [OutcomeUnknown("timed out")]
    outcome = place(NEW, channel)
    assert (outcome.state, outcome.again_after) == (PublicationState.UNKNOWN, None)


def test_a_busy_channel_is_asked_again_no_sooner_than_it_said() -> None:
    channel = ScriptedConnector()
    channel.before_post = [RetryLater("busy", retry_after=90)]
    outcome = place(NEW, channel)
    assert outcome.state is PublicationState.QUEUED
    assert outcome.again_after == 90


def test_a_channel_that_puts_us_off_for_days_goes_to_a_person() -> None:
    channel = ScriptedConnector()
    channel.before_post = [RetryLater("busy")]
    outcome = place(dataclasses.replace(NEW, age=dt.timedelta(days=4)), channel)
    assert (outcome.state, outcome.again_after) == (PublicationState.REFUSED, None)


def test_a_refused_credential_lets_the_reply_wait_for_the_owner() -> None:
    channel = ScriptedConnector()
    channel.on_look = [Reconnect("the password is wrong")]
    outcome = place(NEW, channel)
    assert (outcome.state, outcome.reconnect, outcome.again_after) == (PublicationState.QUEUED, True, None)


def test_a_refused_credential_does_not_forget_that_a_request_was_sent() -> None:
    channel = ScriptedConnector()
    channel.on_look = [Reconnect("the password is wrong")]
    assert place(CUT_OFF, channel).state is PublicationState.POSTING


@pytest.mark.parametrize("error", [AskPerson("closed for replies", hint="Do it there."), GiveUp("gone")])
def test_a_channel_that_says_no_is_told_in_its_own_words(error: ConnectorError) -> None:
    channel = ScriptedConnector()
    channel.before_post = [error]
    outcome = place(NEW, channel)
    assert (outcome.state, outcome.message, outcome.hint) == (PublicationState.REFUSED, error.message, error.hint)


def test_a_reply_made_on_the_channel_itself_is_noticed_before_ours_is_sent() -> None:
    channel = ScriptedConnector()
    channel.review_now = dataclasses.replace(REVIEW, reply=Reply("Antwoord van een collega."))
    outcome = place(NEW, channel)
    assert outcome.state is PublicationState.REFUSED
    assert channel.posted == []


def test_a_person_may_insist_beside_a_reply_made_elsewhere() -> None:
    channel = ScriptedConnector()
    channel.review_now = dataclasses.replace(REVIEW, reply=Reply("Antwoord van een collega."))
    assert place(dataclasses.replace(NEW, person_insists=True), channel).state is PublicationState.VISIBLE


def test_a_customers_own_answer_under_the_review_is_no_reply_of_the_shop() -> None:
    channel = ScriptedConnector()
    channel.review_now = dataclasses.replace(REVIEW, reply=Reply("Nog steeds stuk!", by_shop=False))
    assert place(NEW, channel).state is PublicationState.VISIBLE


def test_a_review_that_is_gone_gets_no_reply() -> None:
    channel = ScriptedConnector()
    channel.review_now = None
    assert place(NEW, channel).state is PublicationState.REFUSED
    assert channel.posted == []


def test_a_reply_that_was_removed_on_the_channel_is_not_placed_again_without_a_person() -> None:
    channel = ScriptedConnector()
    channel.there["ww-1"] = Reply("Sorry, Jan.", key="ww-1", status="removed")
    outcome = place(CUT_OFF, channel)
    assert outcome.state is PublicationState.UNKNOWN
    assert channel.posted == []


def test_nothing_is_sent_when_another_worker_took_over() -> None:
    channel = ScriptedConnector()
    assert attempt(NEW, channel, lambda: False) is None
    assert channel.posted == []


def test_a_fault_in_a_connector_before_sending_only_costs_time() -> None:
    channel = ScriptedConnector()
    channel.on_look = [KeyError("x")]
    outcome = place(NEW, channel)
    assert outcome.state is PublicationState.QUEUED
    assert outcome.again_after


def test_a_channel_that_asks_for_years_of_patience_is_asked_again_tomorrow() -> None:
    channel = ScriptedConnector()
    channel.before_post = [RetryLater("busy", retry_after=9e8)]
    outcome = place(NEW, channel)
    assert outcome.again_after is not None
    assert outcome.again_after <= 24 * 3600


def test_a_clock_that_was_set_back_delays_a_cut_off_reply_by_no_more_than_it_must() -> None:
    """A day back: the request seems to have left tomorrow."""
    outcome = place(dataclasses.replace(CUT_OFF, since_posted=dt.timedelta(days=-1)), ScriptedConnector())
    assert outcome.state is PublicationState.POSTING
    assert outcome.again_after is not None
    assert SETTLES_WITHIN <= outcome.again_after <= 60

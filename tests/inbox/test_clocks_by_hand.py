"""Limits of which a platform writes by mail and no call tells: a person says on which day they began."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors import registry
from connectors.contract import Page
from connectors.webwinkelkeur import WebwinkelKeurConnector
from plugin.inbox import clocks
from plugin.insights.due import clocks_today
from plugin.store import channels, events, reviews, tables
from plugin.store.errors import NotThere
from tests.inbox.conftest import NOW, Inbox, Paged, review

DISPUTE = "webwinkelkeur-dispute"
MONDAY = dt.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def as_webwinkelkeur_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Paged, "capabilities", WebwinkelKeurConnector.capabilities)


def row(inbox: Inbox) -> tables.Review:
    with inbox.session() as session:
        found = reviews.by_external_id(session, inbox.shop_id, inbox.channel_id, "1")
        assert found is not None
        return found


def start(inbox: Inbox, since: dt.date, clock: str = DISPUTE, **settings: int) -> dt.datetime:
    with inbox.session() as session:
        channels.save_settings(session, inbox.shop_id, inbox.channel_id, settings=settings)
        return clocks.start(
            session, inbox.shop_id, row(inbox).id, clock, since, person_id=inbox.person_id, now=NOW
        )  # fmt: skip


def test_it_ends_so_many_days_after_the_day_that_the_person_said_by_the_shop_s_calendar(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),)))
    assert start(inbox, MONDAY) == dt.datetime(2026, 11, 8, 23, tzinfo=dt.UTC), "midnight in Amsterdam, a week on"
    assert start(inbox, MONDAY, dispute_days=3) == dt.datetime(2026, 11, 4, 23, tzinfo=dt.UTC)
    assert (row(inbox).clock, row(inbox).clock_by_hand) == (DISPUTE, True)
    with inbox.session() as session:
        assert events.page(session, inbox.shop_id)[0].action == "review.clock.started"


def test_it_stands_among_what_expires_on_its_last_day(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),)))
    ends_at = start(inbox, MONDAY)
    with inbox.session() as session:
        assert clocks_today(session, inbox.shop_id, ends_at - dt.timedelta(days=2)) == []
        (found,) = clocks_today(session, inbox.shop_id, ends_at - dt.timedelta(hours=5))
    assert found.clock == DISPUTE


def test_a_change_of_the_review_leaves_it_running(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),)))
    ends_at = start(inbox, MONDAY)
    inbox.again(Page((review(1, "Het is nog erger geworden."),)))
    assert (row(inbox).text, row(inbox).clock, row(inbox).clock_ends_at) == (
        "Het is nog erger geworden.", DISPUTE, ends_at,
    )  # fmt: skip


def test_what_a_person_says_is_over_is_over_and_the_channel_s_own_limits_count_again(inbox: Inbox) -> None:
    ordered = NOW - dt.timedelta(days=2)
    inbox.sync(Page((review(1, ordered=ordered),)))
    assert row(inbox).clock == "order-withdrawal"
    start(inbox, MONDAY)
    with inbox.session() as session:
        clocks.stop(session, inbox.shop_id, row(inbox).id, person_id=inbox.person_id, now=NOW)
    assert (row(inbox).clock, row(inbox).clock_by_hand) == ("", False)
    inbox.again(Page((review(1, ordered=ordered),)))
    assert row(inbox).clock == "order-withdrawal"
    with inbox.session() as session, pytest.raises(clocks.NotStarted):
        clocks.stop(session, inbox.shop_id, row(inbox).id, person_id=inbox.person_id, now=NOW)


@pytest.mark.parametrize(
    ("since", "clock", "settings"),
    [
        (dt.date(2026, 11, 3), DISPUTE, {}),  # tomorrow
        (dt.date(2026, 10, 1), DISPUTE, {}),  # over long ago
        (MONDAY, "webwinkelkeur-hold", {}),  # the channel tells of that one
        (MONDAY, "order-withdrawal", {}),
        (MONDAY, DISPUTE, {"dispute_days": 0}),  # switched off
    ],
)
def test_what_cannot_be_is_refused(inbox: Inbox, since: dt.date, clock: str, settings: dict[str, int]) -> None:
    inbox.sync(Page((review(1),)))
    with pytest.raises(clocks.NotStarted):
        start(inbox, since, clock, **settings)
    assert row(inbox).clock == ""


def test_a_review_of_another_shop_is_not_there(inbox: Inbox) -> None:
    with inbox.session() as session, pytest.raises(NotThere):
        clocks.start(session, inbox.shop_id, 4711, DISPUTE, MONDAY, person_id=inbox.person_id, now=NOW)


def test_only_limits_that_nobody_else_can_know_of_are_started_by_hand() -> None:
    found = {
        name: [clock.id for clock in clocks.to_start(name, {})]
        for name in registry.built_in()
        if clocks.to_start(name, {})
    }
    assert found == {"webwinkelkeur": [DISPUTE]}

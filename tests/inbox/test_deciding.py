"""A person decides otherwise, and reads what there is to know."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import Page
from plugin.inbox.deciding import NotDecidable, overrule
from plugin.inbox.reading import review_view
from plugin.store import drafts, reviews
from plugin.words import BUILT_IN, Decision, Drafted, Play, Report, ReviewState, Triage, Verdict
from tests.inbox.conftest import NOW, Inbox, review


@pytest.fixture
def review_id(inbox: Inbox) -> int:
    inbox.sync(Page((review(1),)))
    found: int = inbox.rows()[0].id
    triage = Triage("nl", 0.9, Decision.REPLY, Play.OUR_FAULT, (), "een klacht")
    drafted = Drafted(triage, "Sorry.", None, None, BUILT_IN, Report(Verdict.PASS))
    with inbox.session() as session:
        drafts.save(session, inbox.shop_id, found, drafted, review_version=1)
    return found


def test_a_persons_decision_stands_with_its_reason_and_their_name(inbox: Inbox, review_id: int) -> None:
    with inbox.session() as session:
        overrule(session, inbox.shop_id, review_id, Decision.SILENT, Play.ANGRY, "een trol", inbox.person_id)
        view = review_view(session, inbox.shop_id, review_id, now=NOW)
    assert view.triage is not None
    assert (view.triage.decision, view.triage.play, view.triage.reason) == (Decision.SILENT, None, "een trol")
    assert view.decided_by is not None
    assert view.decided_by.name == "Ann"
    assert view.events[0].details == {"from": "T-REPLY", "to": "T-SILENT", "play": "", "reason": "een trol"}


def test_deciding_otherwise_takes_a_reason(inbox: Inbox, review_id: int) -> None:
    with inbox.session() as session, pytest.raises(NotDecidable):
        overrule(session, inbox.shop_id, review_id, Decision.SILENT, None, "  ", inbox.person_id)


def test_nobody_decides_about_a_reply_that_is_on_its_way(inbox: Inbox, review_id: int) -> None:
    with inbox.session() as session:
        reviews.set_state(session, inbox.shop_id, review_id, ReviewState.PUBLISHING)
        with pytest.raises(NotDecidable):
            overrule(session, inbox.shop_id, review_id, Decision.SILENT, None, "een trol", inbox.person_id)


def test_the_reading_view_holds_draft_report_and_the_time_that_is_left(inbox: Inbox, review_id: int) -> None:
    with inbox.session() as session:
        view = review_view(session, inbox.shop_id, review_id, now=NOW)
    assert view.draft is not None
    assert view.report is not None
    assert (view.may_approve, view.why_not) == (True, "")
    assert view.answer_by == NOW - dt.timedelta(hours=1) + dt.timedelta(days=2)
    assert view.days_left == pytest.approx(47 / 24)


@pytest.mark.parametrize(
    ("state", "says"),
    [(ReviewState.PUBLISHED, "already"), (ReviewState.CLOSED, "closed"), (ReviewState.REMOVED, "gone")],
)
def test_the_view_says_why_a_yes_is_not_possible(inbox: Inbox, review_id: int, state: ReviewState, says: str) -> None:
    with inbox.session() as session:
        reviews.set_state(session, inbox.shop_id, review_id, state)
        view = review_view(session, inbox.shop_id, review_id)
    assert not view.may_approve
    assert says in view.why_not

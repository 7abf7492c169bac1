"""Reviews that a platform took away without a word are noticed, and none is called gone that the platform still has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar

import pytest

from connectors.contract import Capabilities, Page, RetryLater, Review
from connectors.travelling import ALWAYS
from plugin.inbox import removals
from plugin.store import reviews
from plugin.words import ReviewState
from tests.inbox.conftest import NOW, Inbox, Paged, review


class Finding(Paged):
    """Says which of its reviews are there when it is asked for one."""

    capabilities: ClassVar[Capabilities] = Capabilities(can_reply=True, finds_removals=True)
    gone: frozenset[str] = frozenset()
    trouble: Exception | None = None

    def __init__(self, settings: dict[str, str]) -> None:
        super().__init__(settings)
        self.asked: list[str] = []

    def reread(self, review: Review) -> Review | None:
        self.asked.append(review.external_id)
        if self.trouble is not None:
            raise self.trouble
        return None if review.external_id in self.gone else review


@pytest.fixture
def finding(inbox: Inbox) -> Finding:
    inbox.connector = Finding({"url": "https://shop.example", "password": "geheim-123"})
    return inbox.connector


def states(inbox: Inbox) -> dict[str, str]:
    with inbox.session() as session:
        found = [reviews.by_external_id(session, inbox.shop_id, inbox.channel_id, str(n)) for n in range(60)]
        return {row.external_id: row.state for row in found if row is not None}


def test_what_a_whole_reading_lacks_is_asked_for_and_only_what_is_gone_is_marked(
    inbox: Inbox, finding: Finding
) -> None:
    inbox.sync(Page((review(1), review(2), review(3))))
    finding.gone = frozenset({"2"})
    result = inbox.again(Page((review(1),), whole_since=ALWAYS))
    assert (result.removed, sorted(finding.asked)) == (1, ["2", "3"])
    assert states(inbox) == {"1": "new", "2": "removed", "3": "new"}


def test_it_is_back_when_the_channel_shows_it_again(inbox: Inbox, finding: Finding) -> None:
    inbox.sync(Page((review(1),)))
    finding.gone = frozenset({"1"})
    inbox.again(Page((), whole_since=ALWAYS))
    inbox.again(Page((review(1),)))
    assert states(inbox) == {"1": "new"}


@pytest.mark.parametrize(
    "page", [Page((review(1),)), Page((review(1),), whole_since=NOW - dt.timedelta(hours=1, minutes=30))]
)
def test_what_a_reading_did_not_reach_is_not_missed(inbox: Inbox, finding: Finding, page: Page) -> None:
    inbox.sync(Page((review(1), review(2))))
    inbox.again(page)
    assert finding.asked == []


def test_who_was_answered_already_is_not_asked_for(inbox: Inbox, finding: Finding) -> None:
    inbox.sync(Page((review(1),)))
    with inbox.session() as session:
        row = reviews.by_external_id(session, inbox.shop_id, inbox.channel_id, "1")
        assert row is not None
        reviews.set_state(session, inbox.shop_id, row.id, ReviewState.PUBLISHED)
    inbox.again(Page((), whole_since=ALWAYS))
    assert finding.asked == []


def test_a_platform_that_does_not_answer_spoils_no_reading(inbox: Inbox, finding: Finding) -> None:
    inbox.sync(Page((review(1), review(2))))
    finding.trouble = RetryLater("De winkel antwoordt niet.")
    result = inbox.again(Page((), whole_since=ALWAYS))
    assert (result.complete, result.removed, len(finding.asked)) == (True, 0, 1)
    assert set(states(inbox).values()) == {"new"}


def test_a_channel_that_cannot_tell_is_not_asked(inbox: Inbox) -> None:
    inbox.sync(Page((review(1),)))
    assert inbox.again(Page((), whole_since=ALWAYS)).removed == 0


def test_many_are_asked_for_in_turn(inbox: Inbox, finding: Finding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removals, "ASKED_AT_ONCE", 10)
    inbox.sync(Page(tuple(review(n) for n in range(1, 26))))
    look: Callable[[dt.datetime], int] = lambda now: removals.look_for(  # noqa: E731 -- three times the same
        inbox.database, inbox.shop_id, inbox.channel_id, finding, seen=(), since=ALWAYS, now=now
    )
    for hour in range(3):
        look(NOW + dt.timedelta(hours=hour))
        assert len(finding.asked) == 10 * (hour + 1)
    assert set(finding.asked) == {str(n) for n in range(1, 26)}

"""Every built-in connector, read into the inbox over HTTP from its fake: what its platform shows, changes and takes away is seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from connectors import registry
from connectors.rate_limit import forget_buckets
from connectors.testing.built_in import harnesses
from connectors.testing.harness import Harness, impatient
from plugin.inbox.sync import Synced, sync_channel
from plugin.store import channels, reviews
from plugin.words import ReviewState
from tests.inbox.conftest import Inbox

PLATFORMS = sorted(set(harnesses()) - {"file"})
AGO = dt.timedelta(days=2)


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> Iterator[Harness]:
    forget_buckets()
    with impatient():
        harness = harnesses()[request.param]()
        yield harness
        harness.close()


def read(inbox: Inbox, platform: Harness) -> Synced:
    forget_buckets()
    return sync_channel(inbox.database, inbox.shop_id, inbox.channel_id, connect=lambda *_: platform.connector())


def state_of(inbox: Inbox, external_id: str) -> str:
    with inbox.session() as session:
        row = reviews.by_external_id(session, inbox.shop_id, inbox.channel_id, external_id)
        assert row is not None
        return row.state


def text_of(inbox: Inbox, external_id: str) -> str:
    with inbox.session() as session:
        row = reviews.by_external_id(session, inbox.shop_id, inbox.channel_id, external_id)
        assert row is not None
        return row.text


def test_what_is_new_changed_and_gone_on_the_platform_is_so_in_the_inbox(inbox: Inbox, platform: Harness) -> None:
    now = dt.datetime.now(dt.UTC)
    kept, changed, gone = (platform.add_dated_review(said, now - AGO) for said in ("Blijft", "Goed", "Gaat weg"))
    first = read(inbox, platform)
    assert (first.new, first.complete, first.problems) == (3, True, [])
    platform.edit_review(changed, "Toch niet goed")
    platform.remove_review(gone)
    new = platform.add_review("Nieuw")
    again = read(inbox, platform)
    assert (again.new, again.complete) == (1, True)
    assert (state_of(inbox, new), state_of(inbox, kept)) == (ReviewState.NEW, ReviewState.NEW)
    able = platform.connector().abilities
    if able.sees_edits:
        assert text_of(inbox, changed) == "Toch niet goed"
    if able.sees_removals or able.finds_removals:
        assert state_of(inbox, gone) == ReviewState.REMOVED
    assert (read(inbox, platform).new, read(inbox, platform).removed) == (0, 0), "and then it is quiet"


def test_a_reply_made_on_the_platform_itself_takes_the_review_off_the_desk(inbox: Inbox, platform: Harness) -> None:
    able = platform.connector().abilities
    if not able.can_read_replies:
        pytest.skip("it shows no replies")
    external_id = platform.add_review("De tas lekt.")
    read(inbox, platform)
    assert state_of(inbox, external_id) == ReviewState.NEW
    platform.answer_elsewhere(external_id, "Wij hebben u gebeld.")
    read(inbox, platform)
    assert state_of(inbox, external_id) == ReviewState.PUBLISHED


def test_only_okendo_and_stamped_leave_it_open_whether_a_review_is_gone() -> None:
    unsure = [
        name
        for name, kind in registry.built_in().items()
        if not (kind.capabilities.sees_removals or kind.capabilities.finds_removals)
    ]
    assert unsure == ["file", "okendo", "stamped"]


def test_the_first_reading_says_how_much_there_is_where_the_platform_does(inbox: Inbox, platform: Harness) -> None:
    platform.add_review("De tas lekt.")
    read(inbox, platform)
    with inbox.session() as session:
        total = channels.get(session, inbox.shop_id, inbox.channel_id).total
    assert total in {None, 1}

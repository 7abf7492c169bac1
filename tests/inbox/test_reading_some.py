"""A call that names a review reads that one again, and the channel's own reading goes on from where it stood."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connectors.contract import Page, RetryLater
from plugin.inbox.sync import Synced, sync_some
from plugin.store import channels, reviews
from plugin.words import ReviewState
from tests.inbox.conftest import NOW, Inbox, review


@pytest.fixture
def some(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Synced | None]:
    def read(page: Page | Exception | None, *ids: str) -> Synced | None:
        def fetch_some(external_ids: tuple[str, ...]) -> Page | None:
            assert external_ids == ids
            if isinstance(page, Exception):
                raise page
            return page

        monkeypatch.setattr(inbox.connector, "fetch_some", fetch_some)
        return sync_some(
            inbox.database, inbox.shop_id, inbox.channel_id, ids, connect=lambda *_: inbox.connector, now=lambda: NOW
        )

    return read


def test_one_review_is_taken_in_and_the_cursor_stays(inbox: Inbox, some: Callable[..., Synced | None]) -> None:
    inbox.sync(Page((review(1),)))
    before = inbox.channel().cursor
    read = some(Page((review(2), review(1, "De tas is nog steeds stuk."))), "2", "1")
    assert read is not None
    assert (read.new, read.changed) == (1, 1)
    assert len(inbox.rows()) == 2
    assert before
    assert inbox.channel().cursor == before


def test_one_that_is_gone_is_marked(inbox: Inbox, some: Callable[..., Synced | None]) -> None:
    inbox.sync(Page((review(1),)))
    assert some(Page((), removed=("1",)), "1")
    with inbox.session() as session:
        found = reviews.by_external_id(session, inbox.shop_id, inbox.channel_id, "1")
        assert found is not None
        assert found.state == ReviewState.REMOVED


@pytest.mark.parametrize("page", [None, RetryLater("Later."), Page(()), Page((), problems=("Review 1: unreadable",))])
def test_what_cannot_be_read_alone_is_read_with_the_channel(
    inbox: Inbox, some: Callable[..., Synced | None], page: Page | Exception | None
) -> None:
    inbox.sync(Page((review(1),)))
    assert some(page, "1") is None
    assert inbox.channel().state == "ok"


def test_a_channel_that_waits_for_its_owner_is_read_as_a_whole(
    inbox: Inbox, some: Callable[..., Synced | None]
) -> None:
    with inbox.session() as session:
        channels.set_state(session, inbox.shop_id, inbox.channel_id, "reconnect", "")
    assert some(Page((review(1),)), "1") is None
    assert not inbox.rows()

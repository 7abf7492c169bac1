import datetime as dt

import pytest
from marshmallow import Schema

from connectors import registry
from connectors.contract import Pace, Page, Quota, RetryLater
from connectors.rate_limit import channel_bucket
from plugin.inbox.connecting import connect
from plugin.inbox.pace import LONGEST_PAUSE, Liveliness, next_reading
from plugin.store import channels
from tests.inbox.conftest import NOW as AT
from tests.inbox.conftest import Paged, review

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
LATELY = NOW - dt.timedelta(days=1)
LONG_AGO = NOW - dt.timedelta(days=30)


def seconds(*, negatives=False, newest=LATELY, usual=900, failures=0, retry_after=None, pace=None):
    at = next_reading(
        pace or Pace(), Liveliness(negatives, newest), usual=usual, failures=failures, now=NOW, retry_after=retry_after
    )
    return (at - NOW).total_seconds()


def test_a_channel_with_unanswered_bad_reviews_is_read_quickly_and_a_quiet_one_slowly():
    assert seconds(negatives=True) < seconds() < seconds(newest=LONG_AGO)
    assert seconds(negatives=True, newest=LONG_AGO) == 300
    assert seconds(newest=None) == 3_600


def test_the_operator_s_own_pace_is_the_usual_one():
    assert seconds(usual=120) == 120
    assert seconds(usual=7_200, newest=LONG_AGO) == 7_200


def test_trouble_doubles_the_pause_up_to_a_quarter_of_a_day():
    pauses = [seconds(failures=n) for n in range(1, 12)]
    assert pauses[:4] == [900, 1_800, 3_600, 7_200]
    assert max(pauses) == LONGEST_PAUSE.total_seconds()


@pytest.mark.parametrize(("asked", "waits"), [(5.0, 900), (4_000.0, 4_000), (10.0**9, 86_400)])
def test_what_the_channel_asks_for_counts_where_it_is_longer(asked, waits):
    assert seconds(failures=1, retry_after=asked) == waits


def test_a_reading_plans_the_next_one_and_trouble_shows_on_the_channel(inbox):
    inbox.sync(Page((review(1, rating=1),)))
    assert (inbox.channel().next_sync_at, inbox.channel().failures) == (AT + dt.timedelta(seconds=300), 0)
    inbox.again(RetryLater("Too many calls.", retry_after=7_200.0))
    assert (inbox.channel().next_sync_at, inbox.channel().failures) == (AT + dt.timedelta(seconds=7_200), 1)
    inbox.again(RetryLater("Down."))
    assert inbox.channel().failures == 2
    with inbox.session() as session:
        assert channels.due_for_reading(session, AT) == []
        channels.read_soon(session, inbox.shop_id, inbox.channel_id)
        assert channels.due_for_reading(session, AT) == [(inbox.shop_id, inbox.channel_id)]
        channels.set_state(session, inbox.shop_id, inbox.channel_id, "reconnect")
        assert channels.due_for_reading(session, AT) == [], "it waits for its owner"


def test_a_channel_keeps_to_the_shop_s_own_limit_of_calls(inbox, monkeypatch):
    made = []

    class Calling(Paged):
        Settings = Schema
        secret_fields = frozenset()

        def __init__(self, settings):
            super().__init__(settings)
            made.append(channel_bucket())

    with inbox.session() as session:
        channels.save_settings(session, inbox.shop_id, inbox.channel_id, limits={"per_minute": 2})
        monkeypatch.setitem(registry._load().connectors, "paged", Calling)
        connect(session, inbox.shop_id, inbox.channel_id)
    assert made[0].quotas == (Quota(2, 60),)
    assert channel_bucket() is None

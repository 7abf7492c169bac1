import datetime as dt

import pytest

from connectors.contract import Pace
from plugin.inbox.pace import LONGEST_PAUSE, Liveliness, next_reading

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

"""What a platform allows: counted over restarts and by all workers, kept to, and some of it left for replies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.call_ledger import counted_in, sparing
from connectors.contract import Quota, RetryLater
from connectors.http import Session, use_policy
from connectors.rate_limit import Bucket, forget_buckets
from connectors.testing.faults import Fault, Kind
from connectors.testing.harness import impatient
from connectors.testing.trustpilot_harness import TrustpilotHarness
from plugin.inbox import quotas
from plugin.inbox.connecting import connect
from plugin.inbox.pace import LONGEST_PAUSE, easing
from plugin.inbox.quotas import ChannelLedger, Standing
from plugin.inbox.sync import Synced, sync_channel
from plugin.publishing.placing import review_on_channel
from plugin.shop import load_profile
from plugin.store import Database, call_counts, channels, reviews, shops
from plugin.store.call_counts import Window
from tests.at_once import at_once
from tests.inbox.conftest import Inbox

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY, YEAR = 86_400, 365 * 86_400
A_DAY, A_YEAR = Quota(100, DAY), Quota(2_000, YEAR)


class Clock:
    """Seconds since 1970, as a test sets them."""

    def __init__(self) -> None:
        self.now = NOON.timestamp()

    def __call__(self) -> float:
        return self.now

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now, dt.UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def process(inbox: Inbox, clock: Clock) -> ChannelLedger:
    """The channel's ledger as a process has it that has just begun."""
    return ChannelLedger(inbox.database, inbox.shop_id, inbox.channel_id, clock)


def used(inbox: Inbox, clock: Clock, quota: Quota) -> int:
    window = Window(quota.of, int(quota.seconds))
    with inbox.session() as session:
        return call_counts.used(session, inbox.shop_id, inbox.channel_id, window, clock.moment)


def calls(ledger: ChannelLedger, *allowed: Quota, most: int = 10_000) -> int:
    """How many calls may be made one after the other."""
    return next((made for made in range(most) if ledger.take(allowed)), most)


def test_what_was_used_of_a_quota_is_remembered_over_a_restart(inbox: Inbox, clock: Clock) -> None:
    assert calls(process(inbox, clock), A_DAY, most=60) == 60
    left = calls(process(inbox, clock), A_DAY)
    assert 100 - 60 - quotas.MOST_AT_ONCE <= left <= 40


def test_a_restart_costs_only_a_few_calls_and_a_call_only_rarely_a_write(
    inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[int] = []
    take = call_counts.take

    def counted(*given: Any) -> call_counts.Taken:
        writes.append(1)
        return take(*given)

    monkeypatch.setattr(call_counts, "take", counted)
    assert calls(process(inbox, clock), A_YEAR, Quota(10_000, 3_600), most=400) == 400
    assert len(writes) <= 400 / 10
    assert 400 <= used(inbox, clock, A_YEAR) <= 400 + quotas.MOST_AT_ONCE


def test_workers_together_keep_to_the_quota(inbox: Inbox, clock: Clock) -> None:
    databases = [Database(str(inbox.database.url), ["k" * 43 + "="]) for _ in range(3)]

    def work(number: int) -> int:
        return calls(ChannelLedger(databases[number], inbox.shop_id, inbox.channel_id, clock), Quota(400, DAY))

    made = at_once(work, len(databases))
    for database in databases:
        database.dispose()
    assert sum(made) == 400


def test_reading_leaves_the_last_part_to_replies(inbox: Inbox, clock: Clock) -> None:
    ledger = process(inbox, clock)
    with sparing() as spent:
        assert calls(ledger, A_DAY) == 90
        assert spent.calls == 0, "only calls that a connector makes are counted as spent"
    assert calls(ledger, A_DAY) == 10


def test_replies_have_a_quota_of_their_own_where_the_platform_says_so(inbox: Inbox, clock: Clock) -> None:
    ledger = process(inbox, clock)
    assert calls(ledger, A_DAY) == 100
    assert calls(ledger, Quota(20, DAY, of="replies")) == 20


def test_a_quota_opens_again_as_its_oldest_calls_leave_the_window(inbox: Inbox, clock: Clock) -> None:
    ledger = process(inbox, clock)
    assert calls(ledger, A_DAY, most=50) == 50
    clock.now += DAY / 2
    assert calls(ledger, A_DAY) in range(50 - quotas.MOST_AT_ONCE, 51)
    wait = ledger.take([A_DAY])
    assert DAY / 2 - DAY / 60 <= wait <= DAY / 2 + DAY / 60
    clock.now += wait
    assert calls(process(inbox, clock), A_DAY) in range(50 - quotas.MOST_AT_ONCE, 51 + quotas.MOST_AT_ONCE)


def test_a_year_s_calls_count_for_a_year(inbox: Inbox, clock: Clock) -> None:
    assert calls(process(inbox, clock), A_YEAR) == 2_000
    clock.now += 360 * DAY
    assert process(inbox, clock).take([A_YEAR]) > 0
    clock.now += 12 * DAY
    assert calls(process(inbox, clock), A_YEAR) == 2_000


def test_short_quotas_stay_with_the_process_and_write_nothing(inbox: Inbox, clock: Clock) -> None:
    short = Quota(2, 60)
    assert calls(process(inbox, clock), short, most=9) == 9
    assert used(inbox, clock, short) == 0


def test_a_database_that_is_busy_keeps_no_call_from_being_made_and_it_is_counted_afterwards(
    inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = process(inbox, clock)
    with monkeypatch.context() as busy:
        busy.setattr(call_counts, "take", lambda *_: 1 / 0)
        assert calls(ledger, A_DAY, most=3) == 3
    assert used(inbox, clock, A_DAY) == 0
    assert ledger.take([A_DAY]) == 0
    assert used(inbox, clock, A_DAY) >= 4


def test_calls_that_never_left_are_not_counted(inbox: Inbox, clock: Clock) -> None:
    with impatient(), counted_in(process(inbox, clock)):
        session = Session("Shop", bucket=Bucket(per_second=1_000, burst=1_000, quotas=(A_DAY,)))
        for _ in range(30):
            with pytest.raises(RetryLater):
                session.call("GET", "http://127.0.0.1:9/")
        session.close()
    assert used(inbox, clock, A_DAY) <= quotas.MOST_AT_ONCE


# --- a whole channel -------------------------------------------------------------------------------------------


@pytest.fixture
def platform() -> Iterator[TrustpilotHarness]:
    forget_buckets()
    with impatient():
        harness = TrustpilotHarness()
        with use_policy(stand_ins=harness.stand_ins):
            yield harness
        harness.close()
    forget_buckets()


class Channel:
    """A stored Trustpilot channel of a plan with so many calls a year, over the fake platform."""

    def __init__(self, database: Database, platform: TrustpilotHarness, calls_per_year: int) -> None:
        self.database = database
        given = TrustpilotHarness.connector_class.Settings().load(
            {**platform.settings(), "calls_per_year": calls_per_year}
        )
        secrets = {name: given.pop(name) for name in ("api_key", "api_secret")}
        with database.session() as session:
            self.shop_id = shops.add(session, "s", load_profile({"name": "De Tas", "agent": "Sanne"})).id
            self.id = channels.add(session, self.shop_id, "trustpilot", "Trustpilot", given, secrets).id

    def session(self) -> Any:
        return self.database.session(shop_id=self.shop_id)

    def sync(self) -> Synced:
        return sync_channel(self.database, self.shop_id, self.id, connect=connect)

    def standing(self, seconds: float) -> Standing:
        with self.session() as session:
            row = channels.get(session, self.shop_id, self.id)
            found = quotas.standing(session, self.shop_id, row, dt.datetime.now(dt.UTC))
        return next(one for one in found if one.seconds == seconds)


def test_the_plan_s_calls_a_year_are_shown_with_what_is_used(database: Database, platform: TrustpilotHarness) -> None:
    channel = Channel(database, platform, 1_000_000)
    platform.add_review("De tas is stuk.")
    read = channel.sync()
    assert read.complete, read.message
    assert read.calls >= 2  # a token and a page
    year = channel.standing(YEAR)
    assert (year.calls, year.opens_in) == (1_000_000, 0.0)
    assert read.calls <= year.used <= read.calls + quotas.MOST_AT_ONCE


def test_failed_calls_count_too(database: Database, platform: TrustpilotHarness) -> None:
    channel = Channel(database, platform, 200_000)
    platform.add_review("De tas is stuk.")
    platform.inject(Fault(Kind.STATUS, status=500, path="/reviews", times=3))
    assert not channel.sync().complete
    made = len(platform.requests())
    assert made == 4  # a token, and a page that was tried three times
    assert made <= channel.standing(YEAR).used <= made + quotas.FIRST_TIME


def test_a_reading_stops_where_replies_need_what_is_left_and_a_reply_still_goes(
    database: Database, platform: TrustpilotHarness
) -> None:
    channel = Channel(database, platform, 40)
    review_id = platform.add_review("De tas is stuk.")
    for _ in range(60):
        read = channel.sync()
        if not read.complete:
            break
    assert not read.complete
    assert "kept for replies" in read.message
    with channel.session() as session:
        row = channels.get(session, channel.shop_id, channel.id)
        assert row.next_sync_at is not None
        assert row.next_sync_at - dt.datetime.now(dt.UTC) > dt.timedelta(hours=23)
        connector = connect(session, channel.shop_id, channel.id)
        review = review_on_channel(reviews.get(session, channel.shop_id, reviews.open_ids(session, channel.shop_id)[0]))
    connector.publish(review, text="Dank voor het melden.", key="ww-0123456789")
    connector.close()
    assert platform.replies(review_id) == ["Dank voor het melden."]


# --- the pace --------------------------------------------------------------------------------------------------


def quota(used: int, *, calls: int = 1_000, seconds: float = 3_600, opens_in: float = 0.0, of: str = "") -> Standing:
    return Standing(of, calls, seconds, used, opens_in)


def test_reading_slows_down_once_half_of_what_it_may_use_is_gone() -> None:
    assert easing([quota(400)], 2) == 0
    pauses = [easing([quota(used)], 2) for used in (460, 600, 800, 890)]
    assert pauses == sorted(pauses)
    assert pauses[0] > 0
    assert easing([quota(890)], 2) == pytest.approx(2 * 3_600 / 10)


def test_a_used_up_quota_is_waited_for_a_day_at_most_and_a_slow_one_a_quarter() -> None:
    assert easing([quota(950, opens_in=1_200)], 2) == 1_200
    assert easing([quota(950, seconds=YEAR, opens_in=40 * DAY)], 2) == DAY
    assert easing([quota(899, seconds=YEAR)], 2) == LONGEST_PAUSE.total_seconds()


def test_the_quota_of_replies_slows_no_reading() -> None:
    assert easing([quota(999, of="replies")], 5) == 0

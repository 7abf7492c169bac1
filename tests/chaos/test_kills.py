"""kill -9 while work is under way: nothing lost, nothing doubled (DESIGN.md, numbers to hold)."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from connectors import http
from connectors.contract import Review
from connectors.testing import fake_woocommerce
from plugin.inbox.connecting import add_channel, connect
from plugin.inbox.sync import sync_channel
from plugin.publishing.approving import approve
from plugin.settings import Settings
from plugin.shop import load_profile
from plugin.store import Database, batches, channels, drafts, people, publications, reviews, shops
from plugin.words import BUILT_IN, Decision, Drafted, Play, PublicationState, Report, ReviewState, Role, Triage, Verdict
from plugin.work import Work
from tests.chaos.conftest import LONG, Worker, until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900 if LONG else 400)]  # each start of a worker costs seconds
SHOPS, REVIEWS_EACH, KILLS = (8, 50, 24) if LONG else (3, 6, 3)
TO_DRAFT = 120 if LONG else 25


@dataclass(frozen=True)
class Who:
    person_id: int
    role: Role = Role.OWNER


@pytest.fixture
def woo_shops() -> Iterator[list[fake_woocommerce.FakeShop]]:
    before = http.current_policy()
    http.set_policy(http.HttpPolicy(allow_private=True))
    running = [fake_woocommerce.start(latency=0.04) for _ in range(SHOPS)]
    yield running
    for shop in running:
        shop.stop()
    http.set_policy(before)


def a_shop(opened: Database) -> tuple[int, Who]:
    with opened.session() as session:
        shop_id = shops.add(session, "chaos", load_profile({"name": "De Tas", "agent": "Sanne"})).id
        return shop_id, Who(people.add(session, shop_id, "Ann", Role.OWNER).id)


def draft_by_hand(opened: Database, shop_id: int, review_id: int) -> str:
    """A draft without the drafting room: these tests are about what comes after it."""
    text = f"Beste klant {review_id}, sorry voor <je> tas & tot ziens. Sanne"
    triage = Triage("nl", 0.9, Decision.REPLY, Play.OUR_FAULT, (), "een klacht")
    drafted = Drafted(triage, text, None, None, BUILT_IN, Report(Verdict.PASS))
    with opened.session(shop_id=shop_id) as session:
        drafts.save(session, shop_id, review_id, drafted, review_version=1)
    return text


def test_publishing_under_kill_9_loses_nothing_and_doubles_nothing(
    opened: Database, work: Work, woo_shops: list[fake_woocommerce.FakeShop], start_worker: Callable[..., Worker]
) -> None:
    shop_id, ann = a_shop(opened)
    for number, woo in enumerate(woo_shops):
        for each in range(REVIEWS_EACH):
            woo.add_review(f"De tas {each} is stuk.", rating=1)
        with opened.session(shop_id=shop_id) as session:
            channel_id = add_channel(session, shop_id, "woocommerce", f"Winkel {number}", woo.settings).id
        assert sync_channel(opened, shop_id, channel_id, connect=connect).complete
    with opened.session(shop_id=shop_id) as session:
        ids = reviews.open_ids(session, shop_id)
    assert len(ids) == SHOPS * REVIEWS_EACH
    for review_id in ids:
        text = draft_by_hand(opened, shop_id, review_id)
        with opened.session(shop_id=shop_id) as session:
            approve(
                session, shop_id, review_id, text_sha256=publications.text_sha256(text), person=ann,
                enqueue=work.enqueue_publish,
            )  # fmt: skip

    def visible() -> int:
        with opened.session(shop_id=shop_id) as session:
            found = publications.in_state(session, shop_id, list(PublicationState), limit=10_000)
        return Counter(publication.state for publication in found)[PublicationState.VISIBLE]

    chance = random.Random(7)
    for kill in range(KILLS):
        # Two names take turns: a worker takes up its own work, or what another left when it died.
        worker = start_worker(f"w{kill % 2}")
        worker.works()
        before, share = visible(), (len(ids) - visible()) // (KILLS - kill + 1)
        until(lambda before=before, share=share: visible() >= before + share)
        time.sleep(chance.uniform(0, 0.3))  # any moment of a publication
        worker.kill()
    worker = start_worker("w0")
    until(lambda: visible() == len(ids))
    worker.end()
    replies = Counter(
        sum(1 for comment in woo.site.comments.values() if comment.parent == parent)
        for woo in woo_shops
        for parent in [c.id for c in woo.site.comments.values() if c.parent == 0]
    )
    assert replies == {1: len(ids)}
    with opened.session(shop_id=shop_id) as session:
        assert {reviews.get(session, shop_id, i).state for i in ids} == {ReviewState.PUBLISHED}


def test_bulk_drafting_under_kill_9_drafts_all_and_none_twice(
    opened: Database, work: Work, start_worker: Callable[..., Worker]
) -> None:
    shop_id, _ = a_shop(opened)
    now = dt.datetime.now(dt.UTC)
    faults = ("is stuk", "kwam te laat", "is te klein", "had de verkeerde kleur", "ruikt naar lijm")
    given = [Review(str(n), f"De tas {faults[n % 5]}, bestelling {n}.", now, rating=1) for n in range(TO_DRAFT)]
    with opened.session(shop_id=shop_id) as session:
        channel_id = channels.add(session, shop_id, "file", "Winkel", {}).id
        ids = reviews.upsert(session, shop_id, channel_id, given, now).new_ids
        batch_id = work.draft_all(session, shop_id).id

    def done() -> int:
        with opened.session(shop_id=shop_id) as session:
            return batches.get(session, shop_id, batch_id).done

    for share in (0.2, 0.6):
        worker = start_worker()
        until(lambda share=share: done() >= TO_DRAFT * share)
        worker.kill()
    worker = start_worker()

    def ended() -> bool:
        with opened.session(shop_id=shop_id) as session:
            return batches.get(session, shop_id, batch_id).state == "done"

    until(ended)
    worker.end()
    with opened.session(shop_id=shop_id) as session:
        batch = batches.get(session, shop_id, batch_id)
        assert (batch.state, batch.total, batch.done, batch.failed) == ("done", TO_DRAFT, TO_DRAFT, 0)
        assert Counter(len(drafts.history(session, shop_id, i)) for i in ids) == {1: TO_DRAFT}


def test_a_worker_that_was_killed_is_missed_and_its_queue_waits(
    given: Settings, opened: Database, work: Work, start_worker: Callable[..., Worker]
) -> None:
    shop_id, _ = a_shop(opened)
    worker = start_worker()
    worker.works()

    def alive() -> bool:
        with opened.session() as session:
            return work.worker_is_alive(session)

    until(alive)
    worker.kill()
    until(lambda: not alive())
    with opened.session(shop_id=shop_id) as session:
        batch_id = work.draft_all(session, shop_id).id
    with opened.session(shop_id=shop_id) as session:
        assert batches.get(session, shop_id, batch_id).state == "queued"
    start_worker().works()

    def ended() -> bool:
        with opened.session(shop_id=shop_id) as session:
            return batches.get(session, shop_id, batch_id).state == "done"

    until(ended)
    until(alive)


def test_a_database_that_another_program_holds_delays_the_work_and_loses_none_of_it(
    opened: Database, work: Work, start_worker: Callable[..., Worker], woo_shops: list[fake_woocommerce.FakeShop]
) -> None:
    shop_id, ann = a_shop(opened)
    woo = woo_shops[0]
    woo.add_review("De tas is stuk.", rating=1)
    with opened.session(shop_id=shop_id) as session:
        channel_id = add_channel(session, shop_id, "woocommerce", "Winkel", woo.settings).id
    sync_channel(opened, shop_id, channel_id, connect=connect)
    with opened.session(shop_id=shop_id) as session:
        (review_id,) = reviews.open_ids(session, shop_id)
    text = draft_by_hand(opened, shop_id, review_id)
    start_worker().works()
    with opened.session(shop_id=shop_id) as session:
        approve(
            session, shop_id, review_id, text_sha256=publications.text_sha256(text), person=ann,
            enqueue=work.enqueue_publish,
        )  # fmt: skip
    with opened.engine.connect() as holder:
        on_sqlite = holder.dialect.name == "sqlite"
        holder.exec_driver_sql("BEGIN IMMEDIATE" if on_sqlite else "LOCK TABLE publications, reviews")
        held_until = time.monotonic() + 7  # longer than a write waits its turn
        until(lambda: time.monotonic() > held_until)
        holder.exec_driver_sql("ROLLBACK")

    def is_out() -> bool:
        with opened.session(shop_id=shop_id) as session:
            found = publications.current(session, shop_id, review_id)
        return found is not None and found.state == PublicationState.VISIBLE

    until(is_out)
    assert sum(1 for comment in woo.site.comments.values() if comment.parent) == 1

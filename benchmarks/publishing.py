"""From the click on 'approve' to the reply seen on its channel: a WooCommerce shop on loopback that answers at once."""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import tempfile
import time

from connectors import http
from connectors.testing import fake_woocommerce
from plugin import logs, settings
from plugin.inbox.connecting import add_channel, connect
from plugin.inbox.sync import sync_channel
from plugin.publishing.approving import approve
from plugin.sample import sample_profile
from plugin.store import Database, drafts, people, publications, reviews, shops
from plugin.words import BUILT_IN, Decision, Drafted, Play, PublicationState, Report, Role, Triage, Verdict
from plugin.work import Work

MOST_P95 = 1.0  # seconds


@dataclasses.dataclass(frozen=True)
class Who:
    person_id: int
    role: Role = Role.OWNER


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.publishing")
    parser.add_argument("--small", action="store_true", help="20 replies: for CI")
    count = 20 if parser.parse_args(arguments).small else 200
    logs.set_up("ERROR")
    http.set_policy(http.HttpPolicy(allow_private=True))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WEDERWOORD_DATA_DIR"] = folder
        given = settings.load()
        database = Database(given.database_url, given.encryption_keys)
        database.upgrade()
        work = Work(given, database)
        work.prepare()
        woo = fake_woocommerce.start()
        try:
            took = sorted(measure(database, work, woo, count))
        finally:
            work.stop()
            woo.stop()
            database.dispose()
    p50, p95 = statistics.median(took), took[int(len(took) * 0.95) - 1]
    print(
        f"approve → seen on the channel, {count} replies one by one, queue looked at every {given.poll_every / 2:.2f} s"
    )
    print(f"{'p50':>8} {'p95':>8} {'longest':>8}\n{p50:7.3f}s {p95:7.3f}s {took[-1]:7.3f}s")
    return 0 if p95 <= MOST_P95 else 1


def measure(database: Database, work: Work, woo: fake_woocommerce.FakeShop, count: int) -> list[float]:
    for number in range(count):
        woo.add_review(f"De tas {number} is stuk.", rating=1)
    with database.session() as session:
        shop_id = shops.add(session, "bench", sample_profile()).id
        ann = Who(people.add(session, shop_id, "Ann", Role.OWNER).id)
        channel_id = add_channel(session, shop_id, "woocommerce", "Winkel", woo.settings).id
    sync_channel(database, shop_id, channel_id, connect=connect)
    with database.session(shop_id=shop_id) as session:
        ids = reviews.open_ids(session, shop_id)
    for review_id in ids:
        save_draft(database, shop_id, review_id)
    work.start()
    took = []
    for number, review_id in enumerate(ids):
        began = time.monotonic()
        with database.session(shop_id=shop_id) as session:
            draft = drafts.current(session, shop_id, review_id)
            approve(
                session, shop_id, review_id, text_sha256=publications.text_sha256(draft.reply), person=ann,
                enqueue=work.enqueue_publish,
            )  # fmt: skip
        while not seen(database, shop_id, review_id):
            time.sleep(0.005)
        if number:  # the first one starts the engine's queues
            took.append(time.monotonic() - began)
    return took


def seen(database: Database, shop_id: int, review_id: int) -> bool:
    with database.session(shop_id=shop_id) as session:
        return publications.current(session, shop_id, review_id).state == PublicationState.VISIBLE


def save_draft(database: Database, shop_id: int, review_id: int) -> None:
    triage = Triage("nl", 0.9, Decision.REPLY, Play.OUR_FAULT, (), "een klacht")
    text = f"Beste klant {review_id}, sorry dat je tas stuk is. Je krijgt binnen 2 dagen een nieuwe. Marit"
    drafted = Drafted(triage, text, None, None, BUILT_IN, Report(Verdict.PASS))
    with database.session(shop_id=shop_id) as session:
        drafts.save(session, shop_id, review_id, drafted, review_version=1)


if __name__ == "__main__":
    raise SystemExit(main())

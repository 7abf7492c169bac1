"""Bulk drafting from end to end: reviews read, a model asked, drafts checked and saved (DESIGN.md, numbers to hold).

A loopback model server answers in 1.0 s, 50 calls at a time; the ideal time is reviews / 50 × 1.0 s. The server is a
process of its own on the same machine, and its time is not counted. The worker is warm: what a process loads at its
first drafts is loaded before. The memory of what the shop said lately is full: 200 replies.

The model's answers stand in ``told.jsonl``. The sample's fifty reviews come again and again; the second reader is made to
forget them all the while, so that it reads each as if it were new (the detection of its language is remembered).

A run that takes longer than it may is stopped, and the figures are of the drafts that were made by then.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import gc
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import results
from benchmarks.answering import key_of
from benchmarks.databases import DATABASES
from benchmarks.told import Told, read
from connectors.contract import Review
from plugin import logs
from plugin.drafting.model import ModelWriter
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.reader import read_review
from plugin.drafting.triage import triage
from plugin.sample import sample_profile
from plugin.store import Database, batches, channels, drafts, reviews, shops
from plugin.work.drafting_run import run_batch
from plugin.work.warming import warm_up

AT_ONCE = 50
RECENT = 200  # replies that the shop has given already
WARM = 60  # drafts that are not counted
MOST_RATIO = 1.15
MOST_CPU = 15.0  # milliseconds a draft
MOST_GROWTH = 1.10  # of the memory after the first half of the drafts
MOST_SECONDS = 70  # of one run
TELL_EVERY = 5  # seconds


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafting")
    parser.add_argument("--small", action="store_true", help="200 drafts: for CI")
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    chosen = parser.parse_args(arguments)
    count, delay = (200 if chosen.small else 1_000), 1.0
    logs.set_up("ERROR")
    warm_up()
    told = read(RECENT + WARM + count)
    answers: dict[str, list[dict[str, str]]] = {}
    for one in told[RECENT:]:
        answers.setdefault(key_of(one.review.text), []).append(one.answer())
    rows, well = [], True
    with tempfile.TemporaryDirectory() as folder:
        (table := Path(folder) / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        with model_server(table, delay) as base_url:
            for name, make in DATABASES.items():
                if chosen.only in {None, name.lower()}:
                    with make() as opened:
                        measured = measure(opened, base_url, told, count, delay)
                    rows.append((name, *measured.row()))
                    well &= measured.holds()
    heads = (
        "database",
        "drafts",
        "seconds",
        "ideal",
        "ratio",
        "CPU a draft",
        "memory",
        "growth / 1,000",
        "by the model",
    )
    text = (
        f"{count:,} drafts, an answer in {delay} s, {AT_ONCE} at once, {RECENT} recent replies, a warm worker.\n\n"
        f"{results.table(heads, rows)}\n\nTargets: ratio at most {MOST_RATIO}, at most {MOST_CPU:g} ms of CPU, flat memory."
    )
    if chosen.small or chosen.only:
        print(text)
    else:
        results.keep("Drafting", text)
    return 0 if well or chosen.small else 1


@dataclasses.dataclass(frozen=True)
class Measured:
    seconds: float
    ideal: float
    cpu: float  # milliseconds a draft
    half: float  # megabytes after the first half
    end: float
    done: int
    count: int  # as many as there were to be drafted
    by_model: int

    def row(self) -> tuple[str, ...]:
        growth = (self.end - self.half) / max(1, self.done / 2) * 1000
        return (
            f"{self.done:,}" if self.done == self.count else f"{self.done:,} of {self.count:,}",
            f"{self.seconds:.1f}", f"{self.ideal:.1f}", f"{self.seconds / max(self.ideal, 0.1):.2f}", f"{self.cpu:.1f} ms",
            f"{self.half:.0f} → {self.end:.0f} MB", f"{growth:+.0f} MB", f"{self.by_model / max(1, self.done):.0%}",
        )  # fmt: skip

    def holds(self) -> bool:
        whole = self.done == self.count
        flat = self.end <= self.half * MOST_GROWTH
        return whole and self.seconds <= self.ideal * MOST_RATIO and self.cpu <= MOST_CPU and flat


def measure(opened: Database, base_url: str, told: list[Told], count: int, delay: float) -> Measured:
    shop_id, channel_id = shop_with_a_past(opened, told[:RECENT])
    writer = ModelWriter(ModelSettings(model="fake", base_url=base_url, concurrency=AT_ONCE, timeout=30))
    come_in(opened, shop_id, channel_id, told[RECENT : RECENT + WARM])
    run(opened, shop_id, writer)
    come_in(opened, shop_id, channel_id, told[RECENT + WARM :])
    with opened.session(shop_id=shop_id) as session:
        ids = reviews.open_ids(session, shop_id, limit=count)
    gc.collect()
    with watched(opened, shop_id) as memory:
        began, cpu = time.monotonic(), time.process_time()
        batch_id = run(opened, shop_id, writer)
        took, cpu = time.monotonic() - began, time.process_time() - cpu
    with opened.session(shop_id=shop_id) as session:
        batch = batches.get(session, shop_id, batch_id)
        newest = [drafts.current(session, shop_id, review_id) for review_id in ids]
    assert batch.failed == 0, f"{batch.failed} reviews could not be drafted"
    by_model = sum(draft is not None and draft.writer.startswith("fake") for draft in newest)
    return Measured(
        took, batch.done / AT_ONCE * delay, cpu / max(1, batch.done) * 1000, memory[len(memory) // 2], memory[-1],
        batch.done, count, by_model,
    )  # fmt: skip


def run(opened: Database, shop_id: int, writer: ModelWriter) -> int:
    """One bulk run over what is open, stopped when it takes too long; the batch's id."""
    with opened.session(shop_id=shop_id) as session:
        batch_id = batches.add(session, shop_id, kind="desk", workflow_id=f"bench-{time.monotonic_ns()}").id
    stopping = threading.Event()
    timer = threading.Timer(MOST_SECONDS, stopping.set)
    timer.start()
    try:
        run_batch(opened, shop_id, batch_id, writer=writer, concurrency=AT_ONCE, stopping=stopping)
    except InterruptedError:
        print(f"  stopped after {MOST_SECONDS} s", flush=True)
    finally:
        timer.cancel()
    return batch_id


def shop_with_a_past(opened: Database, told: list[Told]) -> tuple[int, int]:
    """A shop that has given all these replies; its id and its channel's."""
    with opened.session() as session:
        shop_id = shops.add(session, f"bench-{time.monotonic_ns()}", sample_profile()).id
    with opened.session(shop_id=shop_id) as session:
        channel_id = channels.add(session, shop_id, "file", "Bench", {}).id
    come_in(opened, shop_id, channel_id, told)
    with opened.session(shop_id=shop_id) as session:
        ids = reviews.open_ids(session, shop_id, limit=len(told))
        found = [triage(one.review, sample_profile()) for one in told]
        kept = [
            drafts.ToSave(review_id, 1, one.as_given(its)) for review_id, one, its in zip(ids, told, found, strict=True)
        ]
        drafts.save_many(session, shop_id, kept)
    return shop_id, channel_id


def come_in(opened: Database, shop_id: int, channel_id: int, told: list[Told]) -> None:
    now = dt.datetime.now(dt.UTC)
    all_ = [one.review for one in told]
    fresh = [Review(one.id, one.text, now, rating=one.rating, author=one.author) for one in all_]
    with opened.session(shop_id=shop_id) as session:
        reviews.upsert(session, shop_id, channel_id, fresh, now)


@contextlib.contextmanager
def watched(opened: Database, shop_id: int) -> Iterator[list[float]]:
    """The memory in megabytes, ten times a second. Says meanwhile how far the run is, and forgets what was read."""
    memory: list[float] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.1) or not memory:
            read_review.cache_clear()
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            memory.append(pages * resource.getpagesize() / 1_000_000)
            if len(memory) % (TELL_EVERY * 10) == 0:
                with opened.session(shop_id=shop_id) as session:
                    left = len(reviews.open_ids(session, shop_id, limit=1_000))
                print(f"  after {len(memory) / 10:.0f} s: {left} left", file=sys.stderr, flush=True)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        ended.set()
        watcher.join()


@contextlib.contextmanager
def model_server(answers: Path, delay: float) -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.answering", str(answers), "--delay", str(delay)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    raise SystemExit(main())

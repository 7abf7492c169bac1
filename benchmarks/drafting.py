"""Bulk drafting from end to end: reviews read, a model asked, drafts checked and saved (DESIGN.md, numbers to hold).

A loopback model server answers in 1.0 s, 50 calls at a time; the ideal time is reviews / 50 × 1.0 s. The server is a
process of its own on the same machine, and its time is not counted. The worker is warm: what a process loads at its
first drafts is loaded before. The memory of what the shop said lately is full: 200 replies.

The model's answers are written beforehand by the built-in writer, each unlike the 500 before it: a model without a
vocabulary would have most of its replies refused as canned, and the run would measure that.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from benchmarks import results
from benchmarks.answering import key_of
from benchmarks.databases import DATABASES
from connectors.contract import Review
from plugin import logs
from plugin.drafting import pipeline
from plugin.drafting.facts import gather
from plugin.drafting.intake import cleaned
from plugin.drafting.model import ModelWriter
from plugin.drafting.model_settings import ModelSettings
from plugin.sample import sample_profile, sample_reviews
from plugin.store import Database, batches, channels, drafts, reviews, shops
from plugin.words import Drafted, ReviewText
from plugin.work.drafting_run import run_batch
from plugin.work.warming import warm_up

AT_ONCE = 50
RECENT = 200  # replies that the shop has given already
WARM = 60  # drafts that are not counted
NAMES = ("Anna", "Bram", "Chris", "Daan", "Eva", "Femke", "Guus", "Hanna", "Ivo", "Julia", "Koen", "Lotte", "Max")
MOST_RATIO = 1.15
MOST_CPU = 15.0  # milliseconds a draft
MOST_GROWTH = 1.10  # of the memory after the first half of the drafts
UNLIKE = 500  # answers before it from which each differs: as far back as the memory reaches, by language
Told = list[tuple[ReviewText, Drafted]]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafting")
    parser.add_argument("--small", action="store_true", help="200 drafts: for CI")
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    chosen = parser.parse_args(arguments)
    count, delay = (200 if chosen.small else 1_000), 1.0
    logs.set_up("ERROR")
    warm_up()
    told = written_beforehand(RECENT + WARM + count)
    answers: dict[str, list[dict[str, str]]] = {}
    for review, drafted in told[RECENT:]:
        answers.setdefault(key_of(review.text), []).append(as_answer(review, drafted))
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
    heads = ("database", "seconds", "ideal", "ratio", "CPU a draft", "memory", "growth / 1,000", "by the model")
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
    count: int
    by_model: int

    def row(self) -> tuple[str, ...]:
        growth = (self.end - self.half) / (self.count / 2) * 1000
        return (
            f"{self.seconds:.1f}", f"{self.ideal:.1f}", f"{self.seconds / self.ideal:.2f}", f"{self.cpu:.1f} ms",
            f"{self.half:.0f} → {self.end:.0f} MB", f"{growth:+.0f} MB", f"{self.by_model / self.count:.0%}",
        )  # fmt: skip

    def holds(self) -> bool:
        flat = self.end <= self.half * MOST_GROWTH
        return self.seconds <= self.ideal * MOST_RATIO and self.cpu <= MOST_CPU and flat


def measure(opened: Database, base_url: str, told: Told, count: int, delay: float) -> Measured:
    shop_id, channel_id = shop_with_a_past(opened, told[:RECENT])
    writer = ModelWriter(ModelSettings(model="fake", base_url=base_url, concurrency=AT_ONCE, timeout=30))
    come_in(opened, shop_id, channel_id, told[RECENT : RECENT + WARM])
    run(opened, shop_id, writer)
    come_in(opened, shop_id, channel_id, told[RECENT + WARM :])
    with opened.session(shop_id=shop_id) as session:
        ids = reviews.open_ids(session, shop_id, limit=count)
    gc.collect()
    memory: list[float] = []
    ended = threading.Event()
    watcher = threading.Thread(target=watch_memory, args=(memory, ended), daemon=True)
    watcher.start()
    began, cpu = time.monotonic(), time.process_time()
    batch_id = run(opened, shop_id, writer)
    took, cpu = time.monotonic() - began, time.process_time() - cpu
    ended.set()
    watcher.join()
    with opened.session(shop_id=shop_id) as session:
        left = len(reviews.open_ids(session, shop_id, limit=1_000))
        batch = batches.get(session, shop_id, batch_id)
        newest = [drafts.current(session, shop_id, review_id) for review_id in ids]
    assert (batch.done, batch.failed, left) == (count, 0, 0), (batch.done, batch.failed, left)
    by_model = sum(draft is not None and draft.writer.startswith("fake") for draft in newest)
    return Measured(
        took, count / AT_ONCE * delay, cpu / count * 1000, memory[len(memory) // 2], memory[-1], count, by_model
    )


def run(opened: Database, shop_id: int, writer: ModelWriter) -> int:
    """One bulk run over what is open; the batch's id."""
    with opened.session(shop_id=shop_id) as session:
        batch_id = batches.add(session, shop_id, kind="desk", workflow_id=f"bench-{time.monotonic_ns()}").id
    ran = run_batch(opened, shop_id, batch_id, writer=writer, concurrency=AT_ONCE, stopping=threading.Event())
    assert ran is not None
    return batch_id


def written_beforehand(count: int) -> Told:
    """The sample's reviews told again by others, each with a reply that passes the checker."""
    profile, chance, told = sample_profile(), random.Random(7), []
    lately: deque[str] = deque(maxlen=UNLIKE)
    rows, number = sample_reviews()["reviews"], 0
    while len(told) < count:
        row, number = rows[number % len(rows)], number + 1
        author = f"{chance.choice(NAMES)} {chr(65 + number % 26)}."
        review = ReviewText(id=str(number), text=row["text"], rating=row["rating"], author=author)
        drafted = pipeline.draft(review, profile, tuple(lately))
        plain = "injection" not in drafted.triage.flags  # what a review orders does not reach the model
        if plain and drafted.reply and drafted.report and not drafted.report.blocks:
            lately.append(drafted.reply)
            told.append((review, drafted))
    return told


def as_answer(review: ReviewText, drafted: Drafted) -> dict[str, str]:
    """The reply as a model gives it, which has not been told the customer's name."""
    profile, read = sample_profile(), cleaned(review)
    facts = gather(read, profile, drafted.triage)
    texts = [drafted.reply or "", drafted.private_message or ""]
    if facts.greeting_name:
        texts = [text.replace(facts.greeting_name, "[CUSTOMER_1]", 1) for text in texts]
    return {"language": facts.language, "reply": texts[0], "private_message": texts[1]}


def shop_with_a_past(opened: Database, told: Told) -> tuple[int, int]:
    """A shop that has given all these replies; its id and its channel's."""
    with opened.session() as session:
        shop_id = shops.add(session, f"bench-{time.monotonic_ns()}", sample_profile()).id
    with opened.session(shop_id=shop_id) as session:
        channel_id = channels.add(session, shop_id, "file", "Bench", {}).id
    come_in(opened, shop_id, channel_id, told)
    with opened.session(shop_id=shop_id) as session:
        ids = reviews.open_ids(session, shop_id, limit=len(told))
        kept = [drafts.ToSave(review_id, 1, drafted) for review_id, (_, drafted) in zip(ids, told, strict=True)]
        drafts.save_many(session, shop_id, kept)
    return shop_id, channel_id


def come_in(opened: Database, shop_id: int, channel_id: int, told: Told) -> None:
    now = dt.datetime.now(dt.UTC)
    fresh = [Review(one.id, one.text, now, rating=one.rating, author=one.author) for one, _ in told]
    with opened.session(shop_id=shop_id) as session:
        reviews.upsert(session, shop_id, channel_id, fresh, now)


def watch_memory(seen: list[float], ended: threading.Event) -> None:
    while not ended.wait(0.1) or not seen:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        seen.append(pages * resource.getpagesize() / 1_000_000)


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

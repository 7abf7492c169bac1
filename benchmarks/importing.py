"""How fast reviews come in, beside the raw driver writing the same rows into the same tables.

    python -m benchmarks.importing [--small]

The raw driver writes prepared rows by executemany, as many a transaction as the store does, and so pays for the same indexes, counts
and search index; what the store adds is reading what a channel gives, telling new from changed, and the versions. With the number of
reviews both grow slowly, and their ratio stays: where it falls, a statement walks the shop instead of looking up a review.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from benchmarks.databases import DATABASES, new_shop
from benchmarks.made_reviews import NOW, Maker
from benchmarks.results import keep, table
from connectors.contract import Review as ChannelReview
from plugin.store import Database, incoming, reviews
from plugin.store.tables import Review

LEAST_A_SECOND = 5_000
LEAST_OF_RAW = 0.6


def measure(name: str, database: Database, many: int) -> tuple[list[list[object]], float, float]:
    made = Maker().from_channel(many)
    batches = [made[start : start + reviews.BATCH] for start in range(0, many, reviews.BATCH)]
    raw_shop, (raw_channel,) = new_shop(database, "raw")
    shop_id, (channel_id,) = new_shop(database, "store")
    single_shop, (single_channel,) = new_shop(database, "single")
    sql, prepared = raw_rows(database, raw_shop, raw_channel, batches)

    def upsert(batch: list[ChannelReview], shop: int = shop_id, channel: int = channel_id) -> None:
        with database.session(shop) as session:
            reviews.upsert(session, shop, channel, batch, NOW)

    # In turns, so that what the machine does besides falls on both.
    raw_seconds = new_seconds = 0.0
    slowest = 0.0
    for rows, batch in zip(prepared, batches, strict=True):
        raw_seconds += timed(write_raw, database, sql, rows)
        took = timed(upsert, batch)
        new_seconds += took
        slowest = max(slowest, took)
    same_seconds = sum(timed(upsert, batch) for batch in batches)
    edited = [[dataclasses.replace(each, text=each.text + " (bewerkt)") for each in batch] for batch in batches]
    changed_seconds = sum(timed(upsert, batch) for batch in edited)
    few = made[:200]
    single_seconds = sum(timed(upsert, [each], single_shop, single_channel) for each in few)
    raw, fresh = many / raw_seconds, many / new_seconds
    rows = [
        [name, f"raw driver, {reviews.BATCH:,} a transaction", f"{raw:,.0f}", "1.00"],
        [name, f"store, new, {reviews.BATCH:,} a batch", f"{fresh:,.0f}", f"{fresh / raw:.2f}"],
        [name, "store, unchanged", f"{many / same_seconds:,.0f}", f"{many / same_seconds / raw:.2f}"],
        [
            name,
            "store, changed text (version kept)",
            f"{many / changed_seconds:,.0f}",
            f"{many / changed_seconds / raw:.2f}",
        ],
        [name, "store, one review a transaction", f"{200 / single_seconds:,.0f}", f"{200 / single_seconds / raw:.2f}"],
        [name, "slowest batch of new ones", f"{slowest * 1000:.0f} ms", ""],
    ]
    return rows, fresh, fresh / raw


def timed(work: Callable[..., object], *given: object) -> float:
    start = time.perf_counter()
    work(*given)
    return time.perf_counter() - start


def raw_rows(
    database: Database, shop_id: int, channel_id: int, batches: list[list[ChannelReview]]
) -> tuple[str, list[list[Any]]]:
    """The statement and the parameters as the driver takes them, made before the clock runs."""
    on_sqlite = database.engine.dialect.name == "sqlite"
    table_ = Review.__table__
    names = [column.name for column in table_.columns if column.name not in {"id", "stars", "changed_at"}]
    statement = (
        (sqlite if on_sqlite else postgresql).insert(table_).values(dict.fromkeys(names)).on_conflict_do_nothing()
    )
    compiled = statement.compile(dialect=database.engine.dialect)
    processors = {name: table_.c[name].type.bind_processor(database.engine.dialect) for name in names}
    prepared = []
    for batch in batches:
        rows = []
        for each in batch:
            row = {column.name: column.default.arg for column in table_.columns if column.default is not None}
            row |= incoming.columns(each)
            row |= {
                "shop_id": shop_id, "channel_id": channel_id, "external_id": each.external_id, "fetched_at": NOW,
                "state": "new", "rank": incoming.rank_of(row),
            }  # fmt: skip
            bound = {name: processors[name](row[name]) if processors[name] else row[name] for name in names}
            rows.append([bound[name] for name in compiled.positiontup] if on_sqlite else bound)
        prepared.append(rows)
    return str(compiled), prepared


def write_raw(database: Database, sql: str, rows: list[Any]) -> None:
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.executemany(sql, rows)
        connection.commit()
    finally:
        connection.close()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.importing")
    parser.add_argument("--small", action="store_true", help="5,000 reviews instead of 50,000: for CI, kept nowhere")
    asked = parser.parse_args(arguments)
    many = 5_000 if asked.small else 50_000
    rows: list[list[object]] = []
    kept: dict[str, bool] = {}
    for name, opened in DATABASES.items():
        with opened() as database:
            measured, a_second, of_raw = measure(name, database, many)
        rows += measured
        kept[name] = of_raw >= LEAST_OF_RAW and (asked.small or a_second >= LEAST_A_SECOND)
    held = all(kept.values())
    told = ", ".join(f"{'held' if each else 'NOT held'} on {name}" for name, each in kept.items())
    text = table(["database", f"{many:,} reviews", "reviews/s", "of raw"], rows)
    text += f"\n\nTargets: ≥ {LEAST_A_SECOND:,}/s for new ones, ≥ {LEAST_OF_RAW} of the raw driver: {told}."
    if asked.small:
        print(text)
    else:
        keep("Importing", text)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

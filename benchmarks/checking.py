"""CPU time that one check of a reply takes, by language, in a process that has checked some hundred others before.

The others are of another set, and before every pass all that is remembered of a whole sentence or text is forgotten: in a
shop, too, most sentences of a reply are new and most phrases have been met.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import results
from plugin.guidelines import CheckContext, check, contacts
from plugin.guidelines.classifier import reply_classifier
from plugin.language import figures, orders, sentences
from plugin.shop import LANGUAGES, load_profile
from plugin.words import Decision, Play, ReviewText
from plugin.work.warming import warm_up

SETS = Path(__file__).parent.parent / "tests" / "sets"
SET, BEFORE = SETS / "check_build.jsonl", SETS / "check_build_two.jsonl"
REMEMBERED = (orders.find, sentences.split, figures.find, contacts.find)
MOST_MEAN = 5.0  # ms of CPU a reply


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking")
    parser.add_argument("--small", action="store_true", help="one pass: for CI")
    passes = 1 if parser.parse_args(arguments).small else 3
    cases = cases_of(SET)
    began = time.process_time()
    warm_up()  # as a worker does before its first draft: patterns, networks and the models of letters
    loaded = (time.process_time() - began) * 1000
    for _, reply, given in cases_of(BEFORE):
        check(reply, given)
    took: dict[str, list[float]] = {name: [] for name in LANGUAGES}
    for _ in range(passes):
        for remembered in REMEMBERED:
            remembered.cache_clear()
        reply_classifier().forget()
        for name, reply, given in cases:
            took[name].append(ms(reply, given))
    table = results.table(
        ("language", "replies", "mean ms", "median ms", "p95 ms"),
        [
            (
                name,
                len(all_),
                f"{statistics.mean(all_):.2f}",
                f"{statistics.median(all_):.2f}",
                f"{sorted(all_)[int(len(all_) * 0.95)]:.2f}",
            )
            for name, all_ in took.items()
        ],
    )
    text = f"{table}\n\nWhat a worker loads before its first draft, once: {loaded:.0f} ms. Target: at most {MOST_MEAN:g} ms of CPU a reply on average."
    if passes > 1:
        results.keep("Checking", text)
    else:
        print(text)
    return 0 if all(statistics.mean(all_) <= MOST_MEAN for all_ in took.values()) else 1


def cases_of(path: Path) -> list[tuple[str, str, CheckContext]]:
    """The language, the reply and its context; without the replies that are too long on purpose."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["lang"], str(row["reply"]), context(row)) for row in rows if "R-LENGTH" not in row["violations"]]


def context(row: dict[str, Any]) -> CheckContext:
    review = ReviewText(
        id=str(row["id"]), text=row["text"], rating=row["rating"], author=row["author"], language=row["lang"]
    )
    return CheckContext(
        review, load_profile(row["shop"]), Decision(row["decision"]), Play(row["play"]), (), row["lang"]
    )


def ms(reply: str, given: CheckContext) -> float:
    began = time.process_time()
    check(reply, given)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())

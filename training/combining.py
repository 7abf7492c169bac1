"""Learn how far to believe the patterns and the second reader together: a multinomial logistic regression.

``python -m training.reviews_reader --folds DIR`` first, then ``python -m training.combining DIR`` in the project's own
environment; it writes ``prompts/classifiers/combining.yaml``. Every review is read by the network of the fold that was not
taught it. Every fourth row of ``triage_build.jsonl`` is kept out, as in ``reviews_reader``. The strength of the pull
towards zero was chosen by cross-validation over the rows learned from.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from plugin.drafting import decisions, reader, situation
from plugin.drafting.combining import facts
from plugin.language import orders
from plugin.language.detection import detect
from plugin.shop import ShopProfile, ShopProfileSchema
from plugin.words import Decision, ReviewText

ROOT = Path(__file__).parent.parent
INTO = ROOT / "prompts" / "classifiers" / "combining.yaml"
BUILD = ROOT / "tests" / "sets" / "triage_build.jsonl"
SETS = ROOT / "tests" / "drafting" / "triage_sets"
NAMES = ("build", "build_two", "fresh", "fresh_two")
FOLDS, EVERY = 5, 4  # as in reviews_reader, which needs PyTorch where it is imported
PULL, STEPS, RATE = 10.0, 6000, 0.002


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folds", type=Path)
    networks = [_network(asked.parse_args().folds / f"{number}.npz") for number in range(FOLDS)]
    known, wanted = [], []
    for row, shop in _rows():
        network = networks[zlib.crc32(row["id"].encode()) % FOLDS]
        reader.reader = lambda network=network: network  # type: ignore[assignment]  # the one that was not taught it
        if told := _facts(row, shop):
            known.append(told)
            wanted.append(row["decision"])
    names = sorted({name for told in known for name in told})
    table = np.array([[told.get(name, 0.0) for name in names] for told in known])
    start, weights = _fit(table, wanted)
    learned = {
        "rows": len(known),
        "start": {decision.value: round(float(each), 3) for decision, each in zip(Decision, start, strict=True)},
        "weights": {name: [round(float(x), 3) for x in row] for name, row in zip(names, weights, strict=True)},
    }
    header = (
        "# Written by training/combining.py: do not edit. Of each fact its weight for the decisions, in this order.\n"
    )
    INTO.write_text(header + yaml.safe_dump(learned, sort_keys=False, default_flow_style=None, width=120), "utf-8")


def _rows() -> Iterator[tuple[dict[str, Any], ShopProfile]]:
    schema = ShopProfileSchema()
    usual: ShopProfile = schema.load(yaml.safe_load((SETS / "shop.yaml").read_text("utf-8")))
    trades = {key: schema.load(row) for key, row in yaml.safe_load((SETS / "trades.yaml").read_text("utf-8")).items()}
    for row in _lines(BUILD):
        if int(re.sub(r"\D", "", row["id"])) % EVERY:
            yield row, schema.load(row["shop"])
    for name in NAMES:
        for row in _lines(SETS / f"{name}.jsonl"):
            yield row, trades.get(row.get("shop", ""), usual)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text("utf-8").splitlines())


def _facts(row: dict[str, Any], shop: ShopProfile) -> dict[str, float]:
    review = ReviewText(row["id"], row["text"] or "", rating=row["rating"], author=row.get("author") or "")
    ordered = orders.find(review)
    told = ordered.rest if ordered else review
    read = situation.gather(told, shop, detect(told.whole, shop.languages).language)
    return facts(read, decisions.decide_by_patterns(read).decision) if read.heard.whole else {}


def _network(path: Path) -> reader.Reader:
    network = reader.Reader()
    with np.load(path) as learned:
        network.learn(learned)
    return network


def _fit(table: np.ndarray, wanted: list[list[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Start and weights by Adam. Half of what is asked is the first decision wanted, half any acceptable one."""
    names = [decision.value for decision in Decision]
    accepted = np.array([[float(name in row) for name in names] for row in wanted])
    first = np.array([[float(name == row[0]) for name in names] for row in wanted])
    rows = np.hstack([np.ones((len(table), 1)), table])
    weights, slope, square = (np.zeros((rows.shape[1], len(names))) for _ in range(3))
    for step in range(1, STEPS + 1):
        sums = rows @ weights
        shares = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        aim = (first + accepted * shares / np.maximum((accepted * shares).sum(axis=1, keepdims=True), 1e-9)) / 2
        change = rows.T @ (shares - aim)
        change[1:] += 2 * PULL * weights[1:]
        slope, square = 0.9 * slope + 0.1 * change, 0.999 * square + 0.001 * change**2
        weights -= RATE * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights[0], weights[1:]


if __name__ == "__main__":
    main()

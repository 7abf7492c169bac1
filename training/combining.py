"""Learn how far to believe the patterns and the second reader together: small networks for the decision and for the play.

``python -m training.reviews_reader --folds DIR`` and ``python -m training.wording DIR`` first, then ``python -m
training.combining DIR`` in the project's own environment; it writes ``prompts/classifiers/combining.npz`` and
``combining.yaml``. Every review is read by the network of the fold that was not taught it, or by those that ship where they
were taught none of its kind (``BESIDE``), and its words by weights that were learned without it. The lines of ``training/reviews`` have no stars and no shop, and say nothing here. How much each source counts and how long is learned were chosen
by cross-validation; ``--try`` prints one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from plugin.drafting import pattern_rules, plays, reader, situation, wording
from plugin.drafting.evidence import evidence
from plugin.drafting.intake import cleaned
from plugin.language import orders
from plugin.language.detection import detect
from plugin.shop import ShopProfile, ShopProfileSchema
from plugin.words import Decision, Play, ReviewText
from training.review_examples import BESIDE, BUILD, FOLDS, OLDER, WHOLE, answered, fold_of, labelled, part_of

ROOT = Path(__file__).parent.parent
INTO = ROOT / "prompts" / "classifiers"
SETS = ROOT / "tests" / "drafting" / "triage_sets"
CHECKED = [
    ROOT / "tests" / "sets" / f"{name}.jsonl"
    for name in ("check_build", "check_build_two", "clean_build", "check_fresh", "clean_fresh", "clean_fresh_two")
]
# How much a source counts: the patterns were mended with the sets of the tests.
COUNTS = {"build": 1.5, "whole": 1.5, "beside": 1.5, "answered": 0.7, "sets": 0.5}
WORDINGS = 3  # parts of the reviews, each read by weights learned without it; few, since each is learned anew
HIDDEN, EPOCHS, BATCH, RATE, PULL, FEWEST, NETWORKS = 48, 30, 64, 3e-3, 0.3, 8, 8
HIDE, HIDE_MORE = 0.1, 0.5


@dataclass
class Row:
    id: str
    source: str
    review: ReviewText
    shop: ShopProfile
    decisions: list[str]
    plays: list[str]
    told: dict[str, float]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folds", type=Path)
    asked.add_argument("--try", dest="trying", action="store_true")
    options = asked.parse_args()
    rows = _told_unseen(options.folds)
    counted: dict[str, int] = {}
    for row in rows:
        for name, value in row.told.items():
            counted[name] = counted.get(name, 0) + bool(value)
    signs = sorted(name for name, count in counted.items() if count >= FEWEST)
    table = np.array([[row.told.get(name, 0.0) for name in signs] for row in rows], np.float32)
    middle, spread = _scale(signs, table)
    table = (table - middle) / spread
    if options.trying:
        _try(rows, table)
    arrays: dict[str, np.ndarray] = {"middle": middle, "spread": spread}
    for which, names in (("decision", DECISIONS), ("play", PLAYS)):
        for name, parts in zip(PARTS, _fit_several(table, *_aims(rows, which), len(names)), strict=True):
            arrays[f"{which}_{name}"] = parts.astype(np.float16)
    np.savez_compressed(INTO / "combining.npz", **arrays)  # type: ignore[arg-type]  # NumPy types its flags among the arrays
    header = "# Written by training/combining.py: do not edit. The signs in the order in which they are weighed.\n"
    document = {"rows": len(rows), "decisions": DECISIONS, "plays": PLAYS, "signs": signs}
    (INTO / "combining.yaml").write_text(
        header + yaml.safe_dump(document, sort_keys=False, allow_unicode=True), "utf-8"
    )


def _told_unseen(folds: Path) -> list[Row]:
    """The rows that some network and some weights of words were not taught, with what these make of them."""
    networks, wordings = networks_of(folds), _wordings_of(folds)
    rows = [row for row in _labelled() if row.source == "beside" or fold_of(row.id) in networks]
    for row in rows:
        _read_by(_SHIPPED if row.source == "beside" else _network_for(networks, row.id))
        its = wordings[part_of(row.id, WORDINGS)]
        wording.wording = lambda its=its: its  # type: ignore[assignment]  # in place of the one that ships
        row.told = _told(row)
    return [row for row in rows if row.told]


DECISIONS = [decision.value for decision in Decision]
PLAYS = [play.value for play in Play]
PARTS = ("first", "first_bias", "second", "second_bias")


def _scale(signs: list[str], table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Only what has no natural width is brought to one: how near the goods lie."""
    middle, spread = np.zeros(len(signs), np.float32), np.ones(len(signs), np.float32)
    for place, name in enumerate(signs):
        if "goods" in name:
            middle[place], spread[place] = table[:, place].mean(), table[:, place].std() + 1e-6
    return middle, spread


def _aims(rows: list[Row], which: str) -> tuple[np.ndarray, np.ndarray]:
    """The place of the first choice of each row (0 where there is none), and how much the row counts."""
    names = DECISIONS if which == "decision" else PLAYS
    wanted = [row.decisions if which == "decision" else row.plays for row in rows]
    first = np.array([names.index(each[0]) if each else 0 for each in wanted])
    return first, np.array(
        [COUNTS[row.source] * bool(each) for row, each in zip(rows, wanted, strict=True)], np.float32
    )


def _try(rows: list[Row], table: np.ndarray) -> None:
    folds = np.array([fold_of(row.id) for row in rows])
    for which, names in (("decision", DECISIONS), ("play", PLAYS)):
        aim, counts = _aims(rows, which)
        found = np.zeros((len(rows), len(names)))
        for number in range(FOLDS):
            learned = _fit_several(table[folds != number], aim[folds != number], counts[folds != number], len(names))
            found[folds == number] = _shares(table[folds == number], learned)
        for source in ("build", "whole", "beside"):
            of = [n for n, row in enumerate(rows) if row.source == source and counts[n]]
            accepted = [rows[n].decisions if which == "decision" else rows[n].plays for n in of]
            right = [names[found[n].argmax()] in each for n, each in zip(of, accepted, strict=True)]
            print(which, source, f"{np.mean(right):.3f} of {len(of)}")  # noqa: T201 -- for the person who trains


def _shares(table: np.ndarray, learned: list[np.ndarray]) -> np.ndarray:
    total = np.zeros((len(table), learned[-1].shape[-1]))
    for first, first_bias, second, second_bias in zip(*learned, strict=True):
        sums = np.maximum(table @ first + first_bias, 0) @ second + second_bias
        shares = np.exp(sums - sums.max(axis=1, keepdims=True))
        total += shares / shares.sum(axis=1, keepdims=True)
    return total / len(learned[0])


def _fit_several(table: np.ndarray, aim: np.ndarray, counts: np.ndarray, width: int) -> list[np.ndarray]:
    each = [_fit(table[counts > 0], aim[counts > 0], counts[counts > 0], width, seed) for seed in range(NETWORKS)]
    return [np.stack(parts) for parts in zip(*each, strict=True)]


def _fit(table: np.ndarray, aim: np.ndarray, counts: np.ndarray, width: int, seed: int) -> list[np.ndarray]:
    """One network by AdamW, the rate rising and falling once, parts of rows and layer hidden at random."""
    chance = np.random.RandomState(seed)
    shapes = ((table.shape[1], HIDDEN), (HIDDEN,), (HIDDEN, width), (width,))
    reach = (table.shape[1], table.shape[1], HIDDEN, HIDDEN)
    weights = [chance.uniform(-1, 1, shape) / np.sqrt(of) for shape, of in zip(shapes, reach, strict=True)]
    slopes, squares = [np.zeros(shape) for shape in shapes], [np.zeros(shape) for shape in shapes]
    steps = -(-len(table) // BATCH) * EPOCHS
    step = 0
    for _ in range(EPOCHS):
        order = chance.permutation(len(table))
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            step += 1
            changes = _changes(weights, table[some], aim[some], counts[some], chance)
            rate = RATE * _pace(step / steps)
            for number, change in enumerate(changes):
                slopes[number] = 0.9 * slopes[number] + 0.1 * change
                squares[number] = 0.999 * squares[number] + 0.001 * change**2
                moved = slopes[number] / (1 - 0.9**step) / (np.sqrt(squares[number] / (1 - 0.999**step)) + 1e-8)
                weights[number] = weights[number] * (1 - rate * PULL) - rate * moved
    return weights


def _pace(done: float) -> float:
    """Of the rate: up over the first third, down to nothing at the end."""
    rising = 0.3
    part = done / rising if done < rising else 1 - (done - rising) / (1 - rising)
    return float((1 - np.cos(np.pi * max(part, 0.0))) / 2 * 0.96 + 0.04 * (done < rising))


def _changes(
    weights: list[np.ndarray], rows: np.ndarray, aim: np.ndarray, counts: np.ndarray, chance: np.random.RandomState
) -> list[np.ndarray]:
    first, first_bias, second, second_bias = weights
    seen = rows * (chance.rand(*rows.shape) >= HIDE) / (1 - HIDE)
    sums = seen @ first + first_bias
    open_ = (sums > 0) * (chance.rand(*sums.shape) >= HIDE_MORE) / (1 - HIDE_MORE)
    hidden = sums * open_
    out = hidden @ second + second_bias
    shares = np.exp(out - out.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(aim)), aim] -= 1
    wrong = shares * counts[:, None] / len(rows)
    back = (wrong @ second.T) * open_
    return [seen.T @ back, back.sum(0), hidden.T @ wrong, wrong.sum(0)]


def _told(row: Row) -> dict[str, float]:
    review = cleaned(row.review)
    ordered = orders.find(review)
    told = ordered.told or review
    seen = situation.gather(told, row.shop, detect(told.whole, row.shop.languages).language)
    if not seen.heard.whole:
        return {}
    return evidence(seen, pattern_rules.decide(seen), plays.by_rules(seen))


def _labelled() -> Iterator[Row]:
    schema = ShopProfileSchema()
    usual: ShopProfile = schema.load(yaml.safe_load((SETS / "shop.yaml").read_text("utf-8")))
    others = {key: schema.load(row) for key, row in yaml.safe_load((SETS / "trades.yaml").read_text("utf-8")).items()}
    for source, path in (
        ("build", BUILD), *(("whole", path) for path in WHOLE), *(("beside", path) for path in BESIDE)
    ):  # fmt: skip
        for row in labelled(path):
            yield _row(row, source, schema.load(row["shop"]))
    for path in OLDER:
        for row in labelled(path):
            yield _row(row, "sets", others.get(row.get("shop", ""), usual))
    for row in answered(*CHECKED):
        yield _row(row, "answered", usual)


def _row(row: dict[str, Any], source: str, shop: ShopProfile) -> Row:
    review = ReviewText(str(row["id"]), row["text"] or "", rating=row["rating"], author=row.get("author") or "")
    return Row(str(row["id"]), source, review, shop, row["decision"], [play for play in row["play"] or [] if play], {})


def networks_of(folds: Path) -> dict[int, reader.Reader]:
    """The networks of a cross-validation by the part that they were not taught; some of them are enough."""
    paths = {number: folds / f"{number}.npz" for number in range(FOLDS)}
    return {number: _network(path) for number, path in paths.items() if path.exists()}


def _network(path: Path) -> reader.Reader:
    made = reader.Reader()
    with np.load(path) as learned:
        made.learn(learned)
    return made


def _wordings_of(folds: Path) -> dict[int, wording.Wording]:
    """The weights of words by the part of the reviews that they were not taught."""
    return {part: _wording(folds / f"wording_{part}.npz") for part in range(WORDINGS)}


def _wording(path: Path) -> wording.Wording:
    with np.load(path) as arrays:
        return wording.Wording(dict(arrays))


def read_unseen(networks: dict[int, reader.Reader], source: str) -> None:
    """From here on reviews are read by the network that was not taught this source."""
    _read_by(_network_for(networks, source))


_SHIPPED = reader.reader


def _network_for(networks: dict[int, reader.Reader], source: str) -> Callable[[], reader.Reader]:
    its = networks[fold_of(source)]
    return lambda: its


def _read_by(its: Callable[[], reader.Reader]) -> None:
    reader.reader = its  # type: ignore[assignment]  # in place of the one that ships
    reader.read_review.cache_clear()


if __name__ == "__main__":
    main()

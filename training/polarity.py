"""Learn how much its words, what the second reader hears and all around it count when a stretch of a review is judged.

``python -m training.reviews_reader --folds DIR`` first, then ``python -m training.polarity DIR``; it writes
``prompts/classifiers/polarity.npz`` and ``polarity.yaml``. Every stretch is read by the network of the fold that was not
taught it: what the lexicons found, every sentence and every clause of the labelled reviews that get an answer, and the labelled
points themselves. ``--try`` prints a cross-validation. Needs PyTorch.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from torch import nn
from torch.nn import functional

from plugin.drafting import reader
from plugin.drafting.points import find_points
from plugin.drafting.polarity import SENTIMENTS, Judge, sign_names
from plugin.drafting.reader import ReadReview
from plugin.language.lexicons import LANGUAGES
from plugin.words import ReviewText
from training.combining import INTO, networks_of, read_unseen
from training.review_examples import WHOLE_SETS, fold_of, labelled

HIDDEN, EPOCHS, BATCH, RATE, DECAY, NETWORKS = 48, 10, 128, 3e-3, 0.3, 3
HIDE, HIDE_MORE = 0.1, 0.5
_UNANSWERED = frozenset({"T-REMOVE", "T-DISPUTE", "T-SILENT"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """``kind`` tells where it comes from; ``said`` holds of each sentiment whether a labelled point in it says so."""

    source: str
    kind: str
    signs: np.ndarray
    said: tuple[bool, ...]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folds", type=Path)
    asked.add_argument("--try", dest="trying", action="store_true")
    options = asked.parse_args()
    torch.set_num_threads(1)
    known = list(_stretches(networks_of(options.folds)))
    if options.trying:
        _try(known)
        return
    table, scale = _scaled(known)
    learned = [_folded(_fit(known, table, seed), scale) for seed in range(NETWORKS)]
    arrays = {name: np.stack([each[name] for each in learned]).astype(np.float16) for name in learned[0]}
    np.savez_compressed(INTO / "polarity.npz", **arrays)  # type: ignore[arg-type]  # NumPy types its flags among the arrays
    header = "# Written by training/polarity.py: do not edit. The signs in the order in which they are weighed.\n"
    document = {"stretches": len(known), "signs": list(sign_names(_labels()))}
    (INTO / "polarity.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), "utf-8")


def _labels() -> tuple[str, ...]:
    return tuple(reader.read_review("", "Goed.", None, "nl").whole)


def _stretches(networks: dict[int, reader.Reader]) -> Iterator[Stretch]:
    for row in labelled(*WHOLE_SETS):
        source, text = str(row["id"]), row["text"] or ""
        is_left_out = "points" not in row or set(row["decision"]) <= _UNANSWERED or row["lang"] not in LANGUAGES
        if is_left_out or fold_of(source) not in networks:
            continue
        read_unseen(networks, source)
        for stars in {row["rating"], None}:  # some channels have none
            heard = reader.read_review("", text, stars, row["lang"])
            if heard.sentences:
                yield from _of_row(row, ReviewText(source, text, rating=stars), heard)


def _of_row(row: dict[str, Any], review: ReviewText, heard: ReadReview) -> Iterator[Stretch]:
    points, language = row["points"], row["lang"]
    found = find_points(review, language)
    judge = Judge(review.text, review.rating, heard, language, found)
    spans = [("found", point.start, point.end) for point in found]
    spans += [("point", point["start"], point["end"]) for point in points]
    for sentence in heard.sentences:
        spans.append(("sentence", sentence.start, sentence.end))
        clauses = judge.clauses(sentence.start, sentence.end)
        spans += [("clause", *clause) for clause in clauses if len(clauses) > 1]
    for kind, start, end in spans:
        if judge.words(start, end):
            inside = {p["sentiment"] for p in points if p["start"] < end and start < p["end"]}
            yield Stretch(review.id, kind, judge.signs(start, end), tuple(name in inside for name in SENTIMENTS))


def _scaled(known: list[Stretch]) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """The signs brought to mean 0 and spread 1, a row a stretch, and what they were taken from and divided by."""
    table = np.stack([one.signs for one in known])
    middle, spread = table.mean(0), table.std(0) + 1e-3
    return (table - middle) / spread, (middle, spread)


def _fit(known: list[Stretch], table: np.ndarray, seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    chance = np.random.RandomState(seed)
    rows = torch.tensor(table, dtype=torch.float32)
    said = torch.tensor(np.array([one.said for one in known]), dtype=torch.float32)
    layers = (nn.Dropout(HIDE), nn.Linear(rows.shape[1], HIDDEN), nn.ReLU(), nn.Dropout(HIDE_MORE))
    net = nn.Sequential(*layers, nn.Linear(HIDDEN, len(SENTIMENTS)))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = -(-len(known) // BATCH) * EPOCHS
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        order = chance.permutation(len(known))
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            loss = functional.binary_cross_entropy_with_logits(net(rows[some]), said[some])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def _folded(net: nn.Sequential, scale: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights, the scaling folded into the first layer."""
    middle, spread = scale
    first, second = net[1], net[4]
    weights = first.weight.detach().numpy().T / spread[:, None]
    return {
        "first": weights,
        "first_bias": first.bias.detach().numpy() - middle @ weights,
        "second": second.weight.detach().numpy().T,
        "second_bias": second.bias.detach().numpy(),
    }


def _try(known: list[Stretch]) -> None:
    from sklearn.metrics import average_precision_score

    folds = np.array([fold_of(one.source) for one in known])
    scores = np.zeros((len(known), len(SENTIMENTS)))
    for fold in set(folds.tolist()):
        taught = [one for one, its in zip(known, folds, strict=True) if its != fold]
        table, (middle, spread) = _scaled(taught)
        net = _fit(taught, table, 0)
        seen = [number for number, its in enumerate(folds) if its == fold]
        rows = torch.tensor(np.stack([(known[n].signs - middle) / spread for n in seen]), dtype=torch.float32)
        with torch.no_grad():
            scores[seen] = torch.sigmoid(net(rows)).numpy()
    for kind in ("found", "sentence", "clause"):
        which = [number for number, one in enumerate(known) if one.kind == kind]
        each = [
            f"{name} {average_precision_score([known[n].said[at] for n in which], scores[which, at]):.3f}"
            for at, name in enumerate(SENTIMENTS)
        ]
        sys.stdout.write(f"{kind} {len(which)}: {', '.join(each)}\n")


if __name__ == "__main__":
    main()

"""Learn what is advised about a reply: which sentence praises the shop too much or promises an improvement that nobody
recorded, and which complaint no sentence answers.

``python -m training.advice DIR`` reads the labelled replies as ``training.suspicion`` does, each by the network of
``training.train --kept DIR`` that saw neither it nor its twin, and writes ``prompts/classifiers/advice.*``. A breach of
R-EVERY-POINT says that one of the points is unanswered and not which: it is learned from the reply as a whole, in which no
point may be likely where all are answered. The marks come from replies of writers whom the networks of a cross-validation
had not met. ``--try`` only prints what that gives.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from plugin.drafting.intake import cleaned
from plugin.drafting.triage import triage
from plugin.guidelines import CheckContext, answered, suspicion
from plugin.guidelines.checks import suspected
from plugin.guidelines.checks.duties import tells_a_measure
from plugin.guidelines.checks.every_point import point_signs
from plugin.guidelines.classifier import reply_classifier
from plugin.guidelines.draft import Draft
from plugin.language.parts_network import PartsNetwork
from plugin.language.sentences import split
from plugin.shop import load_profile
from plugin.words import Decision, Play, Point, ReviewText
from training.sentences import LabelledRow
from training.suspicion import TAUGHT, UNSEEN, read_with, write
from training.train import FOLDS, OPENED, fold_of, kept_back, network_of

SENTENCE, POINT = ("R-IMPROVE", "R-STRENGTH"), "R-EVERY-POINT"
ALARMS = {"R-IMPROVE": 0.02, "R-STRENGTH": 0.02, POINT: 0.04}  # of good replies, the share that may be warned of each
ELSEWHERE = 0.15  # how much a breach of one guideline counts as no breach of the others
RARE = 3.0  # how much a breach of R-EVERY-POINT counts
PARTS, SEEDS = 4, 4
HIDDEN, RATE, BATCH = 32, 4e-3, 128
EPOCHS, DECAY, HIDE, LEAST_SPREAD = (
    {"sentence": 25, "point": 30},
    {"sentence": 0.15, "point": 0.3},
    {"sentence": 0.15, "point": 0.2},
    {"sentence": 0.3, "point": 0.05},
)
HIDE_MORE = 0.3


@dataclass(frozen=True, slots=True)
class Read:
    """One labelled reply with the signs of its sentences and of the review's points."""

    writer: str
    language: str
    breaks: tuple[str, ...]
    new: np.ndarray  # of each sentence, whether its twin without the breach lacks it
    sentences: np.ndarray
    recorded: np.ndarray  # of each sentence, whether it tells a measure of the shop's
    points: np.ndarray | None


@dataclass(frozen=True, slots=True)
class Bags:
    """Rows of signs in bags: a sentence is a bag by itself, the points of one reply are one."""

    rows: np.ndarray  # bag, row, sign
    there: np.ndarray  # bag, row: 1 where there is one
    aims: np.ndarray  # bag, label
    counts: np.ndarray  # bag, label: how much it counts
    owners: np.ndarray  # of each bag its reply


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kept", type=Path, help="the folder of training.train --kept")
    parser.add_argument("--try", dest="trying", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    replies = read_replies(arguments.kept)
    document: dict[str, Any] = {"replies": len(replies)}
    arrays: dict[str, np.ndarray] = {}
    names = suspicion.sentence_signs(reply_classifier().marks, suspected.kinds("nl"))
    for which, labels, signs in (("sentence", SENTENCE, names), ("point", (POINT,), answered.SIGNS)):
        bags = _sentences(replies) if which == "sentence" else _points(replies)
        scored = _unseen(bags, replies, which)
        marks = {label: _mark(label, at, replies, bags, scored) for at, label in enumerate(labels)}
        document[which] = {"labels": list(labels), "marks": marks, "signs": list(signs)}
        arrays |= {f"{which}_{name}": part for name, part in _several(bags, which).items()}
    if not arguments.trying:
        write("advice", document, arrays)


# -- what there is to learn from


def read_replies(kept: Path) -> list[Read]:
    """The labelled replies, each read by a network that saw neither it nor its twin."""
    networks = [PartsNetwork(np.load(network_of(number, kept))) for number in range(FOLDS + 1)]
    classifier, found, known = reply_classifier(), [], {}
    for path in (*TAUGHT, *UNSEEN):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        clean = {str(row["id"]): _said(row["reply"]) for row in rows if not row["violations"]}
        for row in rows:
            case = LabelledRow(str(row["id"]), "", "", ()).case
            if (path in OPENED and kept_back(case)) or len(row["violations"]) > 1:
                continue
            read_with(classifier, networks[fold_of(case) if path in TAUGHT else FOLDS])
            twin = clean.get(str(row["id"]).rpartition("-")[0], frozenset())
            if read := _read(row, path.stem, twin, known):
                found.append(read)
    return found


def _said(reply: str) -> frozenset[str]:
    return frozenset(" ".join(reply[span.start : span.end].split()) for span in split(reply))


def _read(
    row: dict[str, Any], writer: str, twin: frozenset[str], known: dict[object, tuple[Point, ...]]
) -> Read | None:
    review = cleaned(
        ReviewText(
            str(row["id"]), row["text"] or "", row.get("title") or "", row["rating"], row.get("author") or "", row["lang"],
            channel=row.get("channel", ""),
        )
    )  # fmt: skip
    shop, play = load_profile(row["shop"]), Play(row["play"]) if row["play"] else None
    key = (review.text, review.rating, shop.name)  # some ten replies answer each review
    if key not in known:
        known[key] = triage(review, shop).points
    draft = Draft(row["reply"], CheckContext(review, shop, Decision(row["decision"]), play, known[key], row["lang"]))
    if not draft.body:
        return None
    spans = [draft.reading.spans[index] for index in draft.body]
    said = [" ".join(draft.reading.cased[span.start : span.end].split()) for span in spans]
    return Read(
        writer,
        row["lang"],
        tuple(row["violations"]),
        np.array([text not in twin for text in said]),
        suspected.sentence_rows(draft),
        np.array([tells_a_measure(draft, index) for index in draft.body]),
        point_signs(draft),
    )


def _sentences(replies: list[Read]) -> Bags:
    """A sentence of a breach says nothing where its twin has it too, nor a recorded measure of R-IMPROVE."""
    rows, aims, counts, owners = [], [], [], []
    for owner, reply in enumerate(replies):
        told = reply.new if reply.breaks else np.ones(len(reply.new), bool)
        for row, recorded in zip(reply.sentences[told], reply.recorded[told], strict=True):
            named = [float(label in reply.breaks) for label in SENTENCE]
            counts_for = ELSEWHERE if reply.breaks and not any(named) else 1.0
            rows.append(row)
            aims.append(named)
            counts.append([counts_for * (label != "R-IMPROVE" or not recorded) for label in SENTENCE])
            owners.append(owner)
    signs = np.array(rows, np.float32)[:, None]
    return Bags(signs, np.ones(signs.shape[:2], np.float32), *_as_arrays(aims, counts), np.array(owners))


def _points(replies: list[Read]) -> Bags:
    """Good replies, and those that left a point unanswered; of other breaches nobody knows what they answer."""
    owners = [
        owner
        for owner, reply in enumerate(replies)
        if reply.points is not None and (not reply.breaks or POINT in reply.breaks)
    ]
    of_each = [points for owner in owners if (points := replies[owner].points) is not None]
    rows = np.zeros((len(owners), max(map(len, of_each)), len(answered.SIGNS)), np.float32)
    there = np.zeros(rows.shape[:2], np.float32)
    for number, points in enumerate(of_each):
        rows[number, : len(points)], there[number, : len(points)] = points, 1
    aims = [[float(bool(replies[owner].breaks))] for owner in owners]
    return Bags(rows, there, *_as_arrays(aims, [[RARE if aim else 1.0] for (aim,) in aims]), np.array(owners))


def _as_arrays(aims: list[list[float]], counts: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(aims, np.float32), np.array(counts, np.float32)


# -- learning


def _unseen(bags: Bags, replies: list[Read], which: str) -> np.ndarray:
    """Every bag scored by networks that were taught nothing of its writer's."""
    writers = sorted({reply.writer for reply in replies})
    parts = np.array([writers.index(replies[owner].writer) % PARTS for owner in bags.owners])
    scored = np.zeros(bags.aims.shape)
    for part in range(PARTS):
        mine = parts == part
        scored[mine] = _scores(_several(bags, which, ~mine), bags, mine)
    return scored


def _several(bags: Bags, which: str, among: np.ndarray | None = None) -> dict[str, np.ndarray]:
    use = np.ones(len(bags.aims), bool) if among is None else among
    told = bags.rows[use][bags.there[use] > 0]
    middle, spread = told.mean(0), np.maximum(told.std(0), LEAST_SPREAD[which])
    tensors = [torch.tensor(part[use]) for part in ((bags.rows - middle) / spread, bags.there, bags.aims, bags.counts)]
    fitted = [_fit(tensors, which, seed) for seed in range(SEEDS)]
    names = ("first", "first_bias", "second", "second_bias")
    return {"middle": middle, "spread": spread} | {
        name: np.stack([one[at] for one in fitted]) for at, name in enumerate(names)
    }


def _fit(tensors: list[torch.Tensor], which: str, seed: int) -> list[np.ndarray]:
    rows, there, aims, counts = tensors
    torch.manual_seed(seed)
    order = np.random.RandomState(seed)
    model = nn.Sequential(
        nn.Dropout(HIDE[which]), nn.Linear(rows.shape[2], HIDDEN), nn.ReLU(), nn.Dropout(HIDE_MORE), nn.Linear(HIDDEN, aims.shape[1])
    )  # fmt: skip
    model[4].bias.data[:] = -4  # breaches are rare
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY[which])
    steps = EPOCHS[which] * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS[which]):
        shuffled = order.permutation(len(rows))
        for at in range(0, len(shuffled), BATCH):
            some = shuffled[at : at + BATCH]
            # That none of a bag's rows is likely: the product of what each is not.
            none = (-nn.functional.softplus(model(rows[some])) * there[some][..., None]).sum(1)
            each = -(1 - aims[some]) * none - aims[some] * torch.log(-torch.expm1(none) + 1e-6)
            loss = (each * counts[some]).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    first, second = model[1], model[4]
    return [part.detach().numpy() for part in (first.weight.T, first.bias, second.weight.T, second.bias)]


def _scores(learned: dict[str, np.ndarray], bags: Bags, among: np.ndarray) -> np.ndarray:
    """Of each bag how likely the likeliest of its rows is, as the check asks."""
    scaled = (bags.rows[among] - learned["middle"]) / learned["spread"]
    sums = [
        np.maximum(scaled @ learned["first"][n] + learned["first_bias"][n], 0) @ learned["second"][n]
        + learned["second_bias"][n]
        for n in range(SEEDS)
    ]
    likely = 1 / (1 + np.exp(-np.mean(sums, axis=0)))
    return np.asarray(np.max(likely * bags.there[among][..., None], axis=1))


def _mark(label: str, at: int, replies: list[Read], bags: Bags, scored: np.ndarray) -> float:
    """The score that as many good replies reach as may be warned; prints what it catches, in all and by language."""
    highest = np.zeros(len(replies))
    np.maximum.at(highest, bags.owners, scored[:, at] * (bags.counts[:, at] > 0))
    good = np.array([not reply.breaks for reply in replies])
    broken = np.array([label in reply.breaks for reply in replies])
    mark = float(np.sort(highest[good])[::-1][int(ALARMS[label] * good.sum())])
    for language in ("all", "nl", "de", "en"):
        those = np.array([language in ("all", reply.language) for reply in replies])
        caught, alarms = (highest[those & some] > mark for some in (broken, good))
        sys.stdout.write(
            f"{label:14} {language:4} {len(caught):4}  caught {caught.mean():.2f}  alarms {alarms.mean():.3f}  mark {mark:.4f}\n"
        )
    return round(mark, 5)


if __name__ == "__main__":
    main()

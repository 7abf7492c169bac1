"""Learn how likely a fault is, given both readings of a sentence and what stands around it.

``python -m training.suspicion DIR`` reads the labelled replies of ``tests/sets`` (never those put aside), each by the network
of ``training.train --kept DIR`` that saw neither it nor its twin, and writes ``prompts/classifiers/suspicion.*``. The marks,
from which on a fault is worth a look, come from replies that the networks of a cross-validation had not seen, at a share of
good replies that may be warned. ``--try`` only prints what that gives.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from torch import nn

from plugin.guidelines import CheckContext, suspicion
from plugin.guidelines.checks import suspected
from plugin.guidelines.classifier import Classifier, reply_classifier
from plugin.guidelines.draft import Draft
from plugin.language.parts_network import PartsNetwork
from plugin.shop import load_profile
from plugin.words import Decision, Play, ReviewText
from training.sentences import LabelledRow, rows_of
from training.train import FOLDS, INTO, OPENED, REPLIES, SETS, fold_of, kept_back, network_of

TAUGHT = (*REPLIES, *OPENED)  # the reader learns from these, so each is read by the network of its fold
UNSEEN = (
    *(
        SETS / f"{n}.jsonl"
        for n in ("check_opened", "check_fresh", "check_fresh_two", "clean_fresh", "clean_fresh_two")
    ),
    *sorted((Path(__file__).parent / "confirmed").glob("*.jsonl")),  # what customers claim of the shop, confirmed
)
FAULTS = (
    "R-NO-ARGUE", "R-NO-BLAME", "R-NO-DIVERT", "R-POLITE", "R-GOODWILL", "R-NO-REWARD", "R-WHEN", "R-POLICY", "R-PRIVACY",
    "R-FACTS", "R-OFFLINE", "R-CLEAN", "P-SAY-NO",
)  # fmt: skip
LACKS = ("R-EMPATHY", "R-APOLOGY", "R-OWN-UP", "R-SOLUTION", "R-SPECIFIC")
# Of good replies, the share that may be warned of each: more where faults are hard to hear and every warning more names several.
ALARMS = {
    "R-NO-ARGUE": 0.12, "R-POLITE": 0.2, "R-POLICY": 0.08, "R-NO-DIVERT": 0.05, "R-FACTS": 0.05, "R-OFFLINE": 0.05, "P-SAY-NO": 0.04,
    "R-EMPATHY": 0.06, "R-NO-BLAME": 0.04, "R-NO-REWARD": 0.04, "R-SOLUTION": 0.02, "R-APOLOGY": 0.02, "R-CLEAN": 0.01,
}  # fmt: skip
USUAL_ALARMS = 0.05
ELSEWHERE = 0.15  # how much a breach of one guideline counts as no breach of the others
PARTS, SEEDS = 4, 4
HIDDEN = {"sentence": 48, "reply": 32}
EPOCHS = {"sentence": 30, "reply": 40}
RATE, BATCH, DECAY = 4e-3, 128, 0.1
HIDE, HIDE_MORE = 0.15, 0.3  # of the signs and of the layer, at random
LEAST_SPREAD = 0.3


@dataclass(frozen=True, slots=True)
class Read:
    """One labelled reply with the signs of its sentences and its own."""

    case: str
    complaint: bool
    play: str
    breaks: tuple[str, ...]
    new: np.ndarray  # of each sentence, whether its twin without the breach lacks it
    sentences: np.ndarray
    reply: np.ndarray

    @property
    def part(self) -> int:
        return int(hashlib.md5(self.case.encode(), usedforsecurity=False).hexdigest(), 16) % PARTS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kept", type=Path, help="the folder of training.train --kept")
    parser.add_argument("--try", dest="trying", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    replies = read_replies(arguments.kept)
    document: dict[str, Any] = {"replies": len(replies)}
    arrays: dict[str, np.ndarray] = {}
    labels, kinds = list(reply_classifier().marks), suspected.kinds("nl")
    for which, wanted in (("sentence", FAULTS), ("reply", LACKS)):
        told = _table(replies, which, wanted)
        scored = _unseen(told, which)
        marks = {label: _mark(label, at, replies, told, scored) for at, label in enumerate(wanted)}
        named = suspicion.sentence_signs if which == "sentence" else suspicion.reply_signs
        document[which] = {"labels": list(wanted), "marks": marks, "signs": named(labels, kinds)}
        arrays |= {f"{which}_{name}": part for name, part in _several(told, which).items()}
    if not arguments.trying:
        write("suspicion", document, arrays)


def write(name: str, document: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    """The weights and what they are called: ``prompts/classifiers/<name>.*``, of the script of the same name."""
    small = {part: array.astype(np.float16) for part, array in arrays.items()}
    np.savez_compressed(INTO / f"{name}.npz", **small)  # type: ignore[arg-type]  # NumPy types its flags among the arrays
    header = (
        f"# Written by training/{name}.py: do not edit. Marks are probabilities, 0 to 1; the signs in their order.\n"
    )
    (INTO / f"{name}.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


# -- what there is to learn from


def read_replies(kept: Path) -> list[Read]:
    """The labelled replies, each read by a network that saw neither it nor its twin."""
    networks = [PartsNetwork(np.load(network_of(number, kept))) for number in range(FOLDS + 1)]
    classifier, found = reply_classifier(), []
    for path in (*TAUGHT, *UNSEEN):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        twins = _sentences_of_clean(path)
        for row in rows:
            case = LabelledRow(str(row["id"]), "", "", ()).case
            if path in OPENED and kept_back(case):
                continue
            read_with(classifier, networks[fold_of(case) if path in TAUGHT else FOLDS])
            if read := _read(row, f"{path.stem}:{case}", twins[case]):
                found.append(read)
    return found


def read_with(classifier: Classifier, network: PartsNetwork) -> None:
    """From here on sentences are read by this network."""
    if classifier._network is not network:  # noqa: SLF001 -- training stands in for the one that ships
        classifier._network, classifier._known = network, {}  # noqa: SLF001 -- idem


def _sentences_of_clean(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(path):
        if not row.violations:
            found[row.case] |= {" ".join(text.split()) for text in row.sentences}
    return found


def _read(row: dict[str, Any], case: str, clean: set[str]) -> Read | None:
    review = ReviewText(
        str(row["id"]), row["text"] or "", row.get("title") or "", row["rating"], row.get("author") or "", row["lang"],
        channel=row.get("channel", ""),
    )  # fmt: skip
    play = Play(row["play"]) if row["play"] else None
    shop = load_profile(row["shop"])
    draft = Draft(row["reply"], CheckContext(review, shop, Decision(row["decision"]), play, (), row["lang"]))
    if not draft.body:
        return None
    told = suspected.signs(draft)
    spans = [draft.reading.spans[index] for index in draft.body]
    said = [" ".join(draft.reading.cased[span.start : span.end].split()) for span in spans]
    return Read(
        case,
        draft.complaint,
        row["play"] or "",
        tuple(row["violations"]),
        np.array([text not in clean for text in said]),
        told.of_sentences(),
        told.of_reply(),
    )


@dataclass(frozen=True, slots=True)
class Table:
    """Signs, aims and how much each aim counts, row by row; of which reply each row is."""

    signs: np.ndarray
    aims: np.ndarray
    counts: np.ndarray
    owners: np.ndarray
    parts: np.ndarray


def _table(replies: list[Read], which: str, wanted: tuple[str, ...]) -> Table:
    signs, aims, counts, owners = [], [], [], []
    for owner, reply in enumerate(replies):
        rows = reply.sentences if which == "sentence" else reply.reply[None]
        for at, row in enumerate(rows):
            of_this = not reply.breaks or which == "reply" or bool(reply.new[at])
            broken = reply.breaks if len(reply.breaks) == 1 else ()
            signs.append(row)
            aims.append([float(label in broken and of_this) for label in wanted])
            elsewhere = 1.0 if which == "reply" or not reply.breaks else ELSEWHERE
            known = of_this and len(reply.breaks) <= 1
            counts.append([(1.0 if label in broken else elsewhere) * known for label in wanted])
            owners.append(owner)
    parts = np.array([replies[owner].part for owner in owners])
    return Table(*(np.array(each, np.float32) for each in (signs, aims, counts)), np.array(owners), parts)


# -- learning


def _unseen(told: Table, which: str) -> np.ndarray:
    """Every row scored by networks that were taught nothing of its case."""
    scored = np.zeros(told.aims.shape)
    for part in range(PARTS):
        mine = told.parts == part
        learned = _several(told, which, ~mine)
        scored[mine] = _scores(learned, told.signs[mine])
    return scored


def _several(told: Table, which: str, among: np.ndarray | None = None) -> dict[str, np.ndarray]:
    use = (told.counts.sum(1) > 0) & (True if among is None else among)
    middle, spread = told.signs[use].mean(0), np.maximum(told.signs[use].std(0), LEAST_SPREAD)
    scaled = torch.tensor((told.signs[use] - middle) / spread)
    aims, counts = torch.tensor(told.aims[use]), torch.tensor(told.counts[use])
    fitted = [_fit(scaled, aims, counts, which, seed) for seed in range(SEEDS)]
    names = ("first", "first_bias", "second", "second_bias")
    layers = {name: np.stack([each[at] for each in fitted]) for at, name in enumerate(names)}
    return {"middle": middle, "spread": spread, **layers}


def _fit(signs: torch.Tensor, aims: torch.Tensor, counts: torch.Tensor, which: str, seed: int) -> list[np.ndarray]:
    torch.manual_seed(seed)
    order = np.random.RandomState(seed)
    hidden = HIDDEN[which]
    model = nn.Sequential(
        nn.Dropout(HIDE),
        nn.Linear(signs.shape[1], hidden),
        nn.ReLU(),
        nn.Dropout(HIDE_MORE),
        nn.Linear(hidden, aims.shape[1]),
    )
    model[4].bias.data[:] = -4  # faults are rare
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS[which] * -(-len(signs) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS[which]):
        shuffled = order.permutation(len(signs))
        for at in range(0, len(shuffled), BATCH):
            some = shuffled[at : at + BATCH]
            each = nn.functional.binary_cross_entropy_with_logits(model(signs[some]), aims[some], reduction="none")
            loss = (each * counts[some]).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    first, second = model[1], model[4]
    return [part.detach().numpy() for part in (first.weight.T, first.bias, second.weight.T, second.bias)]


def _scores(learned: dict[str, np.ndarray], signs: np.ndarray) -> np.ndarray:
    scaled = (signs - learned["middle"]) / learned["spread"]
    hidden = np.maximum(scaled @ learned["first"] + learned["first_bias"][:, None], 0)
    sums = (hidden @ learned["second"] + learned["second_bias"][:, None]).mean(0)
    return np.asarray(1 / (1 + np.exp(-sums)))


def _mark(label: str, at: int, replies: list[Read], told: Table, scored: np.ndarray) -> float:
    """The score that as many good replies reach as may be warned; prints what it catches."""
    highest, of_breach = np.zeros(len(replies)), np.zeros(len(replies))
    np.maximum.at(highest, told.owners, scored[:, at])
    np.maximum.at(of_breach, told.owners[told.aims[:, at] > 0], scored[told.aims[:, at] > 0, at])
    good = np.array([not reply.breaks for reply in replies])
    applies = np.array([_applies(label, reply) for reply in replies])
    alarms = ALARMS.get(label, USUAL_ALARMS)
    ranked = np.sort(highest[good & applies])[::-1]
    mark = float(ranked[min(int(alarms * good.sum()), len(ranked) - 1)])
    breached = np.array([reply.breaks == (label,) for reply in replies]) & (of_breach > 0)
    caught = (of_breach[breached] > mark).mean()
    sys.stdout.write(f"{label:12} {breached.sum():4}  alarms {alarms:.2f}  caught {caught:.2f}  mark {mark:.4f}\n")
    return round(mark, 5)


def _applies(label: str, reply: Read) -> bool:
    """Whether the check behind a label looks at such a reply at all."""
    if label == "R-OWN-UP":
        return reply.play == Play.OUR_FAULT.value
    if label == "P-SAY-NO":
        return reply.play == Play.SAY_NO.value
    return reply.complaint or label not in LACKS or label == "R-SPECIFIC"


if __name__ == "__main__":
    main()

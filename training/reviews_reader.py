"""Train the second reader of reviews: the encoder's upper half and small networks over it (``training/bags.py``).

``python -m training.reviews_reader`` reads ``training/reviews`` and the labelled reviews under ``tests`` that are there to
build on, and writes ``prompts/classifiers/reviews.npz``, ``reviews_beside.npz`` and ``reviews.yaml``. ``--folds DIR`` teaches the networks of a
cross-validation first, for ``training.combining`` and to try the rules around it with, and prints how they decide what they were not taught;
``--only N`` teaches one of them. Of ``triage_fresh.jsonl`` and ``triage_plain.jsonl`` nothing is learned: they tell how well triage does on what
it has not seen. Only this script needs PyTorch and scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
import yaml
from sklearn.metrics import average_precision_score

from plugin.drafting.review_network import ReviewNetwork, hear
from training import bags
from training.bags import Bag
from training.review_examples import (
    DECISIONS,
    FOLDS,
    LABELS,
    PLAYS,
    SENTIMENTS,
    WHOLE_SETS,
    answered,
    examples,
    fold_of,
    from_reviews,
    labelled,
)

ROOT = Path(__file__).parent.parent
INTO = ROOT / "prompts" / "classifiers"
# The network that saw all and one of the cross-validation: what they hear on average is surer than either by itself
SHIPPED = {FOLDS: "reviews.npz", 0: "reviews_beside.npz"}
REPLIES = ("check_build", "check_build_two", "clean_build", "check_fresh", "clean_fresh", "clean_fresh_two")
CHECKED = [ROOT / "tests" / "sets" / f"{name}.jsonl" for name in REPLIES]  # for the reviews that they answer


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folds", type=Path)
    asked.add_argument("--only", type=int, help=f"teach the network of one fold, or the one that saw all ({FOLDS})")
    options = asked.parse_args()
    torch.set_num_threads(1)
    known = _bags()
    if options.folds and options.only is not None:
        _network(options.only, known, options.folds)
        return
    if options.folds:
        _tell(known, [_network(number, known, options.folds) for number in range(FOLDS)])
    INTO.mkdir(exist_ok=True)
    for number, name in SHIPPED.items():
        shutil.copyfile(_network(number, known, options.folds or INTO), INTO / name)
    _write(known)


def _bags() -> list[Bag]:
    rows = labelled(*WHOLE_SETS) + answered(*CHECKED)
    reviews = [Bag(whole, sentences, clauses, (stars,)) for whole, sentences, clauses, stars in from_reviews(rows)]
    return [*reviews, *(Bag(line) for line in examples())]


def _network(number: int, known: list[Bag], folder: Path) -> Path:
    """Where the network stands that saw everything but this fold (``FOLDS``: that saw all); taught if it is not there."""
    taught = [bag for bag in known if fold_of(bag.whole.source) != number]
    path = folder / f"reviews_{number}_{_version(taught)}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        bags.save(bags.fit(taught), path)
    shutil.copyfile(path, folder / f"{number}.npz")
    return path


def _version(known: list[Bag]) -> str:
    told = "\n".join(
        f"{one.text} {sorted(one.known.items())}" for bag in known for one in (bag.whole, *bag.sentences, *bag.clauses)
    )
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _tell(known: list[Bag], folds: list[Path]) -> None:
    """How good each label is on texts that the network was not taught, for the person who trains."""
    labels: list[tuple[np.ndarray, list[float]]] = []
    right: dict[str, list[bool]] = {"decision": [], "play": []}
    for number, path in enumerate(folds):
        with np.load(path) as learned:
            network = ReviewNetwork(learned)
        for bag in known:
            if fold_of(bag.whole.source) != number:
                continue
            texts = [one.text for one in (bag.whole, *bag.sentences)]
            heard = hear([network], texts, (bag.stars or (None,))[0], len(bag.sentences))
            labels.append((heard.labels[0], [bag.whole.known.get(name, -1.0) for name in LABELS]))
            if bag.stars is None:
                continue
            for which, names, shares in (("decision", DECISIONS, heard.decisions[0]), ("play", PLAYS, heard.plays[0])):
                if any(bag.whole.known.get(name) == 1 for name in names):
                    right[which].append(bag.whole.known.get(names[shares.argmax()], 1.0) == 1)
    scored, wanted = (np.array(column) for column in zip(*labels, strict=True))
    for at, label in enumerate(LABELS):
        says = wanted[:, at] >= 0
        precision = average_precision_score(wanted[says, at], scored[says, at])
        sys.stdout.write(f"{label:16} {int((wanted[says, at] == 1).sum()):5} ap {precision:.2f}\n")
    sys.stdout.write("".join(f"{which} {np.mean(each):.3f} of {len(each)}\n" for which, each in right.items()))


def _write(known: list[Bag]) -> None:
    header = "# Written by training/reviews_reader.py: do not edit. The names in the order of the networks' numbers.\n"
    document = {
        "version": _version(known),
        "examples": len(known),
        "networks": list(SHIPPED.values()),
        "labels": list(LABELS),
        "said": list(SENTIMENTS),
        "decisions": list(DECISIONS),
        "plays": list(PLAYS),
    }
    (INTO / "reviews.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()

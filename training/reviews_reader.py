"""Train the second reader of reviews: a small network over the encoder's numbers, one output a label.

``python -m training.reviews_reader`` reads ``training/reviews`` and the labelled reviews under ``tests`` that are there to
build on, and writes ``prompts/classifiers/reviews.npz`` and ``reviews.yaml``. ``--folds DIR`` writes the networks of a
cross-validation as well, for ``training.combining`` and to try the rules around it with. Of ``triage_fresh.jsonl`` and ``triage_plain.jsonl``
nothing is learned: they tell how well triage does on what it has not seen. Only this script needs PyTorch and scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch
import yaml
from sklearn.metrics import average_precision_score
from torch import nn

from plugin.language.encoder import encoder
from training.network import fit, merged, save, scores
from training.review_examples import (
    FOLDS,
    LABELS,
    WHOLE_SETS,
    Example,
    answered,
    examples,
    fold_of,
    from_reviews,
    labelled,
)

ROOT = Path(__file__).parent.parent
INTO = ROOT / "prompts" / "classifiers"
REPLIES = ("check_build", "check_build_two", "clean_build", "check_fresh", "clean_fresh", "clean_fresh_two")
CHECKED = [ROOT / "tests" / "sets" / f"{name}.jsonl" for name in REPLIES]  # for the reviews that they answer
EPOCHS, HIDDEN, NETWORKS = 20, 192, 2
WHOLE_COUNTS = 2.0  # a labelled review counts more than a line of its kind
LIKELY_ALARMS, SURE_ALARMS = 0.02, 0.004  # of examples that are known to lack a label may score as likely, as sure


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--folds", type=Path)
    folds: Path | None = asked.parse_args().folds
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rows = labelled(*WHOLE_SETS) + answered(*CHECKED)
    known = [*examples(), *from_reviews(rows)]
    whole = {str(row["id"]) for row in rows}
    texts = [one.text for one in known]
    numbers = np.vstack([encoder().encode(texts[at : at + 60]) for at in range(0, len(texts), 60)])
    wanted = np.array([[one.known.get(label, 0.0) for label in LABELS] for one in known], np.float32)
    weights = np.array([[float(label in one.known) for label in LABELS] for one in known], np.float32)
    weights *= 1 + 2 * wanted
    weights *= np.array([WHOLE_COUNTS if one.source in whole else 1.0 for one in known], np.float32)[:, None]
    parts = np.array([fold_of(one.source) for one in known])
    middle, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    scaled = ((numbers - middle) / spread).astype(np.float32)
    unseen = np.zeros_like(wanted)
    for part in range(FOLDS):
        seen = parts != part
        net = _fit(scaled[seen], wanted[seen], weights[seen])
        unseen[~seen] = scores(net, scaled[~seen])
        if folds:
            folds.mkdir(exist_ok=True)
            save(net, middle, spread, folds / f"{part}.npz")
    marks = {label: _marks(label, unseen[:, at], wanted[:, at], weights[:, at]) for at, label in enumerate(LABELS)}
    _write(_fit(scaled, wanted, weights), middle, spread, marks, known)


def _fit(rows: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> nn.Sequential:
    return merged([fit(rows, wanted, weights, hidden=HIDDEN, epochs=EPOCHS) for _ in range(NETWORKS)])


def _marks(label: str, scored: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    has, others = scored[(weights > 0) & (wanted > 0)], scored[(weights > 0) & (wanted == 0)]
    likely, sure = float(np.quantile(others, 1 - LIKELY_ALARMS)), float(np.quantile(others, 1 - SURE_ALARMS))
    precision = average_precision_score(wanted[weights > 0], scored[weights > 0])
    print(  # noqa: T201 -- how good each label is, for the person who trains
        f"{label:16} {len(has):4} ap {precision:.2f} likely {likely:.2f} {(has >= likely).mean():.2f} sure {sure:.2f} {(has >= sure).mean():.2f}"
    )
    return {"likely": round(likely, 4), "sure": round(sure, 4)}


def _write(
    net: nn.Sequential, middle: np.ndarray, spread: np.ndarray, marks: dict[str, dict[str, float]], known: list[Example]
) -> None:
    INTO.mkdir(exist_ok=True)
    save(net, middle, spread, INTO / "reviews.npz")
    trained_on = hashlib.sha256("\n".join(one.text for one in known).encode()).hexdigest()[:12]
    header = "# Written by training/reviews_reader.py: do not edit. Scores are probabilities, 0 to 1.\n"
    document = {"version": trained_on, "examples": len(known), "labels": marks}
    (INTO / "reviews.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()

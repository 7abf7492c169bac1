"""Train the sentence classifier of the checker: a small network over the encoder's numbers, one output a label.

``python -m training.train`` reads ``training/sentences``, tells by cross-validation how good each label is, sets the
marks of each (from which score on a label is *possible*, *likely*, *sure*) by the false alarms they cost on innocent
sentences, and writes ``prompts/classifiers/replies.npz`` and ``replies.yaml``. Only this script needs PyTorch and
scikit-learn; the program multiplies two matrices.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import torch
import yaml
from sklearn.metrics import average_precision_score
from sklearn.model_selection import KFold
from torch import nn

from plugin.language.encoder import encoder
from training.network import fit, save, scores
from training.sentences import KINDS, LABELS, examples, from_replies

ROOT = Path(__file__).parent.parent
INTO = ROOT / "prompts" / "classifiers"
REPLIES = [
    ROOT / "tests" / "sets" / name for name in ("check_build.jsonl", "clean_build.jsonl", "check_build_two.jsonl")
]
FOLDS, EPOCHS, HIDDEN = 4, 22, 384
POSSIBLE_ALARMS = 0.08  # of innocent sentences, near misses among them, may score as possible
LIKELY_ALARMS = 0.012  # and as likely
SURE_ALARMS = 0.0005  # and as sure
LEAST = {"possible": 0.01, "likely": 0.06, "sure": 0.9}  # below these a score is noise
ADVICE, LIKELY_ADVICE = ("R-HUMAN", "R-STRENGTH"), 0.3  # taste: said only where it is plain
SURE_KIND = 0.01  # of the sentences of other kinds may score as sure; three times as many as likely


def main() -> None:
    torch.manual_seed(1)
    known = [*examples(), *from_replies(*REPLIES)]
    texts = [example.text for example in known]
    rows = np.vstack([encoder().encode(texts[at : at + 60]) for at in range(0, len(texts), 60)])
    wanted = np.array([example.labels for example in known], np.float32)
    weights = np.array([example.weights for example in known], np.float32)
    innocent = np.array([example.how != "breaks" for example in known])
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = ((rows - middle) / spread).astype(np.float32)
    unseen = np.zeros_like(wanted)
    for seen, apart in KFold(FOLDS, shuffle=True, random_state=0).split(scaled):
        unseen[apart] = scores(
            fit(scaled[seen], wanted[seen], weights[seen], hidden=HIDDEN, epochs=EPOCHS), scaled[apart]
        )
    marks = {
        label: _marks(label, unseen[:, at], wanted[:, at], weights[:, at], innocent) for at, label in enumerate(LABELS)
    }
    _write(fit(scaled, wanted, weights, hidden=HIDDEN, epochs=EPOCHS), middle, spread, marks, texts)


def _marks(
    label: str, scored: np.ndarray, wanted: np.ndarray, weights: np.ndarray, innocent: np.ndarray
) -> dict[str, float]:
    says = weights > 0
    has, others = scored[says & (wanted > 0)], scored[says & (wanted == 0) & innocent]
    shares = {"possible": 1 - SURE_KIND * 8, "likely": 1 - SURE_KIND * 3, "sure": 1 - SURE_KIND}
    if label not in KINDS:
        shares = {"possible": 1 - POSSIBLE_ALARMS, "likely": 1 - LIKELY_ALARMS, "sure": 1 - SURE_ALARMS}
    least = LEAST | ({"likely": LIKELY_ADVICE} if label in ADVICE else {})
    marks = {name: round(max(float(np.quantile(others, share)), least[name]), 4) for name, share in shares.items()}
    precision = average_precision_score(wanted[says], scored[says])
    caught = "  ".join(f"{name} {(has >= mark).mean():.2f}" for name, mark in marks.items())
    sys.stdout.write(f"{label:20} {len(has):4}  ap {precision:.2f}  {caught}\n")
    return marks


def _write(
    net: nn.Sequential, middle: np.ndarray, spread: np.ndarray, marks: dict[str, dict[str, float]], texts: list[str]
) -> None:
    INTO.mkdir(exist_ok=True)
    save(net, middle, spread, INTO / "replies.npz")
    trained_on = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    header = "# Written by training/train.py: do not edit. Scores are probabilities, 0 to 1.\n"
    document = {"version": trained_on, "examples": len(texts), "labels": marks}
    (INTO / "replies.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()

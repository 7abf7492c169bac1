"""Train the sentence classifier of the checker: the encoder's upper half and a small network over it, one output a label.

``python -m training.train`` reads ``training/sentences``, scores every example by a network that has seen neither it nor
its twins, sets the marks of each label (from which score on it is *possible*, *likely*, *sure*) by the false alarms they
cost, and writes ``prompts/classifiers/replies.npz`` and ``replies.yaml``. Only this script needs PyTorch and
scikit-learn; the program multiplies matrices. Takes ten minutes of one processor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import yaml
from sklearn.metrics import average_precision_score

from plugin.language.parts_network import PartsNetwork
from training import tuned
from training.sentences import KINDS, LABELS, Example, examples, from_replies, rows_of

ROOT = Path(__file__).parent.parent
INTO = ROOT / "prompts" / "classifiers"
SETS = ROOT / "tests" / "sets"
WHOLE = Path(__file__).parent / "replies"  # written to be taught
REPLIES = (
    *(SETS / name for name in ("check_build.jsonl", "clean_build.jsonl", "check_build_two.jsonl")),
    *sorted(WHOLE.glob("*.jsonl")),
)
# Two thirds of their cases are taught, the others tell how it went.
OPENED = tuple(SETS / f"check_opened_{number}.jsonl" for number in ("two", "three", "four", "five", "six"))
FOLDS = 3
POSSIBLE_ALARMS = 0.08  # of innocent sentences, near misses among them, may score as possible
LIKELY_ALARMS = 0.004  # of the sentences of good replies may score as likely
# More where faults are hard to hear and the replies of the build sets gain by it, fewer where nothing is gained: each was
# set by what one more warning on good replies brings in faults named, read by networks that had not seen the reply.
LIKELY_ALARMS_OF = {
    "R-NO-ARGUE": 0.024, "R-POLITE": 0.018, "R-NO-DIVERT": 0.011, "R-NO-BLAME": 0.009, "R-NO-REWARD": 0.032, "R-CLEAN": 0.001,
    "R-OFFLINE": 0.001, "R-WHEN": 0.024, "R-FACTS": 0.028, "R-PRIVACY": 0.006, "P-SAY-NO": 0.014, "R-GOODWILL": 0.006,
    "R-POLICY": 0.024, "R-APOLOGY": 0.001, "R-SOLUTION": 0.024,
}  # fmt: skip
SURE_ALARMS = 0.0005  # of innocent sentences as sure
LEAST = {"possible": 0.01, "likely": 0.06, "sure": 0.97}  # below these a score is noise
ADVICE, LIKELY_ADVICE = ("R-HUMAN", "R-STRENGTH"), 0.3  # taste: said only where it is plain
SURE_KIND = 0.01  # of the sentences of other kinds may score as sure; three times as many as likely


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=Path, help="a folder for the networks, each kept until its examples change")
    parser.add_argument("--only", type=int, help=f"teach one network and keep it: of a fold, or the last one ({FOLDS})")
    arguments = parser.parse_args()
    folder = arguments.kept or Path(tempfile.mkdtemp())
    if arguments.only is not None:
        network_of(arguments.only, folder)
        return
    scored: list[tuple[Example, list[float]]] = []
    for fold in range(FOLDS):
        with np.load(network_of(fold, folder)) as learned:
            network = PartsNetwork(learned)
        unseen = _known(lambda key, fold=fold: fold_of(key) == fold)
        texts = [example.text for example in unseen]
        rows = [row for at in range(0, len(texts), 60) for row in network.scores(texts[at : at + 60])]
        scored += zip(unseen, rows, strict=True)
    marks = _all_marks(scored)
    known = _seen_by(FOLDS)
    INTO.mkdir(exist_ok=True)
    shutil.copyfile(_network(known, folder), INTO / "replies.npz")
    _write(marks, known)


def network_of(number: int, folder: Path) -> Path:
    """Where the network stands that saw everything but this fold (``FOLDS``: that saw all); taught if it is not there."""
    return _network(_seen_by(number), folder)


def fold_of(key: str) -> int:
    """The fold of a sentence, or of a reply and the breaches made of it."""
    return int(hashlib.md5(key.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def kept_back(case: str) -> bool:
    """Whether a case of an opened set is of the third that no network learns from."""
    return fold_of(f"kept back {case}") == 0


def _seen_by(number: int) -> list[Example]:
    """What the network of a fold learns from: everything but its fold. There is no last fold: its network sees all."""
    return _known(lambda key: fold_of(key) != number)


def _known(takes) -> list[Example]:  # noqa: ANN001 -- a test of a key, spelled out in its callers
    taught = [row for row in rows_of(*OPENED) if not kept_back(row.case)]
    kept = [row for row in (*rows_of(*REPLIES), *taught) if takes(row.case)]
    return [*(example for example in examples() if takes(example.text)), *from_replies(kept)]


def _taught(known: list[Example]) -> tuned.Tuned:
    wanted = np.array([example.labels for example in known], np.float32)
    weights = np.array([example.weights for example in known], np.float32)
    return tuned.fit(tuned.Texts([example.text for example in known]), np.arange(len(known)), wanted, weights)


def _network(known: list[Example], folder: Path) -> Path:
    """Where the network stands that was taught these examples; it is taught only if it is not there."""
    path = folder / f"replies_{_version(known)}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        tuned.save(_taught(known), path)
    return path


def _version(known: list[Example]) -> str:
    """By what the examples are and say, and how they are taught."""
    told = [(example.text, example.how, example.what) for example in known]
    return hashlib.sha256(json.dumps([LABELS, told, tuned.EPOCHS, tuned.HIDDEN]).encode()).hexdigest()[:12]


def _all_marks(scored: list[tuple[Example, list[float]]]) -> dict[str, dict[str, float]]:
    known, rows = [example for example, _ in scored], np.array([row for _, row in scored], np.float32)
    wanted = np.array([example.labels for example in known], np.float32)
    weights = np.array([example.weights for example in known], np.float32)
    how = np.array([example.how for example in known])
    return {label: _marks(label, rows[:, at], wanted[:, at], weights[:, at], how) for at, label in enumerate(LABELS)}


def _marks(
    label: str, scored: np.ndarray, wanted: np.ndarray, weights: np.ndarray, how: np.ndarray
) -> dict[str, float]:
    says = weights > 0
    has, others = scored[says & (wanted > 0)], scored[says & (wanted == 0) & (how != "breaks")]
    shares = {"possible": 1 - SURE_KIND * 8, "likely": 1 - SURE_KIND * 3, "sure": 1 - SURE_KIND}
    marks = {name: float(np.quantile(others, share)) for name, share in shares.items()}
    if label not in KINDS:
        good = scored[says & (wanted == 0) & (how == "is")]
        marks = {
            "possible": float(np.quantile(others, 1 - POSSIBLE_ALARMS)),
            "likely": float(np.quantile(good, 1 - LIKELY_ALARMS_OF.get(label, LIKELY_ALARMS))),
            "sure": float(np.quantile(others, 1 - SURE_ALARMS)),
        }
    least = LEAST | ({"likely": LIKELY_ADVICE} if label in ADVICE else {})
    marks = {name: round(max(mark, least[name]), 4) for name, mark in marks.items()}
    precision = average_precision_score(wanted[says], scored[says])
    caught = "  ".join(f"{name} {(has >= mark).mean():.2f}" for name, mark in marks.items())
    sys.stdout.write(f"{label:20} {len(has):4}  ap {precision:.2f}  {caught}\n")
    return marks


def _write(marks: dict[str, dict[str, float]], known: list[Example]) -> None:
    header = "# Written by training/train.py: do not edit. Scores are probabilities, 0 to 1.\n"
    document = {"version": _version(known), "examples": len(known), "labels": marks}
    (INTO / "replies.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()

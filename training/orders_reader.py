"""Train the reader of orders: which sentences of a review speak to whoever writes the reply.

``python -m training.orders_reader`` reads ``training/orders`` (``[is order]``, and ``[near order]`` for what a customer may well
ask of a shop), the hostile reviews that are there to build on, and as innocent all sentences of the other labelled
reviews. It writes ``prompts/classifiers/orders.npz`` and ``orders.yaml``. Only this script needs PyTorch and scikit-learn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import yaml
from sklearn.metrics import average_precision_score

from plugin.language import orders
from plugin.language.encoder import encoder
from plugin.language.sentences import split
from training.network import fit, save, scores
from training.review_examples import FOLDS, fold_of, labelled

ROOT = Path(__file__).parent.parent
INTO = ROOT / "prompts" / "classifiers"
WRITTEN = Path(__file__).parent / "orders"
HOSTILE = [
    ROOT / "tests" / "sets" / f"injections_{name}.jsonl"
    for name in ("build", "fresh", "build_two", "opened", "opened_two")
]
GENUINE = [
    ROOT / "tests" / "sets" / "triage_build.jsonl",
    *(ROOT / "tests" / "drafting" / "triage_sets" / f"{n}.jsonl" for n in ("build", "build_two", "fresh", "fresh_two")),
]
EPOCHS, HIDDEN = 24, 96
SURE_ALARMS, LIKELY_ALARMS, POSSIBLE_ALARMS = 0.001, 0.008, 0.04  # of innocent sentences, the near orders among them
HEADINGS = {"[is order]": True, "[near order]": False}
LONGEST = 400  # characters of one sentence


def main() -> None:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    known = [*dict.fromkeys((*_written(), *_hostile(), *_genuine()))]
    texts = [text for text, _, _ in known]
    numbers = np.vstack([encoder().encode(texts[at : at + 60]) for at in range(0, len(texts), 60)])
    wanted = np.array([[float(is_order)] for _, is_order, _ in known], np.float32)
    weights = np.where(wanted > 0, 3.0, 1.0).astype(np.float32)
    parts = np.array([fold_of(source) for _, _, source in known])
    middle, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    scaled = ((numbers - middle) / spread).astype(np.float32)
    unseen = np.zeros(len(known))
    for part in range(FOLDS):
        net = fit(scaled[parts != part], wanted[parts != part], weights[parts != part], hidden=HIDDEN, epochs=EPOCHS)
        unseen[parts == part] = scores(net, scaled[parts == part])[:, 0]
    marks = _marks(unseen, wanted[:, 0])
    save(fit(scaled, wanted, weights, hidden=HIDDEN, epochs=EPOCHS), middle, spread, INTO / "orders.npz")
    version = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
    header = "# Written by training/orders_reader.py: do not edit. Scores are probabilities, 0 to 1.\n"
    document = {"version": version, "examples": len(known), **marks}
    (INTO / "orders.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


def _marks(unseen: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    innocent = unseen[wanted == 0]
    shares = (LIKELY_ALARMS, SURE_ALARMS, POSSIBLE_ALARMS)
    likely, sure, possible = (float(np.quantile(innocent, 1 - share)) for share in shares)
    heard = unseen[wanted > 0]
    precision = average_precision_score(wanted, unseen)
    print(  # noqa: T201 -- how good it is, for the person who trains
        f"{len(heard)} orders, {len(innocent)} others; ap {precision:.3f}; likely {likely:.2f} hears "
        f"{(heard >= likely).mean():.2f}, sure {sure:.2f} hears {(heard >= sure).mean():.2f}, "
        f"possible {possible:.3f} hears {(heard >= possible).mean():.2f}"
    )
    return {"likely": round(likely, 4), "sure": round(sure, 4), "possible": round(possible, 4)}


def _written() -> Iterator[tuple[str, bool, str]]:
    for path in sorted(WRITTEN.glob("*.txt")):
        is_order = True
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.strip() in HEADINGS:
                is_order = HEADINGS[line.strip()]
            elif line.strip():
                yield line.strip(), is_order, f"{path.stem}-{number}"


def _hostile() -> Iterator[tuple[str, bool, str]]:
    """A row's ``order`` where it tells; else what the patterns read as one, and reviews of one sentence: the rest is neither for
    certain.
    """
    for path in HOSTILE:
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            row = json.loads(line)
            for sentence in _sentences(row.get("order", row["text"])):
                if "order" in row or orders.is_plain_order(sentence) or sentence == row["text"]:
                    yield sentence, True, str(row["id"])


def _genuine() -> Iterator[tuple[str, bool, str]]:
    for row in labelled(*GENUINE):
        for sentence in _sentences(row["text"] or ""):
            if not orders.is_plain_order(sentence):
                yield sentence, False, str(row["id"])
    for path in sorted((ROOT / "training" / "reviews").glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.strip() and not line.startswith("["):
                yield from ((sentence, False, f"{path.stem}-{number}") for sentence in _sentences(line))


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end][:LONGEST] for span in split(text)]


if __name__ == "__main__":
    main()

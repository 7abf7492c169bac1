"""Train the reader of orders: which sentences of a review speak to whoever writes the reply.

``python -m training.orders_reader`` reads ``training/orders`` (``[is order]``, and ``[near order]`` for what a customer may well
ask of a shop), the hostile reviews that are there to build on, and as innocent all sentences of the other labelled
reviews. It writes ``prompts/classifiers/orders.npz`` and ``orders.yaml``, and with ``--guard`` those of the second reader
(``plugin/language/order_guard.py``), which learns from ``training/orders/guard`` and later hostile sets besides. Only this
script needs PyTorch and scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
import yaml
from sklearn.metrics import average_precision_score

from plugin.drafting.intake import cleaned
from plugin.language import orders
from plugin.language.encoder import encoder
from plugin.language.parts_network import PartsNetwork
from plugin.language.sentences import split
from plugin.words import ReviewText
from training import tuned
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
# The second reader learns from these as well, and what ordinary reviews reach under it these tell: nothing is taught of them.
HOSTILE_TOO = [
    ROOT / "tests" / "sets" / f"injections_{name}.jsonl"
    for name in ("opened_three", "opened_four", "opened_five", "opened_six", "opened_seven")
]
ORDINARY = sorted((ROOT / "tests" / "sets").glob("triage_opened*.jsonl"))
GUARD_EPOCHS, GUARD_ALARMS = 8, 0.06  # of ordinary reviews
EPOCHS, HIDDEN = 24, 96
SURE_ALARMS, LIKELY_ALARMS, POSSIBLE_ALARMS = 0.001, 0.008, 0.04  # of innocent sentences, the near orders among them
HEADINGS = {"[is order]": True, "[near order]": False}
LONGEST = 400  # characters of one sentence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--guard", action="store_true", help="teach the second reader, which decides whether a model is asked"
    )
    torch.manual_seed(1)
    torch.set_num_threads(1)
    if parser.parse_args().guard:
        _teach_guard()
        return
    known = [*dict.fromkeys((*_written(WRITTEN), *_hostile(HOSTILE), *_genuine()))]
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


def _teach_guard() -> None:
    """The upper half of the encoder with it, and the mark that so many ordinary reviews reach."""
    written = (*_written(WRITTEN), *_written(WRITTEN / "guard"))
    known = [*dict.fromkeys((*written, *_hostile((*HOSTILE, *HOSTILE_TOO)), *_genuine()))]
    wanted = np.array([[float(is_order)] for _, is_order, _ in known], np.float32)
    weights = np.where(wanted > 0, 3.0, 1.0).astype(np.float32)
    texts = tuned.Texts([text for text, _, _ in known])
    path = INTO / "order_guard.npz"
    tuned.save(tuned.fit(texts, np.arange(len(known)), wanted, weights, epochs=GUARD_EPOCHS), path)
    with np.load(path) as learned:
        network = PartsNetwork(learned)
    reached = []
    for row in (json.loads(line) for each in ORDINARY for line in each.read_text(encoding="utf-8").splitlines()):
        review = cleaned(ReviewText(str(row["id"]), row["text"] or "", row.get("title") or "", row["rating"]))
        heard = [each for text in (review.title, review.text) for _, each in orders.places_to_hear(text)]
        reached.append(max((score for (score,) in network.scores(heard)), default=0.0) if heard else 0.0)
    mark = round(float(np.quantile(reached, 1 - GUARD_ALARMS)), 4)
    header = "# Written by training/orders_reader.py --guard: do not edit. The mark is a probability, 0 to 1.\n"
    version = hashlib.sha256("\n".join(text for text, _, _ in known).encode()).hexdigest()[:12]
    document = {"version": version, "examples": len(known), "mark": mark}
    (INTO / "order_guard.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    print(f"{len(known)} sentences; mark {mark} from {len(reached)} ordinary reviews")  # noqa: T201 -- for who trains


def _written(folder: Path) -> Iterator[tuple[str, bool, str]]:
    for path in sorted(folder.glob("*.txt")):
        is_order = True
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.strip() in HEADINGS:
                is_order = HEADINGS[line.strip()]
            elif line.strip():
                yield line.strip(), is_order, f"{path.stem}-{number}"


def _hostile(sets: Iterable[Path]) -> Iterator[tuple[str, bool, str]]:
    """A row's ``order`` where it tells; else what the patterns read as one, and reviews of one sentence: the rest is neither for
    certain.
    """
    for path in sets:
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

"""Learn how much words, pairs of words and pieces of words speak for a decision and a play: a logistic regression.

``python -m training.wording DIR`` writes ``prompts/classifiers/wording.npz`` and, for ``training.combining``, one in DIR of each
part of the reviews that was learned without that part. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from plugin.drafting.wording import BUCKETS, STARS, Grams, grams
from plugin.words import Decision, Play, ReviewText
from training.combining import INTO, WORDINGS
from training.review_examples import BESIDE, BUILD, WHOLE, labelled, part_of

# How little the weights are held back (chosen by what writers who were not learned from gave), and when it is enough
PULL, ROUNDS, NEAR_ENOUGH = 8.0, 100, 1e-3
LARGEST = 127  # a weight as it ships, of eight bits
LABELS = {"decision": [decision.value for decision in Decision], "play": [play.value for play in Play]}


@dataclass(frozen=True, slots=True)
class Worded:
    """A labelled review; of what is acceptable the first choice is learned."""

    id: str
    grams: Grams
    stars: int
    said: dict[str, str]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("parts", type=Path)
    parts: Path = asked.parse_args().parts
    rows = list(map(_worded, labelled(BUILD, *WHOLE, *BESIDE)))
    np.savez_compressed(INTO / "wording.npz", **_learned(rows))
    for part in range(WORDINGS):
        np.savez_compressed(
            parts / f"wording_{part}.npz", **_learned([row for row in rows if part_of(row.id, WORDINGS) != part])
        )


def _worded(row: dict[str, Any]) -> Worded:
    review = ReviewText(str(row["id"]), row["text"] or "", title=row.get("title") or "")
    first = {"decision": row["decision"][:1], "play": [play for play in row.get("play") or () if play][:1]}
    return Worded(
        review.id, grams(review.whole), int(row["rating"] or 0), {which: at[0] for which, at in first.items() if at}
    )


def _learned(rows: Sequence[Worded]) -> dict[str, Any]:
    """The arrays of ``plugin.drafting.wording``. A label that no row has is never likely."""
    tables = {
        "words": _table([(row.grams.words, row.grams.words_often) for row in rows]),
        "pieces": _table([(row.grams.pieces, row.grams.pieces_often) for row in rows]),
    }
    rare = {which: _rare(table) for which, table in tables.items()}
    signs = hstack(
        [*(_even(table @ diags(rare[which])) for which, table in tables.items()), _stars([row.stars for row in rows])]
    ).tocsr()
    weights, bias = zip(*(_fit(signs, rows, which) for which in LABELS), strict=True)
    together = np.hstack(weights)
    counted = together[: 2 * BUCKETS]
    scale = np.abs(counted).max(axis=0) / LARGEST
    small = np.rint(counted / scale).astype(np.int8)
    return {
        **{f"labels_{which}": np.array(labels) for which, labels in LABELS.items()},
        **{f"rare_{which}": each.astype(np.float16) for which, each in rare.items()},
        "weights_words": small[:BUCKETS], "weights_pieces": small[BUCKETS:], "scale": scale.astype(np.float32),
        "stars": together[2 * BUCKETS :].astype(np.float32), "bias": np.hstack(bias).astype(np.float32),
    }  # fmt: skip


def _table(found: Sequence[tuple[np.ndarray, np.ndarray]]) -> csr_matrix:
    starts = np.cumsum([0, *(len(places) for places, _ in found)])
    often, places = (np.concatenate([each[part] for each in found]) for part in (1, 0))
    return csr_matrix((often, places, starts), shape=(len(found), BUCKETS))


def _rare(table: csr_matrix) -> np.ndarray:
    """How much a bucket says by being there at all: the fewer reviews it is in, the more."""
    among = np.asarray((table > 0).sum(axis=0)).ravel()
    return np.log((1 + table.shape[0]) / (1 + among)) + 1


def _even(table: csr_matrix) -> csr_matrix:
    """Every review of one length, however long it is."""
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return diags(1 / np.where(lengths, lengths, 1)) @ table


def _stars(given: Sequence[int]) -> csr_matrix:
    return csr_matrix((np.ones(len(given)), (np.arange(len(given)), given)), shape=(len(given), STARS))


def _fit(signs: csr_matrix, rows: Sequence[Worded], which: str) -> tuple[np.ndarray, np.ndarray]:
    known = [place for place, row in enumerate(rows) if which in row.said]
    model = LogisticRegression(C=PULL, max_iter=ROUNDS, tol=NEAR_ENOUGH)
    model.fit(signs[known], [rows[place].said[which] for place in known])
    weights = np.zeros((signs.shape[1], len(LABELS[which])))
    bias = np.full(len(LABELS[which]), -20.0)
    for place, label in enumerate(model.classes_):
        weights[:, LABELS[which].index(label)] = model.coef_[place]
        bias[LABELS[which].index(label)] = model.intercept_[place]
    return weights, bias


if __name__ == "__main__":
    main()

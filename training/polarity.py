"""Learn how much words of judgement, the second reader and the stars count when a stretch of a review is judged.

``python -m training.reviews_reader --folds DIR`` first, then ``python -m training.polarity DIR`` in the project's own
environment; it writes ``prompts/classifiers/polarity.yaml``. Every stretch is read by the network of the fold that was not
taught it: the labelled points of the reviews, the sentences that none of them touches, and the lines of
``training/reviews`` that are said to praise, complain or only tell.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml

from plugin.drafting import reader
from plugin.drafting.polarity import SIGNS, Judge
from plugin.language.lexicons import LANGUAGES
from plugin.language.sentences import split
from training.combining import INTO, networks_of, read_unseen
from training.review_examples import SENTIMENTS, WHOLE_SETS, examples, fold_of, labelled

PULL = 1.0  # towards nothing, so that no sign that few stretches have counts much
STEPS = 25
ROUNDED = 3
_COMPLAINS, _PRAISES = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folds", type=Path)
    networks = networks_of(asked.parse_args().folds)
    known = [*_of_rows(networks), *_of_lines(networks)]
    signs = np.array([signs for signs, _, _ in known])
    table = np.hstack([np.ones((len(known), 1)), signs])
    document: dict[str, object] = {"stretches": len(known)}
    for at, which in ((1, "complains"), (2, "praises")):
        weights = _fitted(table, np.array([float(each[at]) for each in known]))
        document[which] = dict(zip(("begins", *SIGNS), (round(float(w), ROUNDED) for w in weights), strict=True))
    header = "# Written by training/polarity.py: do not edit. What each sign adds to the odds.\n"
    (INTO / "polarity.yaml").write_text(header + yaml.safe_dump(document, sort_keys=False), "utf-8")


_Known = tuple[tuple[float, ...], bool, bool]


def _of_rows(networks: dict[int, reader.Reader]) -> Iterator[_Known]:
    for row in labelled(*WHOLE_SETS):
        text = row["text"] or ""
        if "points" not in row or not text.strip() or fold_of(str(row["id"])) not in networks:
            continue
        read_unseen(networks, str(row["id"]))
        judge = _judge(text, row["rating"], row["lang"])
        for point in row["points"]:
            if point["sentiment"] != "question":
                at_fault = point["sentiment"] == "negative"
                yield judge.signs(point["start"], point["end"]), at_fault, not at_fault
        for span in split(text):
            if not any(p["start"] < span.end and span.start < p["end"] for p in row["points"]):
                yield judge.signs(span.start, span.end), False, False


def _of_lines(networks: dict[int, reader.Reader]) -> Iterator[_Known]:
    for line in examples():
        language = line.source[:2]
        said = [line.known.get(name) for name in SENTIMENTS[:2]]
        unseen = fold_of(line.source) in networks and "made" not in line.source
        if language in LANGUAGES and None not in said and unseen:
            read_unseen(networks, line.source)
            judge = _judge(line.text, None, language)
            yield judge.signs(0, len(line.text)), said[_COMPLAINS] == 1, said[_PRAISES] == 1


def _judge(text: str, rating: int | None, language: str) -> Judge:
    return Judge(text, rating, reader.read_review("", text), language)


def _fitted(table: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Logistic weights by Newton's steps; the first, where the odds begin, is not pulled."""
    weights = np.zeros(table.shape[1])
    pull = np.full(table.shape[1], PULL)
    pull[0] = 0.0
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (likely - wanted) + pull * weights
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(pull)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


if __name__ == "__main__":
    main()

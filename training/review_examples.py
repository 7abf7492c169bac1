"""What the second reader of reviews learns from: ``training/reviews/*.txt``, sentences made of ``training/verdicts``, and the
labelled reviews under ``tests``.

``[is hearsay]`` heads reviews of that kind, ``[near hearsay]`` such as look alike and are of another. Of a labelled review
the decision and the play are known, and of its sentences what they say of the shop; which signal stands in it is not.
A file's name is its language.
"""

from __future__ import annotations

import functools
import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from plugin.drafting.reader import MOST_CHARS, MOST_SENTENCES, clauses_of, said_calmly
from plugin.language.lexicons import LANGUAGES
from plugin.language.sentences import split

VERDICTS = Path(__file__).parent / "verdicts"
MADE = 700  # sentences a language that are made of the verdicts
_DENIED, _TYPED_SMALL = 0.3, 0.25  # of them: with a "not" in front, without a capital and a full stop
_NO_TWICE = re.compile(r"\b(?:niet|nicht|not|nergens|nowhere)\b")  # "not not cleaned" is said by nobody
HERE = Path(__file__).parent / "reviews"
_TESTS = Path(__file__).parent.parent / "tests"
# Whole labelled reviews that there are to learn from; ``triage_fresh``, ``triage_plain`` and ``triage_opened`` only measure
BUILD = _TESTS / "sets" / "triage_build.jsonl"
WHOLE = (
    *(HERE / f"whole{part}.jsonl" for part in ("", "_two", "_three", "_four", "_five")),
    *sorted(HERE.glob("whole_*_[0-9].jsonl")),
)
# What its scores are worth, and what the words of a review say, is learned from these as well; the reader is not taught them:
# taught with 1,425 of them it decided no better and found fewer points
BESIDE = tuple(sorted(HERE.glob("beside_*.jsonl")))
OLDER = tuple(
    _TESTS / "drafting" / "triage_sets" / f"{name}.jsonl" for name in ("build", "build_two", "fresh", "fresh_two")
)
WHOLE_SETS = (BUILD, *WHOLE, *OLDER)
_HEADING = re.compile(r"\[(is|near) ([\w-]+)\]")

# Of each kind: the decision, the play, and what it says of the shop; "" where that is open.
KINDS: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(("threat", "slur", "abuse", "harassment", "other-data"), ("T-REMOVE", "", "")),
    **dict.fromkeys(("other-trade", "other-shop", "hearsay", "advert", "spam"), ("T-DISPUTE", "", "")),
    **dict.fromkeys(("bait", "nonsense", "conspiracy", "opinion"), ("T-SILENT", "", "")),
    "quote": ("T-EXPERT", "P-QUESTION", ""),
    "expert": ("T-EXPERT", "P-QUESTION", "question"),
    "injury": ("T-REPLY-PRIVATE", "P-OUR-FAULT", "negative"),
    "health": ("T-REPLY-PRIVATE", "", ""),
    "privacy": ("T-REPLY-PRIVATE", "P-OUR-FAULT", "negative"),
    "money": ("T-REPLY-PRIVATE", "P-OUR-FAULT", "negative"),
    "manager": ("T-REPLY-PRIVATE", "P-ESCALATE", ""),
    "legal-step": ("T-REPLY-PRIVATE", "", ""),
    "discrimination": ("T-REPLY-PRIVATE", "P-OUR-FAULT", "negative"),
    "callback": ("T-REPLY-PRIVATE", "", "negative"),
    "second-round": ("T-REPLY-PRIVATE", "P-ESCALATE", "negative"),
    "consumer-talk": ("T-REPLY", "", ""),
    "extortion": ("T-REPLY", "P-SAY-NO", ""),
    "own-mistake": ("T-REPLY", "P-THEIR-MISTAKE", ""),
    "slightly-late": ("T-REPLY", "P-SLIGHTLY-LATE", ""),
    "say-no": ("T-REPLY", "P-SAY-NO", "negative"),
    "return-wish": ("T-REPLY", "P-WITHDRAWAL", ""),
    "warranty": ("T-REPLY", "P-WARRANTY", "negative"),
    "unavailable": ("T-REPLY", "P-UNAVAILABLE", ""),
    "question": ("T-REPLY", "P-QUESTION", "question"),
    "resolved": ("T-REPLY", "P-RESOLVED", ""),
    "angry": ("T-REPLY", "P-ANGRY", "negative"),
    "sarcasm": ("T-REPLY", "P-OUR-FAULT", "negative"),
    "fault": ("T-REPLY", "P-OUR-FAULT", "negative"),
    "unclear": ("T-REPLY", "P-UNCLEAR-FAULT", ""),
    "taste": ("T-REPLY", "P-UNCLEAR-FAULT", "negative"),
    "mixed": ("T-REPLY", "P-MIXED", ""),
    "praise": ("T-THANK", "P-POSITIVE", "positive"),
    "praise-slip": ("T-THANK", "P-POSITIVE", "positive"),
}
SENTIMENTS = ("negative", "positive", "question")
DECISIONS = tuple(dict.fromkeys(kind[0] for kind in KINDS.values()))
PLAYS = tuple(dict.fromkeys(kind[1] for kind in KINDS.values() if kind[1]))
LABELS = (*KINDS, *SENTIMENTS)
_MAY_GO_WITH_ANY = frozenset(
    {"fault", "angry", "sarcasm", "unclear", "taste", "mixed", "warranty", "consumer-talk", "second-round", "callback"}
)
_UNANSWERED = ("T-REMOVE", "T-DISPUTE", "T-SILENT")


FOLDS = 5


def fold_of(source: str) -> int:
    """The part of a cross-validation in which this source is not learned from."""
    return part_of(source, FOLDS)


def part_of(source: str, parts: int) -> int:
    """The same, of so many parts."""
    return zlib.crc32(source.encode()) % parts


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what is known of it: labels that it has or has not; of the others nothing is known."""

    text: str
    source: str  # examples of one source are kept on one side when the training is tried
    known: dict[str, float] = field(default_factory=dict)


def examples() -> list[Example]:
    """Every line of every file, and the sentences made of the verdicts."""
    written = [one for path in sorted(HERE.glob("*.txt")) for one in _of_file(path)]
    return written + [one for path in sorted(VERDICTS.glob("*.yaml")) for one in _made(path)]


def _made(path: Path) -> Iterator[Example]:
    """Plain verdicts in every mixture of thing and word, with and without "not": what "good" and "bad" sound like."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    chance = random.Random(path.stem)  # noqa: S311 -- the same for every run
    for number in range(MADE):
        of = chance.choice(data["what"])
        is_good = chance.random() < 0.5  # noqa: PLR2004 -- half and half
        first, second = chance.sample(of["good" if is_good else "bad"], 2)
        denied = chance.random() < _DENIED and not _NO_TWICE.search(first)
        thing = chance.choice(of["subjects"])
        frame = chance.choice(data["denied" if denied else "frames"])
        text = frame.format(S=thing[:1].upper() + thing[1:], s=thing, A=first, B=second)
        if chance.random() < _TYPED_SMALL:
            text = text.rstrip(".!").lower()
        yield Example(text, f"{path.stem}-made-{number}", _is("positive" if is_good != denied else "negative"))


def _of_file(path: Path) -> Iterator[Example]:
    how = what = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if heading := _HEADING.fullmatch(line.strip()):
            how, what = heading.groups()
        elif line.strip():
            known = _near(what) if how == "near" else _is(what)
            yield Example(line.strip(), f"{path.stem}-{number}", known)


def _near(kind: str) -> dict[str, float]:
    decision = KINDS[kind][0]
    return {kind: 0.0} | ({decision: 0.0} if decision in _UNANSWERED else {})


def _is(kind: str) -> dict[str, float]:
    if kind not in KINDS:  # a sentence of that sentiment, or of none
        unsaid = [name for name, (decision, _, _) in KINDS.items() if decision in (*_UNANSWERED, "T-REPLY-PRIVATE")]
        return _one_of(SENTIMENTS, kind) | dict.fromkeys(unsaid, 0.0)
    decision, play, sentiment = KINDS[kind]
    others = {name: 0.0 for name, (its, _, _) in KINDS.items() if not _may_meet(kind, decision, name, its)}
    known = others | {kind: 1.0} | _one_of(DECISIONS, decision)
    if play:
        known |= _one_of(PLAYS, play)
    elif decision in {"T-REMOVE", "T-SILENT"}:  # nothing went wrong in it that the shop could mend
        known |= {"P-OUR-FAULT": 0.0}
    if sentiment:
        known |= _one_of(SENTIMENTS, sentiment)
    return known


def _may_meet(kind: str, decision: str, other: str, its: str) -> bool:
    if kind in {"praise", "praise-slip"} or other in {"praise", "praise-slip"}:
        return {kind, other} == {"praise", "praise-slip"}
    if its in _UNANSWERED or decision in _UNANSWERED:
        return its == decision and "nonsense" not in {kind, other}
    return other in _MAY_GO_WITH_ANY or kind in _MAY_GO_WITH_ANY or its == decision == "T-REPLY-PRIVATE"


def _one_of(names: tuple[str, ...], which: str) -> dict[str, float]:
    return {name: float(name == which) for name in names}


def from_reviews(
    rows: list[dict[str, Any]],
) -> Iterator[tuple[Example, tuple[Example, ...], tuple[Example, ...], int | None]]:
    """Whole reviews with their decision and play, their sentences and clauses with what the labelled points say of them, their stars."""
    for row in rows:
        if any(char.isalnum() for char in row["text"] or ""):
            whole, *sentences = _of_review(row)
            yield whole, tuple(sentences), tuple(_clauses(row)), row.get("rating")


def _clauses(row: dict[str, Any]) -> Iterator[Example]:
    if "points" in row and row["lang"] in LANGUAGES:
        sentences = [(span.start, span.end) for span in split(row["text"])[:MOST_SENTENCES]]
        for start, end in clauses_of(row["text"], sentences, row["lang"]):
            yield _stretch(row, start, end)


def _stretch(row: dict[str, Any], start: int, end: int) -> Example:
    text = said_calmly(row["text"][start:end][:MOST_CHARS])
    return Example(text, str(row["id"]), _said(row, start, end) if "points" in row else {})


def _said(row: dict[str, Any], start: int, end: int) -> dict[str, float]:
    met = {p["sentiment"] for p in row["points"] if p["start"] < end and start < p["end"]}
    return {name: float(name in met) for name in SENTIMENTS}


def _of_review(row: dict[str, Any]) -> Iterator[Example]:
    source, text = str(row["id"]), row["text"]
    decisions = row["decision"]
    known = {name: float(name == decisions[0]) for name in DECISIONS if name == decisions[0] or name not in decisions}
    plays = [play for play in row.get("play") or [] if play]
    if plays:
        known |= {name: float(name == plays[0]) for name in PLAYS if name == plays[0] or name not in plays}
    if set(decisions) <= {"T-REMOVE", "T-SILENT"}:
        known |= {"P-OUR-FAULT": 0.0}
    private = "T-REPLY-PRIVATE" in decisions
    for kind, (decision, _, _) in KINDS.items():
        if (
            decision not in decisions
            and decision in (*_UNANSWERED, "T-EXPERT", "T-THANK", "T-REPLY-PRIVATE")
            and not (private and decision == "T-REMOVE")
        ):
            known[kind] = 0.0
    yield Example(said_calmly(text), source, known)
    for span in split(text)[:MOST_SENTENCES]:
        yield _stretch(row, span.start, span.end)


def labelled(*paths: Path) -> list[dict[str, Any]]:
    """The rows of sets of labelled reviews; a shop that only is named is one of ``training/reviews/shops.yaml``."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]
    for row in rows:
        if isinstance(row.get("shop"), str) and row["shop"] in _shops():
            row["shop"] = _shops()[row["shop"]]
    return rows


@functools.cache
def _shops() -> dict[str, dict[str, Any]]:
    shops: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "shops.yaml").read_text(encoding="utf-8"))
    return shops


def answered(*paths: Path) -> list[dict[str, Any]]:
    """The reviews that the rows of checked replies answer, each once."""
    once: dict[str, dict[str, Any]] = {}
    for row in labelled(*paths):
        decision, play = row.get("decision"), row.get("play")
        if decision and row.get("text"):
            once.setdefault(
                row["text"],
                {
                    "id": f"re-{row['id']}",
                    "text": row["text"],
                    "rating": row.get("rating"),
                    "decision": [decision],
                    "play": [play],
                },
            )
    return list(once.values())

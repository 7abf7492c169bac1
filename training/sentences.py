"""The sentences that the classifier learns from, as ``training/sentences/*.txt`` hold them.

A heading says what follows: ``[breaks R-WHEN]`` a sentence that breaks the guideline by itself, ``[near R-WHEN]`` one that
looks alike and is fine, ``[is empathy]`` one of that kind, ``[is plain]`` one of a good reply that is none of the kinds.
A file's name begins with its language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugin.language.sentences import split

HERE = Path(__file__).parent / "sentences"
_HEADING = re.compile(r"\[(breaks|near|is) ([\w-]+)\]")

BREAKS = (
    "R-NO-ARGUE", "R-NO-BLAME", "R-NO-DIVERT", "R-POLITE", "R-GOODWILL", "R-NO-REWARD", "R-WHEN", "R-POLICY", "R-PRIVACY",
    "R-FACTS", "R-OFFLINE", "R-CLEAN", "R-HUMAN", "P-SAY-NO", "R-APOLOGY", "R-STRENGTH", "R-EMPATHY", "R-SOLUTION",
    "R-OWN-UP", "R-SPECIFIC", "R-NO-CANNED",
)  # fmt: skip
KINDS = (
    "empathy", "apology", "ownership", "solution", "promise", "thanks", "closing", "improve", "offline", "no",
    "welcome-withdrawal", "fact",
)  # fmt: skip
LABELS = BREAKS + KINDS

# Kinds that one sentence may be at once: an example of one says little about the others.
_TOGETHER = (
    {"empathy", "apology", "ownership"},
    {"solution", "promise", "offline", "no", "welcome-withdrawal", "fact", "improve"},
    {"thanks", "closing"},
    {"ownership", "improve"},
)
# What a sentence is not that breaks these by itself, however much it sounds like it: a feeling put down, an empty step.
_SPOILT = {"R-EMPATHY": ("empathy",), "R-SOLUTION": ("solution", "promise"), "R-OWN-UP": ("ownership",)}
# Replies mostly break those by what they do not say, or by what they share with others
_OF_A_WHOLE = ("R-SPECIFIC", "R-NO-CANNED", *_SPOILT)
_MAYBE_BOTH = 0.6  # weight of an apology as a counter-example of empathy: few are both
_OTHER_BREAK = 0.3  # weight of a break as a counter-example of the other breaks: faults resemble each other


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence; for every label whether it has it, and how much that says (0: nothing)."""

    language: str
    text: str
    how: str
    what: str

    @property
    def labels(self) -> list[float]:
        own = "apology" if (self.how, self.what) == ("near", "R-APOLOGY") else self.what
        return [
            float(label == own and self.how != "not" and not (self.how == "near" and label in BREAKS))
            for label in LABELS
        ]

    @property
    def weights(self) -> list[float]:
        return [self._weight(label) for label in LABELS]

    def _weight(self, label: str) -> float:
        if self.how == "not":
            return float(label == self.what)
        if label in BREAKS:
            return _OTHER_BREAK if self.how == "breaks" and label != self.what else 1.0
        if self.how != "is":
            spoilt = self.how == "breaks" and label in _SPOILT.get(self.what, ())
            return float(spoilt or (self.how == "near" and self.what == "R-APOLOGY" and label == "apology"))
        if self.what == "reply":
            return 0.0
        if self.what == "plain":
            return {"apology": 1.0, "thanks": 1.0, "promise": 1.0, "empathy": 0.6, "ownership": 0.6}.get(label, 0.0)
        mixed = any({label, self.what} <= together for together in _TOGETHER)
        return 1.0 if label == self.what or not mixed else _MAYBE_BOTH if "empathy" in {label, self.what} else 0.0


def examples() -> list[Example]:
    """Every example of every file, in the files' order."""
    return [example for path in sorted(HERE.glob("*.txt")) for example in _of_file(path)]


def _of_file(path: Path) -> Iterator[Example]:
    how = what = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := _HEADING.fullmatch(line.strip()):
            how, what = heading.groups()
        elif line.strip():
            yield Example(path.name[:2], line.strip(), how, what)


# What a reply lacks that breaks these: its twin without the breach has it.
_MISSING = {"R-EMPATHY": "empathy", "R-APOLOGY": "apology", "R-OWN-UP": "ownership", "R-SOLUTION": "solution"}


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One line of a labelled set. A row ``x-1`` is row ``x`` with one breach put in: both are of case ``x``."""

    id: str
    language: str
    reply: str
    violations: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        return [self.reply[span.start : span.end].strip() for span in split(self.reply)]

    @property
    def case(self) -> str:
        case, _, number = self.id.rpartition("-")
        return case if case and number.isdigit() else self.id


def rows_of(*sets: Path) -> list[LabelledRow]:
    """The rows of labelled sets of replies."""
    rows = [json.loads(line) for path in sets for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [LabelledRow(row["id"], row["lang"], row["reply"], tuple(row["violations"])) for row in rows]


def from_replies(rows: list[LabelledRow]) -> list[Example]:
    """The sentences of labelled replies: those of clean ones, those that only a breach has, and what a breach lacks."""
    clean = {row.id: (row.language, row.sentences) for row in rows if not row.violations}
    known = {(language, text) for language, texts in clean.values() for text in texts}
    found = [Example(language, text, "is", "reply") for language, text in sorted(known)]
    for row in rows:
        if len(row.violations) != 1:
            continue
        said, broken = row.sentences, row.violations[0]
        if broken in BREAKS and broken not in _OF_A_WHOLE:
            found += [
                Example(row.language, text, "breaks", broken) for text in said if (row.language, text) not in known
            ]
        twin = clean.get(row.case)
        if twin and (kind := _MISSING.get(broken)):
            found += [Example(row.language, text, "is", kind) for text in twin[1] if text not in said]
            found += [Example(row.language, text, "not", kind) for text in said]
    return list(dict.fromkeys(found))

"""What the model of ``benchmarks.drafting`` answers: ``told.jsonl``, written anew by ``python -m benchmarks.told`` (minutes).

A checker that has learned something new may block some of them. ``python -m benchmarks.told --mend`` replaces those alone.

Each line is a review of the sample, told again by somebody else, with a reply of the built-in writer that passes the
checker and is unlike all before it that a shop could still remember: a model without a vocabulary would have most of
its replies refused as canned, and the run would measure that. ``reply`` and ``private_message`` are as a model gives
them, which has not been told the customer's name.
"""

from __future__ import annotations

import dataclasses
import json
import random
import sys
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from plugin.drafting import pipeline
from plugin.drafting.facts import gather
from plugin.drafting.intake import cleaned
from plugin.drafting.masking import CUSTOMER
from plugin.drafting.model import ModelWritten, Task
from plugin.drafting.model_errors import ModelRubbish, Trouble
from plugin.drafting.triage import triage
from plugin.sample import sample_profile, sample_reviews
from plugin.shop import ShopProfile
from plugin.words import BUILT_IN, Drafted, Finding, Report, ReviewText, Triage, Usage, Verdict

FILE = Path(__file__).with_name("told.jsonl")
COUNT = 1_300
UNLIKE = 250  # answers in its language from which each differs: further back than the memory reaches
NAMES = ("Anna", "Bram", "Chris", "Daan", "Eva", "Femke", "Guus", "Hanna", "Ivo", "Julia", "Koen", "Lotte", "Max")


@dataclasses.dataclass(frozen=True)
class Told:
    """One review and what the model answers to it."""

    review: ReviewText
    language: str
    reply: str
    private_message: str

    def answer(self) -> dict[str, str]:
        return {"language": self.language, "reply": self.reply, "private_message": self.private_message}

    def as_given(self, found: Triage) -> Drafted:
        """The reply as the shop gave it, some time ago."""
        reply = self.reply.replace(CUSTOMER, self.review.author.split()[0])
        return Drafted(found, reply, None, None, BUILT_IN, Report(Verdict.PASS))


def read(count: int) -> list[Told]:
    """The first so many. Under a second."""
    texts = {row["id"]: row for row in sample_reviews()["reviews"]}
    told = []
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines()[:count]):
        kept = json.loads(line)
        row = texts[kept["review"]]
        review = ReviewText(id=str(number), text=row["text"], rating=row["rating"], author=kept["author"])
        told.append(Told(review, kept["language"], kept["reply"], kept["private_message"]))
    assert len(told) == count, f"{FILE.name} holds {len(told)} answers; {count} are asked for"
    return told


def write(count: int) -> list[dict[str, str]]:
    """The lines of the file. Replies in two languages are never alike: each language has a process of its own."""
    profile = sample_profile()
    by_language: dict[str, list[dict[str, Any]]] = {}
    for row in sample_reviews()["reviews"]:
        language = triage(ReviewText(id="", text=row["text"], rating=row["rating"]), profile).language
        by_language.setdefault(language, []).append(row)
    each = sum(map(len, by_language.values()))
    with ProcessPoolExecutor() as pool:
        parts = [pool.submit(in_one_language, rows, -(-count * len(rows) // each)) for rows in by_language.values()]
        placed = [(at / len(part.result()), line) for part in parts for at, line in enumerate(part.result())]
    return [line for _, line in sorted(placed, key=lambda pair: pair[0])][:count]


def in_one_language(rows: list[dict[str, Any]], count: int) -> list[dict[str, str]]:
    profile, chance, lines, number = sample_profile(), random.Random(7), [], 0
    lately: deque[str] = deque(maxlen=UNLIKE)
    while len(lines) < count:
        row, number = rows[number % len(rows)], number + 1
        author = f"{chance.choice(NAMES)} {chr(65 + number % 26)}."
        review = ReviewText(id=f"{row['id']}-{number}", text=row["text"], rating=row["rating"], author=author)
        drafted = pipeline.draft(review, profile, tuple(lately))
        plain = "injection" not in drafted.triage.flags  # what a review orders does not reach the model
        if plain and drafted.reply and drafted.report and not drafted.report.blocks:
            lately.append(drafted.reply)
            lines.append({"review": row["id"], "author": author, **as_answer(review, drafted)})
    return lines


def mended(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    """The same lines, but for those that the checker blocks by now: another reply to the same review."""
    profile, texts = sample_profile(), {row["id"]: row for row in sample_reviews()["reviews"]}
    lately: dict[str, deque[str]] = {}
    kept = []
    for number, before in enumerate(lines):
        line, row, author = before, texts[before["review"]], before["author"]
        earlier = lately.setdefault(line["language"], deque(maxlen=UNLIKE))
        tried = 0
        while not passes(line, row, profile, tuple(earlier)):
            tried += 1
            print(f"line {number + 1} is blocked by now", file=sys.stderr)
            review = ReviewText(
                id=f"{row['id']}-again-{number}-{tried}", text=row["text"], rating=row["rating"], author=author
            )
            line = {**line, **as_answer(review, pipeline.draft(review, profile, tuple(earlier)))}
        kept.append(line)
        earlier.append(line["reply"].replace(CUSTOMER, author.split()[0]))
    return kept


def passes(line: dict[str, str], row: dict[str, Any], profile: ShopProfile, earlier: tuple[str, ...]) -> bool:
    """Whether the pipeline takes the line's texts as a model's."""
    review = ReviewText(id="", text=row["text"], rating=row["rating"], author=line["author"])
    drafted = pipeline.draft(review, profile, earlier, writer=Saying(line))
    return drafted.writer == Saying.NAME and not drafted.note


class Saying:
    """A model that says one thing."""

    NAME = "told"

    def __init__(self, line: dict[str, str]) -> None:
        self._line = line

    def write(
        self, task: Task, findings: Sequence[Finding] = (), *, previous: ModelWritten | None = None
    ) -> ModelWritten:
        if previous is not None or findings:
            raise ModelRubbish(Trouble.RUBBISH, "it has nothing better to say")
        name = task.facts.greeting_name or CUSTOMER
        reply, private = (self._line[key].replace(CUSTOMER, name) for key in ("reply", "private_message"))
        return ModelWritten(reply, private or None, None, self.NAME, "", Usage())


def as_answer(review: ReviewText, drafted: Drafted) -> dict[str, str]:
    facts = gather(cleaned(review), sample_profile(), drafted.triage)
    texts = [drafted.reply or "", drafted.private_message or ""]
    if facts.greeting_name:
        texts = [text.replace(facts.greeting_name, CUSTOMER, 1) for text in texts]
    return {"language": facts.language, "reply": texts[0], "private_message": texts[1]}


if __name__ == "__main__":
    if "--mend" in sys.argv:
        lines = mended([json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()])
    else:
        lines = write(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
    FILE.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")

"""A reply as the desk shows it: paragraphs of sentences, with what each answers and what backs it."""

from __future__ import annotations

import string
from collections.abc import Sequence
from itertools import pairwise

from plugin.panel.shapes import Note, Paragraph, Piece, SentenceShape
from plugin.panel.wording import policy_words
from plugin.shop import ShopProfile
from plugin.words import Finding, Report, Sentence, Severity

_WORST = (Severity.BLOCK, Severity.WARN)
_UNMARKED = frozenset({"review", "closing", "voice"})  # the review's own words need no proof in the margin


def lay_out(text: str, report: Report | None, shop: ShopProfile) -> tuple[Paragraph, ...]:
    """Lay ``text`` out by the report's sentences; without a report it is shown as it is, a paragraph a block."""
    sentences = _whole_cover(text, report.sentences if report else ())
    marks = _marks(text, report)
    paragraphs: list[Paragraph] = []
    current: list[SentenceShape] = []
    keys = _Keys(shop)
    for sentence, after in sentences:
        current.append(_sentence(text, sentence, after, marks, keys))
        if "\n\n" in after:
            current[-1] = _without_break(current[-1])
            paragraphs.append(Paragraph(tuple(current), keys.flush()))
            current = []
    if current:
        paragraphs.append(Paragraph(tuple(current), keys.flush()))
    return tuple(paragraphs)


def _whole_cover(text: str, sentences: Sequence[Sentence]) -> list[tuple[Sentence, str]]:
    """The sentences with the white space after each; words between two sentences become sentences of their own,
    so that nothing of the text can be missing from the screen.
    """
    found: list[Sentence] = []
    at = 0
    for sentence in sorted(sentences, key=lambda s: s.start):
        if sentence.start < at or sentence.end > len(text):
            continue
        found.extend(_loose(text, at, sentence.start))
        found.append(sentence)
        at = sentence.end
    found.extend(_loose(text, at, len(text)))
    ends = [*(s.start for s in found[1:]), len(text)]
    return [(s, text[s.end : end]) for s, end in zip(found, ends, strict=True)]


def _loose(text: str, start: int, end: int) -> list[Sentence]:
    between = text[start:end]
    if not between.strip():
        return []
    found = []
    at = start
    for block in between.split("\n\n"):
        stripped = block.strip()
        if stripped:
            begin = text.index(stripped, at)
            found.append(Sentence(stripped, begin, begin + len(stripped)))
        at += len(block) + 2
    return found


def _marks(text: str, report: Report | None) -> list[tuple[int, int, str]]:
    """Stretches to mark, the worst first."""
    if report is None:
        return []
    found = [_place(finding) for severity in _WORST for finding in report.findings if finding.severity is severity]
    for promise in report.promises:
        start = text.find(promise.text)
        found.append((start, start + len(promise.text), "promise") if start >= 0 else None)
    return [mark for mark in found if mark is not None]


def _place(finding: Finding) -> tuple[int, int, str] | None:
    if finding.start is None or finding.end is None or finding.end <= finding.start:
        return None
    return finding.start, finding.end, str(finding.severity)


def _sentence(
    text: str, sentence: Sentence, after: str, marks: list[tuple[int, int, str]], keys: _Keys
) -> SentenceShape:
    edges = {sentence.start, sentence.end}
    for start, end, _ in marks:
        edges.update(edge for edge in (start, end) if sentence.start < edge < sentence.end)
    cuts = sorted(edges)
    pieces = []
    for start, end in pairwise(cuts):
        kinds = [kind for from_, to, kind in marks if from_ <= start and end <= to]
        pieces.append(Piece(text[start:end], kinds[0] if kinds else ""))
    answers = tuple(index + 1 for index in sentence.answers)
    return SentenceShape(tuple(pieces), answers, keys.of(sentence.sources), after)


def _without_break(sentence: SentenceShape) -> SentenceShape:
    return SentenceShape(sentence.pieces, sentence.answers, sentence.notes, "")


class _Keys:
    """Gives each source a letter, once a reply, and collects the notes of the paragraph under way."""

    def __init__(self, shop: ShopProfile) -> None:
        self._shop = shop
        self._letters: dict[str, str] = {}
        self._pending: list[Note] = []

    def of(self, sources: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._key(source) for source in sources if source.partition(":")[0] not in _UNMARKED)

    def _key(self, source: str) -> str:
        if source not in self._letters:
            alphabet = string.ascii_lowercase
            self._letters[source] = alphabet[len(self._letters) % len(alphabet)]
            kind, text = self._explain(source)
            self._pending.append(Note(self._letters[source], kind, text))
        return self._letters[source]

    def flush(self) -> tuple[Note, ...]:
        notes, self._pending = tuple(self._pending), []
        return notes

    def _explain(self, source: str) -> tuple[str, str]:
        kind, _, which = source.partition(":")
        if kind == "policy" and (number := policy_words(which, self._shop.policy)):
            return "number", number
        if kind == "policy":
            return kind, next((c.text for c in self._shop.policy.clauses if c.id == which), which.replace("_", " "))
        if kind == "measure" and which.isdigit() and int(which) < len(self._shop.measures):
            return kind, self._shop.measures[int(which)]
        return kind, which

"""A review cut into clauses: the stretch that says one thing, so that praise and complaint do not run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugin.language import lexicons
from plugin.language.lexicons import Lexicon
from plugin.words import Sentiment

_END_OF_SENTENCE = re.compile(r"[!?]+[\s!?.]*|\.+(?=\s|$|[a-z]{2,}\s)|\n+")
_PAUSE = re.compile(r"[,;:](?=\s)|\s[-/+]\s|[()]|[\U0001F300-\U0001FAFF\u2600-\u27BF]+")
_WORD = re.compile(r"\w+")
_A_HALF = 8  # letters before a "but" that can say something


@dataclass(frozen=True, slots=True)
class Clause:
    """Offsets in the folded reading. ``asks``: its sentence ends with a question mark."""

    start: int
    end: int
    sentence: int
    asks: bool


def split(text: str, lexicon: Lexicon | None) -> tuple[Clause, ...]:
    """The clauses of a folded text, in order, without the blanks around them."""
    clauses: list[Clause] = []
    for number, (start, end, asks) in enumerate(_sentences(text)):
        for first, last in _parts(text, start, end, lexicon):
            trimmed = _trim(text, first, last)
            if trimmed is not None:
                clauses.append(Clause(*trimmed, number, asks))
    return tuple(clauses)


def halves(text: str, clause: Clause, lexicon: Lexicon) -> Iterator[Clause]:
    """A clause cut at its "and"s: for the caller to keep only where both halves say something."""
    start = clause.start
    for word in _WORD.finditer(text, clause.start, clause.end):
        if word.group() in lexicon.joins and word.start() > start:
            yield Clause(start, word.start(), clause.sentence, clause.asks)
            start = word.start()
    yield Clause(start, clause.end, clause.sentence, clause.asks)


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    start = 0
    for match in _END_OF_SENTENCE.finditer(text):
        if match.start() > start:
            yield start, match.start(), "?" in match.group()
        start = match.end()
    if start < len(text):
        yield start, len(text), False


def _parts(text: str, start: int, end: int, lexicon: Lexicon | None) -> Iterator[tuple[int, int]]:
    cuts = [match.span() for match in _PAUSE.finditer(text, start, end)]
    if lexicon is not None:
        cuts += [(w.start(), w.start()) for w in _WORD.finditer(text, start, end) if w.group() in lexicon.contrasts]
    place = start
    for first, last in sorted(cuts):
        if first > place:
            yield place, first
        place = max(place, last)
    yield place, end


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = [*_WORD.finditer(text, start, end)]
    return (words[0].start(), words[-1].end()) if words else None


def side_of(text: str, sentiment: Sentiment, language: str) -> str:
    """Of a stretch with a "but" inside the half that praises, which comes first, or the one that complains."""
    if language not in lexicons.LANGUAGES or sentiment is Sentiment.QUESTION:
        return text
    turns = [word for word in _WORD.finditer(text) if word.group().casefold() in lexicons.load(language).contrasts]
    inside = [word for word in turns if word.start() > _A_HALF]
    if not inside:
        return text
    return text[: inside[0].start()] if sentiment is Sentiment.POSITIVE else text[inside[-1].end() :]

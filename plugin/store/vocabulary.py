"""Which words the reviews hold, and how often: what a search starts from, and what its last word may begin.

SQLite counts a word by walking all its finds, so what was counted is remembered for some minutes; a count is a hint
for choosing a way, and a word that is newer than the memory is found by its full spelling meanwhile.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from plugin.store import searching

BEGINNINGS = 16  # words that the last word of a search may be the beginning of: the most used ones
REMEMBERED_FOR = 300.0  # seconds
_READ = 400
_REMEMBERED_MOST = 1_000
_VOCABULARY: Any = table("review_search_vocabulary", column("term"), column("doc"))


@dataclass(frozen=True, slots=True)
class Found:
    """The words that may stand for one word of a search, and in how many reviews of all shops they stand."""

    words: tuple[str, ...]
    reviews: int


_remembered: dict[tuple[str, str, bool], tuple[float, Found]] = {}


def look_up(session: Session, words: list[str]) -> list[Found]:
    """Each word of a search; the last one may be the beginning of others."""
    return [_remember(session, word, number == len(words)) for number, word in enumerate(words, 1)]


def _remember(session: Session, word: str, is_last: bool) -> Found:
    begins = is_last and searching.may_begin(word)
    key = (str(session.get_bind().engine.url), word, begins)
    known = _remembered.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    found = _count(session, word, begins)
    if len(_remembered) >= _REMEMBERED_MOST:
        _remembered.clear()
    _remembered[key] = (time.monotonic() + REMEMBERED_FOR, found)
    return found


def _count(session: Session, word: str, begins: bool) -> Found:
    terms = select(_VOCABULARY.c.term, _VOCABULARY.c.doc).where(_VOCABULARY.c.term >= word)
    terms = terms.where(_VOCABULARY.c.term < word + "\U0010ffff" if begins else _VOCABULARY.c.term <= word)
    rows = session.connection().execute(terms.limit(_READ)).all()
    longer = sorted(((term, many) for term, many in rows if term != word), key=lambda row: -row[1])[:BEGINNINGS]
    counts = [many for term, many in rows if term == word] + [many for _, many in longer]
    return Found((word, *(term for term, _ in longer)), sum(counts))

"""R-NO-CANNED: not (nearly) the same as the shop's recent replies, no stock phrases strung together."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugin.guidelines.contacts import find as find_contacts
from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.own_words import without
from plugin.guidelines.patterns import fold
from plugin.language import sentences
from plugin.words import Severity

MOST_OVERLAP = 0.3  # of word trigrams (generation.md §0: below it, replies do not read as rote)
_LONG_SENTENCE = 8
_OPENING = 4
_SHORT_LINE = 6
_TOO_MANY_STOCK = 3
_MARKS = 2048  # places for marks: few of the trigrams of two replies fall on the same one by chance
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Trace:
    """What two replies are compared by, without greeting, sign-off and contact lines."""

    opening: str
    long_sentences: frozenset[str]
    trigrams: frozenset[tuple[str, str, str]]
    marks: int  # every trigram as one of ``_MARKS`` bits

    def is_like(self, other: Trace) -> bool:
        """Whether they share so many trigrams that one reads like the other. What two have in common is counted only where
        their marks allow so much: a reply is compared with hundreds, and is like none of them.
        """
        held = len(self.trigrams) + len(other.trigrams)
        doubled = len(self.trigrams) - self.marks.bit_count()
        at_most = (self.marks & other.marks).bit_count() + doubled
        return _is_much(at_most, held) and _is_much(len(self.trigrams & other.trigrams), held)


def _is_much(shared: int, held: int) -> bool:
    """``held``: how many two texts hold, what they share counted twice."""
    return shared > 0 and (shared >= held - shared or shared / (held - shared) >= MOST_OVERLAP)


# Some ten kilobytes each: the recent replies of a few shops, and what is compared with them.
@functools.lru_cache(maxsize=1024)
def trace(text: str, leaving_out: tuple[str, ...] = ()) -> Trace:
    """The comparable part of a reply, without the phrases ``leaving_out``, which the shop wants in every reply.

    Kept, since a shop's recent replies are compared again and again.
    """
    text = without(text, leaving_out)
    spans = sentences.split(text)
    lines: list[list[str]] = []
    for number, span in enumerate(spans):
        piece = text[span.start : span.end]
        words = _WORD.findall(fold(piece))
        edge = number == 0 or number >= len(spans) - 3
        if (edge and len(words) < _SHORT_LINE) or find_contacts(piece):
            continue
        lines.append(words)
    joined = [" ".join(words) for words in lines]
    trigrams = frozenset(t for words in lines for t in zip(words, words[1:], words[2:], strict=False))
    opening = joined[0] if joined and len(lines[0]) >= _OPENING else ""
    long = frozenset(line for line, words in zip(joined, lines, strict=True) if len(words) >= _LONG_SENTENCE)
    return Trace(opening, long, trigrams, _marks_of(trigrams))


@functools.lru_cache(maxsize=16)
def traces(texts: tuple[str, ...], leaving_out: tuple[str, ...] = ()) -> tuple[Trace, ...]:
    """Of each text its trace."""
    return tuple(trace(text, leaving_out) for text in texts)


def _marks_of(trigrams: frozenset[tuple[str, str, str]]) -> int:
    marks = bytearray(_MARKS // 8)
    for trigram in trigrams:
        place = hash(trigram) % _MARKS
        marks[place // 8] |= 1 << place % 8
    return int.from_bytes(marks, "little")


def canned(draft: Draft) -> Iterator[Note]:
    reading = draft.reading
    known = {reading.sentence_at(start) for start, _ in reading.find("stock")} & set(draft.body)
    if len(known) >= _TOO_MANY_STOCK and len(known) * 2 > len(draft.body):
        yield Note("R-NO-CANNED", "stock", reading.spans[min(known)])
        return
    if note := _like_a_recent_one(draft):
        yield note
        return
    heard = _heard_as_stock(draft)
    if len(heard) >= _STRUNG_TOGETHER or (heard := {index for index in heard if _is_stock_by_itself(draft, index)}):
        yield Note("R-NO-CANNED", "stock", reading.spans[min(heard)], Severity.WARN)


def _like_a_recent_one(draft: Draft) -> Note | None:
    recent = draft.context.recent_replies
    if not recent:
        return None
    wanted = tuple(rule.words for rule in draft.context.shop.rules.wanted)
    mine = trace(draft.reading.cased, wanted)
    for twin, other in zip(recent, traces(recent, wanted), strict=True):
        if place := _likeness(mine, other):
            return Note("R-NO-CANNED", place, None, None, {"twin": " ".join(twin.split())[:120]})
    return None


def _heard_as_stock(draft: Draft) -> set[int]:
    """The sentences that any shop sends to any customer, in whatever words. What was learned is of public replies.

    Two of them tell more than one that is plainer: hardly any good reply has two (1 of 1,067 that no network had seen).
    """
    if draft.context.private:
        return set()
    mark = draft.marks["R-NO-CANNED"].likely * _ONE_OF_TWO
    return {index for index, scores in draft.scores.items() if scores["R-NO-CANNED"] >= mark}


def _is_stock_by_itself(draft: Draft, index: int) -> bool:
    """'Your opinion matters to us, and we continually strive to exceed expectations': two phrases strung together in one
    sentence. A short wish ("all the best!") is one that anybody may send.
    """
    return draft.scores[index]["R-NO-CANNED"] >= _BY_ITSELF and len(draft.reading.words_of(index)) >= _TWO_PHRASES


_BY_ITSELF = 0.54  # two good replies of 764 that no network had seen hold a sentence of so many words above it
_TWO_PHRASES = 9  # words
_STRUNG_TOGETHER = 2
_ONE_OF_TWO = 0.55  # of the mark from which on one stock sentence by itself is likely


def _likeness(mine: Trace, other: Trace) -> str | None:
    if mine.opening and mine.opening == other.opening:
        return "same-opening"
    if not mine.long_sentences.isdisjoint(other.long_sentences):
        return "same-sentence"
    return "too-alike" if mine.is_like(other) else None

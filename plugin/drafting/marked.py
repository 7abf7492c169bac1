"""A review with its marks: where the clauses, the lexicon's phrases, the negations and the words of judgement stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from plugin.drafting import clauses
from plugin.drafting.clauses import Clause
from plugin.drafting.said import touches
from plugin.language.lexicons import Lexicon, Rule, load
from plugin.language.reading import read
from plugin.words import Sentiment

_REACH_OF_A_NEGATION = 28  # characters before a phrase in which "not" still speaks of it: some four words
_NOT_LAST = frozenset({"nl", "de"})  # languages in which "not" may come last
_MOST_BETWEEN = 2  # words between a word of judgement and a "not" that ends its clause
_FURTHEST = 60  # the reach and the longest negation ("in no way") before it
_LONG_CLAUSE = 160
_WORD = re.compile(r"\w+")
_NOT = {
    "nl": re.compile(r"niet|geen|nooit|niks|niets|zonder|niemand|nergens|nauwelijks"),
    "de": re.compile(r"nicht|nich|kein|nie|ohne|nix|niemand|kaum|net\b|ned\b"),
    "en": re.compile(
        r"not|n't|n\\'t|never|no\b|nothing|without|nobody|nowhere|hardly|cannot|dont|doesnt|didnt|none|non"
    ),
}


# "Bevalt niet, vrijdag gekregen": the "not" of one clause says nothing about the arrival told in the next
_NEVER_ACROSS = frozenset({"delivery-missing"})


@dataclass(frozen=True, slots=True)
class Found:
    """A raw match of a lexicon rule."""

    rule: Rule
    start: int
    end: int


class Marked:
    """One reading of one review; made once, then only asked."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        found = [Found(*match) for match in lexicon.matches(text)]
        idioms = lexicon.idioms.spans(text)
        self.phrases = [f for f in found if f.rule.aspect and not _belongs_to_idiom(f, idioms)]
        self.topics = [f for f in found if not f.rule.aspect]
        exempt = [*lexicon.not_negations.spans(text), *idioms]
        self.negations = sorted(s for s in lexicon.negations.spans(text) if not touches(s, exempt))
        self.bad = sorted(s for s in lexicon.negative_words.spans(text) if not touches(s, idioms))
        self.good = sorted([*lexicon.positive_words.spans(text), *idioms])
        self.clauses = self._clauses()
        self._starts = [c.start for c in self.clauses]

    def _clauses(self) -> tuple[Clause, ...]:
        spans = sorted({*((p.start, p.end) for p in self.phrases), *self.bad, *self.good})
        starts = [start for start, _ in spans]
        parts: list[Clause] = []
        for clause in clauses.split(self.text, self.lexicon):
            kept: list[Clause] = []
            inside = spans[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
            for half in clauses.halves(self.text, clause, self.lexicon):
                if kept and not (_says_something(half, inside) and _says_something(kept[-1], inside)):
                    last = kept.pop()
                    kept.append(Clause(last.start, half.end, last.sentence, last.asks))
                else:
                    kept.append(half)
            parts += kept
        return tuple(parts)

    def clause_of(self, start: int) -> int:
        """The number of the clause that holds this place; -1 for none."""
        number = bisect_right(self._starts, start) - 1
        return number if number >= 0 and start < self.clauses[number].end else -1

    def words_of(self, clause: Clause) -> list[str]:
        return [w.group() for w in _WORD.finditer(self.text, clause.start, clause.end)]

    def around(self, start: int, end: int, clause: int) -> tuple[int, int]:
        """The clause around a phrase; in a clause without end, the words around it."""
        if clause < 0:
            return start, end
        first, last = self.clauses[clause].start, max(end, self.clauses[clause].end)
        if last - first <= _LONG_CLAUSE:
            return first, first + len(self.text[first:last].rstrip())
        # Only the words nearby: a review without a full stop may run to twenty thousand characters.
        words = [w.span() for w in _WORD.finditer(self.text, max(first, start - 120), min(last, end + 120))]
        first = next((s for s, _ in words if s >= start - 40), start)
        last = next((e for _, e in reversed(words) if e <= end + 50), end)
        return min(first, start), max(last, end)

    def is_negated(self, start: int, end: int, rule: Rule | None) -> bool:
        """Whether a "not" before the phrase, in its clause, speaks of it; or one inside it that is not its own."""
        clause = self.clause_of(start)
        floor = self.clauses[clause].start if clause >= 0 else 0
        for first, last in _from(self.negations, max(floor, start - _FURTHEST), end):
            if floor <= first and last <= start and start - last <= _REACH_OF_A_NEGATION:
                return True
            if rule is not None and start < first and last <= end and not _speaks_of_not(rule, self.lexicon.language):
                return True
        own = rule is not None and _speaks_of_not(rule, self.lexicon.language)
        return self.lexicon.language in _NOT_LAST and not own and clause >= 0 and self._ends_on_not(end, clause)

    def _ends_on_not(self, end: int, clause: int) -> bool:
        """Whether the clause ends on a "not" that follows what ended here: "das Bett knarzt nicht", "mooi is het niet"."""
        last = self.clauses[clause].end
        nots = _from(self.negations, end, last)
        if len(nots) != 1 or nots[0][1] < last:
            return False
        between = [word.group() for word in _WORD.finditer(self.text, end, nots[0][0])]
        return len(between) <= _MOST_BETWEEN and self.lexicon.joins.isdisjoint(between)

    def runs_over(self, found: Found) -> bool:
        """Whether a phrase with a gap in it was stitched together from two things said."""
        clause = self.clause_of(found.start)
        if clause < 0 or found.end <= self.clauses[clause].end:
            return False
        if found.rule.sentiment is Sentiment.POSITIVE or found.rule.aspect in _NEVER_ACROSS:
            return True
        limit = self.clauses[clause].end
        words = {w.group() for w in _WORD.finditer(self.text, limit, found.end)}
        if words & self.lexicon.contrasts:
            return True
        return any(limit <= t.start < found.end and t.rule.group != found.rule.group for t in self.topics)

    def judgement(self, clause: Clause) -> Sentiment | None:
        """What the words of judgement in a clause come down to; None where they say nothing."""
        balance = 0
        bad = [s for s in _from(self.bad, clause.start, clause.end) if s[1] <= clause.end]
        for start, end in bad:
            balance += 1 if self.is_negated(start, end, None) else -1
        for start, end in _from(self.good, clause.start, clause.end):
            if end <= clause.end and not touches((start, end), bad):
                balance += -1 if self.is_negated(start, end, None) else 1
        if balance < 0 or (balance == 0 and bad):
            return Sentiment.NEGATIVE
        return Sentiment.POSITIVE if balance > 0 else None

    def judgements(self) -> list[tuple[int, int, bool]]:
        """Every word and phrase of judgement with its place, and whether it is good, a "not" before it heeded."""
        found = [(start, end, self.is_negated(start, end, None)) for start, end in self.bad]
        found += [
            (start, end, not self.is_negated(start, end, None))
            for start, end in self.good
            if not touches((start, end), self.bad)
        ]
        found += [
            (p.start, p.end, (p.rule.sentiment is Sentiment.POSITIVE) != self.is_negated(p.start, p.end, p.rule))
            for p in self.phrases
            if p.rule.sentiment in {Sentiment.NEGATIVE, Sentiment.POSITIVE}
        ]
        return found

    def is_plain_praise(self) -> bool:
        """One star under nothing but praise: a slip, or the school grade 1."""
        return bool(self.good) and not self.bad and not self.negations

    def denies(self, clause: Clause) -> bool:
        """Whether a "not" stands in this clause."""
        return bool(_from(self.negations, clause.start, clause.end))


@lru_cache(maxsize=32)
def mark(text: str, language: str) -> Marked:
    """The marks of a folded text by the lexicon of its language, kept for the readings that follow."""
    return Marked(text, load(language))


def places_of_clauses(text: str, language: str) -> list[tuple[int, int]]:
    """Where the clauses of a review stand in its own text."""
    reading = read(text)
    return [reading.place(clause.start, clause.end) for clause in mark(reading.text, language).clauses]


def _from(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of the sorted spans that begin at or after ``start`` and before ``end``."""
    return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]


def _says_something(clause: Clause, spans: Iterable[tuple[int, int]]) -> bool:
    return any(clause.start <= start and end <= clause.end for start, end in spans)


def _belongs_to_idiom(found: Found, idioms: Iterable[tuple[int, int]]) -> bool:
    return found.rule.sentiment is Sentiment.NEGATIVE and touches((found.start, found.end), idioms)


def _speaks_of_not(rule: Rule, language: str) -> bool:
    """Whether the pattern itself holds a negation, so that one inside its match is its own."""
    return bool(_NOT[language].search(rule.pattern.regex.pattern))

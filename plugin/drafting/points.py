"""The points of a review: each thing the customer says, with its place, so that a reply can answer every one.

From the lexicons: a phrase that is a complaint or a praise by itself ("te laat geleverd"), or a subject with a word of
judgement beside it ("die Verpackung war miserabel"). Negation turns a phrase round ("niet kapot"), a contrast word ends
its reach, a question mark makes a question. What no lexicon knows still becomes a point ("other", "praise"), so that
nothing stays unanswered (guidelines R-EVERY-POINT, R-SPECIFIC).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugin.drafting import clauses
from plugin.drafting.clauses import Clause
from plugin.language import lexicons
from plugin.language.lexicons import Lexicon, Rule
from plugin.language.reading import Reading, read
from plugin.shop import ShopProfile
from plugin.words import Point, ReviewText, Sentiment

LOW_STARS = 2
HIGH_STARS = 4
_REACH_OF_A_NEGATION = 28  # characters before a phrase in which "not" still speaks of it: some four words
_LONG_CLAUSE = 160
_MOST_OTHERS = 3
_A_TAG = 2  # "toch?", "oder nicht?": no question that asks for an answer
# A broader label gives way to a narrower one on the same words; earlier wins.
_NARROW_FIRST = (
    "injury",
    "discrimination",
    "privacy",
    "double-charge",
    "refund-refused",
    "refund-late",
    "promise-broken",
    "delivery-missing",
    "missing-part",
    "wrong-item",
    "used",
    "delivery-place",
    "cancelled",
    "returns",
    "delivery-late",
    "packaging",
    "broken",
    "service-rude",
    "service-unreachable",
    "discount-code",
    "shipping-costs",
    "manual",
    "website",
    "stock",
    "size-fit",
    "description",
    "colour",
    "payment",
    "defect",
    "warranty",
    "withdrawal",
    "quality",
    "communication",
    "price",
    "service",
    "delivery",
    "trust",
    "other",
)
_RANK = {label: rank for rank, label in enumerate(_NARROW_FIRST)}
_QUESTION_LABELS = {
    "delivery": "delivery-question",
    "stock": "stock-question",
    "returns": "returns-question",
    "warranty": "returns-question",
    "money": "returns-question",
}
_HAPPY = re.compile("[😀😃😄😁😊🙂😍🥰🤩😎👍👌🙏💯🎉❤♥💚💙💜🧡💛🌟⭐😋🤗💪🏆]")
_UNHAPPY = re.compile("[😡😠🤬😤😞😢😭👎💔🤮🤢😒🙄😩😫☹🙁😕💩]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Said:
    """A phrase found, in offsets of the reading."""

    label: str
    group: str
    sentiment: Sentiment
    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A raw match of a lexicon rule."""

    rule: Rule
    start: int
    end: int


def find_points(review: ReviewText, shop: ShopProfile, language: str) -> tuple[Point, ...]:
    """The points of a review in order of place; offsets are code points of ``review.text``.

    A language without a lexicon yields at most one point, by its stars and emoji. A review without text yields none.
    """
    del shop  # what a shop sells does not change what a customer says
    reading = read(review.text)
    if not _WORD.search(reading.text):
        return ()
    if language not in lexicons.LANGUAGES:
        return _foreign(review, reading)
    said = _Finder(reading, lexicons.load(language), review.rating).said()
    points = [Point(s.label, s.sentiment, *reading.place(s.start, s.end)) for s in said]
    return tuple(sorted(points, key=lambda p: (p.start, p.end)))


def _foreign(review: ReviewText, reading: Reading) -> tuple[Point, ...]:
    """Stars and emoji speak every language."""
    parts = clauses.split(reading.text, None)
    if not parts:
        return ()
    unhappy = bool(_UNHAPPY.search(review.text)) or (review.rating is not None and review.rating <= LOW_STARS)
    happy = bool(_HAPPY.search(review.text)) or (review.rating is not None and review.rating >= HIGH_STARS)
    asks = next((part for part in parts if part.asks), None)
    if asks is not None and not unhappy:
        return (Point("question", Sentiment.QUESTION, *reading.place(asks.start, asks.end)),)
    if not unhappy and not happy:
        return ()
    longest = max(parts, key=lambda part: part.end - part.start)
    label, sentiment = ("other", Sentiment.NEGATIVE) if unhappy else ("praise", Sentiment.POSITIVE)
    return (Point(label, sentiment, *reading.place(longest.start, longest.end)),)


class _Finder:
    """One reading of one review; keeps what the steps share."""

    def __init__(self, reading: Reading, lexicon: Lexicon, rating: int | None) -> None:
        self.text = reading.text
        self.lexicon = lexicon
        self.rating = rating
        found = [_Found(*match) for match in lexicon.matches(self.text)]
        idioms = lexicon.idioms.spans(self.text)
        self.phrases = [f for f in found if f.rule.aspect and not _belongs_to_idiom(f, idioms)]
        self.topics = [f for f in found if not f.rule.aspect]
        exempt = [*lexicon.not_negations.spans(self.text), *idioms]
        self.negations = [s for s in lexicon.negations.spans(self.text) if not _touches(s, exempt)]
        self.bad = [s for s in lexicon.negative_words.spans(self.text) if not _touches(s, idioms)]
        self.good = [*lexicon.positive_words.spans(self.text), *idioms]
        self.clauses = self._clauses()

    def said(self) -> list[_Said]:
        """Every point, the narrow label kept where two lie on the same words, each label once."""
        found = self._asked()
        asked = {s.clause for s in found}
        phrases = [s for s in self._phrases() if s.clause not in asked]
        found += _without_overlaps(phrases)
        found += [s for s in self._judged_topics(found) if s.clause not in asked]
        found += [s for s in self._unnamed(found) if s.clause not in asked]
        if not any(s.sentiment is not Sentiment.POSITIVE for s in found) and self._is_low():
            found += self._last_resort("other", Sentiment.NEGATIVE, found)
        if not found and self.rating is not None and self.rating >= HIGH_STARS:
            found += self._last_resort("praise", Sentiment.POSITIVE, found)
        return _each_label_once(found)

    def _is_low(self) -> bool:
        return self.rating is not None and self.rating <= LOW_STARS and not self._is_plain_praise()

    def _is_plain_praise(self) -> bool:
        """One star under nothing but praise: a slip, or the school grade 1."""
        return bool(self.good) and not self.bad and not self.negations

    # --- where things stand -------------------------------------------------------------------------------

    def _clauses(self) -> tuple[Clause, ...]:
        parts: list[Clause] = []
        for clause in clauses.split(self.text, self.lexicon):
            kept: list[Clause] = []
            for half in clauses.halves(self.text, clause, self.lexicon):
                if kept and not (self._says_something(half) and self._says_something(kept[-1])):
                    last = kept.pop()
                    kept.append(Clause(last.start, half.end, last.sentence, last.asks))
                else:
                    kept.append(half)
            parts += kept
        return tuple(parts)

    def _says_something(self, clause: Clause) -> bool:
        return any(
            clause.start <= start and end <= clause.end
            for start, end in (*((p.start, p.end) for p in self.phrases), *self.bad, *self.good)
        )

    def _clause_of(self, start: int) -> int:
        return next((i for i, c in enumerate(self.clauses) if c.start <= start < c.end), -1)

    def _span(self, start: int, end: int, clause: int) -> tuple[int, int]:
        """The clause around a phrase; in a clause without end, the words around it."""
        if clause < 0:
            return start, end
        first, last = self.clauses[clause].start, max(end, self.clauses[clause].end)
        if last - first <= _LONG_CLAUSE:
            return first, self._trimmed(first, last)
        # Only the words nearby: a review without a full stop may run to twenty thousand characters.
        words = [w.span() for w in _WORD.finditer(self.text, max(first, start - 120), min(last, end + 120))]
        first = next((s for s, _ in words if s >= start - 40), start)
        last = next((e for _, e in reversed(words) if e <= end + 50), end)
        return min(first, start), max(last, end)

    def _trimmed(self, first: int, last: int) -> int:
        return first + len(self.text[first:last].rstrip())

    def _is_negated(self, start: int, end: int, rule: Rule | None) -> bool:
        clause = self._clause_of(start)
        floor = self.clauses[clause].start if clause >= 0 else 0
        for first, last in self.negations:
            if floor <= first and last <= start and start - last <= _REACH_OF_A_NEGATION:
                return True
            if rule is not None and start < first and last <= end and not _speaks_of_not(rule, self.lexicon.language):
                return True
        return False

    def _runs_over(self, found: _Found) -> bool:
        """Whether a phrase with a gap in it was stitched together from two things said."""
        clause = self._clause_of(found.start)
        if clause < 0 or found.end <= self.clauses[clause].end:
            return False
        if found.rule.sentiment is Sentiment.POSITIVE:
            return True
        limit = self.clauses[clause].end
        words = {w.group() for w in _WORD.finditer(self.text, limit, found.end)}
        if words & self.lexicon.contrasts:
            return True
        return any(limit <= t.start < found.end and t.rule.group != found.rule.group for t in self.topics)

    # --- what is said -------------------------------------------------------------------------------------

    def _asked(self) -> list[_Said]:
        """Real questions. A complaint with a question mark ("where is my parcel?") stays a complaint."""
        said: list[_Said] = []
        for number, clause in enumerate(self.clauses):
            explicit = any(p.rule.sentiment is Sentiment.QUESTION and _inside(p, clause) for p in self.phrases)
            if not (explicit or self._asks(clause)):
                continue
            complains = any(p.rule.sentiment is Sentiment.NEGATIVE and _inside(p, clause) for p in self.phrases)
            if complains and not explicit and self._is_unhappy():
                continue
            group = next((t.rule.group for t in self.topics if _inside(t, clause)), "product")
            label = _QUESTION_LABELS.get(group, "product-question")
            said.append(_Said(label, group, Sentiment.QUESTION, clause.start, clause.end, number))
        return said

    def _asks(self, clause: Clause) -> bool:
        if not clause.asks or self._is_unhappy():
            return False
        words = [w.group() for w in _WORD.finditer(self.text, clause.start, clause.end)]
        return len(words) > _A_TAG or any(word in self.lexicon.question_words for word in words)

    def _is_unhappy(self) -> bool:
        return self.rating is not None and self.rating <= LOW_STARS

    def _phrases(self) -> list[_Said]:
        said: list[_Said] = []
        for found in self.phrases:
            rule = found.rule
            if rule.sentiment is None or rule.sentiment is Sentiment.QUESTION or self._runs_over(found):
                continue
            label: str = rule.aspect
            sentiment: Sentiment = rule.sentiment
            if self._is_negated(found.start, found.end, rule):
                turned = None if self._is_unhappy() and sentiment is Sentiment.NEGATIVE else _turned(rule)
                if turned is None:
                    continue
                label, sentiment = turned
            clause = self._clause_of(found.start)
            said.append(_Said(label, rule.group, sentiment, found.start, found.end, clause))
        return [self._widened(s) for s in _best_of_each_place(said)]

    def _widened(self, said: _Said) -> _Said:
        start, end = self._span(said.start, said.end, said.clause)
        return _Said(said.label, said.group, said.sentiment, start, end, said.clause)

    def _judged_topics(self, found: Sequence[_Said]) -> list[_Said]:
        """A subject with a word of judgement beside it, where no phrase has said it already."""
        said: list[_Said] = []
        for topic in self.topics:
            number = self._clause_of(topic.start)
            group = topic.rule.group
            if number < 0 or group not in lexicons.groups() or any(s.clause == number for s in (*found, *said)):
                continue
            judgement = self._judgement(self.clauses[number])
            if judgement is not None:
                general = lexicons.groups()[group]
                label = general.complaint if judgement is Sentiment.NEGATIVE else general.praise
                start, end = self._span(topic.start, topic.end, number)
                said.append(_Said(label, group, judgement, start, end, number))
        return said

    def _unnamed(self, found: Sequence[_Said]) -> list[_Said]:
        """A judgement on something that no lexicon names."""
        said: list[_Said] = []
        sentences = {self.clauses[s.clause].sentence for s in found if s.clause >= 0}
        for number, clause in enumerate(self.clauses):
            if any(s.clause == number for s in found):
                continue
            judgement = self._judgement(clause)
            if judgement is Sentiment.NEGATIVE:
                said.append(self._general("other", judgement, number))
            elif judgement is Sentiment.POSITIVE and clause.sentence not in sentences:
                said.append(self._general("praise", judgement, number))
        return said

    def _general(self, label: str, sentiment: Sentiment, number: int) -> _Said:
        clause = self.clauses[number]
        start, end = self._span(clause.start, clause.end, number)
        return _Said(label, "other", sentiment, start, end, number)

    def _last_resort(self, label: str, sentiment: Sentiment, found: Sequence[_Said]) -> list[_Said]:
        """The fullest clause that nothing was found in stands for a review whose words no lexicon knows."""
        free = [i for i in range(len(self.clauses)) if not any(s.clause == i for s in found)]
        if not free:
            return []
        return [self._general(label, sentiment, max(free, key=lambda i: self.clauses[i].end - self.clauses[i].start))]

    def _judgement(self, clause: Clause) -> Sentiment | None:
        bad = self._count(self.bad, self.good, clause)
        if bad < 0:
            return Sentiment.NEGATIVE
        return Sentiment.POSITIVE if bad > 0 else None

    def _count(self, bad: Iterable[tuple[int, int]], good: Iterable[tuple[int, int]], clause: Clause) -> int:
        balance = 0
        bad_spans = [s for s in bad if clause.start <= s[0] and s[1] <= clause.end]
        for start, end in bad_spans:
            balance += 1 if self._is_negated(start, end, None) else -1
        for start, end in good:
            if clause.start <= start and end <= clause.end and not _touches((start, end), bad_spans):
                balance += -1 if self._is_negated(start, end, None) else 1
        if balance == 0 and bad_spans:
            return -1
        return balance


def _touches(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _belongs_to_idiom(found: _Found, idioms: Iterable[tuple[int, int]]) -> bool:
    return found.rule.sentiment is Sentiment.NEGATIVE and _touches((found.start, found.end), idioms)


def _inside(found: _Found, clause: Clause) -> bool:
    return clause.start <= found.start < clause.end


_NOT = {
    "nl": re.compile(r"niet|geen|nooit|niks|niets|zonder|niemand|nergens|nauwelijks"),
    "de": re.compile(r"nicht|nich|kein|nie|ohne|nix|niemand|kaum|net\b|ned\b"),
    "en": re.compile(
        r"not|n't|n\\'t|never|no\b|nothing|without|nobody|nowhere|hardly|cannot|dont|doesnt|didnt|none|non"
    ),
}


def _speaks_of_not(rule: Rule, language: str) -> bool:
    """Whether the pattern itself holds a negation, so that one inside its match is its own."""
    return bool(_NOT[language].search(rule.pattern.regex.pattern))


# "Not late", "not expensive" is praise; "not broken" is no more than one may expect
_PRAISED_BY_NOT = frozenset({"delivery-late", "price", "size-fit", "service-rude", "shipping-costs"})


def _turned(rule: Rule) -> tuple[str, Sentiment] | None:
    """What a phrase says when it is negated; None where its opposite says nothing ("no warranty question")."""
    general = lexicons.groups().get(rule.group)
    if rule.sentiment is Sentiment.POSITIVE:
        return (general.complaint if general else "other"), Sentiment.NEGATIVE
    if general is None or rule.aspect not in _PRAISED_BY_NOT:
        return None
    return general.praise, Sentiment.POSITIVE


_MOST_SAID = 200  # no review says more; a word repeated a thousand times only takes time


def _best_of_each_place(said: list[_Said]) -> list[_Said]:
    """Of phrases that share words, a complaint before a praise, then the narrower, then the longer."""
    order = sorted(
        said,
        key=lambda s: (s.sentiment is Sentiment.POSITIVE, _RANK.get(s.label, len(_RANK)), s.start - s.end),
    )[:_MOST_SAID]
    kept: list[_Said] = []
    for one in order:
        if not _touches((one.start, one.end), ((k.start, k.end) for k in kept)):
            kept.append(one)
    return kept


def _without_overlaps(said: list[_Said]) -> list[_Said]:
    kept: dict[tuple[str, int], _Said] = {}
    for one in sorted(said, key=lambda s: s.start):
        kept.setdefault((one.label, one.clause), one)
    return list(kept.values())


def _each_label_once(said: list[_Said]) -> list[_Said]:
    kept: list[_Said] = []
    for one in sorted(said, key=lambda s: (s.start, s.end)):
        most = _MOST_OTHERS if one.label == "other" or one.sentiment is Sentiment.QUESTION else 1
        if sum(k.label == one.label for k in kept) < most:
            kept.append(one)
    if any(k.label not in {"praise", "praise-recommend"} for k in kept if k.sentiment is Sentiment.POSITIVE):
        kept = [k for k in kept if k.label != "praise"]
    return kept

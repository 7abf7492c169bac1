"""The points of a review: each thing the customer says, with its place, so that a reply can answer every one.

From the lexicons: a phrase that is a complaint or a praise by itself ("te laat geleverd"), or a subject with a word of
judgement beside it ("die Verpackung war miserabel"). Negation turns a phrase round ("niet kapot"), a contrast word ends
its reach, a question mark makes a question. What no lexicon knows still becomes a point ("other", "praise"), so that
nothing stays unanswered (guidelines R-EVERY-POINT, R-SPECIFIC).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from plugin.drafting import clauses
from plugin.drafting.clauses import Clause
from plugin.drafting.marked import Found, Marked, mark
from plugin.drafting.said import GENERAL_PRAISE, Said, best_of_each_place, once_a_clause, once_a_review
from plugin.language import lexicons
from plugin.language.lexicons import Rule
from plugin.language.reading import Reading, read
from plugin.words import Point, ReviewText, Sentiment

LOW_STARS = 2
HIGH_STARS = 4
_FULL_STARS = 5
_A_TAG = 2  # "toch?", "oder nicht?": no question that asks for an answer
_SHORT_PRAISE = 3  # "Klasse.", "Brilliant tailoring": under one star beside a complaint it is scorn
_ENOUGH_TO_SAY = 4  # words of a sentence that must mean something beside praise under three stars
_A_THOUGHT = 3
_MOST_UNNAMED = 3
_FEW_SENTENCES = 4
_LONG_SENTENCE = 160
_QUESTION_LABELS = {
    "delivery": "delivery-question",
    "stock": "stock-question",
    "returns": "returns-question",
    "warranty": "returns-question",
    "money": "returns-question",
}
_VERDICTS = frozenset({"other", "price", "trust"})  # labels that leave open what went wrong
_HAPPY = re.compile("[😀😃😄😁😊🙂😍🥰🤩😎👍👌🙏💯🎉❤♥💚💙💜🧡💛🌟⭐😋🤗💪🏆]")
_UNHAPPY = re.compile("[😡😠🤬😤😞😢😭👎💔🤮🤢😒🙄😩😫☹🙁😕💩]")
_WORD = re.compile(r"\w+")


def find_points(review: ReviewText, language: str) -> tuple[Point, ...]:
    """The points of a review in order of place; offsets are code points of ``review.text``.

    A language without a lexicon yields at most one point, by its stars and emoji. A review without text yields none.
    """
    reading = read(review.text)
    if not _WORD.search(reading.text):
        return ()
    if language not in lexicons.LANGUAGES:
        return _foreign(review, reading, language)
    said = _Finder(mark(reading.text, language), review.rating).said()
    points = [Point(s.label, s.sentiment, *reading.place(s.start, s.end)) for s in said]
    return tuple(sorted(points, key=lambda p: (p.start, p.end)))


def _foreign(review: ReviewText, reading: Reading, language: str) -> tuple[Point, ...]:
    """The commonest complaints where they are known; else stars and emoji, which speak every language."""
    parts = clauses.split(reading.text, None)
    if not parts:
        return ()
    unhappy = bool(_UNHAPPY.search(review.text)) or (review.rating is not None and review.rating <= LOW_STARS)
    happy = bool(_HAPPY.search(review.text)) or (review.rating is not None and review.rating >= HIGH_STARS)
    named = [] if happy and not unhappy else _named_abroad(reading, parts, language)
    if named:
        return tuple(named)
    asks = next((part for part in parts if part.asks), None)
    if asks is not None and not unhappy:
        return (Point("question", Sentiment.QUESTION, *reading.place(asks.start, asks.end)),)
    if not unhappy and not happy:
        return ()
    longest = max(parts, key=lambda part: part.end - part.start)
    label, sentiment = ("other", Sentiment.NEGATIVE) if unhappy else ("praise", Sentiment.POSITIVE)
    return (Point(label, sentiment, *reading.place(longest.start, longest.end)),)


def _named_abroad(reading: Reading, parts: Sequence[Clause], language: str) -> list[Point]:
    """Each complaint once, at the first clause that it stands in; a clause for one complaint."""
    rules, matcher = lexicons.neighbour(language)
    found: dict[str, Clause] = {}
    for number, start, _ in matcher.find(reading.text):
        clause = next((part for part in parts if part.start <= start < part.end), None)
        if clause is not None and clause not in found.values():
            found.setdefault(rules[number].aspect, clause)
    points = [Point(label, Sentiment.NEGATIVE, *reading.place(c.start, c.end)) for label, c in found.items()]
    return sorted(points, key=lambda p: p.start)


class _Finder:
    """The steps from marks to points; each later step looks only where the earlier ones found nothing."""

    def __init__(self, marked: Marked, rating: int | None) -> None:
        self.marked = marked
        self.clauses = marked.clauses
        self.rating = rating
        self._ends = [0]  # where the last phrase ended
        self.is_unhappy = rating is not None and rating <= LOW_STARS

    def said(self) -> list[Said]:
        """Every point, the narrow label kept where two lie on the same words, each label once."""
        found = self._asked()
        asked = {s.clause for s in found}
        found += once_a_clause(s for s in self._phrases() if s.clause not in asked)
        found += [s for s in self._judged_topics(found) if s.clause not in asked]
        found += [s for s in self._unnamed(found) if s.clause not in asked]
        found += self._after_a_but(found)
        if self.is_unhappy and not self.marked.is_plain_praise():
            found += self._unheard(found)
        elif self.rating is not None and not self.is_unhappy and self.rating < HIGH_STARS:
            found += self._beside_praise(found)
        if not found and self.rating is not None and self.rating >= HIGH_STARS:
            found += self._fullest("praise", Sentiment.POSITIVE, range(len(self.clauses)))
        return once_a_review(self._without_scorn(found))

    # --- what the lexicons name ---------------------------------------------------------------------------

    def _asked(self) -> list[Said]:
        """Real questions. A complaint with a question mark ("where is my parcel?") stays a complaint."""
        said: list[Said] = []
        for number, clause in enumerate(self.clauses):
            explicit = any(p.rule.sentiment is Sentiment.QUESTION and _inside(p, clause) for p in self.marked.phrases)
            if not (explicit or self._asks(clause)):
                continue
            complains = any(p.rule.sentiment is Sentiment.NEGATIVE and _inside(p, clause) for p in self.marked.phrases)
            if complains and not explicit and self.is_unhappy:
                continue
            group = next((t.rule.group for t in self.marked.topics if _inside(t, clause)), "product")
            label = _QUESTION_LABELS.get(group, "product-question")
            said.append(Said(label, group, Sentiment.QUESTION, clause.start, clause.end, number))
        return said

    def _asks(self, clause: Clause) -> bool:
        if not clause.asks or self.is_unhappy:
            return False
        words = self.marked.words_of(clause)
        return len(words) > _A_TAG or any(word in self.marked.lexicon.question_words for word in words)

    def _phrases(self) -> list[Said]:
        said: list[Said] = []
        for found in self.marked.phrases:
            rule = found.rule
            if rule.sentiment is None or rule.sentiment is Sentiment.QUESTION or self.marked.runs_over(found):
                continue
            label: str = rule.aspect
            sentiment: Sentiment = rule.sentiment
            if self.marked.is_negated(found.start, found.end, rule):
                turned = None if self.is_unhappy and sentiment is Sentiment.NEGATIVE else _turned(rule)
                if turned is None:
                    continue
                label, sentiment = turned
            clause = self.marked.clause_of(found.start)
            said.append(Said(label, rule.group, sentiment, found.start, found.end, clause))
        best = sorted(best_of_each_place(said), key=lambda s: s.start)
        return [self._up_to(s, after) for s, after in zip(best, [*best[1:], None], strict=False)]

    def _up_to(self, said: Said, after: Said | None) -> Said:
        """Widened to its clause; where a clause says two things, the first ends where the second begins."""
        wide = self._widened(said)
        before = max((s for s in self._ends if s <= said.start), default=0)
        start = max(wide.start, before)
        end = wide.end if after is None or after.start >= wide.end else max(said.end, after.start)
        end = start + len(self.marked.text[start:end].rstrip(" ,;:-"))
        self._ends = [end]
        return replace(wide, start=start, end=max(end, said.end))

    def _widened(self, said: Said) -> Said:
        start, end = self.marked.around(said.start, said.end, said.clause)
        return replace(said, start=start, end=end)

    def _judged_topics(self, found: Sequence[Said]) -> list[Said]:
        """A subject with a word of judgement beside it, where no phrase has said it already."""
        said: list[Said] = []
        taken = {s.clause for s in found}
        for topic in self.marked.topics:
            number = self.marked.clause_of(topic.start)
            group = topic.rule.group
            if number < 0 or group not in lexicons.groups() or number in taken:
                continue
            judgement = self.marked.judgement(self.clauses[number])
            if judgement is not None:
                general = lexicons.groups()[group]
                label = general.complaint if judgement is Sentiment.NEGATIVE else general.praise
                said.append(self._widened(Said(label, group, judgement, topic.start, topic.end, number)))
                taken.add(number)
        return said

    # --- what no lexicon names ----------------------------------------------------------------------------

    def _unnamed(self, found: Sequence[Said]) -> list[Said]:
        """A judgement on something that no lexicon names."""
        said: list[Said] = []
        taken = {s.clause for s in found}
        sentences = {self.clauses[n].sentence for n in taken if n >= 0}
        for number, clause in enumerate(self.clauses):
            if number in taken:
                continue
            judgement = self.marked.judgement(clause)
            if judgement is Sentiment.NEGATIVE:
                said.append(self._general("other", judgement, number))
            elif judgement is Sentiment.POSITIVE and (not self.is_unhappy or clause.sentence not in sentences):
                said.append(self._general("praise", judgement, number))
        return said

    def _general(self, label: str, sentiment: Sentiment, number: int) -> Said:
        clause = self.clauses[number]
        start, end = self.marked.around(clause.start, clause.end, number)
        return Said(label, "other", sentiment, start, end, number)

    def _after_a_but(self, found: Sequence[Said]) -> list[Said]:
        """After praise, what follows a "but" and praises nothing: "nice desk, although one drawer sticks"."""
        if self.rating == _FULL_STARS or not any(s.sentiment is Sentiment.POSITIVE for s in found):
            return []
        lexicon = self.marked.lexicon
        content = self.rating is not None and self.rating >= HIGH_STARS
        buts = lexicon.contrasts if content else lexicon.contrasts | lexicon.reserves
        praised = {self.clauses[s.clause].sentence for s in found if s.sentiment is Sentiment.POSITIVE}
        taken = {s.clause for s in found if s.label not in GENERAL_PRAISE}
        return [
            self._general("other", Sentiment.NEGATIVE, number)
            for number, clause in enumerate(self.clauses)
            if number not in taken
            and not clause.asks
            and self.marked.judgement(clause) is None
            and len(words := self.marked.words_of(clause)) > _A_THOUGHT
            and not buts.isdisjoint(words[:2] if content else words)
            and (not content or clause.sentence in praised)
        ][:_MOST_UNNAMED]

    def _beside_praise(self, found: Sequence[Said]) -> list[Said]:
        """Three stars and nothing but praise so far: the sentence that praises nothing tells where the two went."""
        if not found or any(s.sentiment is not Sentiment.POSITIVE for s in found):
            return []
        free = [n for n in self._free(found) if len(self.marked.words_of(self.clauses[n])) >= _ENOUGH_TO_SAY]
        return self._fullest("other", Sentiment.NEGATIVE, free)

    def _unheard(self, found: Sequence[Said]) -> list[Said]:
        """Under one or two stars: the clauses that say "not" and yielded nothing; where no complaint has been named so
        far, the fullest clause of every sentence; and else one sentence more, for few say one thing for nothing.
        """
        complaints = [s for s in found if s.sentiment is not Sentiment.POSITIVE]
        named = any(s.label not in _VERDICTS for s in complaints)
        by_sentence: dict[int, list[int]] = {}
        for number in self._free(found):
            by_sentence.setdefault(self.clauses[number].sentence, []).append(number)
        said = self._denied(found, by_sentence)
        more: list[Said] = []
        for numbers in by_sentence.values():
            if any(self.marked.denies(self.clauses[n]) for n in numbers) or not named:
                said += self._fullest("other", Sentiment.NEGATIVE, numbers)
            elif not any(self._is_background(self.clauses[n]) for n in numbers):
                more += self._fullest("other", Sentiment.NEGATIVE, numbers)
        if len(by_sentence) < _FEW_SENTENCES:
            said += [s for s in more if len(self.marked.words_of(self.clauses[s.clause])) >= _ENOUGH_TO_SAY][:1]
        least = _A_THOUGHT if complaints else 1
        said = [s for s in said if len(self.marked.words_of(self.clauses[s.clause])) >= least] or (
            said[:1] if not complaints else []
        )
        said.sort(key=lambda s: s.start - s.end)
        return said[:_MOST_UNNAMED] or ([] if complaints else self._fallback(found))

    def _denied(self, found: Sequence[Said], unheard: Iterable[int]) -> list[Said]:
        """A "not" in a clause of its own, beside other complaints in the same sentence."""
        taken = {s.clause for s in found}
        apart = set(unheard)
        return [
            self._general("other", Sentiment.NEGATIVE, number)
            for number, clause in enumerate(self.clauses)
            if number not in taken
            and clause.sentence not in apart
            and self.marked.denies(clause)
            and self.marked.judgement(clause) is not Sentiment.POSITIVE
            and len(self.marked.words_of(clause)) > _A_THOUGHT
        ]

    def _is_background(self, clause: Clause) -> bool:
        """What was ordered, when and for whom."""
        return not self.marked.lexicon.background.isdisjoint(self.marked.words_of(clause))

    def _fallback(self, found: Sequence[Said]) -> list[Said]:
        taken = {s.clause for s in found}
        return self._fullest("other", Sentiment.NEGATIVE, [n for n in range(len(self.clauses)) if n not in taken])

    def _free(self, found: Sequence[Said]) -> list[int]:
        """The clauses of those sentences in which nothing was found."""
        heard = {self.clauses[s.clause].sentence for s in found if s.clause >= 0}
        return [n for n, clause in enumerate(self.clauses) if clause.sentence not in heard]

    def _fullest(self, label: str, sentiment: Sentiment, numbers: Iterable[int]) -> list[Said]:
        """The fullest of these clauses stands for a sentence whose words no lexicon knows; a short sentence whole."""
        chosen = sorted(numbers)
        if not chosen:
            return []
        number = max(chosen, key=lambda n: self.clauses[n].end - self.clauses[n].start)
        said = self._general(label, sentiment, number)
        first, last = self.clauses[chosen[0]], self.clauses[chosen[-1]]
        if first.sentence == last.sentence and last.end - first.start <= _LONG_SENTENCE:
            return [replace(said, start=first.start, end=last.end)]
        return [said]

    def _without_scorn(self, found: list[Said]) -> list[Said]:
        """Under one or two stars, beside a complaint, a bare "Klasse." praises nothing."""
        if not self.is_unhappy or not any(s.sentiment is Sentiment.NEGATIVE for s in found):
            return found
        return [
            s
            for s in found
            if s.label not in GENERAL_PRAISE or len(_WORD.findall(self.marked.text, s.start, s.end)) > _SHORT_PRAISE
        ]


def _inside(found: Found, clause: Clause) -> bool:
    return clause.start <= found.start < clause.end


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

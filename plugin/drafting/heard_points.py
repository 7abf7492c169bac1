"""Points as both readings together hear them: what the lexicons took for a complaint and is none falls away or turns round,
and a sentence that plainly praises, complains or asks in words that no lexicon knows becomes a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plugin.drafting.points import LOW_STARS
from plugin.drafting.polarity import Judge, Polarity
from plugin.drafting.reader import ReadReview, Sentence
from plugin.language.lexicons import LANGUAGES
from plugin.words import Point, Sentiment

_ALL_STARS = 5
_SEVERAL = 2  # points of praise
_PLAIN = 0.22  # from here on a sentence that has no point yet says it
_PLAIN_UNASKED = 0.45  # the same, of a complaint where the stars ask for none: a plot is full of trouble
_BESIDE = 0.65  # the same, of a clause beside others that have one
_A_THOUGHT = 2  # words of the shortest sentence or clause that says something of its own
_OTHERWISE = 0.5  # from here on a point that was taken for one thing is the other
_HARDLY_UNNAMED, _HARDLY_NAMED = 0.25, 0.1  # below these a point does not say what it was taken for
_HARDLY_UNDER_FEW = 0.12  # the same, of an unnamed complaint under one or two stars
_AGAINST_STARS = 0.5  # from here on praise is heard under one or two stars, where no lexicon names any
_MOST_ADDED = 4
_ASKS, _ASKS_PLAINLY = 0.4, 0.5
_GRAVE = frozenset({"injury", "discrimination", "privacy", "double-charge"})
_UNNAMED = frozenset({"other", "praise"})
_COMPLAINT, _PRAISE, _QUESTION = "other", "praise", "product-question"


def complete(
    points: Sequence[Point], heard: ReadReview, text: str, rating: int | None, language: str
) -> tuple[Point, ...]:
    """The points as they are judged, with those that were missed, in order of place."""
    if language not in LANGUAGES or not heard.sentences:
        return tuple(points)
    judge = Judge(text, rating, heard, language)
    kept = [one for point in points if (one := _judged(point, judge, heard, text, rating)) is not None]
    kept += _missed(kept, judge, heard, text, rating)
    if not kept and points and _is_low(rating):  # one star is given for something
        kept = [max(points, key=lambda p: judge.of(p.start, p.end).complains)]
    return tuple(sorted(_asked_once(kept, heard), key=lambda p: (p.start, p.end)))


def _judged(point: Point, judge: Judge, heard: ReadReview, text: str, rating: int | None) -> Point | None:
    """The point, turned round where it says the opposite; None where it only tells."""
    if point.sentiment is Sentiment.QUESTION or point.label in _GRAVE:
        return point
    if point.label == _COMPLAINT and _is_question(point, heard, text, rating):
        return replace(point, label=_QUESTION, sentiment=Sentiment.QUESTION)
    said = judge.of(point.start, point.end)
    if _of(said, point.sentiment) >= _hardly(point, rating):
        return point
    if point.sentiment is Sentiment.NEGATIVE:
        is_praise = said.praises >= (_AGAINST_STARS if _is_low(rating) else _OTHERWISE)
        return replace(point, label=_PRAISE, sentiment=Sentiment.POSITIVE) if is_praise else None
    return replace(point, label=_COMPLAINT, sentiment=Sentiment.NEGATIVE) if said.complains >= _OTHERWISE else None


def _hardly(point: Point, rating: int | None) -> float:
    if point.label not in _UNNAMED:
        return _HARDLY_NAMED
    return _HARDLY_UNDER_FEW if _is_low(rating) and point.sentiment is Sentiment.NEGATIVE else _HARDLY_UNNAMED


def _is_low(rating: int | None) -> bool:
    return rating is not None and rating <= LOW_STARS


def _of(said: Polarity, sentiment: Sentiment) -> float:
    return said.complains if sentiment is Sentiment.NEGATIVE else said.praises


def _is_question(point: Point, heard: ReadReview, text: str, rating: int | None) -> bool:
    its = _sentences(point, heard)
    asks = len(its) == 1 and its[0].scores["question"] >= _ASKS
    return asks and rating is not None and text[: point.end + 1].rstrip().endswith("?")


def _missed(kept: Sequence[Point], judge: Judge, heard: ReadReview, text: str, rating: int | None) -> list[Point]:
    """Of the sentences without a point those that plainly say something, the plainest first."""
    glad = rating == _ALL_STARS and len(kept) >= _SEVERAL and all(p.sentiment is Sentiment.POSITIVE for p in kept)
    found: list[tuple[float, Point]] = []
    for sentence in heard.sentences:
        inside = [p for p in kept if p.start < sentence.end and sentence.start < p.end]
        if inside:
            found += _beside(inside, sentence, judge)
            continue
        if judge.words(sentence.start, sentence.end) < _A_THOUGHT:
            continue
        said = judge.of(sentence.start, sentence.end)
        share, label, sentiment = max(
            (said.complains, _COMPLAINT, Sentiment.NEGATIVE),
            (said.praises, _PRAISE, Sentiment.POSITIVE),
            key=lambda each: each[0],
        )
        if "?" in text[sentence.start : sentence.end] and sentence.scores["question"] >= max(_ASKS_PLAINLY, share):
            share, label, sentiment = 1.0, _QUESTION, Sentiment.QUESTION
        least = _least(sentiment, rating)
        if share >= least and not (glad and sentiment is Sentiment.NEGATIVE):  # 'already the third order'
            found.append((share, Point(label, sentiment, sentence.start, sentence.end)))
    found.sort(key=lambda each: -each[0])
    return [point for _, point in found[:_MOST_ADDED]]


def _least(sentiment: Sentiment, rating: int | None) -> float:
    if sentiment is Sentiment.POSITIVE:
        return _AGAINST_STARS if _is_low(rating) else _PLAIN
    return _PLAIN if sentiment is Sentiment.QUESTION or _is_low(rating) else _PLAIN_UNASKED


def _beside(inside: Sequence[Point], sentence: Sentence, judge: Judge) -> Iterator[tuple[float, Point]]:
    """The clauses of a sentence that say plainly what none of its points says."""
    for start, end in judge.clauses(sentence.start, sentence.end):
        if any(p.start < end and start < p.end for p in inside) or judge.words(start, end) < _A_THOUGHT:
            continue
        said = judge.of(start, end)
        if said.praises >= _BESIDE > said.complains:
            yield said.praises, Point(_PRAISE, Sentiment.POSITIVE, start, end)
        elif said.complains >= _BESIDE > said.praises:
            yield said.complains, Point(_COMPLAINT, Sentiment.NEGATIVE, start, end)


def _asked_once(points: list[Point], heard: ReadReview) -> list[Point]:
    """One question a sentence: its clauses ask it together."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (p.start, p.end)):
        last = kept[-1] if kept else None
        asks = last is not None and last.sentiment is point.sentiment is Sentiment.QUESTION
        if asks and last is not None and any(s.start <= last.start and point.end <= s.end + 1 for s in heard.sentences):
            kept[-1] = replace(last, end=max(last.end, point.end))
        else:
            kept.append(point)
    return kept


def _sentences(point: Point, heard: ReadReview) -> list[Sentence]:
    return [s for s in heard.sentences if point.start < s.end and s.start < point.end]

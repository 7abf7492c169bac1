"""Points as both readings together hear them: what the lexicons took for a complaint and is none falls away or turns round,
and a sentence that plainly praises, complains or asks in words that no lexicon knows becomes a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from plugin.drafting.points import LOW_STARS
from plugin.drafting.polarity import Judge, Polarity
from plugin.drafting.reader import ReadReview, Stretch
from plugin.language.lexicons import LANGUAGES
from plugin.words import Point, Sentiment

_A_THOUGHT = 2  # words of the shortest sentence or clause that says something of its own
# From here on a sentence that has no point yet says it
_PLAIN = {Sentiment.NEGATIVE: 0.2, Sentiment.POSITIVE: 0.2, Sentiment.QUESTION: 0.33}
_PLAIN_WITHOUT_STARS = 0.4  # the same, of a complaint where no stars tell that there is one: a plot is full of trouble
_AGAINST_STARS = 0.5  # the same, of praise under one or two stars: few of them are a slip
_BESIDE = 0.35  # the same, of a clause beside others that have one
_OTHERWISE = 0.5  # from here on a point that was taken for one thing is the other
_HARDLY_UNNAMED, _HARDLY_NAMED = 0.35, 0.12  # below these a point does not say what it was taken for
_MOST_ADDED = 6
_Least = Mapping[Sentiment, float]
_GRAVE = frozenset({"injury", "discrimination", "privacy", "double-charge"})
_UNNAMED = frozenset({"other", "praise"})
_LABELS = {Sentiment.NEGATIVE: "other", Sentiment.POSITIVE: "praise", Sentiment.QUESTION: "product-question"}


def complete(
    points: Sequence[Point], heard: ReadReview, text: str, rating: int | None, language: str
) -> tuple[Point, ...]:
    """The points as they are judged, with those that were missed, in order of place."""
    if language not in LANGUAGES or not heard.sentences:
        return tuple(points)
    judge = Judge(text, rating, heard, language, points)
    kept = [one for point in points if (one := _judged(point, judge)) is not None]
    kept += _missed(kept, judge, heard, rating)
    if not kept and points and rating is not None and rating <= LOW_STARS:  # one star is given for something
        kept = [max(points, key=lambda p: judge.of(p.start, p.end).complains)]
    return tuple(sorted(_asked_once(kept, heard), key=lambda p: (p.start, p.end)))


def _judged(point: Point, judge: Judge) -> Point | None:
    """The point, turned round where it says something else; None where it only tells."""
    if point.sentiment is Sentiment.QUESTION or point.label in _GRAVE:
        return point
    shares = _shares(judge.of(point.start, point.end))
    first = max(shares, key=shares.__getitem__)
    if first is not point.sentiment and shares[first] >= _OTHERWISE:
        return replace(point, label=_LABELS[first], sentiment=first)
    least = _HARDLY_UNNAMED if point.label in _UNNAMED else _HARDLY_NAMED
    return point if shares[point.sentiment] >= least else None


def _shares(said: Polarity) -> dict[Sentiment, float]:
    return {
        Sentiment.NEGATIVE: said.complains,
        Sentiment.POSITIVE: said.praises,
        Sentiment.QUESTION: said.asks,
    }


def _missed(kept: Sequence[Point], judge: Judge, heard: ReadReview, rating: int | None) -> list[Point]:
    """Of the sentences without a point those that plainly say something, the plainest first."""
    least = _least(rating)
    beside = {sentiment: max(_BESIDE, share) for sentiment, share in least.items()}
    found: list[tuple[float, Point]] = []
    for sentence in heard.sentences:
        inside = [p for p in kept if p.start < sentence.end and sentence.start < p.end]
        if inside:
            found += _beside(inside, sentence, judge, beside)
        else:
            found += _said(sentence.start, sentence.end, judge, least)
    found.sort(key=lambda each: -each[0])
    return [point for _, point in found[:_MOST_ADDED]]


def _least(rating: int | None) -> _Least:
    """From which share on a sentence says it, by what the stars would have it say."""
    if rating is None:
        return {**_PLAIN, Sentiment.NEGATIVE: _PLAIN_WITHOUT_STARS}
    return {**_PLAIN, Sentiment.POSITIVE: _AGAINST_STARS} if rating <= LOW_STARS else _PLAIN


def _said(start: int, end: int, judge: Judge, least: _Least) -> Iterator[tuple[float, Point]]:
    """What a stretch says likeliest, where it says it plainly enough."""
    if judge.words(start, end) < _A_THOUGHT:
        return
    shares = _shares(judge.of(start, end))
    first = max(shares, key=shares.__getitem__)
    if shares[first] >= least[first]:
        yield shares[first], Point(_LABELS[first], first, start, end)


def _beside(inside: Sequence[Point], sentence: Stretch, judge: Judge, least: _Least) -> Iterator[tuple[float, Point]]:
    """The clauses of a sentence that say plainly what none of its points says."""
    for start, end in judge.clauses(sentence.start, sentence.end):
        if not any(p.start < end and start < p.end for p in inside):
            yield from _said(start, end, judge, least)


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

"""Points that the second reader hears where the lexicons know no word, and such as it hears otherwise.

A sentence without a point that plainly praises, complains or asks becomes one; an unnamed verdict under many stars, in a
sentence that by its meaning praises, was no complaint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugin.drafting.reader import ReadReview, Sentence
from plugin.language.lexicons import LANGUAGES, load
from plugin.language.reading import read
from plugin.words import Point, Sentiment

_LOW_STARS, _HIGH_STARS, _ALL_STARS = 2, 4, 5
_SEVERAL = 2  # points of praise
_PLAIN = 0.5  # from this score on a sentence says it
_PLAIN_AGAINST_STARS = 0.85  # the same, where the stars say the opposite
_HARDLY = 0.35
_NEVER = 1.1
_MOST_ADDED = 4
_BACKGROUND = 0.1  # below this a sentence tells what was around, not what was good or bad
_ASKS = 0.4
_WEAK, _WEAK_UNDER_FOUR = 0.6, 0.5  # below these no complaint is taken for one under five and four stars
_GRAVE = frozenset({"injury", "discrimination", "privacy", "double-charge"})
_UNNAMED = frozenset({"other", "praise"})
_LABELS = {Sentiment.NEGATIVE: "other", Sentiment.POSITIVE: "praise", Sentiment.QUESTION: "product-question"}


def complete(
    points: Sequence[Point], heard: ReadReview, text: str, rating: int | None, language: str
) -> tuple[Point, ...]:
    """The points with what the reader adds and turns round, in order of place."""
    kept = [_as_heard(point, heard, text, rating) for point in points]
    kept = [one for point in kept if (one := _as_rated(point, heard, text, rating, language)) is not None]
    glad = rating == _ALL_STARS and len(kept) >= _SEVERAL and all(p.sentiment is Sentiment.POSITIVE for p in kept)
    added: list[Point] = []
    for sentence in heard.sentences:
        inside = [p for p in kept if p.start < sentence.end and sentence.start < p.end]
        for sentiment in _said(sentence, rating, asks="?" in text[sentence.start : sentence.end]):
            if glad and sentiment is Sentiment.NEGATIVE:
                continue  # 'already the third order', among nothing but praise
            if not inside and len(added) < _MOST_ADDED:
                added.append(Point(_LABELS[sentiment], sentiment, sentence.start, sentence.end))
                break
    told = _without_background([*kept, *added], heard)
    return tuple(sorted(_asked_once(told, heard), key=lambda p: (p.start, p.end)))


def _as_rated(point: Point, heard: ReadReview, text: str, rating: int | None, language: str) -> Point | None:
    """A complaint under many stars that neither the reader hears plainly nor a word of blame bears out: praise, or what
    was told around it (None).
    """
    weak = {_ALL_STARS: _WEAK, _HIGH_STARS: _WEAK_UNDER_FOUR}.get(rating or 0, 0.0)
    if point.sentiment is not Sentiment.NEGATIVE or point.label in _GRAVE or not weak or language not in LANGUAGES:
        return point
    its = [s.scores for s in _sentences(point, heard)]
    if not its or max(s["negative"] for s in its) >= weak:
        return point
    if load(language).negative_words.found_in(read(text[point.start : point.end]).text):
        return point
    glad = max(s["positive"] for s in its) >= _PLAIN
    return replace(point, label="praise", sentiment=Sentiment.POSITIVE) if glad else None


def _without_background(points: list[Point], heard: ReadReview) -> list[Point]:
    """What was only told around a complaint or a praise, and names nothing, is no point beside one that is plainer."""
    said = {id(p): max((s.scores[p.sentiment.value] for s in _sentences(p, heard)), default=1.0) for p in points}
    unnamed = [p for p in points if p.label in _UNNAMED and said[id(p)] < _BACKGROUND]
    kept = [p for p in points if p not in unnamed]
    for sentiment, label in ((Sentiment.NEGATIVE, "other"), (Sentiment.POSITIVE, "praise")):
        alone = [p for p in unnamed if p.label == label]
        if alone and not any(p.sentiment is sentiment for p in kept):
            kept.append(max(alone, key=lambda p: said[id(p)]))
    return kept


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


def _said(sentence: Sentence, rating: int | None, *, asks: bool) -> list[Sentiment]:
    """What the sentence plainly says, the likeliest first."""
    low = rating is not None and rating <= _LOW_STARS
    high = rating is not None and rating >= _HIGH_STARS
    least = {
        Sentiment.NEGATIVE: _PLAIN_AGAINST_STARS if high else _PLAIN,
        Sentiment.POSITIVE: _PLAIN_AGAINST_STARS if low else _PLAIN,
        Sentiment.QUESTION: _PLAIN if asks else _NEVER,
    }
    said = [sentiment for sentiment, mark in least.items() if sentence.scores[sentiment.value] >= mark]
    return sorted(said, key=lambda sentiment: -sentence.scores[sentiment.value])


def _as_heard(point: Point, heard: ReadReview, text: str, rating: int | None) -> Point:
    """An unnamed complaint under many stars that by its meaning is praise; an unnamed praise under few that complains."""
    its = [s.scores for s in _sentences(point, heard)]
    if not its or rating is None:
        return point
    if (
        point.label == "other"
        and len(its) == 1
        and its[0]["question"] >= _ASKS
        and text[: point.end + 1].rstrip().endswith("?")
    ):
        return replace(point, label="product-question", sentiment=Sentiment.QUESTION)
    good, bad = max(s["positive"] for s in its), max(s["negative"] for s in its)
    if point.label == "other" and rating >= _HIGH_STARS and good >= _PLAIN and bad <= _HARDLY:
        return replace(point, label="praise", sentiment=Sentiment.POSITIVE)
    if point.label == "praise" and rating <= _LOW_STARS and bad >= _PLAIN_AGAINST_STARS and good <= _HARDLY:
        return replace(point, label="other", sentiment=Sentiment.NEGATIVE)
    return point

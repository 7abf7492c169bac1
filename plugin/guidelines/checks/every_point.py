"""R-EVERY-POINT: which sentence answers which point of the review, and is a complaint left without an answer?

Words and matters tell which sentences may answer a point; how likely it is that none does was learned (``advice``).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from plugin.guidelines import advice, answered
from plugin.guidelines.answered import Around, Said, Told
from plugin.guidelines.checks.specific import holds, matters, same_language, topics_of
from plugin.guidelines.draft import Draft, Note, stem
from plugin.guidelines.patterns import book, fold
from plugin.language import lexicons
from plugin.words import Point, Sentiment, Severity

_ID = "R-EVERY-POINT"
_LONG_ENOUGH = 3  # letters of a word that says something


def every_point(draft: Draft) -> Iterator[Note]:
    """A warning for the point that most likely has no answer; else a hint at a complaint that no sentence takes up in
    its words or its matter.
    """
    if draft.context.private or not same_language(draft):
        return
    for index in draft.once(_unanswered)[:1]:
        yield _note(draft, index, Severity.WARN)
        return
    said = {index for points in answers(draft).values() for index in points}
    for index, point in enumerate(draft.context.points):
        if point.sentiment is Sentiment.NEGATIVE and index not in said:
            yield _note(draft, index, Severity.INFO)


def _note(draft: Draft, index: int, severity: Severity) -> Note:
    return Note(_ID, "point", None, severity, {"point": _text(draft, draft.context.points[index]).strip()[:80]})


def answers(draft: Draft) -> Mapping[int, tuple[int, ...]]:
    """For each sentence of the body the points that it answers."""
    return draft.once(_answers_by_sentence)


def _answers_by_sentence(draft: Draft) -> Mapping[int, tuple[int, ...]]:
    unanswered = draft.once(_unanswered)
    points = [(n, point) for n, point in enumerate(draft.context.points) if n not in unanswered]
    return {index: tuple(n for n, point in points if _answers(draft, index, point)) for index in draft.body}


def _text(draft: Draft, point: Point) -> str:
    return draft.context.review.text[point.start : point.end]


# -- what was learned


def _unanswered(draft: Draft) -> Sequence[int]:
    """The points to which most likely no sentence is an answer, the likeliest first; the only one is R-SPECIFIC's."""
    alone = len(_asking(draft)) == 1
    rows = None if draft.context.private or alone else point_signs(draft)
    if rows is None:
        return ()
    network = advice.networks()[1]
    scores = [row[_ID] for row in network.scores(rows, answered.SIGNS)]
    likely = sorted(zip(scores, _asking(draft), strict=True), reverse=True)
    return [index for score, index in likely if score >= network.marks[_ID]]


def point_signs(draft: Draft) -> answered.Floats | None:
    """The signs of the review's complaints and questions, a row each; None where there is nothing to weigh."""
    context = draft.context
    points = [context.points[index] for index in _asking(draft)]
    if not points or not draft.body or not draft.complaint or not same_language(draft):
        return None
    texts = [draft.sentence_text(index) for index in draft.body]
    said = [Said(f" {text}", topics_of(context.language, text)) for text in texts]
    around = Around(context.decision, context.play, context.review.rating, draft.body_word_count)
    return answered.signs([_told(draft, point) for point in points], said, around)


def _asking(draft: Draft) -> list[int]:
    """The points that ask for an answer: all but praise."""
    return [n for n, point in enumerate(draft.context.points) if point.sentiment is not Sentiment.POSITIVE]


def _told(draft: Draft, point: Point) -> Told:
    language, text = draft.context.language, _text(draft, point)
    return Told(point, _telling(language, text), matters(text, language))


@functools.lru_cache(maxsize=1024)
def _telling(language: str, text: str) -> tuple[str, ...]:
    """The different words of a point that say what it is about."""
    said = book(language).words
    skip = said.get("stop", frozenset()) | said.get("genre", frozenset())
    words = answered.WORD.findall(fold(text))
    return tuple(dict.fromkeys(word for word in words if len(word) >= _LONG_ENOUGH and word not in skip))


# -- what the words tell


# A verdict ("shameful"), and what nobody may repeat in public: sympathy or an apology is the answer to it.
_VERDICTS = frozenset({"other", "trust", "quality", "service", "service-rude"})
_FELT = frozenset({"trust", "injury", "discrimination", "privacy"})


def _answers(draft: Draft, sentence: int, point: Point) -> bool:
    language, words = draft.context.language, _text(draft, point)
    verdict = point.label in _VERDICTS and _is_bare(language, words)
    if (verdict or point.label in _FELT) and point.sentiment is Sentiment.NEGATIVE:
        return any(draft.reading.in_sentence(sentence, kind) for kind in ("empathy", "apology"))
    text = draft.sentence_text(sentence)
    return bool(matters(words, language) & topics_of(language, text)) or holds(text, _stems_of(language, words))


@functools.lru_cache(maxsize=1024)
def _is_bare(language: str, words: str) -> bool:
    """Whether a point only judges ("Schandalig", "what a let-down"): one word at most besides those of blame."""
    bad = lexicons.load(language).negative_words if language in lexicons.LANGUAGES else None
    told = [one for one in _stems_of(language, words) if not (bad and bad.found_in(one))]
    return len(told) <= 1


@functools.lru_cache(maxsize=1024)
def _stems_of(language: str, words: str) -> tuple[str, ...]:
    """The beginnings of these words."""
    return tuple(dict.fromkeys(map(stem, _telling(language, words))))

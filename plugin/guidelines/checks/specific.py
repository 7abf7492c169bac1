"""R-SPECIFIC and R-EVERY-POINT: does the reply speak of what this customer wrote about?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.guidelines.draft import Draft, Note, stem
from plugin.guidelines.reading import Word
from plugin.words import Sentiment, Severity

_FEW_WORDS = 3  # a review with so few content words ("Top!") leaves nothing to name
_LONG_REVIEW = 12
_COMPOUND = 5  # letters that two words must share to count as one inside the other


def specific(draft: Draft) -> Iterator[Note]:
    """At least one concrete word of the review, or the same matter in other words, or the product's name."""
    if len(draft.content_words(draft.review)) <= _FEW_WORDS or not _same_language(draft):
        return
    said = _body_words(draft)
    if any(_shared(word.text, draft) for word in said) or _quotes_review(draft):
        return
    topics = _topics(draft, draft.review.folded)
    if topics & _own_topics(draft):
        if len(draft.content_words(draft.review)) > _LONG_REVIEW:
            yield Note("R-SPECIFIC", "hardly-specific", None, Severity.WARN)
        return
    yield Note("R-SPECIFIC", "not-specific")


_QUOTE = re.compile(r"[\"']([^\"'\n]{4,80})[\"']")


def _quotes_review(draft: Draft) -> bool:
    """The customer's own words between quotation marks."""
    return any(match[1] in draft.review.folded for match in _QUOTE.finditer(_body_text(draft)))


def _same_language(draft: Draft) -> bool:
    """Words can only be shared where review and reply are in one language."""
    if draft.context.review.language == draft.context.language:
        return True
    marks = draft.book.words.get("marks", frozenset()) | draft.book.words.get("stop", frozenset())
    words = draft.review.words
    return sum(word.text in marks for word in words) * 5 >= len(words)


def _body_words(draft: Draft) -> list[Word]:
    spans = draft.reading.spans
    inside = [spans[i] for i in draft.body]
    return [w for w in draft.content_words(draft.reading) if any(s.start <= w.start < s.end for s in inside)]


def _body_text(draft: Draft) -> str:
    return "\n".join(draft.sentence_text(i) for i in draft.body)


def _shared(word: str, draft: Draft) -> bool:
    if any(stem(word) == stem(other.text) and not _is_code(other.text) for other in draft.content_words(draft.review)):
        return True
    if len(word) == _COMPOUND - 1 and any(other.text.startswith(word) for other in draft.content_words(draft.review)):
        return True  # 'rust' and 'rusted'
    if len(word) < _COMPOUND:
        return False
    return any(
        (word in other.text and not _is_code(other.text)) or (len(other.text) >= _COMPOUND and other.text in word)
        for other in draft.content_words(draft.review)
    )


def _is_code(word: str) -> bool:
    """'gratis50' is no word of the customer's matter."""
    return any(c.isdigit() for c in word)


_CONTACTS = frozenset({"service", "return", "refund"})  # matters that a reply also touches by promising anything
_PROMISES = ("promise_strong", "promise_vague", "offline", "solution")


def _own_topics(draft: Draft) -> set[str]:
    """The matters of the reply; 'we will contact you' does not make it speak of a rude phone call."""
    found = _topics(draft, _body_text(draft))
    told = [i for i in draft.body if not any(draft.reading.in_sentence(i, kind) for kind in _PROMISES)]
    return found - _CONTACTS | _topics(draft, "\n".join(draft.sentence_text(i) for i in told))


def _topics(draft: Draft, text: str) -> set[str]:
    """The matters a text touches: by the beginning of a word, by longer stems also inside a compound."""
    padded = " " + _NO_WORD.sub(" ", text)
    return {
        name
        for name, stems in draft.book.groups.items()
        if any(f" {s}" in padded or (len(s) > _COMPOUND and s in padded) for s in stems)
    }


_NO_WORD = re.compile(r"[^\w-]+")


def every_point(draft: Draft) -> Iterator[Note]:
    """Each complaint is taken up: by its own words or by its matter."""
    if draft.context.private or not _same_language(draft):
        return
    answered = answers(draft)
    for index, point in enumerate(draft.context.points):
        if point.sentiment is Sentiment.NEGATIVE and not any(index in said for said in answered.values()):
            words = draft.context.review.text[point.start : point.end].strip()
            yield Note("R-EVERY-POINT", "point", None, None, {"point": words[:80]})


def answers(draft: Draft) -> dict[int, tuple[int, ...]]:
    """For each sentence of the body the points that it answers."""
    return {i: tuple(n for n in range(len(draft.context.points)) if _answers(draft, i, n)) for i in draft.body}


def _answers(draft: Draft, sentence: int, number: int) -> bool:
    point = draft.context.points[number]
    words = draft.context.review.text[point.start : point.end].lower()
    text = draft.sentence_text(sentence)
    if _topics(draft, words) & _topics(draft, text):
        return True
    skip = draft.book.words.get("stop", frozenset()) | draft.book.words.get("genre", frozenset())
    stems = {stem(w) for w in words.replace(",", " ").replace(".", " ").split() if len(w) >= 3 and w not in skip}  # noqa: PLR2004 -- short words say little
    return any(s in text for s in stems)

"""R-SPECIFIC: does the reply speak of what this customer wrote about?"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from plugin.guidelines.checks.naming import COMPOUND, names_something, shared_words
from plugin.guidelines.checks.suspected import lack_marks, lacks
from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.patterns import book, fold
from plugin.guidelines.reading import Word
from plugin.words import Severity

_FEW_WORDS = 3  # a review with so few content words ("Top!") leaves nothing to name
_LONG_REVIEW = 9
_TELLS, _ANSWERS = 5, 14  # content words of a review and of a reply in which more than "we send it back" can be named


def specific(draft: Draft) -> Iterator[Note]:
    """At least one concrete word of the review, or the same matter in other words, or the product's name."""
    if len(draft.content_words(draft.told)) <= _FEW_WORDS or not same_language(draft):
        return
    shared = shared_words(draft, _body_words(draft))
    named = {word.text for word in shared if names_something(draft, word)}
    if named or _quotes_review(draft):
        slight = draft.book.words.get("slight", frozenset())
        told = len(draft.content_words(draft.told)) >= _TELLS and len(_body_words(draft)) >= _ANSWERS
        general = len(named) <= _HARDLY_ANY and _review_is_long(draft) and _sounds_general(draft, _surely(draft))
        if general or (told and named <= slight):
            yield Note("R-SPECIFIC", "names-little", None, Severity.WARN)
        return
    if shared:
        yield Note("R-SPECIFIC", "hardly-specific", None, Severity.WARN)
        return
    topics = _topics(draft, draft.told.folded)
    if topics & _own_topics(draft):
        if _review_is_long(draft) or _sounds_general(draft):
            yield Note("R-SPECIFIC", "hardly-specific", None, Severity.WARN)
        return
    # Nothing that stands beside an order is quoted, so there may be nothing to name; a model can be asked again.
    ordered = draft.told is not draft.review and not draft.context.machine_written
    known = not draft.context.private and not _sounds_general(draft, _WITHOUT_ANY)
    yield Note("R-SPECIFIC", "not-specific", None, Severity.WARN if ordered or known else None)


def _review_is_long(draft: Draft) -> bool:
    return len(draft.content_words(draft.told)) > _LONG_REVIEW


def _sounds_general(draft: Draft, least: float = 0.0) -> bool:
    """Whether the reply as a whole sounds as if it could stand under any review. Of private messages nothing was learned."""
    if draft.context.private:
        return False
    return lacks(draft)["R-SPECIFIC"] >= max(lack_marks()["R-SPECIFIC"], least)


_HARDLY_ANY = 2  # words of the review that a general reply may name all the same
# How general a reply must sound to be told so: with such a word in it, more so where it is short, for there one word is much;
# and without a word or a matter of the review, where it blocks.
_WITH_A_WORD, _WITH_A_WORD_IF_LONG, _WITHOUT_ANY = 0.7, 0.5, 0.5
_LONG_REPLY = 18  # content words


_QUOTE = re.compile(r"[\"']([^\"'\n]{4,80})[\"']")


def _surely(draft: Draft) -> float:
    return _WITH_A_WORD_IF_LONG if len(_body_words(draft)) >= _LONG_REPLY else _WITH_A_WORD


def _quotes_review(draft: Draft) -> bool:
    """The customer's own words between quotation marks."""
    return any(match[1] in draft.review.folded for match in _QUOTE.finditer(_body_text(draft)))


def same_language(draft: Draft) -> bool:
    """Words can only be shared where review and reply are in one language."""
    if draft.context.review.language == draft.context.language:
        return True
    marks = draft.book.words.get("marks", frozenset()) | draft.book.words.get("stop", frozenset())
    words = draft.review.words
    return sum(word.text in marks for word in words) * 5 >= len(words)


def _body_words(draft: Draft) -> list[Word]:
    return [word for index in draft.body for word in draft.content_of(index)]


def _body_text(draft: Draft) -> str:
    return "\n".join(draft.sentence_text(i) for i in draft.body)


_CONTACTS = frozenset({"service", "return", "refund"})  # matters that a reply also touches by promising anything
_PROMISES = ("promise_strong", "promise_vague", "offline", "solution")


def _own_topics(draft: Draft) -> frozenset[str]:
    """The matters of the reply; 'we will contact you' does not make it speak of a rude phone call."""
    found = _topics(draft, _body_text(draft))
    told = [i for i in draft.body if not any(draft.reading.in_sentence(i, kind) for kind in _PROMISES)]
    return found - _CONTACTS | _topics(draft, "\n".join(draft.sentence_text(i) for i in told))


def _topics(draft: Draft, text: str) -> frozenset[str]:
    """The matters a text touches: by the beginning of a word, by longer stems also inside a compound."""
    return topics_of(draft.context.language, text)


def matters(text: str, language: str) -> frozenset[str]:
    """The matters that a text touches ("delivery", "price"), whoever wrote it; the text in any letters."""
    return topics_of(language, fold(text))


@functools.lru_cache(maxsize=2048)
def topics_of(language: str, text: str) -> frozenset[str]:
    """Kept, since every candidate is compared with the same points, and most of its sentences with each of them."""
    padded = " " + _NO_WORD.sub(" ", text)
    return frozenset(name for name, parts in _parts_of_topics(language) if holds(padded, parts))


def holds(text: str, parts: tuple[str, ...]) -> bool:
    for part in parts:  # noqa: SIM110 -- ``any`` with a generator takes three times as long
        if part in text:
            return True
    return False


@functools.cache
def _parts_of_topics(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each matter what in a text shows it: a beginning of a word, or a longer stem anywhere."""
    return tuple(
        (name, tuple(s if len(s) > COMPOUND else f" {s}" for s in stems))
        for name, stems in book(language).groups.items()
    )


_NO_WORD = re.compile(r"[^\w-]+")

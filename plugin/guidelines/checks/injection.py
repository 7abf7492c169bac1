"""R-CLEAN, second half: did the text do what the review told the writer to do?

Repeating a code, link, amount, number or phrase that the review demanded counts as obeying it, also inside a
refusal; so does greeting a hostile author name word for word (guidelines.md §5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from plugin.guidelines import contacts
from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.patterns import fold
from plugin.language import orders
from plugin.language.orders import is_message, is_no_name
from plugin.words import Severity

_QUOTED = re.compile(
    r"\"([^\"]{3,160})\"|'([^'\s][^']{2,160})'(?!\w)|„([^“”\"]{3,160})[“”\"]|»([^«]{3,160})«|«([^»]{3,160})»"
)
_CODE = re.compile(
    r"(?<![\w-])(?=[A-Z0-9_-]*[A-Z])(?:[A-Z0-9]+[-_])*(?=[A-Z0-9_-]*[\d_-]|[A-Z]{5,})[A-Z0-9]{3,}(?:[-_][A-Z0-9]+)*(?![\w-])"
)
_FIGURE = re.compile(r"(?:€|\$|£)\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|€|euro?s?|procent|percent|prozent)|(?<!\w)\d{2,}(?!\w)")
_AFTER_COLON = re.compile(r":\s*([^\n:]{8,200})")
_THAT = re.compile(r"(?<!\w)(?:that|dat|dass)\s+([^\n.!?]{12,200})")
_WORD = re.compile(r"[^\W_]+")
_RUN = 5  # words in a row that are no coincidence


def obeyed(draft: Draft) -> Iterator[Note]:
    place = _hostile_name(draft, draft.context.review.author.strip())
    if place is not None:
        yield Note("R-CLEAN", "hostile-name", place, Severity.BLOCK)
        return
    for phrase in _demanded(draft):
        place = _found(draft.reading.folded, fold(phrase))
        if place is not None and not _shops_own(draft, phrase):
            yield Note("R-CLEAN", "obeyed", place, None if _is_ordered(draft, phrase) else Severity.WARN)
            return
    yield from _links(draft)


def _hostile_name(draft: Draft, author: str) -> tuple[int, int] | None:
    """Where the reply says a shown name that is a message, or two telling words of it side by side: "Refund Everyone Today"."""
    if not author or not (is_no_name if draft.context.machine_written else is_message)(author):
        return None
    whole = _found(draft.reading.folded, fold(author))
    if whole is not None:
        return whole
    apart = orders.spread_name(author)
    words = _WORD.findall(fold(apart))
    spread = _found(draft.reading.folded, " ".join(words)) if apart != author and len(words) > 1 else None
    if spread is not None:
        return spread
    for pair in pairwise(words):
        said = max(pair, key=len) not in draft.everyday_words and " ".join(pair) not in draft.shop_text
        place = _found(draft.reading.folded, " ".join(pair)) if said else None
        if place is not None:
            return place
    return None


def _found(text: str, phrase: str) -> tuple[int, int] | None:
    match = re.search(rf"(?<![\w]){re.escape(phrase)}(?![\w])", text)
    return match.span() if match else None


def _shops_own(draft: Draft, phrase: str) -> bool:
    return _found(draft.shop_text, fold(phrase)) is not None or fold(phrase) in fold(draft.context.shop.agent)


def _links(draft: Draft) -> Iterator[Note]:
    """A link out of the review that is not the shop's own."""
    theirs = {c.key for c in contacts.find(draft.context.review.whole) if c.kind == "url"}
    for contact in draft.contacts:
        if contact.kind == "url" and contact.key in theirs and not draft.is_shops(contact):
            yield Note("R-CLEAN", "obeyed", (contact.start, contact.end))
            return


def _demanded(draft: Draft) -> list[str]:
    """What the review asks the writer to say, longest first."""
    review = draft.review
    marked = {review.sentence_at(start) for start, _ in review.find("injection")}
    found: set[str] = set()
    for index, span in enumerate(review.spans):
        text = review.cased[span.start : span.end]
        if {index, index - 1} & marked:
            found |= _tokens(text)
            found |= _runs(text, draft)
        elif review.in_sentence(index, "demand_verb"):
            found |= {phrase for phrase in _quotes(text) if len(_WORD.findall(phrase)) > 1 or phrase.isupper()}
    return sorted(found, key=len, reverse=True)


def _is_ordered(draft: Draft, phrase: str) -> bool:
    """Whether the phrase stands in an order beyond doubt; beside one, a person may have it from the customer. A model may not."""
    plainly = fold(orders.find(draft.context.review).plainly)
    return draft.context.machine_written or _found(plainly, fold(phrase)) is not None


def _quotes(text: str) -> set[str]:
    plain = text.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"')
    return {next(g for g in m.groups() if g).strip(" .!?,") for m in _QUOTED.finditer(plain)}


def _tokens(text: str) -> set[str]:
    found = _quotes(text) | {m.group() for m in _CODE.finditer(text)} | {m.group() for m in _FIGURE.finditer(text)}
    found |= {c.text for c in contacts.find(text)}
    for pattern in (_AFTER_COLON, _THAT):
        found |= {m[1].strip(" .!?\"'") for m in pattern.finditer(text)}
    return {token for token in found if len(token) > 1}


def _runs(text: str, draft: Draft) -> set[str]:
    """Runs of words of a demanding sentence that stand in the reply."""
    words = _WORD.findall(fold(text))
    reply = " ".join(w.text for w in draft.reading.words)
    runs = (" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
    return {run for run in runs if run in reply}

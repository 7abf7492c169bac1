"""R-WHEN: whatever is promised has a moment, and the moment is one."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from itertools import pairwise

from plugin.guidelines.draft import Draft, Note, overlaps
from plugin.guidelines.promises import denied
from plugin.guidelines.word_lists import Wording, words_of
from plugin.words import Severity

FAR = 30  # days; what is promised later than that reassures nobody


def _far(draft: Draft) -> Iterator[Note]:
    """'Within three months' is a moment, but hardly a realistic one for a customer who waits."""
    reading = draft.reading
    for figure in draft.figures:
        index = reading.sentence_at(figure.start)
        promised = reading.in_sentence(index, "promise_strong") or reading.in_sentence(index, "promise_vague")
        term = reading.in_sentence(index, "return_topic") or reading.in_sentence(index, "warranty_topic")
        before = reading.folded[max(0, figure.start - 24) : figure.start]
        known = (
            reading.folded[figure.start : figure.end] in draft.known_text
        )  # a term that the shop or the customer names
        if (
            figure.kind == "duration"
            and figure.days > FAR
            and promised
            and not (term or known)
            and _WITHIN.of(draft).search(before)
        ):
            yield Note("R-WHEN", "far-moment", (figure.start, figure.end), Severity.WARN)
            return


_WITHIN = Wording(r"(?<!\w){within_a_time}\s(?:\w+\s){0,2}$")


def moment(draft: Draft) -> Iterator[Note]:
    """A promise without a moment, with a blurred one, or with one that lies too far away."""
    yield from _far(draft)
    reading = draft.reading
    for start, end in reading.find("blurred"):
        index = reading.sentence_at(start)
        if index in draft.body and not _has_moment_beside(draft, index, (start, end)) and not denied(reading, start):
            heard = draft.scores[index]["R-WHEN"] >= draft.marks["R-WHEN"].likely
            yield Note("R-WHEN", "vague-moment", (start, end), None if heard else Severity.WARN)
            return
    yield from _soon(draft)
    for kind in ("promise_vague", "promise_strong"):
        for place in reading.find(kind):
            index = reading.sentence_at(place[0])
            if (
                index not in draft.body
                or denied(reading, place[0])
                or (kind == "promise_vague" and _tells(draft, index))
                or (_has_moment_near(draft, index) if kind == "promise_strong" else _has_moment_of_ours(draft, index))
            ):
                continue
            if overlaps(place, reading.find("seen_order")):
                continue  # what has happened, not what will
            vague = reading.in_sentence(index, "vague_moment")
            key = "vague-promise" if kind == "promise_vague" else "vague-moment" if vague else "no-moment"
            yield Note("R-WHEN", key, place)
            return
    if draft.complaint and not draft.context.private and names_no_moment(draft) and _takes_a_step(draft):
        yield Note("R-WHEN", "no-moment", None, Severity.WARN)


def _tells(draft: Draft, index: int) -> bool:
    """'We should have looked into it': an admission, a thank-you, a feeling in which the reader hears no promise."""
    if draft.context.private:
        return False  # what the reader has learned is of public replies
    scores = draft.scores[index]
    other = max(scores[kind] for kind in ("ownership", "empathy", "apology", "thanks"))
    heard = max(scores[kind] for kind in ("promise", "solution", "offline", "improve"))
    vague = scores["R-WHEN"] >= _PLAINLY_VAGUE
    return not vague and heard < _A_PROMISE and other >= _SOMETHING_ELSE


_A_PROMISE, _SOMETHING_ELSE, _PLAINLY_VAGUE = 0.1, 0.5, 0.45


def names_no_moment(draft: Draft) -> bool:
    """No day, no hour and no term from beginning to end, but for how long the customer has waited."""
    if any(has_moment(draft, index) for index in draft.body):
        return False
    terms = [draft.reading.sentence_at(f.start) for f in draft.figures if f.kind in {"duration", "date", "time"}]
    return not any(index in draft.body and not _past(draft, index) for index in terms)


def _past(draft: Draft, index: int) -> bool:
    """'Four weeks without your money': a time that was waited, in a sentence that feels for it."""
    kinds = ("empathy", "apology", "ownership", "return_topic", "warranty_topic")
    return any(draft.reading.in_sentence(index, kind) for kind in kinds)


def _takes_a_step(draft: Draft) -> bool:
    return max(draft.best(kind) for kind in ("solution", "promise", "offline")) >= _A_STEP


_A_STEP = 0.3  # of what lacks even that R-SOLUTION speaks


def _has_moment_near(draft: Draft, index: int) -> bool:
    return any(has_moment(draft, i) for i in (index, index + 1, index - 1))


def _has_moment_of_ours(draft: Draft, index: int) -> bool:
    """'Mail us today and it will be looked into': today is the customer's, for a vague promise it is no moment."""
    if not has_moment(draft, index):
        return False
    parts = _parts(draft, index)
    return any(
        not _CUSTOMER_ACTS.of(draft).match(draft.reading.folded, *part) and _moment_between(draft, index, part)
        for part in parts
    )


def _parts(draft: Draft, index: int) -> list[tuple[int, int]]:
    """The clauses of a sentence."""
    span, folded = draft.reading.spans[index], draft.reading.folded
    cuts = [m.end() for m in _CLAUSE_ENDS.of(draft).finditer(folded, span.start, span.end)]
    return list(pairwise((span.start, *cuts, span.end)))


_CUSTOMER_ACTS = Wording(r"\s*(?:{please} )*(?:{told_to_do}(?! {shop_itself}(?!\w))|{once_they} {they}(?!\w))(?!\w)")


def _soon(draft: Draft) -> Iterator[Note]:
    """'Soon' for a step that the classifier hears and no day anywhere beside it."""
    if not draft.complaint:
        return
    for place in draft.reading.find("vague_moment"):
        index = draft.reading.sentence_at(place[0])
        if index not in draft.body or not _SOON.of(draft).search(draft.reading.folded[slice(*place)]):
            continue
        if denied(draft.reading, place[0]) or _has_moment_beside(draft, index, place):
            continue
        scores = draft.scores[index]
        if max(scores[kind] for kind in ("promise", "solution")) >= _HEARD and not draft.reading.in_sentence(
            index, "closing"
        ):
            yield Note("R-WHEN", "vague-moment", place, Severity.WARN)
            return


_HEARD = 0.5
# Of the vague moments those that everyday sentences of another kind hardly hold ('eens', 'mal', 'later').
_SOON = Wording(r"{soon_inside}|^{soon_alone}$")


def _has_moment_beside(draft: Draft, index: int, place: tuple[int, int]) -> bool:
    """Whether what is promised so vaguely has a moment after all: 'soon, on Friday at the latest'.

    'Send us a photo today and a new one will follow in due course' has a moment for the photo and none for the new one.
    """
    span = draft.reading.spans[index]
    bounds = [span.start, *(end for _, end in _parts(draft, index))]
    at = bisect.bisect_right(bounds, place[0]) - 1
    own = (bounds[at], max(place[1], bounds[min(at + 1, len(bounds) - 1)]))
    if _moment_between(draft, index, own):
        return True
    ahead = (own[1], next((end for end in bounds if end > own[1]), span.end))
    behind = (bounds[max(0, at - 1)], bounds[at])
    # 'as soon as …': the step stands in the clause beside it
    depends = _WHENEVER.of(draft).match(draft.reading.folded, place[0])
    return any(
        _moment_between(draft, index, part) and (depends or len(draft.reading.words_between(*part)) <= most)
        for part, most in ((ahead, _ADDED), (behind, _PUT_FIRST))
    )


_CLAUSE_ENDS = Wording(r"[,;:](?=\s)|\s[-–—](?=\s)|\s{clause_and}(?=\s)")
_WHENEVER = Wording(r"{whenever}(?!\w)")
_ADDED, _PUT_FIRST = 6, 3  # words of a clause that only adds a moment to its neighbour


def has_moment(draft: Draft, index: int) -> bool:
    """A moment that is not part of an apology for the past ('al twee weken gewacht') nor of a vague one."""
    return draft.once_of(index, _has_moment)


def _has_moment(draft: Draft, index: int) -> bool:
    if index not in draft.body:
        return False
    span = draft.reading.spans[index]
    return _moment_between(draft, index, (span.start, span.end))


def _moment_between(draft: Draft, index: int, part: tuple[int, int]) -> bool:
    reading = draft.reading
    moments = reading.find("moment")
    if not moments or index not in draft.body:
        return False
    first, last = part
    weak = words_of("weak_moment", draft.context.language)  # 'of alles nu compleet is' names no day
    vague = reading.find("vague_moment") + reading.find("blurred")
    blurred = any(first <= start < last for start, _ in vague)
    return any(
        first <= start < last
        and not overlaps((start, end), vague)
        and not (blurred and reading.folded[start:end] in weak)
        for start, end in moments
    )

"""R-POLICY on money: what the customer would have to pay, held against the policy and the law.

Postage where the shop bears it, a share of the bill of a repair that is owed (2019/771 art. 14), a price for what the
law gives free: a mended fault, a copy of one's own data (2016/679 art. 12(5)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.guidelines.checks.terms import NOT, OWED, body_places, same
from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.word_lists import Wording
from plugin.language import figures
from plugin.language.figures import Figure
from plugin.words import Play, Severity

_CALM = frozenset(
    {Play.WITHDRAWAL, Play.THEIR_MISTAKE, Play.SLIGHTLY_LATE, Play.SAY_NO, Play.QUESTION, Play.UNAVAILABLE}
)
_MAYBE_OURS = frozenset({Play.UNCLEAR_FAULT, Play.ANGRY, Play.MIXED, Play.ESCALATE})
_NOT_TO_PAY = re.compile(r"\wn't(?!\w)")  # 'you shouldn't have had to foot the bill'
_OUR_SIDE = Wording(r"(?<!\w){we} (?:\w+ ){0,2}{bear}")
_SHARED = Wording(r"(?<!\w){halved}(?!\w)")
MOCKED = Wording(r"(?<!\w){mocked}(?!\w)")
_REPAIR = Wording(r"(?<!\w){repair}(?!\w)")


def charges(draft: Draft) -> Iterator[Note]:
    """The first cost put on the wrong side, and the first price that nobody has named."""
    if draft.context.private:
        return
    for way in (_costs, _part_price, _fee):
        if note := way(draft):
            yield note


def _costs(draft: Draft) -> Note | None:
    """Who pays: as the policy says, and never the buyer where we erred or the warranty holds."""
    rule, play = draft.context.shop.policy.return_shipping, draft.context.play
    if rule == "shop" or play in OWED or (rule == "shop_if_our_fault" and play in _MAYBE_OURS and draft.complaint):
        for index, start, end in body_places(draft, "costs_theirs"):
            if not _is_innocent(draft, index, start, end):
                return Note("R-POLICY", "return-costs", (start, end), Severity.WARN)
    if rule == "customer" and play in _CALM:
        for _, start, end in body_places(draft, "costs_ours"):
            if not NOT.of(draft).search(draft.reading.folded[start:end]):
                return Note("R-POLICY", "return-costs", (start, end), Severity.WARN)
    return None


def _part_price(draft: Draft) -> Note | None:
    """A part of the price, or the cost price, for what is owed for nothing."""
    if draft.context.play not in OWED:
        return None
    for index, start, end in body_places(draft, "part_price"):
        if not NOT.of(draft).search(draft.reading.folded[start:end]) and not _BACK.of(draft).search(
            draft.sentence_text(index)
        ):
            return Note("R-POLICY", "return-costs", (start, end), Severity.WARN)
    return None


_BACK = Wording(r"(?<!\w){gets_money}(?!\w)")


def _is_innocent(draft: Draft, index: int, start: int, end: int) -> bool:
    """'A joke at your expense', 'you pay nothing', 'we bear the postage', a repair that is owed to nobody."""
    text = draft.reading.folded
    marks = (text.rfind(mark, 0, start) + 1 for mark in ",;:")
    first = max(draft.reading.spans[index].start, start - 24, *marks)
    words, sentence = draft.reading.folded[first:end], draft.sentence_text(index)
    if NOT.of(draft).search(words) or _NOT_TO_PAY.search(words) or MOCKED.of(draft).search(sentence):
        return True
    if draft.context.play is Play.SAY_NO and _REPAIR.of(draft).search(sentence):
        return True
    return bool(_OUR_SIDE.of(draft).search(sentence)) and not _SHARED.of(draft).search(draft.reading.folded[start:end])


def _fee(draft: Draft) -> Note | None:
    """A price that stands neither in the policy nor in the review: for a label, an exchange, a repair, one's own data."""
    language = draft.context.language
    known = figures.find(draft.known_text, language) if draft.figures else ()
    for figure in draft.figures:
        index = draft.reading.sentence_at(figure.start)
        if figure.kind != "amount" or index not in draft.body or figure.value <= 0:
            continue
        if any(same(figure, other) for other in known):
            continue
        start = draft.reading.spans[index].start
        if draft.reading.in_sentence(index, "fee") and _CHARGED.of(draft).search(
            draft.reading.folded[start : figure.start]
        ):
            return Note("R-POLICY", "return-costs", (figure.start, figure.end), Severity.WARN)
        if draft.reading.in_sentence(index, "compensation"):
            continue
        if draft.reading.in_sentence(index, "fee") or _asked_for(draft, figure):
            return Note("R-POLICY", "return-costs", (figure.start, figure.end), Severity.WARN)
    return None


def _asked_for(draft: Draft, figure: Figure) -> bool:
    """'For £5 we will mend it': the price of something, and no money that goes to the customer."""
    span = draft.reading.spans[draft.reading.sentence_at(figure.start)]
    before, sentence = draft.reading.folded[span.start : figure.start], draft.reading.folded[span.start : span.end]
    return draft.complaint and bool(_PRICED.of(draft).search(before)) and not _TO_THEM.of(draft).search(sentence)


_CHARGED = Wording(r"(?<!\w){charged}\s(?:{charged_to} )*$")
_PRICED = Wording(r"(?<!\w){priced}\s(?:\w+\s){0,2}$")
_TO_THEM = Wording(r"(?<!\w)(?:{to_them}|{handed} (?:\w+ ){0,4}back)(?!\w)")

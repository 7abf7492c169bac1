"""R-POLICY in words: who pays, on which condition, in what, and from when it counts, held against the policy and the law.

Figures are compared in ``claims``. What stands here is a claim about a right that needs no figure: the buyer's postage
where the shop pays it, a sealed box as the condition of a return (2011/83/EU art. 9, 14), a voucher instead of the price
(art. 13), a share kept back, the maker in the shop's place (2019/771 art. 10, 14). What the shop's own policy says in the
same words is no finding; a reply on a case in which a no is due may refuse, and may not change the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.guidelines.draft import Draft, Note, stem
from plugin.guidelines.policy_numbers import clause_stems
from plugin.language import figures
from plugin.words import Play, Severity

_TOPICS = ("return_topic", "warranty_topic", "refund_topic")
_CALM = frozenset(
    {Play.WITHDRAWAL, Play.THEIR_MISTAKE, Play.SLIGHTLY_LATE, Play.SAY_NO, Play.QUESTION, Play.UNAVAILABLE}
)
_OWED = frozenset({Play.OUR_FAULT, Play.WARRANTY})
_REFUND_DAYS = 14  # from the withdrawal (2011/83/EU art. 13)
_ALIKE = 0.02  # two years are 730 days, 24 months 720
_SHARED = 2  # content words that make a sentence and a clause speak of one thing
_NOT = re.compile(
    r"(?<!\w)(?:niet|geen|nicht|keine?n?|not|no|never|nooit|nie|zonder|ohne|without|n't|nothing|niets|niks|nichts)(?!\w)"
)
_OUR_SIDE = re.compile(
    r"(?<!\w)(?:wij|we|ik|i|wir|ich|ons|onze|us|our|uns|unser\w*) (?:\w+ ){0,2}(?:betal\w*|draag\w*|vergoed\w*|nemen|neem|pay|cover|bear|zahl\w*|"
    r"trag\w*|übernehm\w*|kosten|expense|rekening|rechnung)"
)


def conditions(draft: Draft) -> Iterator[Note]:
    """The first claim of each kind that the policy or the law does not bear out."""
    if draft.context.private:
        return
    for way in (_costs, _early, _condition, _voucher, _deduction, _maker, _favour, _late_refund, _fee, _other_clause):
        if note := way(draft):
            yield note


def _body_places(draft: Draft, kind: str) -> Iterator[tuple[int, int, int]]:
    """Where a kind stands in the body and outside the shop's own words, with the number of the sentence."""
    for start, end in draft.reading.find(kind):
        index = draft.reading.sentence_at(start)
        if index in draft.body and draft.reading.folded[start:end] not in draft.shop_text:
            yield index, start, end


def _near(draft: Draft, index: int, kinds: tuple[str, ...]) -> bool:
    return any(draft.reading.in_sentence(i, kind) for i in (index, index - 1) if i in draft.body for kind in kinds)


def _costs(draft: Draft) -> Note | None:
    """Who pays the way back: as the policy says, and never the buyer where we erred or the warranty holds."""
    rule, play = draft.context.shop.policy.return_shipping, draft.context.play
    owed = rule == "shop" or play in _OWED
    for index, start, end in _body_places(draft, "costs_theirs"):
        words = draft.sentence_text(index)
        if owed and not _NOT.search(draft.reading.folded[max(0, start - 24) : end]) and not _OUR_SIDE.search(words):
            return Note("R-POLICY", "return-costs", (start, end), Severity.WARN)
    if rule == "customer" and play in _CALM:
        for _, start, end in _body_places(draft, "costs_ours"):
            if not _NOT.search(draft.reading.folded[start:end]):
                return Note("R-POLICY", "return-costs", (start, end), Severity.WARN)
    return None


def _early(draft: Draft) -> Note | None:
    """A term that counts from the order, the payment or the dispatch instead of from receipt."""
    for index, start, end in _body_places(draft, "counted_early"):
        spoken = _near(draft, index, ("return_topic",)) or _TERM.search(draft.sentence_text(index))
        term = any(f.kind == "duration" and draft.reading.sentence_at(f.start) == index for f in draft.figures)
        if spoken and term and not draft.reading.in_sentence(index, "warranty_topic"):
            return Note("R-POLICY", "term-from-order", (start, end))
    return None


_TERM = re.compile(r"(?<!\w)(?:termijn|bedenktijd|term|period|window|frist|\w+frist)(?!\w)")


def _condition(draft: Draft) -> Note | None:
    """A condition that the law does not allow and the shop's policy does not name."""
    for index, start, end in _body_places(draft, "extra_condition"):
        if _near(draft, index, _TOPICS) and not _in_policy(draft, index) and not _hedged(draft, start, end):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _hedged(draft: Draft, start: int, end: int) -> bool:
    """'U hoeft geen bon te hebben'."""
    before = draft.reading.folded[max(0, start - 30) : start]
    return bool(
        re.search(r"(?<!\w)(?:hoe(?:f|ft|ven)|brauch\w*|musst|müssen|need|have to)(?!\w)", before)
        and _NOT.search(before + draft.reading.folded[start:end])
    )


def _voucher(draft: Draft) -> Note | None:
    """A voucher for what is owed in money."""
    for index, start, end in _body_places(draft, "instead_of_money"):
        if not _NOT.search(draft.reading.folded[max(0, start - 24) : start]) and not _in_policy(draft, index):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _deduction(draft: Draft) -> Note | None:
    """A share or a fee kept back from what is owed."""
    for index, start, end in _body_places(draft, "deduction"):
        if not _NOT.search(draft.sentence_text(index)) and not _in_policy(draft, index):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _maker(draft: Draft) -> Note | None:
    """The maker in the shop's place: what is faulty is the seller's to mend."""
    if draft.context.play not in _FAULTY:
        return None
    for _, start, end in _body_places(draft, "manufacturer_first"):
        if not _NOT.search(draft.reading.folded[max(0, start - 24) : end]):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _favour(draft: Draft) -> Note | None:
    """What the law gives, sold as a kindness."""
    if draft.context.play not in _BY_LAW:
        return None
    for index, start, end in _body_places(draft, "as_a_favour"):
        owed = any(draft.reading.in_sentence(index, kind) for kind in (*_TOPICS, "solution"))
        if owed and not draft.reading.in_sentence(index, "compensation") and not _in_policy(draft, index):
            return Note("R-POLICY", "favour", (start, end), Severity.WARN)
    return None


_FAULTY = _OWED | {Play.UNCLEAR_FAULT, Play.ANGRY, Play.MIXED}
_BY_LAW = _OWED | {Play.WITHDRAWAL}


def _late_refund(draft: Draft) -> Note | None:
    """Money back later than the law allows after a withdrawal."""
    for figure in draft.figures:
        index = draft.reading.sentence_at(figure.start)
        if figure.kind != "duration" or index not in draft.body or figure.days <= _REFUND_DAYS:
            continue
        before = draft.reading.folded[max(0, figure.start - 24) : figure.start]
        promised = _WITHIN.search(before) and draft.reading.in_sentence(index, "refund_topic")
        by_clause = any(_same(figure, n) for _, numbers in _clauses(draft) for n in numbers)
        if promised and _GETS.search(draft.sentence_text(index)) and not _known(draft, figure) and not by_clause:
            return Note(
                "R-POLICY", "other-term", (figure.start, figure.end), Severity.WARN, {"policy": f"{_REFUND_DAYS} days"}
            )
    return None


_WITHIN = re.compile(
    r"(?<!\w)(?:binnen|over|in|within|after|up to|innerhalb|innerhalb von|spätestens|uiterlijk|nach|na|tot)\s(?:\w+\s){0,2}$"
)
_GETS = re.compile(
    r"(?<!\w)(?:terug\w*|zurück\w*|back|refund\w*|erstatt\w*|überwies\w*|überweis\w*|gutschr\w*|credited|stort\w*|gestort|rekening|konto|account|geld|money)(?!\w)"
)


def _other_clause(draft: Draft) -> Note | None:
    """A term that differs from the one in the clause that speaks of the same thing."""
    clauses = _clauses(draft)
    for figure in draft.figures:
        index = draft.reading.sentence_at(figure.start)
        if figure.kind not in {"duration", "percent"} or index not in draft.body or _known(draft, figure):
            continue
        if any(_same(figure, number) for _, numbers in clauses for number in numbers) or _is_own_term(draft, figure):
            continue
        said = {stem(word.text) for word in draft.content_of(index)}
        for stems, numbers in clauses:
            alike = [n for n in numbers if n.kind == figure.kind]
            if (
                alike
                and len(said & stems) >= _SHARED
                and not any(_same(figure, n) for n in alike)
                and _later(figure, alike)
            ):
                have = draft.context.shop.policy
                return Note(
                    "R-POLICY",
                    "other-term",
                    (figure.start, figure.end),
                    Severity.WARN,
                    {"policy": f"{have.withdrawal_days} days"},
                )
    return None


def _clauses(draft: Draft) -> list[tuple[frozenset[str], tuple[figures.Figure, ...]]]:
    """Of each clause of the shop's policy its words and its numbers."""
    language = draft.context.language
    return [(clause_stems(c.text), figures.find(c.text, language)) for c in draft.context.shop.policy.clauses]


def _fee(draft: Draft) -> Note | None:
    """A price for the label, the exchange, the handling that stands neither in the policy nor in the review."""
    known = figures.find(draft.known_text, draft.context.language) if draft.figures else ()
    for figure in draft.figures:
        index = draft.reading.sentence_at(figure.start)
        if figure.kind != "amount" or index not in draft.body or any(_same(figure, other) for other in known):
            continue
        priced = draft.reading.in_sentence(index, "fee") and not draft.reading.in_sentence(index, "compensation")
        if priced and figure.value > 0:
            return Note("R-POLICY", "return-costs", (figure.start, figure.end), Severity.WARN)
    return None


def _is_own_term(draft: Draft, figure: figures.Figure) -> bool:
    """One of the numbers of the policy itself."""
    policy = draft.context.shop.policy
    days = (policy.withdrawal_days, policy.warranty_months * 30, policy.leniency_days, policy.reply_within_days)
    return figure.kind == "duration" and any(abs(figure.days - own) <= own * _ALIKE for own in days)


def _later(figure: figures.Figure, alike: list[figures.Figure]) -> bool:
    """A shorter wait than promised harms nobody."""
    return figure.kind != "duration" or all(figure.days > other.days for other in alike)


def _same(one: figures.Figure, other: figures.Figure) -> bool:
    return one.days == other.days if one.kind == "duration" else one.value == other.value


def _known(draft: Draft, figure: figures.Figure) -> bool:
    """The customer has named it."""
    return any(
        f.kind == figure.kind and f.value == figure.value
        for f in figures.find(draft.review.cased, draft.context.language)
    )


def _in_policy(draft: Draft, index: int) -> bool:
    """Whether most of what the sentence says stands in one clause of the shop's policy."""
    said = {stem(word.text) for word in draft.content_of(index)}
    return any(len(said & clause_stems(c.text)) * 2 >= len(said) > 1 for c in draft.context.shop.policy.clauses)

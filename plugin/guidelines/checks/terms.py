"""R-POLICY in words: on which condition, in what, and from when it counts, held against the policy and the law.

Figures are compared in ``policy_claims``, who pays in ``charges``. What stands here is a claim about a right that needs no
figure: a sealed box as the condition of a return (2011/83/EU art. 9, 14), a voucher instead of the price (art. 13), a
share kept back, the maker in the shop's place (2019/771 art. 10, 14). What the shop's own policy says in the
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
OWED = frozenset({Play.OUR_FAULT, Play.WARRANTY})
_REFUND_DAYS = 14  # from the withdrawal (2011/83/EU art. 13)
_ALIKE = 0.02  # two years are 730 days, 24 months 720
_SHARED = 2  # content words that make a sentence and a clause speak of one thing
NOT = re.compile(
    r"(?<!\w)(?:niet|geen|nicht|keine?n?|not|no|never|nooit|nie|zonder|ohne|without|n't|nothing|niets|niks|nichts)(?!\w)"
)


def conditions(draft: Draft) -> Iterator[Note]:
    """The first claim of each kind that the policy or the law does not bear out."""
    if draft.context.private:
        return
    for way in (_early, _condition, _general, _voucher, _deduction, _maker, _favour, _late_refund, _other_clause):
        if note := way(draft):
            yield note


def body_places(draft: Draft, kind: str) -> Iterator[tuple[int, int, int]]:
    """Where a kind stands in the body and outside the shop's own words, with the number of the sentence."""
    for start, end in draft.reading.find(kind):
        index = draft.reading.sentence_at(start)
        if index in draft.body and draft.reading.folded[start:end] not in draft.shop_text:
            yield index, start, end


def _near(draft: Draft, index: int, kinds: tuple[str, ...]) -> bool:
    return any(draft.reading.in_sentence(i, kind) for i in (index, index - 1) if i in draft.body for kind in kinds)


def _early(draft: Draft) -> Note | None:
    """A term that counts from the order, the payment or the dispatch instead of from receipt."""
    for index, start, end in body_places(draft, "counted_early"):
        spoken = _near(draft, index, ("return_topic",)) or _TERM.search(draft.sentence_text(index))
        term = any(f.kind == "duration" and draft.reading.sentence_at(f.start) == index for f in draft.figures)
        late = _FREE_OF.search(draft.reading.folded, max(0, start - 12), start) or _RECEIVED.match(
            draft.reading.folded, end
        )
        if spoken and term and not late and not draft.reading.in_sentence(index, "warranty_topic"):
            return Note("R-POLICY", "term-from-order", (start, end))
    return None


_FREE_OF = re.compile(r"(?:free|frei|vrij|kosteloos|kostenlos) $")  # 'an exchange is free of shipping'
# 'Counted from the day on which you had the order in hand'
_RECEIVED = re.compile(
    r"\W+(?:\w+\W+){0,3}(?:ontv\w+|kreeg|krijgt?|kregen|in huis|binnen\w*|aankomt|aankwam|erhalten|erhielt\w*|erhältst|bekommen|bekam\w*|angekommen|ankam|eintr\w+|"
    r"receiv\w+|arriv\w+|reach\w+|got|get|in hand|in your hands)(?!\w)"
)

_TERM = re.compile(r"(?<!\w)(?:termijn|bedenktijd|term|period|window|frist|\w+frist)(?!\w)")


def _condition(draft: Draft) -> Note | None:
    """A condition that the law does not allow and the shop's policy does not name."""
    for index, start, end in body_places(draft, "extra_condition"):
        owed = _near(draft, index, _TOPICS) or (
            draft.context.play in OWED and draft.reading.in_sentence(index, "solution")
        )
        if owed and not in_policy(draft, index) and not _hedged(draft, start, end):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _general(draft: Draft) -> Note | None:
    """'Normally we never take these back' where this customer has a right to it: a rule that the shop does not have."""
    if draft.context.play in _REFUSED:
        return None
    for index, start, end in body_places(draft, "denied_generally"):
        if not in_policy(draft, index) or _EVEN_THEN.search(draft.sentence_text(index)):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


_REFUSED = frozenset({Play.SAY_NO, Play.SLIGHTLY_LATE, Play.THEIR_MISTAKE})
# What turns the exception of a clause round: 'not even where it is faulty'.
_EVEN_THEN = re.compile(
    r"(?<!\w)(?:ook niet|auch (?:nicht|ned|dann nicht)|selbst wenn|zelfs (?:niet )?als|even (?:if|when)|not even)(?!\w)"
)


def _hedged(draft: Draft, start: int, end: int) -> bool:
    """'U hoeft geen bon te hebben'."""
    before = draft.reading.folded[max(0, start - 30) : start]
    return bool(
        re.search(r"(?<!\w)(?:hoe(?:f|ft|ven)|brauch\w*|musst|müssen|need|have to)(?!\w)", before)
        and NOT.search(before + draft.reading.folded[start:end])
    )


def _voucher(draft: Draft) -> Note | None:
    """A voucher for what is owed in money."""
    for index, start, end in body_places(draft, "instead_of_money"):
        if not NOT.search(draft.reading.folded[max(0, start - 24) : start]) and not in_policy(draft, index):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _deduction(draft: Draft) -> Note | None:
    """A share or a fee kept back from what is owed."""
    for index, start, end in body_places(draft, "deduction"):
        if not NOT.search(draft.sentence_text(index)) and not in_policy(draft, index):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _maker(draft: Draft) -> Note | None:
    """The maker in the shop's place: what is faulty is the seller's to mend."""
    if draft.context.play not in _FAULTY:
        return None
    for _, start, end in body_places(draft, "manufacturer_first"):
        if not NOT.search(draft.reading.folded[max(0, start - 24) : end]):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _favour(draft: Draft) -> Note | None:
    """What the law gives, sold as a kindness."""
    if draft.context.play not in _BY_LAW:
        return None
    for index, start, end in body_places(draft, "as_a_favour"):
        owed = any(draft.reading.in_sentence(index, kind) for kind in (*_TOPICS, "solution"))
        if owed and not draft.reading.in_sentence(index, "compensation") and not in_policy(draft, index):
            return Note("R-POLICY", "favour", (start, end), Severity.WARN)
    return None


_FAULTY = OWED | {Play.UNCLEAR_FAULT, Play.ANGRY, Play.MIXED}
_BY_LAW = OWED | {Play.WITHDRAWAL}


def _late_refund(draft: Draft) -> Note | None:
    """Money back later than the law allows after a withdrawal."""
    for figure in draft.figures:
        index = draft.reading.sentence_at(figure.start)
        if figure.kind != "duration" or index not in draft.body or figure.days <= _REFUND_DAYS:
            continue
        before = draft.reading.folded[max(0, figure.start - 24) : figure.start]
        after = draft.reading.folded[figure.end : figure.end + 24]
        within = _WITHIN.search(before) or _AFTER_RECEIPT.match(after)
        own = figure.unit != "workday" and _is_own_term(draft, figure)
        promised = within and draft.reading.in_sentence(index, "refund_topic") and not own
        by_clause = any(same(figure, n) for _, numbers in _clauses(draft) for n in numbers)
        if promised and _GETS.search(draft.sentence_text(index)) and not _known(draft, figure) and not by_clause:
            return Note(
                "R-POLICY", "other-term", (figure.start, figure.end), Severity.WARN, {"policy": f"{_REFUND_DAYS} days"}
            )
    return None


_WITHIN = re.compile(
    r"(?<!\w)(?:binnen|over|in|within|after|up to|innerhalb|innerhalb von|spätestens|uiterlijk|nach|na|tot)\s(?:\w+\s){0,2}$"
)
_AFTER_RECEIPT = re.compile(
    r"\s(?:na|nach|after|from|of) (?:de |het |dem |der |the |je |uw |your |deinem |ihrem |your )?"
    r"(?:ontvangst|aankomst|binnenkomst|retour|eingang|ankunft|erhalt|eintreffen|receipt|arrival|receiving|return)"
)
_GETS = re.compile(
    r"(?<!\w)(?:terug\w*|zurück\w*|back|refund\w*|erstatt\w*|überwies\w*|überweis\w*|gutschr\w*|credited|stort\w*|gestort|rekening|konto|account|geld|money)(?!\w)"
)


def _other_clause(draft: Draft) -> Note | None:
    """A term that differs from the one in the clause that speaks of the same thing."""
    clauses = _clauses(draft)
    for figure in draft.figures:
        index = draft.reading.sentence_at(figure.start)
        if figure.kind not in {"duration", "percent", "amount"} or index not in draft.body or _known(draft, figure):
            continue
        if figure.kind == "amount" and draft.reading.in_sentence(index, "compensation"):
            continue  # R-GOODWILL speaks of it
        if any(same(figure, number) for _, numbers in clauses for number in numbers):
            continue
        if _is_own_term(draft, figure) and not _is_customers_time(draft, figure):
            continue
        said = {stem(word.text) for word in draft.content_of(index)}
        for stems, numbers in clauses:
            alike = [n for n in numbers if n.kind == figure.kind]
            if alike and len(said & stems) >= _SHARED and _worse(draft, figure, alike):
                have = f"{draft.context.shop.policy.withdrawal_days} days"
                return Note("R-POLICY", "other-term", (figure.start, figure.end), Severity.WARN, {"policy": have})
    return None


def _clauses(draft: Draft) -> list[tuple[frozenset[str], tuple[figures.Figure, ...]]]:
    """Of each clause of the shop's policy its words and its numbers."""
    language = draft.context.language
    return [(clause_stems(c.text), figures.find(c.text, language)) for c in draft.context.shop.policy.clauses]


def _is_own_term(draft: Draft, figure: figures.Figure) -> bool:
    """One of the numbers of the policy itself."""
    policy = draft.context.shop.policy
    days = (policy.withdrawal_days, policy.warranty_months * 30, policy.leniency_days, policy.reply_within_days)
    return figure.kind == "duration" and any(abs(figure.days - own) <= own * _ALIKE for own in days)


def _worse(draft: Draft, figure: figures.Figure, alike: list[figures.Figure]) -> bool:
    """A shorter wait than promised harms nobody; a shorter time in which the customer has to act does."""
    if figure.kind != "duration" or all(figure.days > other.days for other in alike):
        return True
    return _is_customers_time(draft, figure) and all(figure.days < other.days for other in alike)


def _is_customers_time(draft: Draft, figure: figures.Figure) -> bool:
    """'Send us a photo within 24 hours': the customer has to act."""
    start = draft.reading.spans[draft.reading.sentence_at(figure.start)].start
    return bool(
        _CUSTOMER_ACTS.search(re.split(r"[,;:]| (?:en|und|and) ", draft.reading.folded[start : figure.start])[-1])
    )


_CUSTOMER_ACTS = re.compile(
    r"(?<!\w)(?:stuur|stuurt|mail|mailt|meld|meldt|foto|send|email|report|tell|let us|photo|picture|schick\w*|send(?:e|en)|meld(?:e|en)|mail(?:e|en)|bild)(?!\w)"
)


def same(one: figures.Figure, other: figures.Figure) -> bool:
    return one.days == other.days if one.kind == "duration" else one.value == other.value


def _known(draft: Draft, figure: figures.Figure) -> bool:
    """The customer has named it."""
    return any(
        f.kind == figure.kind and f.value == figure.value and f.unit == figure.unit
        for f in figures.find(draft.review.cased, draft.context.language)
    )


def in_policy(draft: Draft, index: int) -> bool:
    """Whether most of what the sentence says stands in one clause of the shop's policy."""
    said = {stem(word.text) for word in draft.content_of(index)}
    return any(len(said & clause_stems(c.text)) * 2 >= len(said) > 1 for c in draft.context.shop.policy.clauses)

"""R-POLICY in words: on which condition, in what, and from when it counts, held against the policy and the law.

Figures are compared in ``policy_claims``, who pays in ``charges``. What stands here is a claim about a right that needs no
figure: a sealed box as the condition of a return (2011/83/EU art. 9, 14), a voucher instead of the price (art. 13), a
share kept back, the maker in the shop's place (2019/771 art. 10, 14). What the shop's own policy says in the
same words is no finding; a reply on a case in which a no is due may refuse, and may not change the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugin.guidelines.draft import Draft, Note, stem
from plugin.guidelines.policy_numbers import clause_stems
from plugin.guidelines.word_lists import Wording
from plugin.language import figures
from plugin.words import Play, Severity

_TOPICS = ("return_topic", "warranty_topic", "refund_topic")
OWED = frozenset({Play.OUR_FAULT, Play.WARRANTY})
_REFUND_DAYS = 14  # from the withdrawal (2011/83/EU art. 13)
_ALIKE = 0.02  # two years are 730 days, 24 months 720
_SHARED = 2  # content words that make a sentence and a clause speak of one thing
NOT = Wording(r"(?<!\w){not}(?!\w)")


def conditions(draft: Draft) -> Iterator[Note]:
    """The first claim of each kind that the policy or the law does not bear out."""
    if draft.context.private:
        return
    for way in (
        _early,
        _condition,
        _turned_round,
        _general,
        _shorter,
        _voucher,
        _deduction,
        _maker,
        _favour,
        _late_refund,
        _other_clause,
    ):
        if note := way(draft):
            yield note


def body_places(draft: Draft, kind: str) -> Iterator[tuple[int, int, int]]:
    """Where a kind stands in the body and outside the shop's own words, with the number of the sentence."""
    for start, end in draft.reading.find(kind) or draft.reading.found_beside.get(kind, []):
        index = draft.reading.sentence_at(start)
        if index in draft.body and draft.reading.folded[start:end] not in draft.shop_text:
            yield index, start, end


def _near(draft: Draft, index: int, kinds: tuple[str, ...]) -> bool:
    return any(draft.reading.in_sentence(i, kind) for i in (index, index - 1) if i in draft.body for kind in kinds)


def _names_the_term(draft: Draft, index: int) -> bool:
    """'You have 60 days', where 60 is how long the shop takes returns."""
    days = draft.context.shop.policy.withdrawal_days
    return any(f.kind == "duration" and f.unit != "workday" and f.days == days for f in draft.figures_of(index))


def _early(draft: Draft) -> Note | None:
    """A term that counts from the order, the payment or the dispatch instead of from receipt."""
    for index, start, end in body_places(draft, "counted_early"):
        spoken = (
            _near(draft, index, ("return_topic",))
            or _names_the_term(draft, index)
            or _TERM.of(draft).search(draft.sentence_text(index))
        )
        term = any(f.kind == "duration" and draft.reading.sentence_at(f.start) == index for f in draft.figures)
        late = _FREE_OF.of(draft).search(draft.reading.folded, max(0, start - 12), start) or _RECEIVED.of(draft).match(
            draft.reading.folded, end
        )
        if spoken and term and not late and not draft.reading.in_sentence(index, "warranty_topic"):
            return Note("R-POLICY", "term-from-order", (start, end))
    return None


_FREE_OF = Wording(r"{free_of} $")  # 'an exchange is free of shipping'
# 'Counted from the day on which you had the order in hand'
_RECEIVED = Wording(r"\W+(?:\w+\W+){0,3}{received}(?!\w)")

_TERM = Wording(r"(?<!\w){period}(?!\w)")


def _condition(draft: Draft) -> Note | None:
    """A condition that the law does not allow and the shop's policy does not name."""
    for index, start, end in body_places(draft, "extra_condition"):
        owed = (
            _near(draft, index, _TOPICS)
            or _names_the_term(draft, index)
            or (draft.context.play in OWED and draft.reading.in_sentence(index, "solution"))
        )
        if owed and not in_policy(draft, index) and not _hedged(draft, start, end):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _turned_round(draft: Draft) -> Note | None:
    """'Not even where it is faulty': what is faulty is the seller's, whatever the play and whatever a clause refuses."""
    for index, start, end in body_places(draft, "even_if_faulty"):
        if NOT.of(draft).search(draft.sentence_text(index)):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _shorter(draft: Draft) -> Note | None:
    """A warranty of 'the first year' where the policy's is longer, one repair where every fault is owed."""
    if draft.context.shop.policy.warranty_months <= _YEAR:
        return None
    for index, start, end in body_places(draft, "short_warranty"):
        before = draft.reading.folded[max(draft.reading.spans[index].start, start - 24) : start]
        if not in_policy(draft, index) and not NOT.of(draft).search(before):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


_YEAR = 12


def _general(draft: Draft) -> Note | None:
    """'Normally we never take these back' where this customer has a right to it: a rule that the shop does not have."""
    if draft.context.play in _REFUSED:
        return None
    for index, start, end in body_places(draft, "denied_generally"):
        if not in_policy(draft, index) or _EVEN_THEN.of(draft).search(draft.sentence_text(index)):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


_REFUSED = frozenset({Play.SAY_NO, Play.SLIGHTLY_LATE, Play.THEIR_MISTAKE})
# What turns the exception of a clause round: 'not even where it is faulty'.
_EVEN_THEN = Wording(r"(?<!\w){even_then}(?!\w)")


def _hedged(draft: Draft, start: int, end: int) -> bool:
    """'U hoeft geen bon te hebben'."""
    before = draft.reading.folded[max(0, start - 30) : start]
    if _EITHER_WAY.of(draft).search(before + draft.reading.folded[start:end]):
        return True
    return bool(_NEED.of(draft).search(before) and NOT.of(draft).search(before + draft.reading.folded[start:end]))


# 'With or without a receipt'
_EITHER_WAY = Wording(r"(?<!\w){either_way}(?!\w)")
_NEED = Wording(r"(?<!\w){need}(?!\w)")


def _voucher(draft: Draft) -> Note | None:
    """A voucher for what is owed in money."""
    for index, start, end in body_places(draft, "instead_of_money"):
        if not NOT.of(draft).search(draft.reading.folded[max(0, start - 24) : start]) and not in_policy(draft, index):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _deduction(draft: Draft) -> Note | None:
    """A share or a fee kept back from what is owed."""
    for index, start, end in body_places(draft, "deduction"):
        if not NOT.of(draft).search(draft.sentence_text(index)) and not in_policy(draft, index):
            return Note("R-POLICY", "denied-right", (start, end), Severity.WARN)
    return None


def _maker(draft: Draft) -> Note | None:
    """The maker in the shop's place: what is faulty is the seller's to mend."""
    if draft.context.play not in _FAULTY:
        return None
    for _, start, end in body_places(draft, "manufacturer_first"):
        if not NOT.of(draft).search(draft.reading.folded[max(0, start - 24) : end]):
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
        within = _WITHIN.of(draft).search(before) or _AFTER_RECEIPT.of(draft).match(after)
        own = figure.unit != "workday" and _is_own_term(draft, figure) and not _pays_then(draft, figure, after)
        promised = within and draft.reading.in_sentence(index, "refund_topic") and not own
        by_clause = any(same(figure, n) for _, numbers in _clauses(draft) for n in numbers)
        if (
            promised
            and _GETS.of(draft).search(draft.sentence_text(index))
            and not _known(draft, figure)
            and not by_clause
        ):
            return Note(
                "R-POLICY", "other-term", (figure.start, figure.end), Severity.WARN, {"policy": f"{_REFUND_DAYS} days"}
            )
    return None


def _pays_then(draft: Draft, figure: figures.Figure, after: str) -> bool:
    """'Your money is back 30 days after it arrived here': no term of the customer's, though as long as one."""
    start = draft.reading.spans[draft.reading.sentence_at(figure.start)].start
    part = _PARTS.of(draft).split(draft.reading.folded[start : figure.start])[-1]
    return bool(_PAID.of(draft).search(part + after)) and not _SENT.of(draft).search(part)


_PAID = Wording(r"(?<!\w)(?:{money_comes}|{refunded})(?!\w)")
_SENT = Wording(r"(?<!\w)(?:{customer_returns}|{goes_back}|{has_time})(?!\w)")
_WITHIN = Wording(r"(?<!\w){refund_within}\s(?:\w+\s){0,2}$")
_AFTER_RECEIPT = Wording(r"\s{after} (?:{the} )?{return_arrived}")
_GETS = Wording(r"(?<!\w){gets_money}(?!\w)")


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
    part = _PARTS.of(draft).split(draft.reading.folded[start : figure.start])[-1]
    return bool(_CUSTOMER_ACTS.of(draft).search(part))


_PARTS = Wording(r"[,;:]| {and} ")


_CUSTOMER_ACTS = Wording(r"(?<!\w){customer_acts}(?!\w)")


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

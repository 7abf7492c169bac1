"""R-POLICY: never less than the law gives nor other than the shop's own policy: terms, who pays for the way back, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugin.guidelines.checks.charges import MOCKED
from plugin.guidelines.draft import Draft, Note, overlaps, stem
from plugin.guidelines.own_clauses import clause_words
from plugin.guidelines.patterns import fold
from plugin.guidelines.policy_numbers import clause_stems
from plugin.guidelines.word_lists import Wording
from plugin.language import figures
from plugin.language.figures import Figure
from plugin.legal_minimum import legal_minimum
from plugin.shop import LANGUAGES
from plugin.words import Play, Severity

_MONTH_DAYS = 30
_DAYS_ALIKE = 1.02  # 24 months counted as 720 days are the same as 2 years counted as 730
_TERM = Wording(r"(?<!\w)(?:{policy_term}|{period}(?!\w))")
_RECEIPT = Wording(r"(?<!\w){since} (?:{the_day_of} )*{order_made}(?!\w)")
BACK = Wording(r"(?<!\w){ago}\s(?:\w+\s){0,2}$")


def policy(draft: Draft) -> Iterator[Note]:
    """Never less than the law gives nor other than the shop's own policy, in both directions."""
    for check in (_terms, _shipping, _denials, _from_receipt):
        if note := check(draft):
            yield note
            return


# 'The term is', 'de termijn van': whose else than the shop's.
_IS_THE_TERM = Wording(r"(?<!\w){period} (?:\w+ ){0,3}$")


def _topic(draft: Draft, index: int) -> str:
    """Which term a sentence speaks of: its own topic, or the one before where it names none."""
    reading = draft.reading
    warranty = reading.in_sentence(index, "warranty_topic")
    back = reading.in_sentence(index, "return_topic")
    if warranty and not (back and not reading.in_sentence(index, "promise_strong")):
        return "warranty"
    return "warranty" if warranty else "return" if back else ""


def is_term(draft: Draft, figure: Figure, index: int) -> bool:
    """Whether this duration claims a term of the law's or the policy's: R-POLICY speaks of it."""
    return figure.kind == "duration" and bool(_claimed(draft, figure, index))


_WITHIN = Wording(r"(?<!\w){term_within}\s(?:{term_filler} )*$")
_CUSTOMER_SENDS = Wording(r"(?<!\w)(?:{customer_sends}|{period})(?!\w)")
_SHOP_ACTS = Wording(r"(?<!\w){shop_acts}(?!\w)")


def _claimed(draft: Draft, figure: Figure, index: int) -> str:
    """The topic of a term that this duration claims, or ''. A refund 'within 5 days' is a promise, no term."""
    topic, sentence = _topic(draft, index), draft.sentence_text(index)
    clause = _clause(draft, figure, index)
    if not topic:
        return "return" if figure.unit in _CALENDAR and _is_told_as_a_term(draft, figure, clause) else ""
    own = topic == "return" and bool(_GOBACK.of(draft).search(clause))
    if own and _FROM_RECEIPT.of(draft).search(clause) and not _AT_THE_SHOP.of(draft).search(clause):
        return topic  # 'dan stuur je hem tot 14 dagen na ontvangst terug'
    if own:
        sentence = clause  # '…, and I will refund you within a week' is another matter
    if topic == "warranty":
        return topic if _may_be_warranty(draft, figure, sentence) else ""
    # Nobody counts a customer's days by those on which a shop works.
    paid = _MONEY_COMES.of(draft).search(clause) and not _RETURNS.of(draft).search(clause)
    promised = paid or (figure.unit == "workday" and not own)
    if topic == "return" and not promised and figure.unit in {"day", "week", "month", "workday"}:
        if BACK.of(draft).search(draft.reading.folded[max(0, figure.start - 30) : figure.start]):
            return ""
        shop_acts = _SHOP_ACTS.of(draft).search(sentence) or (
            not own and draft.reading.in_sentence(index, "promise_strong")
        )
        named = _TERM.of(draft).search(sentence)
        return topic if _CUSTOMER_SENDS.of(draft).search(sentence) and not (shop_acts and not named) else ""
    return ""


_JOINED = Wording(r" {and} ")
# '14 days is the term'
_TERM_IT_IS = Wording(r"\s{is_a} (?:\w+ )?{period}(?!\w)")
_CALENDAR = frozenset({"day", "week", "month"})
_HAS = Wording(r"(?<!\w){has_time}(?!\w)")


def _is_told_as_a_term(draft: Draft, figure: Figure, clause: str) -> bool:
    """'The term is 14 days', 'you have 14 days from receipt', where nothing else says what for."""
    before, after = draft.reading.folded[max(0, figure.start - 40) : figure.start], draft.reading.folded[figure.end :]
    if _IS_THE_TERM.of(draft).search(before) or _TERM_IT_IS.of(draft).match(after):
        return True
    figure_text = draft.reading.folded[figure.start : figure.end]
    part = next((part for part in _JOINED.of(draft).split(clause) if figure_text in part), clause)
    return bool(_HAS.of(draft).search(part) and _FROM_RECEIPT.of(draft).search(part))


def _may_be_warranty(draft: Draft, figure: Figure, sentence: str) -> bool:
    if figure.unit in {"hour", "minute", "workday"}:
        return False
    return figure.unit not in {"day", "week"} or not _SHOP_ACTS.of(draft).search(sentence)


_FROM_RECEIPT = Wording(r"(?<!\w){after} (?:{the} )?{order_received}(?!\w)")
_AT_THE_SHOP = Wording(r"(?<!\w){at_the_shop}(?!\w)")
# 'The price is repaid within …': what the shop promises, unless the customer has to do something in that time
_MONEY_COMES = Wording(r"(?<!\w){money_comes}(?!\w)")
_RETURNS = Wording(r"(?<!\w)(?<!its )(?<!the )(?<!your ){customer_returns}(?!\w)")
_GOBACK = Wording(r"(?<!\w)(?:{goes_back}|{send} \w+ back)")


def _clause(draft: Draft, figure: Figure, index: int) -> str:
    """The part of the sentence between commas in which a figure stands."""
    span = draft.reading.spans[index]
    text, at = draft.reading.folded, figure.start
    start = max((text.rfind(mark, span.start, at) for mark in ",;:"), default=-1)
    ends = [found for mark in ",;:" if (found := text.find(mark, figure.end, span.end)) >= 0]
    return text[max(start, span.start) : min(ends, default=span.end)]


def _terms(draft: Draft) -> Note | None:
    shop = draft.context.shop
    floor = legal_minimum(shop.country, draft.context.today)
    months = max(shop.policy.warranty_months, floor.warranty_months)
    days = max(shop.policy.withdrawal_days, floor.withdrawal_days)
    for figure in draft.figures:
        if figure.kind != "duration":
            continue
        index = draft.reading.sentence_at(figure.start)
        topic = _claimed(draft, figure, index)
        if not topic or index not in draft.body:
            continue
        wanted = (
            Figure("duration", float(months), "month", 0, 0)
            if topic == "warranty"
            else Figure("duration", float(days), "day", 0, 0)
        )
        if same_figure(figure, wanted) or _in_clauses(draft, figure, index) or _customers_own(draft, figure):
            continue
        legal = floor.warranty_months * _MONTH_DAYS if topic == "warranty" else floor.withdrawal_days
        if _DENIED.of(draft).search(draft.reading.folded[max(0, figure.start - 12) : figure.start]):
            continue
        if _is_leniency(draft, figure, topic) or _beside_the_term(draft, figure, wanted, index):
            continue
        key = "less-than-law" if figure.days * _DAYS_ALIKE < legal else "other-term"
        have = f"{months} months" if topic == "warranty" else f"{days} days"
        return Note(
            "R-POLICY", key, (figure.start, figure.end), _how_sure(draft, figure, wanted, index), {"policy": have}
        )
    return None


def _how_sure(draft: Draft, figure: Figure, wanted: Figure, index: int) -> Severity | None:
    """No block where the sentence names the right term as well ("fourteen months is inside the two years"), nor of a number that
    a clause of the shop's gives for something: eight days may be those in which money comes back.
    """
    beside = any(same_figure(other, wanted) for other in draft.figures_of(index))
    in_a_clause = any(
        same_figure(figure, other)
        for clause in draft.context.shop.policy.clauses
        for language in LANGUAGES  # a clause is written once, in any of them
        for other in figures_of(fold(clause.text), language)
    )
    return Severity.WARN if beside or in_a_clause else None


_DENIED = Wording(r"(?<!\w){not}\s$")  # 'it is not one year'


def _is_leniency(draft: Draft, figure: Figure, topic: str) -> bool:
    """'Die twee dagen over de termijn vinden wij geen probleem'."""
    leniency = draft.context.shop.policy.leniency_days
    return topic == "return" and bool(leniency) and figure.days <= leniency and draft.context.play is Play.SLIGHTLY_LATE


def _beside_the_term(draft: Draft, figure: Figure, wanted: Figure, index: int) -> bool:
    """'60 Tage plus 10 Tage Kulanz': the shop's leniency, named with the term."""
    named = any(same_figure(other, wanted) for other in draft.figures_of(index))
    return named and figure.days == draft.context.shop.policy.leniency_days


def _in_clauses(draft: Draft, figure: Figure, index: int) -> bool:
    """Whether a clause gives this term: that in which money comes back is no term of the customer's."""
    about = clause_words(draft.context.language)
    if about is not None and about["other"].search(_clause(draft, figure, index)):
        about = None
    for clause in draft.context.shop.policy.clauses:
        for part in _PARTS.split(fold(clause.text)):
            named = any(
                same_figure(figure, other) and (figure.unit == "workday") == (other.unit == "workday")
                for other in figures_of(part, draft.context.language)
            )
            if named and (figure.unit == "workday" or about is None or not about["other"].search(part)):
                return True
    return False


_PARTS = re.compile(r"[.;]\s")


def _customers_own(draft: Draft, figure: Figure) -> bool:
    """'Drie weken na ontvangst' repeats the customer, unless it is put as a term of ours ('you have three weeks')."""
    before = draft.reading.folded[max(0, figure.start - 24) : figure.start]
    if (
        not stands_in_the_review(draft, figure)
        or _WITHIN.of(draft).search(before)
        or _IS_THE_TERM.of(draft).search(before)
    ):
        return False
    return not _HAS_SO_LONG.of(draft).search(before) or bool(
        _WAITED.of(draft).search(_clause(draft, figure, draft.reading.sentence_at(figure.start)))
    )


_HAS_SO_LONG = Wording(r"(?<!\w){has_time} (?:{only_so_long} )?$")
_WAITED = Wording(r"(?<!\w){waited}(?!\w)")


def _shipping(draft: Draft) -> Note | None:
    reading, rule = draft.reading, draft.context.shop.policy.return_shipping
    ours = draft.context.play in {Play.OUR_FAULT, Play.WARRANTY}
    for start, end in reading.find("buyer_pays"):
        owed = rule == "shop" or (rule == "shop_if_our_fault" and ours) or draft.context.play is Play.WARRANTY
        mocked = MOCKED.of(draft).search(draft.sentence_text(reading.sentence_at(start)))
        if owed and not mocked and not _negation_before(draft, start, end):
            return Note("R-POLICY", "return-costs", (start, end))
    for start, end in reading.find("shop_pays"):
        calm = draft.context.play in {Play.WITHDRAWAL, Play.THEIR_MISTAKE, Play.SLIGHTLY_LATE, Play.SAY_NO}
        if rule == "customer" and not ours and calm and not _in_known(draft, start, end):
            return Note("R-POLICY", "return-costs", (start, end))
    return None


def _in_known(draft: Draft, start: int, end: int) -> bool:
    return draft.reading.folded[start:end] in draft.shop_text


_NOT = Wording(r"(?<!\w){not}(?!\w)")


def _negation_before(draft: Draft, start: int, end: int) -> bool:
    return bool(_NOT.of(draft).search(draft.reading.folded[max(0, start - 20) : end]))


def _denials(draft: Draft) -> Note | None:
    """Conditions and refusals that the law does not allow. Where a no is due (P-SAY-NO and its like), the no
    to this case is right; a general rule that is wrong is not.
    """
    reading = draft.reading
    refusing = draft.context.play in {Play.SAY_NO, Play.SLIGHTLY_LATE, Play.THEIR_MISTAKE}
    for start, end in reading.find("policy_denial"):
        words = reading.folded[start:end]
        if refusing and not _GENERAL.of(draft).search(words):
            continue
        if (
            words in draft.shop_text
            or (refusing and _says_a_clause(draft, (start, end)))
            or _reassuring(draft, start, end)
            or _TWO_MATTERS.of(draft).match(words)
        ):
            continue
        if overlaps((start, end), reading.find("empathy")) and reading.in_sentence(
            reading.sentence_at(start), "apology"
        ):
            continue
        return Note("R-POLICY", "denied-right", (start, end))
    return None


def _says_a_clause(draft: Draft, place: tuple[int, int]) -> bool:
    """Whether the telling words of a refusal stand in one clause of the shop's, all or all but one of them."""
    words = draft.content_of(draft.reading.sentence_at(place[0]))
    said = {stem(word.text) for word in words if place[0] <= word.start < place[1]}
    return len(said) > 1 and any(
        len(said - clause_stems(c.text)) <= len(said) // 3 for c in draft.context.shop.policy.clauses
    )


# 'Not a cent to pay, ten years' guarantee': what is denied and the right stand in different parts.
_TWO_MATTERS = Wording(r"{two_matters}(?!\w)[^,;]*[,;]")
_GENERAL = Wording(r"{rule}")
_REASSURE = Wording(
    r"{plainly}(?!\w)|{none_of} {hassle}|{need_not} [^.!?]{0,40}{denied_duty}|{no_need}|{either_way}|{may_you} [^.!?]{0,20}{keep}|"
    r"{not_any} (?:\w+ ){0,2}{needed}|{no_return}\s*(?:{needed}|{costs})"
)


def _reassuring(draft: Draft, start: int, end: int) -> bool:
    around = draft.reading.folded[max(0, start - 30) : end + 30]
    return bool(_REASSURE.of(draft).search(around))


def _from_receipt(draft: Draft) -> Note | None:
    """The withdrawal term counts from receipt, not from the order (2011/83/EU art. 9)."""
    for found in _RECEIPT.of(draft).finditer(draft.reading.folded):
        place = found.span()
        index = draft.reading.sentence_at(place[0])
        if _topic(draft, index) == "return" and any(draft.reading.sentence_at(f.start) == index for f in draft.figures):
            return Note("R-POLICY", "term-from-order", place)
    return None


@lru_cache(maxsize=512)
def figures_of(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text, kept: a shop's clauses and a review are read for every reply."""
    return figures.find(text, language)


def stands_in_the_review(draft: Draft, figure: Figure) -> bool:
    """Whether the customer names the same figure."""
    return any(same_figure(figure, other) for other in figures_of(draft.review.folded, draft.context.language))


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: 24 months and two years, three days and three working days."""
    if one.kind == other.kind == "duration":
        if {one.unit, other.unit} == {"workday", "day"}:
            return one.value == other.value
        low, high = sorted((one.days, other.days))
        return high <= low * _DAYS_ALIKE
    if one.kind in {"number", "amount", "percent"} and other.kind in {"number", "amount"} and one.kind != "percent":
        return one.value == other.value
    return one.kind == other.kind and one.value == other.value

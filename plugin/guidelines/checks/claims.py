"""R-FACTS: every figure and claim comes from the review, the shop's policy or the product's data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from plugin.guidelines.checks.invented import unsourced_claims
from plugin.guidelines.checks.no_claim import claims_nothing, does_its_work, is_appointment
from plugin.guidelines.checks.policy_claims import BACK, figures_of, is_term, same_figure
from plugin.guidelines.draft import Draft, Note, overlaps
from plugin.guidelines.patterns import fold
from plugin.guidelines.promises import sentences_with_promise
from plugin.guidelines.word_lists import Wording
from plugin.language.figures import Figure
from plugin.legal_minimum import LEGAL_WITHDRAWAL_DAYS
from plugin.shop import LANGUAGES
from plugin.words import Play

_SMALL = 3
_PROMISED = Wording(r"(?<!\w){promised}\s(?:\w+\s)?$")


def facts(draft: Draft) -> Iterator[Note]:
    """Figures without a source; what only an order's record could show; properties nobody recorded."""
    yield from _figures(draft)
    if draft.context.private:
        return
    yield from _seen_order(draft)
    yield from _properties(draft)
    yield from _names(draft)
    yield from unsourced_claims(draft)


def _figures(draft: Draft) -> Iterator[Note]:
    promised = set(sentences_with_promise(draft.reading))
    spoken = {p for kind in ("compensation", "bargain") for p in draft.reading.find(kind)}
    known = _known(draft) if draft.figures else ()
    for figure in draft.figures:
        place = (figure.start, figure.end)
        index = draft.reading.sentence_at(figure.start)
        if index not in draft.body or _grounded(draft, figure, known):
            continue
        near_offer = any(draft.reading.sentence_at(p[0]) == index for p in spoken)
        if figure.kind in {"percent", "amount"} and (near_offer or overlaps(place, spoken)):
            continue  # an offer: R-GOODWILL and P-SAY-NO speak of it
        if is_term(draft, figure, index):
            continue  # R-POLICY speaks of it
        if _is_moment(draft, figure, index, index in promised):
            continue
        if figure.kind in {"percent", "amount"} and draft.reading.in_sentence(index, "policy_denial"):
            continue  # a fee or a deduction: R-POLICY speaks of it
        if figure.kind == "number" and figure.value <= _SMALL:
            continue
        if is_appointment(draft, figure, index) or does_its_work(draft, index):
            continue
        yield Note("R-FACTS", "unsourced-figure", place)
        return


def _is_moment(draft: Draft, figure: Figure, index: int, promised: bool) -> bool:
    """A promised day or term is a promise, not a fact."""
    if figure.kind not in {"duration", "date", "time"}:
        return (
            figure.kind == "number" and promised and overlaps((figure.start, figure.end), draft.reading.find("moment"))
        )
    before = draft.reading.folded[max(0, figure.start - 30) : figure.start]
    if BACK.of(draft).search(before):
        return False
    near = promised or any(i in set(sentences_with_promise(draft.reading)) for i in (index - 1, index + 1))
    step = draft.reading.in_sentence(index, "solution") or draft.reading.in_sentence(index, "offline")
    return near or (step and (bool(_PROMISED.of(draft).search(before)) or figure.kind != "duration"))


def _grounded(draft: Draft, figure: Figure, known: tuple[Figure, ...]) -> bool:
    if any(same_figure(figure, other) for other in known) or (
        figure.kind == "date" and _is_reckoned(draft, figure, known)
    ):
        return True
    return figure.kind == "number" and bool(
        re.search(rf"(?<!\d){re.escape(draft.reading.cased[figure.start : figure.end])}(?!\d)", draft.known_text)
    )


def _is_reckoned(draft: Draft, figure: Figure, known: tuple[Figure, ...]) -> bool:
    """'Delivered on 30 June', so 'until 14 July': a day that the customer names and a term of the shop's or the law's."""
    policy = draft.context.shop.policy
    terms = {policy.withdrawal_days, policy.withdrawal_days + policy.leniency_days, LEGAL_WITHDRAWAL_DAYS}
    day = _day_of_year(figure)
    named = [other for one in known if one.kind == "date" and (other := _day_of_year(one)) is not None]
    return day is not None and any((day - one) % _YEAR in terms for one in named)


def _day_of_year(figure: Figure) -> int | None:
    """Of a written date, its year left aside; None where there is no such day."""
    if figure.value > _MOST_WITHOUT_YEAR:
        written = dt.date.fromordinal(int(figure.value))
        month, day = written.month, written.day
    else:
        month, day = divmod(int(figure.value), 100)
    try:
        return dt.date(_NO_LEAP_YEAR, month, day).timetuple().tm_yday
    except ValueError:
        return None


_YEAR, _NO_LEAP_YEAR = 365, 2025
_MOST_WITHOUT_YEAR = 1231  # month × 100 + day; more is a day counted from the year 1


def _known(draft: Draft) -> tuple[Figure, ...]:
    policy = draft.context.shop.policy
    goodwill = policy.goodwill_max
    found = [*figures_of(draft.known_text, draft.context.language)]
    clauses = "\n".join(clause.text for clause in policy.clauses)  # which may be in another language than the reply
    found += [
        figure
        for name in LANGUAGES
        if clauses and name != draft.context.language
        for figure in figures_of(clauses, name)
    ]
    own = (policy.withdrawal_days, policy.warranty_months, policy.leniency_days)
    found += [Figure("number", float(number), "", 0, 0) for number in own]  # 'four days over the 30'
    if draft.context.play is Play.SLIGHTLY_LATE:
        late = [
            f.days - policy.withdrawal_days for f in found if f.kind == "duration" and f.days > policy.withdrawal_days
        ]
        found += [Figure("duration", days, "day", 0, 0) for days in late]
    found += [Figure("duration", float(policy.reply_within_days), unit, 0, 0) for unit in ("day", "workday")]
    found += [Figure("duration", float(policy.withdrawal_days), "day", 0, 0)]
    found += [Figure("duration", float(policy.warranty_months), "month", 0, 0)]
    found += [Figure("duration", float(policy.leniency_days), "day", 0, 0)]
    found += [Figure("percent", goodwill.discount_percent, "", 0, 0), Figure("amount", goodwill.amount, "", 0, 0)]
    return tuple(found)


def _seen_order(draft: Draft) -> Iterator[Note]:
    """'I see that it was delivered' without an order at hand."""
    for place in draft.reading.find("seen_order"):
        words = draft.reading.folded[place[0] : place[1]]
        if draft.reading.sentence_at(place[0]) in draft.body and words not in draft.review.folded:
            if overlaps(place, draft.reading.find("argue")) or _is_retelling(draft, place):
                continue
            yield Note("R-FACTS", "unseen-order", place)
            return


_RETOLD = Wording(r"(?<!\w){retold}\s(?:\S+\s){0,6}$")
_ON_RECORD = Wording(r"{on_record}")


def _is_retelling(draft: Draft, place: tuple[int, int]) -> bool:
    """'Vervelend dat je pakket beschadigd is aangekomen' repeats what the customer says."""
    span = draft.reading.spans[draft.reading.sentence_at(place[0])]
    words = draft.reading.folded[place[0] : place[1]]
    return not _ON_RECORD.of(draft).search(words) and bool(
        _RETOLD.of(draft).search(draft.reading.folded[span.start : place[0]])
    )


def _properties(draft: Draft) -> Iterator[Note]:
    for place in draft.reading.find("property"):
        words = draft.reading.folded[place[0] : place[1]]
        index = draft.reading.sentence_at(place[0])
        if index in draft.body and words[:5] not in draft.known_text and not claims_nothing(draft, index):
            yield Note("R-FACTS", "unsourced-property", place)
            return


_PERSON = re.compile(r"^\s+(?P<name>[A-ZÄÖÜ][a-zäöüéëï]+(?:\s[A-ZÄÖÜ][a-zäöüéëï]+)?)")


def _names(draft: Draft) -> Iterator[Note]:
    """A colleague's or a carrier's name that stands nowhere."""
    text = draft.reading.cased
    for place in draft.reading.find("unknown_name"):
        if (match := _PERSON.match(text[place[1] :])) and fold(match["name"].split()[0]) not in draft.known_text:
            start = place[1] + match.start("name")
            if draft.greeting is None or draft.reading.sentence_at(start) != draft.greeting:
                yield Note("R-FACTS", "unsourced-name", (start, place[1] + match.end("name")))
                return
    for place in draft.reading.find("carrier"):
        index = draft.reading.sentence_at(place[0])
        named = draft.reading.folded[place[0] : place[1]]
        blamed = draft.reading.in_sentence(index, "blame_verb") or draft.reading.in_sentence(index, "divert")
        if not re.search(rf"(?<!\w){re.escape(named)}(?!\w)", draft.known_text) and not blamed:
            yield Note("R-FACTS", "unsourced-name", place)
            return

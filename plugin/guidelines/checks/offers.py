"""R-GOODWILL and R-NO-REWARD: what is offered, within which limits, and in exchange for what."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.guidelines.checks.policy_claims import stands_in_the_review
from plugin.guidelines.denial import is_denied
from plugin.guidelines.draft import Draft, Note, overlaps
from plugin.guidelines.promises import denied
from plugin.guidelines.word_lists import Wording
from plugin.language.figures import Figure
from plugin.words import Play

_OFFER_WORDS = Wording(r"(?<!\w){offer_word}(?!\w)")
_PARTIAL = Wording(r"(?<!\w){partly}(?!\w)|%")


def reward(draft: Draft) -> Iterator[Note]:
    """Anything offered in exchange for a review, a rating, a change or a removal."""
    place = rewarded(draft)
    if place:
        yield Note("R-NO-REWARD", "reward", place)


def rewarded(draft: Draft) -> tuple[int, int] | None:
    """Where an offer is tied to a review: both in one sentence, or in two that follow each other with a tie."""
    reading = draft.reading
    for start, end in reading.find("review_offer"):
        index = reading.sentence_at(start)
        if index not in draft.body or _refused(draft, start) or is_denied(draft, (start, end)):
            continue
        # A plain thank-you for five stars ties nothing: an offer must stand in the sentence, outside the words of the tie.
        for near in (index, index + 1, index - 1):
            if near in draft.body and _offers(draft, near) and (near == index or _tied(draft, index, near)):
                return (start, end)
    return None


def _offers(draft: Draft, index: int) -> bool:
    reading = draft.reading
    return (
        reading.in_sentence(index, "compensation")
        or reading.in_sentence(index, "benefit")
        or reading.in_sentence(index, "promise_strong")
        or (reading.in_sentence(index, "clear_reward") and reading.in_sentence(index, "review_offer"))
    )


_TIE = Wording(r"(?<!\w){tie}(?!\w)")


def _tied(draft: Draft, index: int, near: int) -> bool:
    """Two sentences belong together where one of them says 'if', 'then', 'in return'."""
    changes = draft.reading.in_sentence(index, "ask_change")
    return bool(_TIE.of(draft).search(draft.sentence_text(near))) or (
        changes and bool(_TIE.of(draft).search(draft.sentence_text(index)))
    )


_REFUSAL = Wording(r"(?<!\w){refuses_before}(?!\w)[^.!?]{0,40}$")


def _refused(draft: Draft, start: int) -> bool:
    text = draft.reading.folded
    before = _REFUSAL.of(draft).search(text[max(0, start - 60) : start])
    return bool(before or _REFUSED_AFTER.of(draft).search(text, start, start + 90))


# 'A gift for stars we do not do'.
_REFUSED_AFTER = Wording(
    r"(?<!\w)(?:{refused_after}|{there_is} (?:{here_with_us} )*{none_there_is}|{to_be_had} (?:{here_with_us} )*{not_to_be_had})(?!\w)"
)


def goodwill(draft: Draft) -> Iterator[Note]:
    """Compensation within the shop's limits and with no condition; an offer tied to a review is R-NO-REWARD."""
    reading, limits = draft.reading, draft.context.shop.policy.goodwill_max
    tied = rewarded(draft)
    tied_to = {reading.sentence_at(tied[0]) + step for step in (-1, 0, 1)} if tied else set()
    if note := _above_limit(draft):
        yield note
        return
    for place in reading.find("compensation"):
        index = reading.sentence_at(place[0])
        if index not in draft.body or denied(reading, place[0]) or index in tied_to or _owed(draft, index):
            continue
        if condition := _condition(draft, index):
            yield Note("R-GOODWILL", "condition", condition)
            return
        if not (limits.discount_percent or limits.amount or limits.gift) and _is_offer(draft, index):
            yield Note("R-GOODWILL", "no-goodwill", place)
            return
        if overlaps(place, reading.find("gift")) and not limits.gift and _given(draft, index):
            yield Note("R-GOODWILL", "no-gift", place)
            return


def _above_limit(draft: Draft) -> Note | None:
    """More than the shop allows, as a share in words or as a figure."""
    reading, limits = draft.reading, draft.context.shop.policy.goodwill_max
    if (share := _share(draft)) and limits.discount_percent < share[0]:
        return Note("R-GOODWILL", "above-limit", share[1], None, {"limit": f"{limits.discount_percent:g}"})
    offers: dict[int, bool] = {}  # by sentence: one may hold thousands of figures
    for figure in draft.figures:
        most = {"percent": limits.discount_percent, "amount": limits.amount}.get(figure.kind)
        index = reading.sentence_at(figure.start)
        if most is None or figure.value <= most or index not in draft.body or _is_what_it_cost(draft, figure, index):
            continue
        if index not in offers:
            offers[index] = _is_offer(draft, index) and not denied(reading, figure.start) and not _owed(draft, index)
        if offers[index]:
            return Note("R-GOODWILL", "above-limit", (figure.start, figure.end), None, {"limit": f"{most:g}"})
    return None


def _is_what_it_cost(draft: Draft, figure: Figure, index: int) -> bool:
    """'Paying 96 pounds for a pen you had called off': the customer's own amount, where nothing is given for goodwill.
    Money that was asked for is no such thing where the answer is to be no.
    """
    if figure.kind != "amount" or draft.context.play is Play.SAY_NO or draft.reading.in_sentence(index, "compensation"):
        return False
    return stands_in_the_review(draft, figure) and not _GIVEN.of(draft).search(draft.sentence_text(index))


_SHARES = (
    (Wording(r"(?<!\w){half_price}(?!\w)"), 50),
    (Wording(r"(?<!\w){third_off}(?!\w)"), 33),
    (Wording(r"(?<!\w){quarter_off}(?!\w)"), 25),
)
_OF_THE_PRICE = Wording(r"(?<!\w){of_the_price}(?!\w)")


def _share(draft: Draft) -> tuple[int, tuple[int, int]] | None:
    """'Half of the price', 'ein Drittel Rabatt': a share in words."""
    reading = draft.reading
    for index in draft.body:
        text = draft.sentence_text(index)
        offered = reading.in_sentence(index, "compensation") or reading.in_sentence(index, "bargain")
        if not offered or not _OF_THE_PRICE.of(draft).search(text) or denied(reading, reading.spans[index].end - 1):
            continue
        for share, percent in _SHARES:
            if match := share.of(draft).search(text):
                start = reading.spans[index].start
                return percent, (start + match.start(), start + match.end())
    return None


def _is_offer(draft: Draft, index: int) -> bool:
    sentence = draft.sentence_text(index)
    if any(draft.reading.in_sentence(index, kind) for kind in ("compensation", "gift")):
        return True
    if draft.reading.in_sentence(index, "marketing"):
        return False
    return bool(_OFFER_WORDS.of(draft).search(sentence)) or (
        draft.reading.in_sentence(index, "bargain") and bool(_PARTIAL.of(draft).search(sentence))
    )


_BOUGHT = Wording(r"{bought_as_present}")
_GIVEN = Wording(r"(?<!\w){gives}(?!\w)")


def _given(draft: Draft, index: int) -> bool:
    """'Een mooi cadeau voor je vader' speaks of what was bought; an offer gives."""
    sentence = draft.sentence_text(index)
    return bool(_GIVEN.of(draft).search(sentence)) and not _BOUGHT.of(draft).search(sentence)


def _condition(draft: Draft, index: int) -> tuple[int, int] | None:
    span = draft.reading.spans[index]
    return next((p for p in draft.reading.find("condition") if span.start <= p[0] < span.end), None)


_OWED = Wording(r"(?<!\w){owed_in_full}(?!\w)")


def _owed(draft: Draft, index: int) -> bool:
    """Money that the customer is owed (the price, the shipping) is no goodwill."""
    sentence = draft.sentence_text(index)
    return bool(_OWED.of(draft).search(sentence)) and not _OFFER_WORDS.of(draft).search(sentence)

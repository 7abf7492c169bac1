"""R-FACTS without figures: origins, awards, opening hours, measures and names that stand nowhere in what is known."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from plugin.guidelines.checks.no_claim import claims_nothing, does_its_work
from plugin.guidelines.draft import Draft, Note, overlaps, stem

_UNIT = re.compile(
    r"^\s?(?:kg|kilo\w*|g|gram\w*|cm|mm|m|meter\w*|metre\w*|liter\w*|litre\w*|ml|watt|w|volt|v|lumen|dezibel|decibel|db|°c|graden|grad|"
    r"degrees|zentimeter\w*|centimeter\w*|kwh|mah|inch\w*|pers\w*|denier|karaat|karat)(?!\w)"
)
_NAME = re.compile(
    r"(?<!(?<!\w)[’']s )(?<![.!?:\n\"'„“(–-]\s)(?<![\"'„“(@/.\w-])(?<= )[A-ZÄÖÜ][a-zäöüéëï]{2,}(?![\w@]|\.\w)"
)
# Capitals that name nothing: pronouns, days, months, feasts, languages, and the courtesy titles.
_COMMON = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dear",
        "sir",
        "madam",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "christmas",
        "easter",
        "dutch",
        "german",
        "english",
        "european",
        "europe",
        "nederlands",
        "duits",
        "engels",
        "kerst",
        "kerstmis",
        "pasen",
        "sinterklaas",
        "google",
        "trustpilot",
        "instagram",
        "facebook",
        "whatsapp",
        "iban",
        "paypal",
        "ideal",
        "klarna",
        "internet",
        "ireland",
        "netherlands",
        "nederland",
        "belgie",
        "germany",
        "duitsland",
    ]
)
_FUTURE_GROUND = ("promise_strong", "promise_vague", "moment")


def unsourced_claims(draft: Draft) -> Iterator[Note]:
    """A claim in the shape of a fact, of whose words too few stand in the review or on the shop's record."""
    reading = draft.reading
    for place in sorted(reading.find("property_frame")):
        index = reading.sentence_at(place[0])
        if index not in draft.body or _told(draft, index) or _excused(draft, place) or claims_nothing(draft, index):
            continue
        yield Note("R-FACTS", "unsourced-property", place)
        return
    yield from _measures(draft)
    if draft.context.language != "de":  # every German noun has a capital
        yield from _strange_names(draft)


def _told(draft: Draft, index: int) -> bool:
    """Whether most of what a sentence says is known: the customer said it, or the shop has recorded it."""
    said = [w.text for w in draft.content_of(index)]
    known = sum(_is_known(draft, word) for word in said)
    return not said or known * 3 > len(said) * 2


def _is_known(draft: Draft, word: str) -> bool:
    return stem(word) in draft.review_stems or stem(word) in draft.known_text


_WORK = ("apology", "promise_strong", "offline", "say_no", "argue", "non_apology", "compensation")


_SEEN = re.compile(r"seh[en]*\b|gescan|gescann|scanned|can see|system|systeem|eingebucht|ingeboekt|logged")


def _excused(draft: Draft, place: tuple[int, int]) -> bool:
    """Apologies, promises, offers and refusals state no property of a thing; what was 'seen' is a claim all the same."""
    reading = draft.reading
    if _SEEN.search(reading.folded[place[0] : place[1]]):
        return False
    return any(reading.in_sentence(reading.sentence_at(place[0]), kind) for kind in _WORK)


def _measures(draft: Draft) -> Iterator[Note]:
    reading = draft.reading
    for figure in draft.figures:
        if figure.kind != "number" or not _UNIT.match(reading.folded[figure.end :]):
            continue
        words = reading.folded[figure.start : figure.end]
        if reading.sentence_at(figure.start) in draft.body and words not in draft.known_text:
            yield Note("R-FACTS", "unsourced-figure", (figure.start, figure.end))
            return


def _strange_names(draft: Draft) -> Iterator[Note]:
    """A capital in the middle of a sentence: a place, a brand, a person nobody spoke of."""
    reading = draft.reading
    foreign = functools.cache(lambda index: _foreign(draft, index))  # a sentence may hold thousands of names
    for match in _NAME.finditer(reading.cased):
        word = reading.folded[match.start() : match.end()]
        index = reading.sentence_at(match.start())
        if (
            index not in draft.body
            or word in _COMMON
            or word in draft.known_text
            or word in draft.context.review.author.lower()
        ):
            continue
        if any(
            reading.in_sentence(index, kind)
            for kind in (
                "actor",
                "review_offer",
                "carrier",
                "ask_public",
                "machine",
                "health",
                "told_private",
                "non_apology",
            )
        ):
            continue
        if (
            _beside_known(draft, match.start(), match.end())
            or overlaps(match.span(), [(c.start, c.end) for c in draft.contacts])
            or foreign(index)
            or does_its_work(draft, index)
        ):
            continue
        if any(c.kind == "address" and reading.sentence_at(c.start) == index for c in draft.contacts):
            continue  # R-PRIVACY speaks of it
        yield Note("R-FACTS", "unsourced-name", match.span())
        return


def _beside_known(draft: Draft, start: int, end: int) -> bool:
    """'The Wander bag': the name of something that is known."""
    words = draft.reading.words
    at = draft.reading.first_word_from(start)
    near = [words[n] for n in (at - 2, at - 1, at + 1, at + 2) if 0 <= n < len(words)]
    close = [w for w in near if w.start - end < _NEAR and start - w.end < _NEAR]
    skip = draft.book.words["stop"] | draft.book.words["genre"] | draft.book.words["marks"]
    return any(w.text not in skip and len(w.text) > 2 and w.text in draft.known_text for w in close)  # noqa: PLR2004 -- 'in' is in every text


_NEAR = 8  # characters


def _foreign(draft: Draft, index: int) -> bool:
    """German nouns in a Dutch reply are R-LANGUAGE's matter."""
    words, known = draft.reading.words_of(index), draft.everyday_words
    return sum(word.text in known for word in words) * 5 < len(words)

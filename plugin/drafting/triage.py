"""Triage: what to do with a review, before any text is written. Deterministic, for nl, de and en.

One decision with its reason, the play, the points, and flags for the person at the desk. A review in a language without
lexicon is decided by its stars, emoji and whatever signs speak every language; the default is a public reply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugin.drafting import decisions, disputes, plays, signals
from plugin.drafting.combining import Likely
from plugin.drafting.pattern_rules import Decided
from plugin.drafting.reader import read_review
from plugin.drafting.situation import Situation, gather
from plugin.language import lexicons, orders
from plugin.language.detection import detect
from plugin.language.reading import read
from plugin.shop import ShopProfile
from plugin.words import Decision, Point, ReviewText, Sentiment, Triage

_MOST_NAMED = 3
# A signal that becomes a flag of the same or another name
_FLAGS = {
    "injection": "injection",
    "threat": "threat",
    "slur": "racism",
    "abuse": "insult",
    "harassment": "harassment",
    "legal": "legal",
    "health": "health",
    "competitor": "competitor",
    "manager": "manager",
    "second-round": "second-round",
    "extortion": "extortion",
    "spam": "spam",
    "hearsay": "hearsay",
}


def triage(review: ReviewText, shop: ShopProfile) -> Triage:
    """The decision on one review. Never raises for what the review holds."""
    _read_ahead(review, shop)
    # What the review orders its reader to write is no part of what happened to the customer.
    ordered = orders.find(review)
    told = ordered.told if ordered.told and not _is_to_customers(review) else review
    detected = detect(told.whole, shop.languages, fallback=_locale(review, shop))
    if ordered and detected.assumed:  # too little is left to tell by
        detected = detect(review.whole, shop.languages, fallback=_locale(review, shop))
    situation = gather(told, shop, detected.language)
    decided, likely = _decided(situation)
    if decided.decision in _WITHHELD and ordered.firm and told.text != ordered.rest.text:
        # What may be an order looks like bait or another's business; the customer's own words are decided on without it.
        alone = gather(ordered.rest, shop, detected.language)
        by_itself = _decided(alone)
        if alone.words >= _SAYS_SOMETHING and by_itself[0].decision.has_public_reply and not _is_to_customers(review):
            situation, (decided, likely) = alone, by_itself
    return Triage(
        language=detected.language,
        language_confidence=round(detected.confidence, 3),
        decision=decided.decision,
        play=plays.choose(situation, decided.decision, likely),
        points=tuple(point for point in situation.points if not _touches(point, ordered.passages)),
        reason=_in_words(decided.reason, situation),
        flags=tuple(
            dict.fromkeys(
                (
                    *(("injection",) if ordered else ()),
                    *_flags(situation),
                    *(("language-assumed",) if detected.assumed else ()),
                )
            )
        ),
    )


def _decided(situation: Situation) -> tuple[Decided, Likely | None]:
    likely = decisions.opinion(situation) if situation.heard.whole else None
    return decisions.decide(situation, likely), likely


_WITHHELD = frozenset({Decision.SILENT, Decision.DISPUTE})
_SAYS_SOMETHING = 2  # words


def _read_ahead(review: ReviewText, shop: ShopProfile) -> None:
    """Let the second reader read it before its sentences are read for orders: one pass of the encoder does for both."""
    language = detect(review.whole, shop.languages, fallback=_locale(review, shop)).language
    if language in lexicons.LANGUAGES:
        read_review(review.title or "", review.text, review.rating, language)


def _is_to_customers(review: ReviewText) -> bool:
    """Whether what it orders is to buy elsewhere: that is said to customers, not to who writes the reply."""
    reading = read(review.whole)
    found = [signals.find(reading, language) for language in lexicons.LANGUAGES]
    return any(one.has("competitor") and disputes.sends_elsewhere(one) for one in found)


def _touches(point: Point, passages: Iterable[tuple[int, int]]) -> bool:
    """Whether it may be an order, if no plain one: that is decided on, but nothing is written about it."""
    return any(start < point.end and point.start < end for start, end in passages)


def _locale(review: ReviewText, shop: ShopProfile) -> str | None:
    """The channel's language, where the text is too short to tell."""
    code = (review.language or "")[:2].lower()
    return code if code in shop.languages else None


def _in_words(reason: str, situation: Situation) -> str:
    language = next((code for code in situation.shop.languages if code in lexicons.LANGUAGES), "en")
    wording = signals.reasons()[reason][language]
    named = [lexicons.aspects()[p.label].named(language) for p in _worst_first(situation)]
    listed = ", ".join(dict.fromkeys(named[:_MOST_NAMED]))
    return wording.replace("{points}", listed) if listed else wording.replace(" ({points})", "")


def _worst_first(situation: Situation) -> list[Point]:
    return sorted(situation.points, key=lambda p: p.sentiment is Sentiment.POSITIVE)


def _flags(s: Situation) -> Iterator[str]:
    for signal, flag in _FLAGS.items():
        if s.signals.has(signal) or (signal == "injection" and s.about_author.has(signal)):
            yield flag
    if s.personal and any(item.kind not in {"url", "name"} for item in s.personal):
        yield "personal-data"
    for applies, flag in (
        (s.is_sarcastic, "sarcasm"),
        (s.is_shouting, "shouting"),
        (bool(s.links), "link"),
        ("injury" in s.complaints, "injury"),
        ("discrimination" in s.complaints, "discrimination"),
        (_stars_contradict(s), "stars-contradict-text"),
        (s.signals.has("wrong-shop", "other-business"), "wrong-shop"),
        (s.signals.has("visited") and not s.shop.physical_store, "wrong-shop"),
    ):
        if applies:
            yield flag


def _stars_contradict(s: Situation) -> bool:
    if s.is_high:
        return bool(s.complaints) and not s.praises
    return s.is_low and bool(s.praises) and not s.complaints

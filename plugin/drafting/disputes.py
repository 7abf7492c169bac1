"""Whether a review is not about this shop (T-DISPUTE): another business, hearsay, a competitor, spam (guidelines §6).

Only on clear evidence. A dispute that brushes a genuine complaint aside is among the worst mistakes, so one odd word
never suffices where the complaint could be the shop's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugin.drafting.signals import Signals
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.language import lexicons
from plugin.language.reading import read

_FEW_WORDS = 15
_LONG = 80  # words
_HEARD = 0.3  # a score of the second reader
_TWICE = 2
_OFTEN = 3
# What goes wrong between a web shop and its customer; a hotel or a hairdresser sends no parcels.
_ONLINE = frozenset(
    {
        "delivery", "delivery-late", "delivery-missing", "delivery-place", "packaging", "wrong-item", "missing-part",
        "returns", "withdrawal", "refund-late", "website", "discount-code", "shipping-costs", "warranty", "size-fit",
    }
)  # fmt: skip
_OF_ANY_SHOP = frozenset({"service", "service-rude", "service-unreachable", "trust", "price", "communication"})
_PLURALS = ("en", "n", "s", "es", "e", "er")
_LEAST_STEM = 4
_WORD = re.compile(r"\w+")
_RUMOURED = frozenset({"other", "trust", "service", "service-rude"})


def reason_to_dispute(s: Situation) -> str | None:
    """The reason for a dispute, an id of ``prompts/triage/reasons.yaml``; None where there is none."""
    if s.signals.has("wrong-shop") or speaks_of_another_trade(s):
        return "wrong-shop"
    is_elsewhere = s.signals.has("other-business") and not _names_shop(s) and not sells_that(s)
    if is_elsewhere and not s.is_high and not _compares(s):
        return "wrong-shop"
    if _is_hearsay(s):
        return "hearsay"
    if _is_spam(s):
        return "spam"
    if _is_of_a_competitor(s) or _offers_elsewhere(s):
        return "competitor"
    return _elsewhere(s)


def _is_told_elsewhere(s: Situation) -> bool:
    """Of a book or a film anything may be told: there the second reader must hear another trade as well."""
    if s.trade.open:
        return s.trade.service >= _TWICE and not s.trade.own and s.heard.anywhere("other-trade") >= _HEARD
    return s.trade.is_plainly_elsewhere


def _elsewhere(s: Situation) -> str | None:
    """A counter, a parking place, a hotel room: not this web shop's."""
    if s.tells_of_own_order or sells_that(s) or "injury" in s.complaints:
        return None
    if s.complaints & _ONLINE and len(set(_words(s, "other-trade"))) < _TWICE:  # a flight is late as well
        return None
    if s.signals.has("visited") and not s.shop.physical_store and not _speaks_of_delivery(s):
        return (
            None if s.complaints - MERE_VERDICTS and _visits(s) < _TWICE and not _is_of_another_trade(s) else "no-store"
        )
    if s.shop.sells and not s.is_high and not s.signals.has("order-story") and _is_of_another_trade(s):
        return "wrong-shop"
    return None


def speaks_of_another_trade(s: Situation) -> bool:
    """Several words of a trade that is not this shop's and none of its own: whatever was ordered, it was not ordered here."""
    if not _is_told_elsewhere(s) or sells_that(s) or _names_shop(s):
        return False
    if s.words > _LONG and not s.trade.service:  # a long tale passes by many shelves
        return False
    return not (s.personal or s.signals.has("quote", "large-order", "extortion"))


def _visits(s: Situation) -> int:
    return s.signals.count("visited")


def _is_of_another_trade(s: Situation) -> bool:
    """A hotel and its breakfast, a surgeon and the ward; one such word only in a short verdict that fits no shop."""
    places = _words(s, "other-trade")
    things = _words(s, "other-trade-beside")
    if len(places) >= _TWICE and (len(set(places)) > 1 or not s.complaints & _OF_ANY_SHOP or len(places) >= _OFTEN):
        return True
    if (places and things) or len(set(things)) >= _OFTEN:
        return True
    plain = s.words <= _FEW_WORDS and s.is_low and not s.complaints - MERE_VERDICTS
    return bool(places) and plain and not s.complaints & _OF_ANY_SHOP


def _words(s: Situation, signal: str) -> list[str]:
    return [s.reading.text[start:end] for start, end in set(s.signals.places.get(signal, ()))]


def _speaks_of_delivery(s: Situation) -> bool:
    """A driver who cannot park is the delivery's, not the shop's car park."""
    return s.language in lexicons.LANGUAGES and "delivery" in lexicons.load(s.language).groups(s.reading)


def _is_hearsay(s: Situation) -> bool:
    if s.is_high or s.tells_of_own_order:
        return False
    rumour = s.signals.has("hearsay-weak")
    if s.signals.has("hearsay"):
        # never ordered, and yet an invoice or a parcel: a complaint of their own
        tale = rumour or s.signals.has("rumour")
        return (tale or not s.complaints - MERE_VERDICTS) and not s.signals.has("unasked")
    return rumour and not s.praises and s.complaints <= _RUMOURED


def _is_of_a_competitor(s: Situation) -> bool:
    return s.signals.has("competitor") and not (s.is_genuine or s.tells_of_own_order or s.is_high)


def _offers_elsewhere(s: Situation) -> bool:
    """A way to another shop with what it offers there: two signs at least, for a customer may name where they bought after all."""
    if s.is_high or s.signals.has("own-order") or s.questions or s.signals.has("extortion"):
        return False
    return sends_elsewhere(s.signals)


def sends_elsewhere(signals: Signals) -> bool:
    """Whether a text tells its readers where else to buy, and what they get there."""
    signs = signals.count("advert") + signals.has("competitor", "offer")
    return signals.has("advert") and signs >= _TWICE


def _is_spam(s: Situation) -> bool:
    if s.is_genuine or s.tells_of_own_order:
        return False
    return s.signals.has("spam") or (bool(s.links) and not s.points and not s.is_high)


def _names_shop(s: Situation) -> bool:
    return read(s.shop.name).text in s.reading.text


def _compares(s: Situation) -> bool:
    """Whether the other business is only held up as an example, as in "cheaper at …"."""
    return bool(s.complaints & {"price"}) or s.signals.has("opinion", "with-us")


def sells_that(s: Situation) -> bool:
    """Whether the review names what this shop sells."""
    return s.once(_sells_that)


def _sells_that(s: Situation) -> bool:
    text = s.reading.text
    sold, ends = _sold(s.shop.sells)
    return any(word in text for word in sold) or any(word.endswith(ends) for word in _WORD.findall(text) if ends)


@lru_cache(maxsize=64)
def _sold(sells: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of what a shop sells, and how other words for the same end. The same for every review of a shop."""
    words = tuple(word for thing in sells for word in read(thing).text.split() if len(word) >= _LEAST_STEM)
    return words, tuple(form for word in words for form in _singulars(word))


def _singulars(word: str) -> Iterator[str]:
    """What a plural may be the plural of: pannen, pan; Fahrräder, Fahrrad. A compound ends with it: koekenpan."""
    for plural in _PLURALS:
        stem = word.removesuffix(plural)
        if stem != word and len(stem) >= _LEAST_STEM:
            yield stem
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def knows_of(s: Situation) -> bool:
    """Whether a fact of the product at hand speaks of what is asked."""
    if s.shop.product is None or not s.shop.product.facts:
        return False
    asked = {w for q in s.questions for w in re.findall(r"\w{5,}", read(s.review.text[q.start : q.end]).text)}
    told = {w for fact in s.shop.product.facts for w in re.findall(r"\w{5,}", read(fact).text)}
    return bool(asked & told)

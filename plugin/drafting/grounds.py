"""On which grounds a shop may say no, or count a few days too many: only on what the customer tells.

A refusal that rests on nothing in the review takes a right away with an invented fact, which is graver than any lenient
answer. Readings by meaning propose; these grounds dispose, whatever proposes. The words are data
(``prompts/lexicons/grounds.yaml``); they say that something may be so, and never ask for a refusal by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from plugin.data import read_yaml
from plugin.drafting import signals
from plugin.drafting.timing import Timing, is_waited_for
from plugin.language import figures
from plugin.language.lexicons import LANGUAGES
from plugin.language.patterns import Matcher, compile_lines
from plugin.language.reading import Reading, read
from plugin.shop import ShopProfile

TERM, DAMAGE, REWARD, USED = "term", "damage", "reward", "used"
_UNDER_WAY = frozenset({"delivery-late", "delivery-missing"})  # a time told is then one of waiting
_LONGEST_WAIT = 300  # days: beyond these nobody tells of waiting for a parcel
_DENIED = re.compile(
    r"\b(?:niet|nooit|geen|nicht|nie|niemals|kein\w*|not|never|no|didn't|wasn't|without|ohne|zonder)\W+(?:\w+\W+){0,3}$"
)
_REACH = 30  # characters before a mishap in which it is denied
_NEAR = 160  # characters between who does damage and what is done
_DAY = r"(?:tag|tage|tagen|dag|dagen|day|days|nacht|nachte|nachten|nights?)"
_NTH_DAY = (re.compile(rf"\b{_DAY}\W+(\w+(?:-\w+)?)"), re.compile(rf"\b(\w+(?:-\w+)?)\W{{1,2}}{_DAY}\b"))
_ORDINAL = re.compile(r"(?<=\w\w)(?:st|th|nd|rd|ste|sten|ster|de|te|ten|ter)$")
_UNIT = {"nl": "dagen", "de": "Tage", "en": "days"}
_AWAITED = re.compile(r"\b(?:ge)?(?:wacht|wart(?!ung)|wait)")


def to_refuse(text: str, language: str, shop: ShopProfile, labels: Collection[str] = ()) -> frozenset[str]:
    """The grounds that a review gives for a no; ``labels`` are those of its complaints. Empty in a language unknown."""
    if language not in LANGUAGES:
        return frozenset({TERM, DAMAGE, REWARD, USED})
    reading = read(text)
    found = {
        TERM: _is_long_past(text, reading, language, shop, labels),
        DAMAGE: _is_their_damage(reading, language),
        REWARD: _is_offer(reading, language),
        USED: _words(language, "used").found_in(reading.text),
    }
    return frozenset(ground for ground, there in found.items() if there)


def says_late(text: str, language: str, shop: ShopProfile) -> bool:
    """Whether a customer tells of a few days past the return term, or says so themselves."""
    if language not in LANGUAGES:
        return True
    reading = read(text)
    term = shop.policy.withdrawal_days
    few = any(term < days <= term + max(shop.policy.leniency_days, 1) for days in _days_told(text, reading, language))
    past = Timing.read(text, language).past_term
    return few or past is not None or _words(language, "late").found_in(reading.text)


def fails_again(text: str, language: str) -> bool:
    """Whether the second one fails as the first did."""
    return language in LANGUAGES and _words(language, "again").found_in(read(text).text)


def tells_term_past(text: str, language: str, shop: ShopProfile, labels: Collection[str] = ()) -> bool:
    """Whether a time that the customer tells lies beyond the return term, so that a reply may say that it is past."""
    return language in LANGUAGES and _is_long_past(text, read(text), language, shop, labels, leniency=0)


def _is_long_past(
    text: str, reading: Reading, language: str, shop: ShopProfile, labels: Collection[str], leniency: int | None = None
) -> bool:
    timing = Timing.read(text, language)
    lenient = shop.policy.leniency_days if leniency is None else leniency
    if timing.past_term is not None:
        return timing.past_term > lenient
    most = _LONGEST_WAIT if not _UNDER_WAY.isdisjoint(labels) else shop.policy.withdrawal_days + lenient
    since = 0.0 if timing.since is None or _AWAITED.search(reading.text) else timing.since
    told = max((since, *_days_told(text, reading, language)))
    return told > most or _words(language, "long-ago").found_in(reading.text)


def _days_told(text: str, reading: Reading, language: str) -> Iterator[float]:
    """Every time told that is none of waiting for the shop, "the 34th day" and "day thirty-four" among them."""
    for figure in figures.find(text, language):
        if figure.kind == "duration" and not is_waited_for(text, figure.start, figure.end):
            yield figure.days
    for match in (found for pattern in _NTH_DAY for found in pattern.finditer(reading.text)):
        if (word := match.group(1)).isdigit():
            yield float(word)
        else:
            counted = f"{_ORDINAL.sub('', word)} {_UNIT[language]}"
            yield from (figure.days for figure in figures.find(counted, language) if figure.kind == "duration")


def _is_their_damage(reading: Reading, language: str) -> bool:
    found = signals.find(reading, language)
    if found.has("own-fault") and not found.has("accused"):
        return True
    spans = _words(language, "mishap").spans(reading.text)
    if any(not _DENIED.search(reading.text[max(0, start - _REACH) : start]) for start, _ in spans):
        return True
    agents, harm = (_words(language, name).spans(reading.text) for name in ("agents", "harm"))
    return any(abs(agent[0] - harmed[0]) <= _NEAR for agent in agents for harmed in harm)


def _is_offer(reading: Reading, language: str) -> bool:
    if signals.find(reading, language).has("extortion"):
        return True
    return all(_words(language, name).found_in(reading.text) for name in ("rating", "goods", "bargain"))


@lru_cache(maxsize=64)
def _words(language: str, name: str) -> Matcher:
    return Matcher(compile_lines(read_yaml("lexicons", "grounds.yaml")[language][name]))

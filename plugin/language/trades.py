"""Which trade a review speaks of, and which are the shop's: a haircut is no lampshade.

The words are data (``prompts/lexicons/trades.yaml``), those of each trade that hardly anybody uses of another. What follows
from them is decided in ``plugin.drafting``: a word of another trade is a sign, no proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plugin.data import read_yaml
from plugin.language.lexicons import LANGUAGES
from plugin.language.patterns import Matcher, compile_pattern
from plugin.language.reading import read

_SEVERAL = 2
_IN_COMPANY = 3
_STEM = 5  # letters by which two forms of one word are known to be one


@dataclass(frozen=True, slots=True)
class Trade:
    """``is_service``: what no web shop does. ``near``: trades whose goods lie on the same shelves. ``tells_stories``: what
    it sells may be about anything.
    """

    id: str
    is_service: bool
    near: frozenset[str]
    tells_stories: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a review by what they say of its trade, each counted once.

    ``own``: of the shop's trades and those beside them. ``service`` and ``goods``: of the other trade that most words
    belong to, of either kind. ``open``: the shop's trade is not known or may tell of anything.
    """

    own: int
    service: int
    goods: int
    open: bool

    @property
    def is_elsewhere(self) -> bool:
        """Words of another trade, and none of this shop's."""
        return not self.own and not self.open and bool(self.service or self.goods)

    @property
    def is_plainly_elsewhere(self) -> bool:
        """The same by more than one word; one alone may be the place where the article was used."""
        return self.is_elsewhere and self.service + self.goods >= _SEVERAL


def told(text: str, language: str, sells: tuple[str, ...], aside: frozenset[str] = frozenset()) -> Told:
    """What the folded ``text`` (``plugin.language.reading``) says of its trade, for a shop that sells ``sells``. The trades
    ``aside`` are left out.
    """
    of_shop = trades_of(sells)
    near = of_shop.union(*(trades()[name].near for name in of_shop))
    found = _found(text, language if language in LANGUAGES else "en")
    shared: frozenset[str] = frozenset().union(*(its.all for name, its in found.items() if name in near))
    most = {True: 0, False: 0}
    for name, its in found.items():
        trade = trades()[name]
        if name not in near | aside and not of_shop & trade.near:
            most[trade.is_service] = max(most[trade.is_service], its.beside(shared))
    is_open = not of_shop or any(trades()[name].tells_stories for name in of_shop)
    named = sum(_of_shops()[name].found_in(text) for name in of_shop)
    return Told(max(len(shared), named), most[True], most[False], is_open)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one trade: those of its own, and such as one meets in passing (a dentist, a hotel)."""

    own: frozenset[str]
    met: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.own | self.met

    def beside(self, others: frozenset[str]) -> int:
        """How many say something: what is merely met does only in company."""
        own, met = self.own - others, self.met - self.own - others
        return len(own) + (len(met) if own or len(met) >= _IN_COMPANY else 0)


@lru_cache(maxsize=256)
def trades_of(sells: tuple[str, ...]) -> frozenset[str]:
    """The trades of a shop by the goods that it lists; empty where none is known."""
    goods = read("\n".join(sells)).text
    return frozenset(name for name, matcher in _of_shops().items() if matcher.found_in(goods))


@lru_cache(maxsize=64)
def _found(text: str, language: str) -> Mapping[str, _Words]:
    names, matcher = _of_reviews(language)
    words: dict[str, tuple[set[str], set[str]]] = {}
    for number, start, end in matcher.find(text):
        name, is_met = names[number]
        words.setdefault(name, (set(), set()))[is_met].add(text[start:end][:_STEM])
    return {name: _Words(frozenset(own - met), frozenset(met)) for name, (own, met) in words.items()}


@lru_cache(maxsize=1)
def trades() -> dict[str, Trade]:
    """Every trade by its id."""
    return {
        name: Trade(name, row["kind"] == "service", frozenset(row.get("near", ())), bool(row.get("stories")))
        for name, row in _document().items()
    }


@lru_cache(maxsize=1)
def _document() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = read_yaml("lexicons", "trades.yaml")["trades"]
    return rows


@lru_cache(maxsize=4)
def _of_reviews(language: str) -> tuple[tuple[tuple[str, bool], ...], Matcher]:
    rows = [
        (name, part == "met", word)
        for name, row in _document().items()
        for part in (language, "met")
        for word in _words(row.get(part, ""))
    ]
    return tuple((name, is_met) for name, is_met, _ in rows), Matcher([compile_pattern(word) for *_, word in rows])


@lru_cache(maxsize=1)
def _of_shops() -> dict[str, Matcher]:
    """By its goods a shop is known in any language; no shop sells a service."""
    return {
        name: Matcher(
            [
                compile_pattern(word)
                for part in ("sells", *LANGUAGES)
                for word in _words(row.get(part, ""))
                if not trades()[name].is_service
            ]
        )
        for name, row in _document().items()
    }


def _words(listed: object) -> list[str]:
    return [word.strip() for word in str(listed).split(",") if word.strip()]

"""Whether a noun is what its sentence speaks of, or stands aside: "far from the noise", "it fell out of the basket".

A reply thanks for, and feels sorry about, what a customer wrote about. A place, a time, a reason or a thing between
quotation marks is none of that, and a reply that takes it up reads as if nobody had read the review.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from plugin.data import read_yaml

_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»\n]{2,60}[\"“”„«»]|(?<!\w)['‘‚`´][^'’‘`´\n]{2,60}['’‘`´](?!\w)")
_FARTHEST = 4  # words before the noun
_THANKED = 6  # words before "for" among which "thanks" makes it the thing thanked for
_UNKNOWN = 1  # words between the preposition and the noun that no list knows ("at the front desk")


@dataclass(frozen=True, slots=True)
class _Words:
    prepositions: frozenset[str]  # of place, time and means
    purpose: frozenset[str]  # "for", which is aside but behind a word of thanks
    thanks: frozenset[str]
    denials: frozenset[str]  # "no hassle", "without a fuss": nothing to thank for
    determiners: frozenset[str]
    ills: frozenset[str]  # nouns that nobody is thanked for


@cache
def _words(language: str) -> _Words:
    raw = {
        name: frozenset(str(words).split())
        for name, words in read_yaml("phrases", language, "words.yaml")["aside"].items()
    }
    return _Words(**raw)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """What stands between quotation marks: a title, a name, somebody's words."""
    return tuple(match.span() for match in _QUOTED.finditer(text))


def is_ill(word: str, language: str) -> bool:
    """Whether the noun is one that nobody praises ("noise", "delay"), however kind the sentence."""
    return word.casefold() in _words(language).ills


def stands_aside(
    tokens: Sequence[str], joined: Sequence[bool], place: int, known: frozenset[str], language: str
) -> bool:
    """Whether the noun at ``place`` hangs on a preposition. ``joined`` tells which tokens follow the one before them
    after nothing but a blank; ``known`` are the adjectives that may stand between.
    """
    words = _words(language)
    unknown = 0
    for at in range(place - 1, max(-1, place - 1 - _FARTHEST), -1):
        if not joined[at + 1]:
            return False
        token = tokens[at]
        if token in words.prepositions:
            return True
        if token in words.purpose:
            return words.thanks.isdisjoint(tokens[max(0, at - _THANKED) : at])
        if token in words.determiners or token in known:
            continue
        unknown += 1
        if unknown > _UNKNOWN:
            return False
    return False


def is_denied(tokens: Sequence[str], joined: Sequence[bool], place: int, language: str) -> bool:
    """Whether the customer says that there was none of it."""
    before = [tokens[at] for at in range(max(0, place - 2), place) if all(joined[at + 1 : place + 1])]
    return not _words(language).denials.isdisjoint(before)

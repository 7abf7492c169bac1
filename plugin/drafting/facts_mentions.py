"""The customer's own words that a reply may repeat: things, how they were, how long it took, how often.

A review is hostile data, so nothing is copied because it looks harmless. A word is repeated only when it is known:
a noun of the word list (or a compound that ends in one, which also tells its gender), an adjective of the list,
or a number with a unit of time. Everything else, a link, a code, an amount or an order to the writer, stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from plugin.data import read_yaml
from plugin.drafting.facts_aside import is_denied, quotations, stands_aside
from plugin.drafting.facts_nouns import more_nouns

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_REVIEW = 20_000
_LONGEST_COMPOUND = 26
_SHORTEST_HEAD = 4
_SHORTEST_NEW_HEAD = 6  # of the longer list: "apparaat" ends many a compound, and a short word many another
_SHORTEST_ABSTRACT = 7
_MOST_HARSH = 2
# What a customer may count: a longer number is an order number, not a length of time.
_MOST_DIGITS, _LONGEST, _TWICE, _MOST_TIMES = 3, 400, 2, 20


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun of the customer's, with what a sentence needs to use it. ``start`` is its place in the text read."""

    word: str
    gender: str  # nl: "de", "het"; de: "m", "f", "n"; en: "-"; with "p" for a plural in each
    start: int
    adjective: str = ""  # as a predicate: "lekker", "bitter"; empty where none stands beside the noun
    praised: bool = True  # whether that adjective is a kind one
    aside: bool = False  # a place, a time or a title in its sentence rather than what that speaks of
    denied: bool = False  # the customer says that there was none ("no hassle")

    @property
    def plural(self) -> bool:
        return self.gender == "p"


@dataclass(frozen=True, slots=True)
class WordList:
    """One language's words that may be repeated (prompts/phrases/<language>/words.yaml)."""

    nouns: dict[str, str]
    heads: tuple[str, ...]
    kind_adjectives: dict[str, str]
    harsh_adjectives: dict[str, str]
    never: tuple[str, ...]
    denials: frozenset[str]
    endings: dict[str, str]  # of abstract nouns, with their gender
    unsaid: frozenset[str]  # words that a reply never quotes back
    linking_verbs: frozenset[str]
    means: frozenset[str]  # ways to be reached ("telefoon"), which are no article beside a word of ``means_marks``
    means_marks: frozenset[str]
    numbers: dict[str, int]
    units: dict[str, tuple[str, str]]
    after: frozenset[str]
    times: frozenset[str]
    topics: dict[str, tuple[str, ...]]
    articles: frozenset[str]  # what must stand before a noun that may also be a verb or a cry
    adjectives: frozenset[str]  # every form of a kind or harsh adjective
    doubtful: frozenset[str]  # such nouns
    by_article: dict[str, dict[str, str]]  # article, then a verb behind the noun or "*": the noun's gender
    first_only: frozenset[str]  # articles that tell the gender at the head of a clause alone
    finite: frozenset[str]  # the verbs of by_article
    no_things: frozenset[str]  # nouns that say nothing about what went wrong ("day")
    people: frozenset[str]  # praised by name, never blamed by name
    heightening: frozenset[str]  # "very", "einfach", "heel"


def _inflections(adjective: str, language: str) -> Iterable[str]:
    yield adjective
    if language == "nl":
        yield adjective + "e"
    elif language == "de":
        stem = adjective.removesuffix("e")
        yield from (stem + ending for ending in ("e", "er", "es", "en", "em"))


def _adjectives(entries: Iterable[str], language: str) -> dict[str, str]:
    """Every inflected form with its base; an entry may name odd forms: ``vlot: vlotte`` as "vlot/vlotte"."""
    found: dict[str, str] = {}
    for entry in entries:
        base, *odd = entry.split("/")
        for form in (*_inflections(base, language), *odd):
            found.setdefault(form, base)
    return found


@cache
def word_list(language: str) -> WordList:
    """The list of one language; read once. Raises FileNotFoundError for a language without one."""
    raw: dict[str, Any] = read_yaml("phrases", language, "words.yaml")
    first = {word.casefold(): gender for gender, words in raw["nouns"].items() for word in words.split()}
    more = more_nouns(language).gender
    nouns = {**more, **first}
    unsafe = set(raw["no_heads"].split()) | {w for w in more.keys() - first if len(w) < _SHORTEST_NEW_HEAD}
    # Dutch plurals look like verbs ("overboeken"), so no compound ends in one.
    heads = tuple(
        sorted(
            (
                n
                for n, g in nouns.items()
                if len(n) >= _SHORTEST_HEAD and n not in unsafe and (language, g) != ("nl", "p")
            ),
            key=len,
            reverse=True,
        )
    )
    return WordList(
        nouns=nouns,
        heads=heads,
        kind_adjectives=_adjectives(raw["kind"].split(), language),
        harsh_adjectives=_adjectives(raw["harsh"].split(), language),
        never=tuple(raw["never"].split()),
        denials=frozenset(raw["denials"].split()),
        endings={ending: gender for gender, endings in raw["endings"].items() for ending in endings.split()},
        unsaid=frozenset(raw["unsaid"].split()),
        linking_verbs=frozenset(raw["linking_verbs"].split()),
        means=frozenset(raw["means"].split()),
        means_marks=frozenset(raw["means_marks"].split()),
        numbers={word: int(value) for word, value in raw["numbers"].items()},
        units={form: (unit["one"], unit["many"]) for unit in raw["units"] for form in unit["forms"].split()},
        after=frozenset(raw["after"].split()),
        times=frozenset(raw["times"].split()),
        topics={name: tuple(words.split()) for name, words in raw["topics"].items()},
        articles=frozenset(str(raw.get("articles", "")).split()),
        by_article={
            article: {verb: kind for verbs, kind in kinds.items() for verb in verbs.split()}
            for articles, kinds in raw["by_article"].items()
            for article in articles.split()
        },
        first_only=frozenset(str(raw.get("first_only", "")).split()),
        finite=frozenset(
            verb for kinds in raw["by_article"].values() for verbs in kinds for verb in verbs.split() if verb != "*"
        ),
        no_things=frozenset(raw["no_things"].split()),
        people=frozenset(raw["people"].split()),
        heightening=frozenset(raw["heightening"].split()),
        doubtful=frozenset(str(raw.get("doubtful", "")).split()) or frozenset(more.keys() - first),
        adjectives=frozenset(_adjectives((raw["kind"] + " " + raw["harsh"]).split(), language)),
    )


@lru_cache(maxsize=20_000)
def gender_of(word: str, language: str, *, loose: bool = False) -> str | None:
    """The gender of a known noun or of a compound that ends in one; None for a word that is not to be repeated.

    ``loose`` also takes a word whose ending makes it an abstract noun ("-heid", "-ung", "-tion"): for a review in
    which nothing else is known.
    """
    words = word_list(language)
    low = word.casefold()
    head = head_of(low, language)
    if head in words.nouns:
        return words.nouns[head]
    if len(low) > _LONGEST_COMPOUND or any(bad in low for bad in words.never):
        return None
    if loose and len(low) >= _SHORTEST_ABSTRACT and low not in words.unsaid:
        return next((gender for ending, gender in words.endings.items() if low.endswith(ending)), None)
    return None


@lru_cache(maxsize=20_000)
def head_of(word: str, language: str) -> str:
    """The known noun that a word is or ends in ("tas" of "fietstas"), else the word itself; in small letters.

    English writes its compounds apart, so an English word is its own head.
    """
    words = word_list(language)
    low = word.casefold()
    if low in words.nouns or language == "en" or len(low) > _LONGEST_COMPOUND or any(bad in low for bad in words.never):
        return low
    return next((h for h in words.heads if low.endswith(h) and len(low) - len(h) >= _SHORTEST_HEAD - 1), low)


def _spelled(word: str, language: str) -> str:
    """The noun as a reply writes it: German nouns with a capital, others small unless they are written large."""
    if language == "de":
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word.lower()


def _beside(tokens: list[str], place: int, words: WordList, *, alone: bool) -> tuple[str, bool]:
    """The adjective that belongs to the noun at ``place``: right before it, or after it and a linking verb.

    ``alone`` says that a comma or a full stop parts the noun from the word before it.
    """
    for forms, praised in ((words.kind_adjectives, True), (words.harsh_adjectives, False)):
        if place and not alone and tokens[place - 1] in forms and not _denied(tokens, place - 1, words):
            return forms[tokens[place - 1]], praised
        if place + 2 < len(tokens) and tokens[place + 1] in words.linking_verbs:
            for ahead in tokens[place + 2 : place + 5]:
                if ahead in words.never or ahead in words.denials:
                    break
                if ahead in forms:
                    return forms[ahead], praised
    return "", True


def _denied(tokens: list[str], place: int, words: WordList) -> bool:
    return any(token in words.denials for token in tokens[max(0, place - 3) : place])


@lru_cache(maxsize=64)
def find_mentions(text: str, language: str, *, loose: bool = False) -> tuple[Mention, ...]:
    """Every noun that may be repeated, in reading order, each once (the one with an adjective wins).

    Kept for a while: the points of a review are each held against the others.
    """
    words = word_list(language)
    found: dict[str, Mention] = {}
    matches = list(_WORD.finditer(text[:_LONGEST_REVIEW]))
    tokens = [match.group().casefold() for match in matches]
    joined = [bool(n) and text[matches[n - 1].end() : match.start()].isspace() for n, match in enumerate(matches)]
    titles = quotations(text)
    small = language == "de" and not any(
        match.group()[:1].isupper() for match in matches[1:]
    )  # who writes all nouns small
    for place, match in enumerate(matches):
        gender = gender_of(match.group(), language, loose=loose)
        if gender is None or (language == "de" and not small and not match.group()[:1].isupper()):
            continue
        if tokens[place] in words.means and words.means_marks.intersection(tokens[max(0, place - 2) : place + 5]):
            continue
        if tokens[place] in words.doubtful and not _is_noun_here(tokens, joined, place, words):
            continue
        adjective, praised = _beside(tokens, place, words, alone=not joined[place])
        titled = any(start <= match.start() < end for start, end in titles)
        kind = bool(adjective) and praised  # "in this gripping book" praises the book
        aside = titled or (not kind and stands_aside(tokens, joined, place, words.adjectives, language))
        denied = is_denied(tokens, joined, place, language)
        mention = Mention(_spelled(match.group(), language), gender, match.start(), adjective, praised, aside, denied)
        known = found.get(mention.word)
        if known is None or _says_more(mention, known):
            found[mention.word] = mention
    return tuple(sorted(found.values(), key=lambda mention: mention.start))


def _says_more(one: Mention, other: Mention) -> bool:
    return (not one.aside, bool(one.adjective)) > (not other.aside, bool(other.adjective))


def _is_noun_here(tokens: list[str], joined: list[bool], place: int, words: WordList) -> bool:
    """Whether a word that may also be a verb or a cry is a noun: by the article or the adjective before it."""
    before = [tokens[at] for at in range(max(0, place - 2), place) if all(joined[at + 1 : place + 1])]
    return bool(words.articles.intersection(before)) or bool(before and before[-1] in words.adjectives)


def _amount(token: str, words: WordList) -> int | None:
    if token.isdigit():
        return int(token) if len(token) <= _MOST_DIGITS else None
    return words.numbers.get(token)


_TOKEN = re.compile(r"\d+|[^\W\d_]+")


def find_duration(text: str, language: str) -> tuple[str, bool] | None:
    """The first length of time in the text, as a reply writes it, and whether 'after' stands before it.

    A number keeps its shape ("9 dagen", "negen dagen"); the unit takes the form that suits the number.
    """
    words = word_list(language)
    tokens = [match.group().casefold() for match in _TOKEN.finditer(text[:_LONGEST_REVIEW])]
    for place, (number, unit) in enumerate(pairwise(tokens)):
        value = _amount(number, words)
        if value is None or unit not in words.units or not 0 < value <= _LONGEST:
            continue
        one, many = words.units[unit]
        shown = number
        if value == 1:
            shown = one.split()[0]
            return f"{shown} {one.split()[1]}", _follows(tokens, place, words)
        return f"{shown} {many}", _follows(tokens, place, words)
    return None


def _follows(tokens: list[str], place: int, words: WordList) -> bool:
    return any(token in words.after for token in tokens[max(0, place - 2) : place])


def find_times(text: str, language: str) -> str | None:
    """How often, where the customer counts: "twee keer", "drei Mal", "three times"; None for less than two."""
    words = word_list(language)
    tokens = [match.group() for match in _TOKEN.finditer(text[:_LONGEST_REVIEW])]
    for number, unit in pairwise(tokens):
        value = _amount(number.casefold(), words)
        if value is not None and _TWICE <= value <= _MOST_TIMES and unit.casefold() in words.times:
            return f"{number.casefold()} {'Mal' if language == 'de' else unit.casefold()}"
    return None


def kind_word(text: str, language: str) -> str:
    """An adjective of praise that stands alone in a short review ("Top!", "heel prettig"), as its base form."""
    words = word_list(language)
    written = [match.group() for match in _WORD.finditer(text[:_LONGEST_REVIEW])]
    tokens = [word.casefold() for word in written]
    for place, token in enumerate(tokens):
        names = language == "de" and place + 1 < len(written) and written[place + 1][:1].isupper()  # "klare Empfehlung"
        if token in words.kind_adjectives and not names and not _denied(tokens, place, words):
            return words.kind_adjectives[token]
    return ""


def find_harsh(text: str, language: str) -> tuple[str, ...]:
    """The harsh adjectives of a text ("saai", "langdradig"), as base forms in reading order, at most two."""
    words = word_list(language)
    tokens = [match.group().casefold() for match in _WORD.finditer(text[:_LONGEST_REVIEW])]
    found = [
        words.harsh_adjectives[token]
        for place, token in enumerate(tokens)
        if token in words.harsh_adjectives and not _denied(tokens, place, words)
    ]
    return tuple(dict.fromkeys(found))[:_MOST_HARSH]

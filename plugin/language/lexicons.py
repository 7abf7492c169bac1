"""What customers of a web shop speak about, and how they say it in Dutch, German and English.

The words are data (``prompts/lexicons/*.yaml``); this module reads each file once and finds them in a text. Matching
is on stems and compounds ("Lieferzeit", "bezorgtijd"), on a folded reading of the text; places are the original's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plugin.data import read_yaml
from plugin.language.patterns import Matcher, Pattern, compile_lines
from plugin.language.reading import Reading, read
from plugin.words import Sentiment

LANGUAGES = ("nl", "de", "en")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that a customer can speak about. ``group`` ties aspects on the same subject together."""

    id: str
    group: str
    sentiment: Sentiment
    wording: Mapping[str, str]

    def named(self, language: str) -> str:
        """The aspect in a person's words, in English where the language has no wording."""
        return self.wording.get(language) or self.wording["en"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the text speaks of something. ``aspect`` is "" for a mere topic ("the delivery").

    Offsets are code points of the original text.
    """

    aspect: str
    group: str
    sentiment: Sentiment | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with what it says: an aspect, or for a topic only its group."""

    pattern: Pattern
    aspect: str
    group: str
    sentiment: Sentiment | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words. Made by ``load``; immutable."""

    language: str
    version: int
    rules: tuple[Rule, ...]  # aspects first, then topics
    matcher: Matcher  # its patterns are those of ``rules``, in that order
    negative_words: Matcher
    positive_words: Matcher
    negations: Matcher
    not_negations: Matcher
    idioms: Matcher  # praise in the words of a complaint ("besser geht nicht")
    contrasts: frozenset[str]
    reserves: frozenset[str]  # words that hold something back ("alleen", "allerdings"), no cut between clauses
    background: frozenset[str]  # words of a sentence that only tells what was ordered, and for whom
    joins: frozenset[str]
    question_words: frozenset[str]

    def hits(self, text: str | Reading) -> tuple[Hit, ...]:
        """Every aspect and topic in the text, in order of place; hits may overlap."""
        reading = read(text) if isinstance(text, str) else text
        found = [
            Hit(rule.aspect, rule.group, rule.sentiment, *reading.place(start, end))
            for rule, start, end in self.matches(reading.text)
        ]
        return tuple(sorted(found, key=lambda hit: (hit.start, hit.end)))

    def groups(self, text: str | Reading) -> frozenset[str]:
        """The subjects that a text touches ("delivery", "size"…): the coverage check's view of it."""
        reading = read(text) if isinstance(text, str) else text
        return frozenset(rule.group for rule, _, _ in self.matches(reading.text))

    def matches(self, folded: str) -> Iterator[tuple[Rule, int, int]]:
        """Every rule that matches a folded text, with offsets in that folded text."""
        for number, start, end in self.matcher.find(folded):
            yield self.rules[number], start, end


@dataclass(frozen=True, slots=True)
class Group:
    """What a complaint or a praise is called where the text names only the subject."""

    complaint: str
    praise: str


@lru_cache(maxsize=1)
def aspects() -> Mapping[str, Aspect]:
    """Every aspect by its id."""
    return {
        name: Aspect(name, row["group"], Sentiment(row["sentiment"]), row["wording"])
        for name, row in _file("aspects")["aspects"].items()
    }


@lru_cache(maxsize=1)
def groups() -> Mapping[str, Group]:
    """Every subject by its id, with the general aspects that stand for it."""
    return {name: Group(row["complaint"], row["praise"]) for name, row in _file("aspects")["groups"].items()}


@lru_cache(maxsize=8)
def load(language: str) -> Lexicon:
    """The lexicon of "nl", "de" or "en"; KeyError for a language that has none."""
    if language not in LANGUAGES:
        raise KeyError(f"no lexicon for {language!r}; there is one for {', '.join(LANGUAGES)}")
    data = _file(language)
    rules = (
        *_aspect_rules({**data["complaints"], **data["praise"], **data["questions"]}),
        *_topic_rules(data["topics"]),
    )
    return Lexicon(
        language=language,
        version=int(data["version"]),
        rules=rules,
        matcher=Matcher(rule.pattern for rule in rules),
        negative_words=Matcher(compile_lines(data["negative_words"])),
        positive_words=Matcher(compile_lines(data["positive_words"])),
        negations=Matcher(compile_lines(data["negations"])),
        not_negations=Matcher(compile_lines(data["not_negations"])),
        idioms=Matcher(compile_lines(data["idioms"])),
        contrasts=_words(data["contrasts"]),
        reserves=_words(data["reserves"]),
        background=_words(data["background"]),
        joins=_words(data["joins"]),
        question_words=_words(data["question_words"]),
    )


@lru_cache(maxsize=8)
def neighbour(language: str) -> tuple[tuple[Rule, ...], Matcher]:
    """The few complaints known in a language without a lexicon of its own ("da", "fr"); empty for any other."""
    rows = _file("neighbours")
    rules = tuple(_aspect_rules(rows[language])) if language != "version" and language in rows else ()
    return rules, Matcher(rule.pattern for rule in rules)


def _file(name: str) -> Any:
    return read_yaml("lexicons", f"{name}.yaml")


def _topic_rules(topics: Mapping[str, str]) -> Iterator[Rule]:
    for group, lines in topics.items():
        for pattern in compile_lines(lines):
            yield Rule(pattern, "", group, None)


def _aspect_rules(entries: Mapping[str, str]) -> Iterator[Rule]:
    for name, lines in entries.items():
        aspect = aspects()[name]
        for pattern in compile_lines(lines):
            yield Rule(pattern, name, aspect.group, aspect.sentiment)


def _words(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(read(str(word)).text for word in words)

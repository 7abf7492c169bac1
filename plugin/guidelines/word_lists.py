r"""The word lists of ``prompts/lexicons``, put into the expressions of the checks that ask for them.

An expression names a list in braces, ``(?<!\w){we} (?:\w+ ){0,2}{bear}``: how words stand together is the check's
matter, which words they are is data. A list that a language leaves empty never matches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from plugin.data import read_yaml
from plugin.shop import LANGUAGES

if TYPE_CHECKING:
    from plugin.guidelines.draft import Draft

# The files that hold such lists, by what the checks that ask for them look at.
FILES = ("policy.yaml", "doubt.yaml", "offers.yaml", "privacy.yaml", "form.yaml", "moments.yaml", "echoes.yaml")
_ALL = ""
_NAME = re.compile(r"\{([a-z_]+)\}")
_NOTHING = r"(?!)"


class WordingError(ValueError):
    """An expression asks for a list that does not exist; the message names it."""


class Wording:
    """One expression, compiled for each language when first asked for."""

    __slots__ = ("_by_language", "_expression")

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._by_language: dict[str, re.Pattern[str]] = {}

    def of(self, draft: Draft) -> re.Pattern[str]:
        """In the language of a draft; where that has no words of its own, in those of all."""
        return self.in_language(draft.context.language)

    def in_any(self) -> re.Pattern[str]:
        """In the words of all languages, for a text whose language nobody knows."""
        return self.in_language(_ALL)

    def in_language(self, language: str) -> re.Pattern[str]:
        """In this language; where that has no words of its own, in those of all."""
        found = self._by_language.get(language)
        if found is None:
            written = _NAME.sub(lambda match: one_of(match[1], language), self._expression)
            found = self._by_language[language] = re.compile(written)
        return found


@lru_cache(maxsize=1024)
def one_of(name: str, language: str) -> str:
    """The words of a list as a part of an expression. Raises WordingError."""
    words = sorted(words_of(name, language), key=lambda word: (-len(word), word))
    return "(?:" + ("|".join(re.escape(word).replace(r"\*", r"\w*") for word in words) or _NOTHING) + ")"


@cache
def lists() -> Mapping[str, Mapping[str, Any]]:
    """Every list by its id: what it is about, and its words by language. Raises WordingError for an id given twice."""
    found: dict[str, Mapping[str, Any]] = {}
    for file in FILES:
        rows: Mapping[str, Mapping[str, Any]] = read_yaml("lexicons", file)["words"]
        if twice := found.keys() & rows.keys():
            raise WordingError(f"prompts/lexicons/{file} gives again: {', '.join(sorted(twice))}")
        found |= rows
    return found


@cache
def words_of(name: str, language: str = _ALL) -> frozenset[str]:
    """The words of a list, to look a single one up: in a language, or where that has no words of its own in those of all."""
    if name not in lists():
        raise WordingError(f"no file of prompts/lexicons has a list {name!r}")
    spoken = (language,) if language in LANGUAGES else LANGUAGES
    return frozenset(str(word) for each in spoken for word in lists()[name][each])

"""The longer list of nouns that a reply may repeat (prompts/phrases/<language>/nouns.yaml), by what they are.

``things`` can be ordered, ``parts`` belong to one, ``matters`` can be neither held nor sent in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from plugin.data import read_yaml


@dataclass(frozen=True, slots=True)
class Nouns:
    """``gender`` of every noun of the list, in small letters; ``parts`` and ``matters`` are what is no article."""

    gender: Mapping[str, str]
    parts: frozenset[str]
    matters: frozenset[str]


@cache
def more_nouns(language: str) -> Nouns:
    """The list of one language, read once. Raises FileNotFoundError for a language without one."""
    raw = read_yaml("phrases", language, "nouns.yaml")
    groups = {
        group: {word.casefold(): gender for gender, words in raw[group].items() for word in words.split()}
        for group in ("things", "parts", "matters")
    }
    return Nouns(
        gender={word: gender for nouns in groups.values() for word, gender in nouns.items()},
        parts=frozenset(groups["parts"]),
        matters=frozenset(groups["matters"]),
    )

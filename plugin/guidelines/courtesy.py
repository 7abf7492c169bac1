"""The words in which shops answer: those of the built-in writer's phrases and of the checker's friendly kinds.

They say nothing of one customer's case, so that a reply may use them whatever the review holds. Compared by their
first letters, as the checker compares everywhere.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from plugin.data import PROMPTS, read_text, read_yaml
from plugin.guidelines.draft import stem
from plugin.guidelines.patterns import fold

_KINDS = (
    "greeting", "signoff", "thanks", "empathy", "apology", "ownership", "responsibility", "offline", "improve", "solution",
    "promise_strong", "moment", "say_no", "clarity_ok", "return_topic", "refund_topic", "warranty_topic", "shop_pays", "closing",
)  # fmt: skip
_TOPICS = ("delivery", "broken", "quality", "size", "price", "service", "return", "refund")
_THINGS = "words"  # the file of nouns and adjectives that a customer may use: those are of a case
_LONG_WORD, _LONG_ROOT = 10, 8
_WORD = re.compile(r"[a-zäöüß]{3,}")
_ANY_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def root(word: str) -> str:
    """The first letters; more of them of a long word, for "brandgevaarlijk" is not what "brandt" is about."""
    return word[:_LONG_ROOT] if len(word) > _LONG_WORD else stem(word)


@cache
def stems(language: str) -> frozenset[str]:
    """The first letters of these words; empty for a language without phrases."""
    return frozenset(root(word) for text in _texts(language) for word in _WORD.findall(fold(text)))


@cache
def words(language: str) -> frozenset[str]:
    """These words as they are."""
    return frozenset(word for text in _texts(language) for word in _WORD.findall(fold(text)))


@cache
def pairs(language: str) -> frozenset[tuple[str, str]]:
    """Two words that stand side by side in these texts, as they are."""
    found: set[tuple[str, str]] = set()
    for text in _texts(language):
        found.update(pairwise(_ANY_WORD.findall(fold(text))))
    return frozenset(found)


@cache
def _texts(language: str) -> tuple[str, ...]:
    folder = PROMPTS / "phrases" / language
    if not folder.is_dir():
        return ()
    texts = [
        read_text("phrases", language, file.name) for file in sorted(folder.glob("*.yaml")) if file.stem != _THINGS
    ]
    book = read_yaml("checks", f"{language}.yaml")
    texts += [str(value) for key, value in _entries(book) if key in _KINDS or key in _TOPICS]
    texts.append(read_yaml("checks", "courtesy.yaml")["words"][language])
    return tuple(texts)


def _entries(book: object) -> list[tuple[str, object]]:
    """The keys of a file of phrases, at whatever depth."""
    if not isinstance(book, dict):
        return []
    return [pair for key, value in book.items() for pair in ((str(key), value), *_entries(value))]

"""Finding the words of a shop's own rules in a text: whole words, whatever the capitals and the spaces between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from plugin.guidelines.patterns import fold
from plugin.shop_rules import NeverUse

_SPACE = r"\s+"


@lru_cache(maxsize=1024)
def _pattern(words: str) -> re.Pattern[str]:
    """``*`` at a word's beginning or end stands for any letters; elsewhere every sign is itself."""
    parts = []
    for word in fold(words).split():
        bare = word.strip("*")
        before, after = (r"\w*" if word.startswith("*") else ""), (r"\w*" if word.endswith("*") else "")
        parts.append(f"{before}{re.escape(bare)}{after}")
    return re.compile(rf"(?<!\w){_SPACE.join(parts)}(?!\w)")


def places(words: str, folded: str) -> list[tuple[int, int]]:
    """Where the words stand in a text that is folded already."""
    return [match.span() for match in _pattern(words).finditer(folded)]


def has(words: str, text: str) -> bool:
    return bool(_pattern(words).search(fold(text)))


def forbidden(text: str, rules: Iterable[NeverUse]) -> bool:
    """Whether a text holds any of the words that these rules forbid."""
    if not rules:
        return False
    folded = fold(text)
    return any(_pattern(rule.words).search(folded) for rule in rules)


def replaced(text: str, rules: Iterable[NeverUse]) -> str:
    """The text with what the rules name in place of the forbidden words, where they name something."""
    for rule in rules:
        if not rule.use:
            continue
        for start, end in reversed(places(rule.words, fold(text))):
            text = text[:start] + _as_was(rule.use, text[start:end]) + text[end:]
    return text


def _as_was(use: str, was: str) -> str:
    return use[:1].upper() + use[1:] if was[:1].isupper() else use


def without(text: str, wanted: Iterable[str]) -> str:
    """The text without the phrases that a shop wants in its replies: what they share by rule is no repetition."""
    for words in wanted:
        for start, end in reversed(places(words, fold(text))):
            text = text[:start] + text[end:]
    return text

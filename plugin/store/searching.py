"""What a person typed into the search box, as words; user input never becomes query syntax.

On SQLite a filter can be part of the search: with every review stand a few made words that say its shop, state,
channel, stars, decision and language (migration 0002).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

LONGEST = 200  # characters of a search that are read
MOST_WORDS = 8
SHORTEST_BEGINNING = 4  # letters from which the last word also finds longer words

_WORD = re.compile(r"[^\W_]+")
_MADE = re.compile(r"zq\d")
_NOT_IN_A_WORD = re.compile(r"[\W_]+")
SHOP = "shop_id"
_MARKS = {"state": "state", "channel_id": "channel", "stars": "stars", "decision": "decision", "language": "language"}


def words(search: str) -> list[str]:
    """The words to find: small letters, no accents, no signs."""
    return _WORD.findall(_folded(search[:LONGEST].replace("\x00", " ")))[:MOST_WORDS]


def holds(text: str, asked: Sequence[Collection[str]]) -> bool:
    """Whether the text holds each asked word in one of its forms: what the search index says, read from the text."""
    letters = _letters(text)
    if not all(any(form in letters for form in forms) for forms in asked if all(map(str.isascii, forms))):
        return False  # most texts end here, for little
    said = set(_WORD.findall(_folded(text)))
    return all(not said.isdisjoint(forms) for forms in asked)


def _letters(text: str) -> str:
    """The plain letters of a text: they hold every plain word that the text holds, and more."""
    return (
        text.lower()
        if text.isascii()
        else unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()
    )


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text)
    accents = {ord(sign): None for sign in set(plain) if unicodedata.combining(sign)}
    bare = plain.translate(accents) if accents else plain
    return unicodedata.normalize("NFC", bare).lower()


def is_made(word: str) -> bool:
    """Whether the word looks like one of those that the index adds to a review; no review is found by it."""
    return _MADE.match(word) is not None


def may_begin(word: str) -> bool:
    """Whether the last word is long enough to find longer words too."""
    return len(word) >= SHORTEST_BEGINNING


def sqlite_match(
    shop_id: int, marked: str | None, values: Sequence[object], words_found: Sequence[Sequence[str]]
) -> str:
    """An FTS5 query: all of the words, each in one of its forms, and any of the values of the column ``marked``
    (SHOP for the shop itself, None for no mark at all).

    Every part is a quoted string of letters and digits, so nothing that a person types is read as an operator.
    """
    parts = [_any_of(list(forms)) for forms in words_found]
    if marked == SHOP:
        parts.append(_any_of([f"zq{shop_id}shop"]))
    elif marked is not None:
        parts.append(_any_of([f"zq{shop_id}{_MARKS[marked]}{_plain(value)}" for value in values]))
    return " AND ".join(parts)


def _plain(value: object) -> str:
    return _NOT_IN_A_WORD.sub("", str(value))


def _any_of(these: list[str]) -> str:
    quoted = [f'"{word}"' for word in these]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def postgres_match(found: Sequence[str]) -> str:
    """The words for ``to_tsquery('simple', …)``."""
    parts = [f"'{word}'" for word in found]
    if may_begin(found[-1]):
        parts[-1] += ":*"
    return " & ".join(parts)

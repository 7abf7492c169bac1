"""What a person typed into the search box, as words; user input never becomes query syntax.

On SQLite the filter is part of the search: with every review stand a few made words that say its shop, state,
channel, stars, decision and language (migration 0002).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

LONGEST = 200  # characters of a search that are read
MOST_WORDS = 8
SHORTEST_BEGINNING = 4  # letters from which the last word also finds longer words

_WORD = re.compile(r"[^\W_]+")
_NOT_IN_A_WORD = re.compile(r"[\W_]+")
_MARKS = {"state": "state", "channel_id": "channel", "stars": "stars", "decision": "decision", "language": "language"}


def words(search: str) -> list[str]:
    """The words to find: small letters, no accents, no signs."""
    plain = unicodedata.normalize("NFD", search[:LONGEST].replace("\x00", " "))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _WORD.findall(unicodedata.normalize("NFC", bare).lower())[:MOST_WORDS]


def may_begin(word: str) -> bool:
    """Whether the last word is long enough to find longer words too."""
    return len(word) >= SHORTEST_BEGINNING


def sqlite_match(shop_id: int, asked: Mapping[str, Sequence[object]], found: Sequence[str], last: Sequence[str]) -> str:
    """An FTS5 query: reviews of the shop with any of the asked values of each column, and all of the words.

    ``last`` are the words that may stand in the place of the last one. Every part is a quoted string of letters
    and digits, so nothing that a person types is read as an operator.
    """
    shop = f"zq{shop_id}"
    marks = [[f"{shop}{_MARKS[name]}{_plain(value)}" for value in values] for name, values in asked.items()]
    parts = [_any_of(these) for these in marks] or [_any_of([f"{shop}shop"])]
    parts += [_any_of([word]) for word in found[:-1]]
    parts.append(_any_of(list(last)))
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

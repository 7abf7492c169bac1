"""What a person typed into the search box, as words; user input never becomes query syntax."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200  # characters of a search that are read
MOST_WORDS = 8
SHORTEST_BEGINNING = 3  # letters from which the last word also finds longer words

_WORD = re.compile(r"[^\W_]+")


def words(search: str) -> list[str]:
    """The words to find: small letters, no accents, no signs."""
    plain = unicodedata.normalize("NFD", search[:LONGEST].replace("\x00", " "))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _WORD.findall(unicodedata.normalize("NFC", bare).lower())[:MOST_WORDS]


def scope(shop_id: int) -> str:
    """The word that stands with every review of this shop, so that one shop's search reads its own only."""
    return f"zqshop{shop_id}"


def sqlite_match(shop_id: int, found: list[str]) -> str:
    """An FTS5 query: every word is a quoted string of letters and digits, the last one may be a beginning."""
    parts = [f'"{word}"' for word in [scope(shop_id), *found]]
    if len(found[-1]) >= SHORTEST_BEGINNING:
        parts[-1] += "*"
    return " AND ".join(parts)


def postgres_match(found: list[str]) -> str:
    """The same for ``to_tsquery('simple', …)``."""
    parts = [f"'{word}'" for word in found]
    if len(found[-1]) >= SHORTEST_BEGINNING:
        parts[-1] += ":*"
    return " & ".join(parts)

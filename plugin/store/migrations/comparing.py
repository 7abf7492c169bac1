"""What a comparison of the database with the tables looks at."""

from __future__ import annotations

# Made by hand in the migrations, in one way for each database: the search index and what feeds it.
_BY_HAND = ("review_search", "review_words", "dbos_", "alembic_")


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Whether this name is one that ``tables`` answers for."""
    return not (kind == "table" and name is not None and name.startswith(_BY_HAND))

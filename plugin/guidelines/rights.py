"""Where a text cuts a right short: the phrases of ``prompts/checks/rights``, beside the book of a language.

The networks of suspicion weigh every kind of that book, so a kind that is new there has to be taught first; these are
claims that need no weighing.
"""

from __future__ import annotations

from functools import cache

from plugin.data import read_yaml
from plugin.guidelines.draft import Draft
from plugin.guidelines.patterns import PatternBook, compile_pattern
from plugin.shop import LANGUAGES


def places(draft: Draft, kind: str) -> list[tuple[int, int]]:
    """Where a kind stands in the text; nowhere in a language without such phrases."""
    return draft.once(_found).get(kind, [])


def _found(draft: Draft) -> dict[str, list[tuple[int, int]]]:
    language = draft.context.language
    return _book(language).find(draft.reading.folded) if language in LANGUAGES else {}


@cache
def _book(language: str) -> PatternBook:
    kinds = read_yaml("checks", "rights", f"{language}.yaml")["kinds"]
    return PatternBook(
        language, {kind: [compile_pattern(str(one)) for one in its] for kind, its in kinds.items()}, {}, {}
    )

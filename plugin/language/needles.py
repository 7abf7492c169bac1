"""What must stand in a text before an expression can match it: letters in a row, read off the expression itself.

Seventy expressions that find nothing in a sentence cost more than all else that is done with it. Most of them need words
that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _parser as parser  # type: ignore[attr-defined]  # the only reader of expressions there is; typeshed hides it
from typing import Any

_LEAST = 3  # letters that rule something out
_MOST = 80  # alternatives: more are likelier to stand there than worth the look


def needles_of(expression: re.Pattern[str]) -> tuple[str, ...]:
    """Of these one stands in every match; empty where nothing is certain, or too little to be worth a look.

    For expressions that do not ignore the case of letters.
    """
    if expression.flags & (re.IGNORECASE | re.VERBOSE):
        return ()
    found = _certain(parser.parse(expression.pattern))
    return tuple(sorted(found)) if found and _worth(found) > 0 else ()


def _certain(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The best set of which one stands in every match of the parts, one after another."""
    sets: list[frozenset[str]] = []
    run = ""
    for sign, what in parts:
        if sign is parser.LITERAL:
            run += chr(what)
            continue
        sets.append(frozenset({run}))
        run = ""
        sets.append(_of(sign, what))
    sets.append(frozenset({run}))
    return max(sets, key=_worth)


def _of(sign: Any, what: Any) -> frozenset[str]:
    if sign is parser.SUBPATTERN:
        _, more_flags, _, parts = what
        return frozenset() if more_flags & re.IGNORECASE else _certain(parts)
    if sign is parser.BRANCH:
        options = [_certain(option) for option in what[1]]
        return frozenset().union(*options) if all(_worth(option) > 0 for option in options) else frozenset()
    if sign in {parser.MAX_REPEAT, parser.MIN_REPEAT} and what[0] > 0:
        return _certain(what[2])
    return frozenset()


def _worth(needles: frozenset[str]) -> float:
    """Long needles rule out most, many alternatives less; 0 and below: nothing worth the look."""
    shortest = min(map(len, needles), default=0)
    return shortest - len(needles) / _MOST if shortest >= _LEAST else 0

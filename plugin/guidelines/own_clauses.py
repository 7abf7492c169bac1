"""Clauses of a shop's own policy that say another term than its policy: 14 days in a sentence, 30 in the field beside it.

Which of the two is meant only the shop knows. Until they agree no reply rests on such a clause, and the page of the
policy says so (R-POLICY: the shop's own terms are told one way).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from plugin.data import read_yaml
from plugin.language import figures, sentences
from plugin.shop import Clause, Policy

_ALIKE = 0.02  # two years are 730 days, 24 months 720
_SHORTEST = 7  # days: a shorter span is a step of the return, not its term
_UNITS = frozenset({"day", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``about`` is "withdrawal" (days) or "warranty" (months); ``said`` is the clause's own words for its term."""

    clause: str  # the clause's id
    about: str
    said: str
    policy: int


def contradictions(policy: Policy) -> tuple[Contradiction, ...]:
    """Every clause whose term is another than the policy's, once each, in their order. Never raises for a text."""
    found = ((clause, next(_other_terms(clause, policy), None)) for clause in policy.clauses)
    return tuple(one for _, one in found if one is not None)


def sound(policy: Policy) -> tuple[Clause, ...]:
    """The clauses that a reply may rest on."""
    odd = {one.clause for one in contradictions(policy)}
    return tuple(clause for clause in policy.clauses if clause.id not in odd) if odd else policy.clauses


def _other_terms(clause: Clause, policy: Policy) -> Iterator[Contradiction]:
    for language, patterns in _patterns().items():
        for span in sentences.split(clause.text):
            text = clause.text[span.start : span.end]
            about = next((name for name in ("withdrawal", "warranty") if patterns[name].search(text.casefold())), None)
            if about is None or patterns["other"].search(text.casefold()):
                continue
            terms = [f for f in figures.find(text, language) if f.kind == "duration" and f.unit in _UNITS]
            have = policy.withdrawal_days if about == "withdrawal" else policy.warranty_months
            days = have if about == "withdrawal" else have * 30
            named = [term for term in terms if term.days >= _SHORTEST]
            more = about == "warranty"  # a longer warranty on one kind of article takes nothing away
            fits = (_is(t, days) or t.days == policy.leniency_days or (more and t.days > days) for t in named)
            if named and not any(fits):
                yield Contradiction(clause.id, about, text[named[0].start : named[0].end], have)


def _is(term: figures.Figure, days: float) -> bool:
    return abs(term.days - days) <= days * _ALIKE


def clause_words(language: str) -> dict[str, re.Pattern[str]] | None:
    """By which words a clause in this language shows what its term is about; None for a language without such words."""
    return _patterns().get(language)


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    raw = read_yaml("lexicons", "terms.yaml")
    return {
        language: {name: re.compile(pattern) for name, pattern in patterns.items()}
        for language, patterns in raw.items()
        if language != "version"
    }

"""What each sentence of a reply does, which points it answers, what backs it (formats.md, ``sentences``)."""

from __future__ import annotations

from plugin.guidelines.checks.every_point import answers
from plugin.guidelines.draft import Draft
from plugin.guidelines.policy_numbers import clause_stems, numbers_behind
from plugin.guidelines.promises import sentences_with_promise
from plugin.words import Sentence

_KINDS = {
    "thanks": "thanks",
    "empathy": "empathy",
    "apology": "apology",
    "ownership": "ownership",
    "solution": "solution",
    "compensation": "goodwill",
    "improve": "measure",
    "strength": "strength",
    "offline": "offline",
    "argue": "argument",
    "marketing": "marketing",
    "question": "question",
    "closing": "closing",
}
_SHARED_WORDS = 2


def tag(draft: Draft) -> tuple[Sentence, ...]:
    """Every sentence with its kinds; one that does none of them states a fact."""
    promised = set(sentences_with_promise(draft.reading))
    said = answers(draft)
    found: list[Sentence] = []
    for index, span in enumerate(draft.reading.spans):
        start, end = draft.reading.original(*span)
        kinds = _kinds(draft, index, index in promised)
        found.append(
            Sentence(
                draft.reading.raw[start:end],
                start,
                end,
                kinds,
                said.get(index, ()),
                _sources(draft, index, promised=index in promised),
            )
        )
    return tuple(found)


def _kinds(draft: Draft, index: int, promised: bool) -> tuple[str, ...]:
    if index == draft.greeting:
        return ("greeting",)
    if index >= draft.signoff_start:
        return ("signoff",)
    kinds = list(draft.once(_told_kinds).get(index, ()))
    if promised:
        kinds.append("promise")
    return tuple(kinds) or ("fact",)


def _told_kinds(draft: Draft) -> dict[int, list[str]]:
    """By sentence: few kinds stand in a reply, and each in few of its sentences."""
    found: dict[int, list[str]] = {}
    for name, kind in _KINDS.items():
        for index in draft.reading.sentences_of(name):
            found.setdefault(index, []).append(kind)
    return found


def _sources(draft: Draft, index: int, *, promised: bool) -> tuple[str, ...]:
    words = draft.stems_of(index)
    found: list[str] = []
    if words & draft.review_stems:
        found.append("review")
    clauses, measures, product = draft.once(_records)
    found += [f"policy:{clause}" for clause, stems in clauses if len(words & stems) >= _SHARED_WORDS]
    found += numbers_behind(draft, index, promised=promised)
    found += [f"measure:{number}" for number, stems in enumerate(measures) if len(words & stems) >= _SHARED_WORDS]
    if any(draft.is_shops(contact) for contact in draft.contacts_of(index)):
        found.append("contact")
    if words & product:
        found.append("product")
    return tuple(found)


def _records(draft: Draft) -> tuple[list[tuple[str, frozenset[str]]], list[frozenset[str]], frozenset[str]]:
    """The stems of every clause of the policy, with its id, of every measure, and of the product."""
    shop = draft.context.shop
    clauses = [(clause.id, clause_stems(clause.text)) for clause in shop.policy.clauses]
    product = " ".join((shop.product.name, *shop.product.facts)) if shop.product else ""
    return clauses, [clause_stems(measure) for measure in shop.measures], clause_stems(product)

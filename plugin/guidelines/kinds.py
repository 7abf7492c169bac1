"""What each sentence of a reply does, which points it answers, what backs it (formats.md, ``sentences``)."""

from __future__ import annotations

from plugin.guidelines.checks.specific import answers
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
    kinds = [kind for name, kind in _KINDS.items() if draft.reading.in_sentence(index, name)]
    if promised:
        kinds.append("promise")
    return tuple(kinds) or ("fact",)


def _sources(draft: Draft, index: int, *, promised: bool) -> tuple[str, ...]:
    shop = draft.context.shop
    words = draft.stems_of(index)
    found: list[str] = []
    if words & draft.review_stems:
        found.append("review")
    found += [f"policy:{clause.id}" for clause in shop.policy.clauses if _shares(words, clause.text)]
    found += numbers_behind(draft, index, promised=promised)
    found += [f"measure:{number}" for number, measure in enumerate(shop.measures) if _shares(words, measure)]
    if any(draft.is_shops(contact) for contact in draft.contacts_of(index)):
        found.append("contact")
    if shop.product and _shares(words, " ".join((shop.product.name, *shop.product.facts)), least=1):
        found.append("product")
    return tuple(found)


def _shares(words: frozenset[str], text: str, least: int = _SHARED_WORDS) -> bool:
    return len(words & clause_stems(text)) >= least

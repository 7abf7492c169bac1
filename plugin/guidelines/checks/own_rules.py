"""The shop's own rules: words it never uses, phrases it wants, limits; and the SHOULDs it does without."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.guidelines import own_words, packs
from plugin.guidelines.draft import Draft, Note
from plugin.shop_rules import MAX_SENTENCES, MAX_WORDS
from plugin.words import Severity


def own_rules(draft: Draft) -> Iterator[Note]:
    """Findings under the shop's own ids (SHOP-1 …). A wanted phrase or a limit is only asked of public replies."""
    yield from _never(draft)
    if not draft.context.private and draft.reading.raw.strip():
        yield from _wanted(draft)
        yield from _limits(draft)


def switched_off(draft: Draft, note: Note) -> bool:
    """Whether the shop does without this guideline, or has not accepted it yet: only ever a SHOULD."""
    rules = draft.context.shop.rules
    if note.guideline not in rules.without and note.guideline not in rules.waiting:
        return False
    return packs.severity_of(note.guideline) is not Severity.BLOCK


def out_of_place(draft: Draft, note: Note) -> bool:
    """Whether the guideline is not asked on this channel or of replies to buyers of these countries."""
    context = draft.context
    found = packs.find_guideline(note.guideline)
    return found is not None and not found.applies_at(context.platform, context.buyers)


def _never(draft: Draft) -> Iterator[Note]:
    for rule in draft.context.shop.rules.never_in(draft.context.language):
        for place in own_words.places(rule.words, draft.reading.folded):
            key = "shop:never-use" if rule.use else "shop:never"
            yield Note(rule.id, key, place, rule.severity, {"words": rule.words, "use": rule.use})


def _wanted(draft: Draft) -> Iterator[Note]:
    context = draft.context
    for rule in context.shop.rules.wanted_in(context.language, context.play):
        if not own_words.places(rule.words, draft.reading.folded):
            yield Note(rule.id, "shop:wanted", None, Severity.WARN, {"words": rule.words})


def _limits(draft: Draft) -> Iterator[Note]:
    limits = draft.context.shop.rules.limits
    most = limits.max_words.get(draft.context.decision)
    if most is not None and draft.body_word_count > most:
        said = {"n": str(draft.body_word_count), "most": str(most)}
        yield Note(MAX_WORDS, "shop:max-words", None, Severity.WARN, said)
    if limits.max_sentences is not None and len(draft.body) > limits.max_sentences:
        said = {"n": str(len(draft.body)), "most": str(limits.max_sentences)}
        yield Note(MAX_SENTENCES, "shop:max-sentences", None, Severity.WARN, said)

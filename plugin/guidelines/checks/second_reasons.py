"""What must speak for a block beside the pattern that found it, or speaks against it: the reader, the record, the wording.

A block turns a good reply away, so it rests on two reasons that do not lean on each other. What has only one warns a
person. The findings that are true by their form (a leaked number, a foreign link, a placeholder) need none of this.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.guidelines.draft import Draft, Note, stem
from plugin.guidelines.patterns import fold
from plugin.guidelines.policy_numbers import clause_stems
from plugin.guidelines.word_lists import Wording
from plugin.language.ordinals import numbers_named
from plugin.shop import LANGUAGES
from plugin.words import Play

# From which score on the reader bears a pattern out: on replies that neither had seen, below it one finding in four was false.
FIRM: Mapping[tuple[str, str], float] = {
    ("R-NO-ARGUE", "argue"): 0.7,
    ("R-NO-BLAME", "blame"): 0.65,
    ("R-NO-DIVERT", "divert"): 0.6,
    ("R-POLITE", "polite"): 0.6,
    ("R-NO-REWARD", "reward"): 0.4,
    ("R-APOLOGY", "no-real-apology"): 0.7,
    ("R-POLICY", "denied-right"): 0.6,
    ("R-POLICY", "term-from-order"): 0.25,
    ("R-FACTS", "unsourced-property"): 0.5,
    ("P-SAY-NO", "maybe"): 0.6,
}


def is_excused(draft: Draft, note: Note) -> bool:
    """A refusal in the sense of a clause of the shop's, a property whose figures the shop or the customer names, and
    sorrow for what happens every time, whatever word stands before it.
    """
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    if (note.guideline, note.key) == ("R-POLICY", "denied-right"):
        return _backed_by_a_clause(draft, index, note.place)
    if (note.guideline, note.key) == ("R-FACTS", "unsourced-property"):
        said = numbers_named(draft.sentence_text(index), draft.context.language)
        return bool(said) and said <= numbers_named(draft.known_text, draft.context.language)
    if (note.guideline, note.key) == ("R-APOLOGY", "no-real-apology"):
        return bool(_EVERY_TIME.of(draft).search(draft.reading.folded[slice(*note.place)]))
    return False


# 'Sorry that the shelf is empty every time when you look': the 'when' doubts nothing.
_EVERY_TIME = Wording(r"(?<!\w){every_time}(?!\w)")


def _backed_by_a_clause(draft: Draft, index: int, place: tuple[int, int]) -> bool:
    """Whether a clause that refuses something shares two telling words with the sentence and a third of them; where a no
    is due, one word of the refusal itself is enough.
    """
    words = draft.content_of(index)
    said = {stem(word.text) for word in words}
    refusal = {stem(word.text) for word in words if place[0] <= word.start < place[1]}
    due = draft.context.play in _NO_IS_DUE
    clauses = draft.context.shop.policy.clauses  # in whatever language the shop has written them
    refusing = (clause.text for clause in clauses if _NO_RIGHT.in_any().search(fold(clause.text)))
    return any(
        len(said & clause_stems(text)) >= max(_TWO, len(said) / 3) or (due and refusal & clause_stems(text))
        for text in refusing
    )


_NO_IS_DUE = frozenset({Play.SAY_NO, Play.SLIGHTLY_LATE, Play.THEIR_MISTAKE})


_TWO = 2
_NO_RIGHT = Wording(r"(?<!\w){no_right}(?!\w)")


def unsure_machine(draft: Draft, note: Note) -> bool:
    """What the reader does not hear at all; one plain word that it does not plainly hear: 'ein berechtigter Hinweis'."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    one_word = draft.reading.folded[slice(*note.place)].isalpha()
    if index not in draft.body:
        return one_word
    score = draft.scores[index]["R-CLEAN"]
    return score < (_ONE_WORD_IS_ENOUGH if one_word else draft.marks["R-CLEAN"].possible)


_ONE_WORD_IS_ENOUGH = 0.7


def not_offered(draft: Draft, note: Note) -> bool:
    """A share or an amount that the policy or the customer names too, or that the reader does not hear as something offered."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    if index not in draft.scores or draft.scores[index]["R-GOODWILL"] >= _PLAINLY_OFFERED:
        return False
    words = draft.sentence_text(index)
    return not _SAYS_OFFER.of(draft).search(words) or _is_named(draft, note.place)


def _is_named(draft: Draft, place: tuple[int, int]) -> bool:
    """Whether the shop's clauses name the same figure, in whatever language and words."""
    said = numbers_named(draft.reading.folded[slice(*place)], draft.context.language)
    clauses = [clause.text for clause in draft.context.shop.policy.clauses]
    named = {number for text in clauses for language in LANGUAGES for number in numbers_named(text, language)}
    share = next((share for share in _SHARES if share.of(draft).search(draft.reading.folded[slice(*place)])), None)
    return bool(said & named) or (share is not None and any(share.in_any().search(fold(text)) for text in clauses))


_PLAINLY_OFFERED = 0.25
_SHARES = (
    Wording(r"(?<!\w){share_half}(?!\w)"),
    Wording(r"(?<!\w){share_third}(?!\w)"),
    Wording(r"(?<!\w){share_quarter}(?!\w)"),
)
_SAYS_OFFER = Wording(r"(?<!\w){says_offer}(?!\w)")

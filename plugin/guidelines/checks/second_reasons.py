"""What must speak for a block beside the pattern that found it, or speaks against it: the reader, the record, the wording.

A block turns a good reply away, so it rests on two reasons that do not lean on each other. What has only one warns a
person. The findings that are true by their form (a leaked number, a foreign link, a placeholder) need none of this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from plugin.guidelines.draft import Draft, Note, stem
from plugin.guidelines.patterns import fold
from plugin.guidelines.policy_numbers import clause_stems
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
        return bool(_EVERY_TIME.search(draft.reading.folded[slice(*note.place)]))
    return False


# 'Sorry that the shelf is empty every time when you look': the 'when' doubts nothing.
_EVERY_TIME = re.compile(
    r"(?<!\w)(?:telkens|steeds|altijd|elke keer|iedere keer|jedes ?mal|immer|ständig|always|every time|each time|again and again)(?!\w)"
)


def _backed_by_a_clause(draft: Draft, index: int, place: tuple[int, int]) -> bool:
    """Whether a clause that refuses something shares two telling words with the sentence and a third of them; where a no
    is due, one word of the refusal itself is enough.
    """
    words = draft.content_of(index)
    said = {stem(word.text) for word in words}
    refusal = {stem(word.text) for word in words if place[0] <= word.start < place[1]}
    due = draft.context.play in _NO_IS_DUE
    refusing = (c.text for c in draft.context.shop.policy.clauses if _NO_RIGHT.search(fold(c.text)))
    return any(
        len(said & clause_stems(text)) >= max(_TWO, len(said) / 3) or (due and refusal & clause_stems(text))
        for text in refusing
    )


_NO_IS_DUE = frozenset({Play.SAY_NO, Play.SLIGHTLY_LATE, Play.THEIR_MISTAKE})


_TWO = 2
_NO_RIGHT = re.compile(
    r"(?<!\w)(?:niet|geen|nooit|nicht|keine?[nr]?|nie|not|no|never|cannot|only|alleen|enkel|uitsluitend|nur|ausschließlich|outside|buiten|außerhalb|"
    r"uitgesloten|uitgezonderd|ausgeschlossen|ausgenommen|excluded|except|exempt|unless|tenzij|außer|zonder|ohne|without)(?!\w)"
)


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
    return not _SAYS_OFFER.search(words) or _is_named(draft, note.place)


def _is_named(draft: Draft, place: tuple[int, int]) -> bool:
    """Whether the shop's clauses name the same figure, in whatever language and words."""
    said = numbers_named(draft.reading.folded[slice(*place)], draft.context.language)
    clauses = [clause.text for clause in draft.context.shop.policy.clauses]
    named = {number for text in clauses for language in LANGUAGES for number in numbers_named(text, language)}
    share = next((words for words in _SHARES if words.search(draft.reading.folded[slice(*place)])), None)
    return bool(said & named) or (share is not None and any(share.search(fold(text)) for text in clauses))


_PLAINLY_OFFERED = 0.25
_SHARES = (
    re.compile(r"(?<!\w)(?:half|halve|helft|halbe[nrs]?|hälfte)(?!\w)"),
    re.compile(r"(?<!\w)(?:derde|drittel|third)(?!\w)"),
    re.compile(r"(?<!\w)(?:kwart|viertel|quarter)(?!\w)"),
)
_SAYS_OFFER = re.compile(
    r"(?<!\w)(?:korting\w*|tegoed\w*|bon|\w+bon|vouchers?|vergoeding|compensatie|coupons?|discounts?|gift cards?|credit|compensation|off|"
    r"\w*rabatt\w*|gutschein\w*|\w*nachlass|guthaben|entschädigung\w*|tegemoetkoming|terug|zurück|back|refund\w*|erstatt\w*|überweis\w*|erlass\w*|verreken\w*|"
    r"stort\w*|cadeau|geschenk\w*|gratis|free|on us|preis\w*|prijs|price)(?!\w)"
)

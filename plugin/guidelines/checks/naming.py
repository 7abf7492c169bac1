"""Which words of a reply name what this customer wrote about."""

from __future__ import annotations

from plugin.guidelines.draft import Draft, overlaps, stem
from plugin.guidelines.reading import Word

COMPOUND = 5  # letters that two words must share to count as one inside the other


# What a reply says to anybody: a word that it shares with the review there ("I see that annoys you") names nothing.
_TO_ANYBODY = ("empathy", "apology", "thanks", "moment", "closing", "offline", "promise_vague", "stock")


def _friendly(draft: Draft, word: Word) -> bool:
    places = [place for kind in _TO_ANYBODY for place in draft.reading.find(kind)]
    short = [(start, end) for start, end in places if draft.reading.folded.count(" ", start, end) < _SET_PHRASE]
    return overlaps((word.start, word.end), short)


_SET_PHRASE = 4  # spaces; in a longer one there is room for the customer's matter


def names_the_matter(draft: Draft, word: Word) -> bool:
    """Whether the reply takes this word from the review, and not to say what it would say to anybody."""
    return is_shared(word.text, draft) and names_something(draft, word)


def names_something(draft: Draft, word: Word) -> bool:
    """A word of this case: no day, number, feeling or verdict, nor the name of the shop or of a person."""
    return word.text not in draft.book.words["weak"] and word.text not in draft.names and not _friendly(draft, word)


def is_shared(word: str, draft: Draft) -> bool:
    beginning = stem(word)
    if any(stem(other) == beginning and not _is_code(other) for other in draft.review_vocabulary):
        return True
    if len(word) == COMPOUND - 1 and any(other.startswith(word) for other in draft.review_vocabulary):
        return True  # 'rust' and 'rusted'
    if len(word) < COMPOUND:
        return False
    return any(
        (word in other and not _is_code(other)) or (len(other) >= COMPOUND and (other in word or _chained(word, other)))
        for other in draft.review_vocabulary
    )


def _chained(one: str, other: str) -> bool:
    """One word ends as the other begins: 'Unterfaden' and 'Fadensalat', 'breiwol' and 'wolwinkel'."""
    most = min(len(one), len(other))
    return any(one[:size] == other[-size:] or other[:size] == one[-size:] for size in range(COMPOUND, most))


def _is_code(word: str) -> bool:
    """'gratis50' is no word of the customer's matter."""
    return any(c.isdigit() for c in word)

"""Which words of a reply name what this customer wrote about."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from plugin.guidelines.draft import Draft, overlaps, stem
from plugin.guidelines.reading import Word

COMPOUND = 5  # letters that two words must share to count as one inside the other


# What a reply says to anybody: a word that it shares with the review there ("I see that annoys you") names nothing.
_TO_ANYBODY = ("empathy", "apology", "thanks", "moment", "closing", "offline", "promise_vague", "stock")


def _friendly(draft: Draft, word: Word) -> bool:
    return overlaps((word.start, word.end), draft.once(_set_phrases))


def _set_phrases(draft: Draft) -> list[tuple[int, int]]:
    places = [place for kind in _TO_ANYBODY for place in draft.reading.find(kind)]
    return [(start, end) for start, end in places if draft.reading.folded.count(" ", start, end) < _SET_PHRASE]


_SET_PHRASE = 4  # spaces; in a longer one there is room for the customer's matter


def names_the_matter(draft: Draft, word: Word) -> bool:
    """Whether the reply takes this word from the review, and not to say what it would say to anybody."""
    return is_shared(word.text, draft) and names_something(draft, word)


def how_many_name(draft: Draft, words: Iterable[Word]) -> int:
    """How many of these words name the matter."""
    return sum([names_something(draft, word) for word in shared_words(draft, words)])


def shared_words(draft: Draft, words: Iterable[Word]) -> list[Word]:
    """Those that the review has too, as ``is_shared`` says."""
    shares = draft.once(_reviews_vocabulary).shares
    return [word for word in words if shares(word.text)]


def names_something(draft: Draft, word: Word) -> bool:
    """A word of this case: no day, number, feeling or verdict, nor the name of the shop or of a person."""
    return word.text not in draft.book.words["weak"] and word.text not in draft.names and not _friendly(draft, word)


def is_shared(word: str, draft: Draft) -> bool:
    """Whether the review has the word too, in another form, or as a part of a longer one."""
    return draft.once(_reviews_vocabulary).shares(word)


def _reviews_vocabulary(draft: Draft) -> _Vocabulary:
    return _vocabulary(draft.review_vocabulary)


class _Vocabulary:
    """The content words of a review, made ready for many questions."""

    def __init__(self, words: tuple[str, ...]) -> None:
        plain = [word for word in words if not _is_code(word)]
        self._stems = frozenset(stem(word) for word in plain)
        self._plain, self._all = "\n".join(plain), "\n" + "\n".join(words) + "\n"
        self._long = [word for word in words if len(word) >= COMPOUND]
        self._answers: dict[str, bool] = {}

    def shares(self, word: str) -> bool:
        if word not in self._answers:
            self._answers[word] = self._shares(word)
        return self._answers[word]

    def _shares(self, word: str) -> bool:
        if stem(word) in self._stems:
            return True
        if len(word) == COMPOUND - 1 and f"\n{word}" in self._all:
            return True  # 'rust' and 'rusted'
        if len(word) < COMPOUND:
            return False
        return word in self._plain or any(other in word for other in self._long) or self._chains(word)

    def _chains(self, word: str) -> bool:
        """One word ends as the other begins: 'Unterfaden' and 'Fadensalat', 'breiwol' and 'wolwinkel'."""
        sizes = range(COMPOUND, len(word))
        return any(f"{word[:size]}\n" in self._all or f"\n{word[-size:]}" in self._all for size in sizes)


@functools.lru_cache(maxsize=64)
def _vocabulary(words: tuple[str, ...]) -> _Vocabulary:
    """Kept for a while: many candidates are checked against one review."""
    return _Vocabulary(words)


def _is_code(word: str) -> bool:
    """'gratis50' is no word of the customer's matter."""
    return any(c.isdigit() for c in word)

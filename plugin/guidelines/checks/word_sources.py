"""Where the words of a reply may come from: the orders of a review, the rest of it, the shop's record, any shop's courtesy."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from plugin.guidelines import courtesy
from plugin.guidelines.draft import Draft
from plugin.guidelines.patterns import book, fold
from plugin.guidelines.word_lists import Wording
from plugin.kept import kept
from plugin.language import orders
from plugin.language.reading import read
from plugin.language.sentences import split

_TEXTS = 128  # texts of which it is kept what words they have: a shop's record, the reviews of the hour
_WORDS = 8192  # words of which it is kept what they are: a language has few more that replies use

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
APOSTROPHE = re.compile(r"['’]")
_SHORTEST = 3
PAIR_STEM = 4
_ENDING = 3  # letters in which two forms of a word may differ at their end
# What no shop says of itself or of another, whoever said it first.
_SLANDER = Wording(r"{slander}|{slander_whole}$")
_BACKWARDS = Wording(r"(?<!\w){backwards}")


class Sources:
    """Where the words of a reply may come from, as stems."""

    def __init__(self, draft: Draft, found: orders.Orders) -> None:
        self._draft = draft
        self.found = found
        self.stop = draft.book.words.get("stop", frozenset())

    @kept
    def asked_text(self) -> str:
        asked = self.found.asked
        return _plain(f"{asked} {asked[::-1]}" if _BACKWARDS.in_any().search(fold(asked)) else asked)

    @kept
    def rest_text(self) -> str:
        return _plain(f"{self.found.rest.whole} {self.found.rest.author}")

    @kept
    def beside_text(self) -> str:
        """The sentences right before and after an order."""
        text, ordered = self._draft.context.review.text, self.found.passages
        spans = [(span.start, span.end) for span in split(text)]
        held = [any(a < end and start < b for a, b in ordered) for start, end in spans]
        beside = (n for n in range(len(spans)) if not held[n] and any(held[max(0, n - 1) : n + 2]))
        return _plain(" ".join(text[slice(*spans[n])] for n in beside))

    @kept
    def shop_parts(self) -> tuple[str, ...]:
        shop, found = self._draft.context.shop, self.found
        parts = (shop.name, shop.agent, *shop.sells, *shop.measures, *shop.contact.ways)
        clauses = (clause.text for clause in shop.policy.clauses)
        product = () if found.product_is_one or shop.product is None else (shop.product.name, *shop.product.facts)
        return (*parts, *clauses, *product, found.rest.product)

    @kept
    def shop_text(self) -> str:
        return fold(" ".join(self.shop_parts))

    @kept
    def skip(self) -> frozenset[str]:
        return everyday(self._draft.context.language)

    @kept
    def author(self) -> frozenset[str]:
        """The words of the name that is shown beside the review."""
        return frozenset(m.group() for m in WORD.finditer(fold(self._draft.context.review.author)))

    @kept
    def asked(self) -> frozenset[str]:
        return _stems(self.asked_text)

    @kept
    def asked_words(self) -> frozenset[str]:
        """The words of the orders as they stand there."""
        return words_of(self.asked_text)

    @kept
    def plain_words(self) -> frozenset[str]:
        """The words of what is an order beyond doubt."""
        return words_of(_plain(self.found.plainly))

    def asks_for(self, word: str) -> bool:
        """Whether the orders hold the word in some form: "sensitive" is no "sensible", though both begin alike."""
        at = courtesy.root(word)
        return at in self.asked and any(courtesy.root(w) == at and alike(w, word) for w in self.asked_words)

    @kept
    def rest(self) -> frozenset[str]:
        return _stems(self.rest_text)

    @kept
    def own(self) -> frozenset[str]:
        return _stems(self.shop_text)

    @kept
    def courtesy(self) -> frozenset[str]:
        return courtesy.stems(self._draft.context.language)

    @kept
    def _whole_words(self) -> frozenset[str]:
        return _longer_words(self.rest_text) | _longer_words(self.shop_text)

    def names(self, word: str) -> bool:
        """Whether the customer, the shop or any shop uses this word, in whatever form."""
        word = APOSTROPHE.split(word)[0]
        at = courtesy.root(word)
        return word in self.skip or at in self.rest or at in self.own or at in self.courtesy

    def uses(self, word: str) -> bool:
        """The same, and more than its first letters: "light" does not make "Lightmart" a known word."""
        word = APOSTROPHE.split(word)[0]
        if word in self.skip:
            return True
        if any(c.isdigit() for c in word):
            return word in self._whole_words
        language, at = self._draft.context.language, courtesy.root(word)
        known = (w for w in (*self._whole_words, *courtesy.words(language)) if courtesy.root(w) == at)
        return any(alike(w, word) for w in known) or (len(word) < PAIR_STEM and self.names(word))

    def uses_exactly(self, word: str) -> bool:
        """Whether the customer, the shop or any shop uses the word as it stands."""
        word, language = APOSTROPHE.split(word)[0], self._draft.context.language
        return word in self.skip or word in self._whole_words or word in courtesy.words(language) or not word.isalpha()

    def knows(self, word: str) -> bool:
        """Whether the word is one of the customer's, the shop's or anybody's."""
        if is_slander(word, self._draft.context.language):
            return False
        if self.names(word):
            return True
        # "ledlamp" for the customer's "lamp": compounds are made anew in every reply
        for known in self._whole_words:  # noqa: SIM110 -- ``any`` with a generator takes twice as long
            if known in word:
                return True
        return False


def alike(one: str, other: str) -> bool:
    """Two forms of a word: the same but for their ends."""
    return one[: max(len(one), len(other)) - _ENDING] == other[: max(len(one), len(other)) - _ENDING]


@lru_cache(maxsize=_TEXTS)
def _plain(text: str) -> str:
    """Folded twice: as the checker folds, and with look-alike letters as the Latin ones they stand for."""
    return f"{fold(text)} {read(text).text}"


@lru_cache(maxsize=_TEXTS)
def words_of(text: str) -> frozenset[str]:
    """The different words of a folded text."""
    return frozenset(WORD.findall(text))


@lru_cache(maxsize=_TEXTS)
def _longer_words(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text) if len(word) >= PAIR_STEM)


@lru_cache(maxsize=_TEXTS)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(courtesy.root, words_of(text)))


@cache
def everyday(language: str) -> frozenset[str]:
    """The words of a language that say nothing by themselves."""
    words = book(language).words
    return frozenset().union(*(words.get(kind, frozenset()) for kind in ("stop", "genre", "marks")))


@lru_cache(maxsize=_WORDS)
def tells(word: str) -> bool:
    return len(APOSTROPHE.split(word)[0]) >= _SHORTEST or any(c.isdigit() for c in word)


@lru_cache(maxsize=_WORDS)
def is_slander(word: str, language: str) -> bool:
    """German "liegen" is where a thing lies; only in Dutch is it a lie."""
    return bool(_SLANDER.in_any().match(word)) and not (language == "de" and word.startswith("lieg"))


@lru_cache(maxsize=_TEXTS)
def spaced(text: str) -> str:
    """The words of a text with one space between them."""
    return " ".join(m.group() for m in WORD.finditer(text))

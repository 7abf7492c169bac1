"""Where the words of a reply may come from: the orders of a review, the rest of it, the shop's record, any shop's courtesy."""

from __future__ import annotations

import re

from plugin.guidelines import courtesy
from plugin.guidelines.draft import Draft
from plugin.guidelines.patterns import fold
from plugin.kept import kept
from plugin.language import orders
from plugin.language.reading import read
from plugin.language.sentences import split

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
APOSTROPHE = re.compile(r"['’]")
_SHORTEST = 3
PAIR_STEM = 4
_ENDING = 3  # letters in which two forms of a word may differ at their end
# What no shop says of itself or of another, whoever said it first.
_SLANDER = re.compile(
    r"(?:oplicht|bedrieg|bedrog|fraud|dief|dieven|crimine|krimine|boev|schurk|schoft|leugen|lieg|loog|betrug|betrüg|betrog|gauner|halunk|lügn|lüge|dieb|schwindl|"
    r"abzock|scam|crook|thief|thieves|liar|lying|swindl|steal|stole|cheat|rip-?off|con(?:man|men)$)"
)
_BACKWARDS = re.compile(
    r"(?<!\w)(?:backwards?|from the back|in reverse|mirror\w*|achterstevoren|van achter\w*|andersom|spiegel\w*|ruckwarts|von hinten)"
)


class Sources:
    """Where the words of a reply may come from, as stems."""

    def __init__(self, draft: Draft, found: orders.Orders) -> None:
        self._draft = draft
        self.found = found
        self.stop = draft.book.words.get("stop", frozenset())

    @kept
    def asked_text(self) -> str:
        asked = self.found.asked
        return _plain(f"{asked} {asked[::-1]}" if _BACKWARDS.search(fold(asked)) else asked)

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
        book = self._draft.book.words
        return self.stop | book.get("genre", frozenset()) | book.get("marks", frozenset())

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
        return frozenset(m.group() for m in WORD.finditer(self.asked_text))

    @kept
    def plain_words(self) -> frozenset[str]:
        """The words of what is an order beyond doubt."""
        return frozenset(m.group() for m in WORD.finditer(_plain(self.found.plainly)))

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
    def _whole_words(self) -> tuple[str, ...]:
        return tuple(
            m.group() for m in WORD.finditer(f"{self.rest_text} {self.shop_text}") if len(m.group()) >= PAIR_STEM
        )

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
        return any(known in word for known in self._whole_words)


def alike(one: str, other: str) -> bool:
    """Two forms of a word: the same but for their ends."""
    return one[: max(len(one), len(other)) - _ENDING] == other[: max(len(one), len(other)) - _ENDING]


def _plain(text: str) -> str:
    """Folded twice: as the checker folds, and with look-alike letters as the Latin ones they stand for."""
    return f"{fold(text)} {read(text).text}"


def _stems(text: str) -> frozenset[str]:
    return frozenset(courtesy.root(m.group()) for m in WORD.finditer(text))


def tells(word: str) -> bool:
    return len(APOSTROPHE.split(word)[0]) >= _SHORTEST or any(c.isdigit() for c in word)


def is_slander(word: str, language: str) -> bool:
    """German "liegen" is where a thing lies; only in Dutch is it a lie."""
    return bool(_SLANDER.match(word)) and not (language == "de" and word.startswith("lieg"))


def spaced(text: str) -> str:
    return " ".join(m.group() for m in WORD.finditer(text))

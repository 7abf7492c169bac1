"""One text under examination: the text, the review and the shop, each read once, and what every check asks for."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from plugin.guidelines import contacts
from plugin.guidelines.classifier import Heard, Mark, reply_classifier
from plugin.guidelines.contacts import Contact
from plugin.guidelines.context import CheckContext
from plugin.guidelines.patterns import book, fold
from plugin.guidelines.reading import Reading, Word
from plugin.guidelines.word_lists import Wording
from plugin.kept import kept
from plugin.language import figures, orders
from plugin.language.figures import Figure
from plugin.words import Decision, Play, Sentiment, Severity

FAULT_PLAYS = frozenset({Play.OUR_FAULT, Play.UNCLEAR_FAULT, Play.ANGRY, Play.ESCALATE, Play.MIXED, Play.WARRANTY})
_CALM_PLAYS = frozenset({Play.POSITIVE, Play.RESOLVED})
_BAD_STARS = 2
_GOOD_STARS = 4
_STEM = 5
_WORD = re.compile(r"\w+")
_LONG_ENOUGH = 3
_MUTTERED = 2  # words
_OFFERED = frozenset({"percent", "amount", "duration"})  # a number may belong to a shop's name or address
_SIGNED = 4  # words; "Yours sincerely, Ann Smith" says no more
AT_YOU = Wording(r"(?<!\w){at_you}(?!\w)")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{6,300})[\"”“»]")
Told = TypeVar("Told")
_LEFT_OUT = {"nl": "dat", "de": "das", "en": "that"}


@dataclass(frozen=True, slots=True)
class Note:
    """What a check says: which guideline, which message, where (None: something is missing)."""

    guideline: str
    key: str
    place: tuple[int, int] | None = None
    severity: Severity | None = None  # None: as the guideline's kind says
    words: dict[str, str] = field(default_factory=dict)


@functools.lru_cache(maxsize=64)
def _review(whole: str, language: str) -> Reading:
    """Kept for a while: many candidates are checked against one review."""
    return Reading(whole, book(language))


@functools.lru_cache(maxsize=64)
def _record(text: str) -> tuple[str, frozenset[str]]:
    """What a shop has on record, folded, and its words. Kept for a while: it is the same for every reply of a shop."""
    folded = fold(text)
    return folded, frozenset(_WORD.findall(folded))


@functools.cache
def _everyday_words(language: str) -> frozenset[str]:
    words = book(language).words
    return words["stop"] | words["marks"]


@functools.cache
def _words_without_content(language: str) -> frozenset[str]:
    words = book(language).words
    return words.get("stop", frozenset()) | words.get("genre", frozenset())


class Draft:
    """Everything is computed when first asked for and kept."""

    def __init__(self, text: str, context: CheckContext) -> None:
        self.context = context
        self.book = book(context.language)
        self.reading = Reading(text, self.book, wrapped=True)
        self.review = _review(context.review.whole, context.language)
        self._content: dict[str, list[Word]] = {}
        self._told: dict[object, Any] = {}

    def once(self, told: Callable[[Draft], Told]) -> Told:
        """What this function tells of the draft, computed when first asked for and kept."""
        if told not in self._told:
            self._told[told] = told(self)
        answer: Told = self._told[told]
        return answer

    def once_of(self, index: int, told: Callable[[Draft, int], Told]) -> Told:
        """The same of one sentence."""
        if (told, index) not in self._told:
            self._told[told, index] = told(self, index)
        answer: Told = self._told[told, index]
        return answer

    # -- the review

    @kept
    def complaint(self) -> bool:
        """Whether this customer complains of something, whatever the stars (guidelines.md §5)."""
        context = self.context
        if context.decision is Decision.THANK:
            return False  # the person who decided that it is praise has read it
        if any(point.sentiment is Sentiment.NEGATIVE for point in context.points):
            return True
        if context.play in FAULT_PLAYS:
            return True
        rating = context.review.rating
        if context.play in _CALM_PLAYS or (context.points and not (rating is not None and rating <= _BAD_STARS)):
            return False
        if rating is not None and rating <= _BAD_STARS:
            return context.play is not Play.QUESTION or self._sounds_negative
        return self._sounds_negative and (rating is None or rating < _GOOD_STARS or len(self._negatives) > 1)

    @kept
    def _negatives(self) -> list[tuple[int, int]]:
        denied = self.review.find("positive_context")
        return [place for place in self.review.find("negative") if not overlaps(place, denied)]

    @kept
    def _sounds_negative(self) -> bool:
        return bool(self._negatives)

    @kept
    def told(self) -> Reading:
        """The review without what it orders its reader to write."""
        found = orders.find(self.context.review)
        return _review(found.rest.whole, self.context.language) if found else self.review

    @kept
    def review_stems(self) -> frozenset[str]:
        return frozenset(stem(word.text) for word in self.content_words(self.review))

    @kept
    def review_vocabulary(self) -> tuple[str, ...]:
        """The different content words of the review, but for its orders to the writer."""
        return tuple(dict.fromkeys(word.text for word in self.content_words(self.told)))

    @kept
    def names(self) -> frozenset[str]:
        """The words of the shop's, its agent's and the reviewer's names and of the shop's contact ways."""
        shop = self.context.shop
        return frozenset(
            _WORD.findall(fold(" ".join((shop.name, shop.agent, *shop.contact.ways, self.context.review.author))))
        )

    @property
    def everyday_words(self) -> frozenset[str]:
        """The small words of the reply's language."""
        return _everyday_words(self.context.language)

    def content_words(self, reading: Reading) -> list[Word]:
        """Words that say what a text is about: no function words, no words of the trade."""
        which = "review" if reading is self.review else "told" if reading is self.told else "text"
        if which not in self._content:
            skip = _words_without_content(self.context.language)
            self._content[which] = [w for w in reading.words if len(w.text) >= _LONG_ENOUGH and w.text not in skip]
        return self._content[which]

    def content_of(self, index: int) -> list[Word]:
        """The content words of one sentence of the text."""
        return self._content_by_sentence[index]

    def stems_of(self, index: int) -> frozenset[str]:
        """The stems of a sentence's content words."""
        return self.once_of(index, _stems_of)

    @kept
    def _content_by_sentence(self) -> list[list[Word]]:
        content = self.content_words(self.reading)
        starts = [word.start for word in content]
        return [
            content[bisect.bisect_left(starts, span.start) : bisect.bisect_left(starts, span.end)]
            for span in self.reading.spans
        ]

    # -- the text

    @kept
    def contacts(self) -> tuple[Contact, ...]:
        return contacts.find(self.reading.cased)

    @kept
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the text outside contact details and order numbers."""
        taken = [(c.start, c.end) for c in self.contacts]
        starts = [start for start, _ in taken]
        found = figures.find(self.reading.cased, self.context.language)
        # Contacts stand apart, so only the last that begins before the figure's end can touch it.
        before = [bisect.bisect_left(starts, figure.end) - 1 for figure in found]
        return tuple(f for f, at in zip(found, before, strict=True) if at < 0 or taken[at][1] <= f.start)

    def contacts_of(self, index: int) -> list[Contact]:
        """The contact details that begin in a sentence."""
        span = self.reading.spans[index]
        return [contact for contact in self.contacts if span.start <= contact.start < span.end]

    def figures_of(self, index: int) -> list[Figure]:
        """The figures that begin in a sentence."""
        span = self.reading.spans[index]
        return [figure for figure in self.figures if span.start <= figure.start < span.end]

    @kept
    def greeting(self) -> int | None:
        """The index of the sentence that greets, among the first two."""
        for index in range(min(2, len(self.reading.spans))):
            place = self.reading.spans[index]
            if any(start == place.start for start, _ in self.reading.find("greeting")):
                return index
        return None

    @kept
    def signoff_start(self) -> int:
        """Where the sign-off begins: everything behind the last sentence of substance."""
        spans = self.reading.spans
        first = len(spans)
        for index in range(len(spans) - 1, max(-1, len(spans) - 5), -1):
            words = self.sentence_text(index)
            begins = any(start == spans[index].start for start, _ in self.reading.find("signoff"))
            known = (begins and words[-1:] not in ".!?") or self._names_agent(words)
            if known and len(words) <= 60 and index > 0 and not self._says_more(index):  # noqa: PLR2004 -- a sign-off is a short line
                first = index
            elif len(words) > 60 or words[-1:] in ".!?" or self._says_more(index):  # noqa: PLR2004 -- idem
                break
        return first

    def _says_more(self, index: int) -> bool:
        """Whether a line tells something beside who signs: a share, an amount, a time, or some words to the customer that are not how the
        shop is reached. What is said on the line of the name is read like any other sentence.
        """
        if any(figure.kind in _OFFERED for figure in self.figures_of(index)):
            return True
        if len(self.reading.words_of(index)) <= _SIGNED or not AT_YOU.of(self).search(self.sentence_text(index)):
            return False
        parts = any(self.reading.in_sentence(index, kind) for kind in ("signoff", "closing", "thanks"))
        return not parts and not any(self.is_shops(contact) for contact in self.contacts_of(index))

    def _names_agent(self, words: str) -> bool:
        return any(name in words for name in self._signed_by)

    @kept
    def _signed_by(self) -> list[str]:
        shop = self.context.shop
        return [fold(name) for name in (shop.agent, shop.name) if name]

    @kept
    def body(self) -> tuple[int, ...]:
        """The indices of the sentences before the sign-off that do not greet. What stands before the greeting is read too."""
        return tuple(index for index in range(self.signoff_start) if index != self.greeting)

    @kept
    def body_word_count(self) -> int:
        return sum(len(self.reading.words_of(index)) for index in self.body)

    @kept
    def heard(self) -> Mapping[int, Heard]:
        """What the classifier makes of each sentence of the body."""
        return dict(zip(self.body, reply_classifier().read(self.body_sentences), strict=True))

    @kept
    def scores(self) -> Mapping[int, Mapping[str, float]]:
        """Of each sentence of the body, the classifier's score under every label (0 to 1)."""
        return {index: heard.scores for index, heard in self.heard.items()}

    @kept
    def body_sentences(self) -> list[str]:
        """The sentences of the body as they were written, without what they quote of the review word for word: that is
        the customer speaking, and no fault of the reply's.
        """
        spans = [self.reading.spans[index] for index in self.body]
        return [_QUOTED.sub(self._unless_the_customers, self.reading.cased[span.start : span.end]) for span in spans]

    def _unless_the_customers(self, quoted: re.Match[str]) -> str:
        return (
            _LEFT_OUT.get(self.context.language, "")
            if fold(quoted[1]).strip(" .,!?…") in self.review.folded
            else quoted[0]
        )

    @property
    def marks(self) -> Mapping[str, Mark]:
        return reply_classifier().marks

    def best(self, kind: str, unless: str = "") -> float:
        """The highest score under a kind among the sentences of the body; two words say nothing of the kind.

        Less by as much as the sentence is likely to break ``unless``.
        """
        told = (scores for index, scores in self.scores.items() if len(self.reading.words_of(index)) > _MUTTERED)
        return max((scores[kind] * (1 - scores.get(unless, 0.0)) for scores in told), default=0.0)

    def sentence_text(self, index: int) -> str:
        return self.reading.folded_sentence(index)

    # -- the shop

    @kept
    def shop_contacts(self) -> frozenset[str]:
        texts = [*self.context.shop.contact.ways, *(clause.text for clause in self.context.shop.policy.clauses)]
        found = [c.key for text in texts for c in contacts.find(text)]
        phone = self.context.shop.contact.phone
        return frozenset(found) | ({contacts.key_of("phone", phone)} if phone else frozenset())

    @kept
    def shop_hosts(self) -> frozenset[str]:
        hosts = {contacts.host_of(key.split("@")[-1]) for key in self.shop_contacts if "." in key}
        hosts.add(re.sub(r"\s", "", self.context.shop.name.lower()))
        return frozenset(hosts)

    def is_shops(self, contact: Contact) -> bool:
        if contact.key in self.shop_contacts:
            return True
        return contact.kind == "url" and contacts.host_of(contact.key) in self.shop_hosts

    @kept
    def shop_text(self) -> str:
        """Everything the shop has on record, folded: what a reply may state besides the review."""
        shop = self.context.shop
        product = (shop.product.name, *shop.product.facts) if shop.product else ()
        parts = (shop.name, shop.agent, *shop.sells, *shop.measures, *product, *shop.contact.ways)
        parts += tuple(rule.words for rule in shop.rules.wanted)
        parts += tuple(clause.text for clause in shop.policy.clauses)
        return _record("\n".join((*parts, self.context.review.product)))[0]

    @kept
    def known_words(self) -> frozenset[str]:
        """The words of the review and of the shop's record: a product's name may be in any language."""
        return self.recorded_words | frozenset(_WORD.findall(self.review.folded))

    @property
    def recorded_words(self) -> frozenset[str]:
        """The words of the shop's record."""
        return _record(self.shop_text)[1]

    @kept
    def known_text(self) -> str:
        return self.shop_text + "\n" + self.review.folded


def read_ahead(drafts: Iterable[Draft]) -> None:
    """Have the classifier read the sentences of them all in one go: a pass over many costs less than many passes."""
    reply_classifier().read([sentence for draft in drafts for sentence in draft.body_sentences])


def _stems_of(draft: Draft, index: int) -> frozenset[str]:
    return frozenset([stem(word.text) for word in draft.content_of(index)])


def stem(word: str) -> str:
    """A crude stem, enough to see 'bezorging' in 'bezorgd' (first letters)."""
    return word[:_STEM]


def places_of(word: str, text: str) -> Iterator[int]:
    """Where a text has this word with no letter, figure or underscore right before it. An expression of its own for every name
    would cost more to compile than all that is done with it.
    """
    at = text.find(word)
    while at >= 0:
        if not at or not _is_of_a_word(text[at - 1]):
            yield at
        at = text.find(word, at + 1)


def stands_in(word: str, text: str) -> bool:
    """The same with none right behind it either."""
    ends = (at + len(word) for at in places_of(word, text))
    return any(end == len(text) or not _is_of_a_word(text[end]) for end in ends)


def _is_of_a_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def overlaps(place: tuple[int, int], places: Iterable[tuple[int, int]]) -> bool:
    start, end = place
    for first, last in places:  # noqa: SIM110 -- asked of every word: ``any`` with a generator takes twice as long
        if start < last and end > first:
            return True
    return False

"""R-CLEAN in a model's text, whatever was heard in the review: what it says word for word after the customer, links and names of
theirs, words of crime and ruin, a bare yes to what only the customer says, orders and marks of a program.

A person who writes so has a reason; a model is easily asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice, pairwise

from plugin.guidelines import courtesy
from plugin.guidelines.checks.word_sources import WORD, Sources, is_slander, spaced, tells
from plugin.guidelines.draft import Draft
from plugin.guidelines.patterns import fold
from plugin.guidelines.word_lists import Wording
from plugin.language import orders
from plugin.shop import LANGUAGES

_PIECE = re.compile(r"[^\n.!?;]+")
_REACH = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:example|com|nl|de|be|at|uk|net|org|shop|info|eu|io)(?!\w)\S*"
    r"|(?<!\w)[a-z]{2}\d\d[ ]?(?:\w{4}[ ]?){2,}"
)
_PROGRAM = re.compile(
    r"[=<>#~_|{}\[\]]{3,}|[{}]|<[/a-z]|(?<![\w@./-])[a-z]+(?:_[a-z]+)+(?!\w)|(?<![\w@./-])[a-z]{3,}\.[a-z]{4,}(?![\w@/])"
)
_LABEL = re.compile(r"[\w-]{4,}")
_LONG_LABEL = 5
# What no shop states on a stranger's word: ruin, crime, danger to life. A model has it from nowhere else.
_GRAVE = re.compile(
    r"(?:failli|bankrupt|insolven|pleite$|konkurs|receivership|curatele|zwangsverwalt|illega|smokkel|smuggl|schmugg|ontdui|tax-?evad|hinterzieh|"
    r"namaak|nagemaakt|counterfeit|gefälsch|fälschung|vervals|giftig|toxic|poison|vergift|asbest|salmonel|teruggeroep|terugroep|recall(?:s|ed|ing)?$|"
    r"rückruf|zurückgeruf|straftat|strafbar|felon|fahrlässig|negligen|aansprakelijk|haftbar|liab(?:le|ility)|raubbau|brandgef|brandgev|casino|lebensgefähr|"
    r"levensgevaar)"
)
_QUOTE = re.compile(r"(?<!\w)[\"']([^\"'\n]{6,120})[\"'](?!\w)")
_CONFIRMING = Wording(
    r"^\W*(?:{confirming}(?!\w)(?!,? (?:\w+ ){0,2}{not}(?!\w))|{confirming_alone}\s?(?:[,.:;!]|$))|(?<!\w){indeed}(?!\w)"
)
# What a sentence may do besides: a yes beside a regret or a remedy answers the customer, and confirms no tale of theirs.
_ANSWERING = ("thanks", "empathy", "apology", "ownership", "solution", "compensation", "offline", "question", "closing")
_LONG_PHRASE = 8
_SHORT = 3  # telling words of a short sentence
_FULL_NAME = re.compile(r"(?<![.!?:\n]\s)(?<=\s)[A-ZÄÖÜ][a-zäöüéë]+\s[A-ZÄÖÜ][a-zäöüéë]+(?!\w)")


def places(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """All of them, the gravest first."""
    yield from chain(_slander(draft), _quoted(draft), _echoed(draft), _orders_passed_on(draft))
    yield from chain(_bare_echoes(draft, sources), _addresses(draft, sources), _full_names(draft))
    yield from _confirmations(draft, sources)


def _quoted(draft: Draft) -> Iterator[tuple[int, int]]:
    """A phrase that the review puts between quotation marks, in a model's text."""
    for match in _QUOTE.finditer(draft.review.folded):
        phrase = match.group(1).strip(" .!?,")
        at = draft.reading.folded.find(phrase) if len(phrase) >= _LONG_PHRASE else -1
        if at >= 0 and phrase not in draft.shop_text:
            yield at, at + len(phrase)


def _bare_echoes(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A sentence of nothing but the customer's words, in none of the ways in which a shop speaks."""
    for index in range(len(draft.reading.spans)):
        if index == draft.greeting:
            continue
        telling = (w.text for w in draft.reading.words_of(index) if tells(w.text) and w.text not in sources.stop)
        words = list(islice(telling, _SHORT + 1))
        if words and len(words) <= _SHORT and all(_only_theirs(word, sources) for word in words):
            yield draft.reading.spans[index].start, draft.reading.spans[index].end


def _confirmations(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A yes to something that the customer told and the shop's record does not hold: one reply in a hundred needs one, and a
    review that tells of a lifelong guarantee or asks whether the owner is a fool gets what it fished for.
    """
    answering = frozenset[int]().union(*(draft.reading.sentences_of(kind) for kind in _ANSWERING))
    confirming = _CONFIRMING.of(draft)
    for index, span in enumerate(draft.reading.spans):
        if index == draft.greeting or index in answering or index >= draft.signoff_start:
            continue
        said = draft.reading.folded[span.start : span.end]
        if confirming.search(said) and not _is_on_record(draft, sources, index):
            yield span.start, span.end


def _is_on_record(draft: Draft, sources: Sources, index: int) -> bool:
    """Whether the record holds something of a sentence, and all of it that the customer says as well."""
    told = [word.text for word in draft.reading.words_of(index) if tells(word.text)]
    own = [courtesy.root(word) in sources.own for word in told]
    return any(own) and not any(_only_theirs(word, sources) for word in told)


def _only_theirs(word: str, sources: Sources) -> bool:
    at = courtesy.root(word)
    theirs = at in sources.rest and word not in sources.author
    return theirs and at not in sources.own and at not in sources.courtesy and word not in sources.skip


def _full_names(draft: Draft) -> Iterator[tuple[int, int]]:
    """Somebody's first and last name out of the review, who is neither its author nor the shop's own."""
    known = f"{draft.shop_text} {fold(draft.context.review.author)}"
    if draft.context.language == "de":
        return  # every noun has a capital
    for match in _FULL_NAME.finditer(draft.reading.cased):
        if match.group() in draft.review.cased and not any(fold(part) in known for part in match.group().split()):
            yield match.span()


def _echoed(draft: Draft) -> Iterator[tuple[int, int]]:
    """A line or sentence that is a piece of the review word for word: a reply speaks of it in words of its own."""
    review = f" {spaced(f'{draft.review.folded} {fold(draft.context.review.author)}')} "
    usual = courtesy.pairs(draft.context.language)
    body = draft.reading.folded[: draft.reading.spans[-1].end] if draft.reading.spans else ""
    for match in _PIECE.finditer(body):
        if draft.reading.sentence_at(match.start()) == draft.greeting:
            continue
        words = WORD.findall(match.group())
        same = len(words) > 1 and f" {' '.join(words)} " in review
        if same and not usual.issuperset(pairwise(words)) and " ".join(words) not in draft.shop_text:
            yield match.span()


def _orders_passed_on(draft: Draft) -> Iterator[tuple[int, int]]:
    """A sentence of a model's that itself speaks to the writer of replies, or holds the marks of a program."""
    for span in draft.reading.spans:
        said = draft.reading.cased[span.start : span.end]
        if _is_addressed_to_the_writer(said):
            yield span.start, span.end
    author = draft.context.review.author.casefold()
    for match in _PROGRAM.finditer(draft.reading.cased):
        if match.group().casefold() not in author and not any(
            c.start < match.end() and match.start() < c.end for c in draft.contacts
        ):
            yield match.span()


# Kept: greetings, sign-offs and the lines that tell how a shop is reached come again and again.
_is_addressed_to_the_writer = lru_cache(maxsize=2048)(orders.is_addressed_to_the_writer)


def _addresses(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """A piece of a link, of an address or of an account out of the review, that is not the shop's."""
    pieces = {
        piece
        for m in _REACH.finditer(fold(draft.context.review.whole))
        for piece in _LABEL.findall(m.group())
        if piece not in sources.shop_text and len(piece) >= _LONG_LABEL
    }
    if not pieces:
        return
    plain = frozenset(m.group() for m in WORD.finditer(fold(_REACH.sub(" ", fold(draft.context.review.whole)))))
    for match in _LABEL.finditer(draft.reading.folded):
        if match.group() in pieces - plain:
            yield match.span()


def _slander(draft: Draft) -> Iterator[tuple[int, int]]:
    """A word of crime, fraud or ruin, which no shop writes of anybody unless it deals in the matter."""
    words = draft.reading.words
    for place, word in enumerate(words):
        if not _is_dark(word.text):
            continue
        if _GRAVE.match(word.text) and word.text not in draft.shop_text:
            yield word.start, word.end
        if is_slander(word.text, draft.context.language) and word.text not in draft.shop_text:
            beside = {near.text for near in words[max(0, place - 1) : place + 2]}
            if not (word.text == "lying" and beside & _LYING_SOMEWHERE):
                yield word.start, word.end


@lru_cache(maxsize=8192)
def _is_dark(word: str) -> bool:
    """Whether it speaks of ruin or, in any language, of crime. Kept: most words of a reply have been in others."""
    return bool(_GRAVE.match(word)) or any(is_slander(word, language) for language in LANGUAGES)


# "Left lying", "lying on the shelf".
_LYING_SOMEWHERE = frozenset(
    {
        "left",
        "leave",
        "on",
        "in",
        "at",
        "around",
        "about",
        "here",
        "there",
        "next",
        "with",
        "ready",
        "under",
        "between",
        "by",
        "unused",
        "idle",
    }
)

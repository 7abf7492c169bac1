"""What is suspected of a draft: the signs of its sentences gathered, and what the networks of ``suspicion`` make of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from plugin.guidelines import courtesy, suspicion
from plugin.guidelines.checks.specific import names_the_matter
from plugin.guidelines.classifier import reply_classifier
from plugin.guidelines.draft import Draft
from plugin.guidelines.patterns import book
from plugin.guidelines.suspicion import Case, Sentence

_TELLING = 4  # letters
# Words with which sympathy turns into something else.
_TURN = re.compile(
    r"(?<!\w)(?:but|though|although|however|still|yet|maar|hoewel|(?<=, )al|toch|wel|echter|alleen|aber|obwohl|allerdings|jedoch|doch|nur|"
    r"wobei|schließlich|after all|immers)(?!\w)"
)


def faults(draft: Draft) -> Mapping[int, Mapping[str, float]]:
    """Of each sentence of the body, how likely it breaks each guideline (0 to 1)."""
    return draft.once(_faults)


def lacks(draft: Draft) -> Mapping[str, float]:
    """How likely the reply as a whole lacks what each of these guidelines asks for (0 to 1)."""
    return draft.once(_lacks)


def fault_marks() -> Mapping[str, float]:
    """From how likely on each fault is worth a person's look."""
    return suspicion.networks()[0].marks


def lack_marks() -> Mapping[str, float]:
    """The same of what a reply lacks."""
    return suspicion.networks()[1].marks


def _faults(draft: Draft) -> Mapping[int, Mapping[str, float]]:
    if not draft.body:
        return {}
    rows = suspicion.sentence_rows(draft.once(sentences), case(draft))
    names = _signs(draft.context.language)[0]
    return dict(zip(draft.body, suspicion.networks()[0].scores(rows, names), strict=True))


def _lacks(draft: Draft) -> Mapping[str, float]:
    if not draft.body:
        return dict.fromkeys(lack_marks(), 1.0)
    row = suspicion.reply_row(draft.once(sentences), case(draft))
    names = _signs(draft.context.language)[1]
    return suspicion.networks()[1].scores(row[None], names)[0]


@functools.cache
def kinds(language: str) -> tuple[str, ...]:
    """The kinds of phrases in the order in which they are told."""
    return tuple(sorted(book(language).kinds))


@functools.cache
def _signs(language: str) -> tuple[list[str], list[str]]:
    """The names of a sentence's signs, and those of a reply's."""
    labels = reply_classifier().marks
    return suspicion.sentence_signs(labels, kinds(language)), suspicion.reply_signs(labels, kinds(language))


def case(draft: Draft) -> Case:
    """What is to be known of the review."""
    return Case(draft.complaint, draft.context.decision, draft.context.play, draft.context.review.rating)


def sentences(draft: Draft) -> list[Sentence]:
    """What is to be known of each sentence of the body."""
    return [_sentence(draft, index) for index in draft.body]


def _sentence(draft: Draft, index: int) -> Sentence:
    span, heard, content = draft.reading.spans[index], draft.heard[index], draft.content_of(index)
    return Sentence(
        whole=heard.whole,
        most=heard.most,
        kinds=[draft.reading.in_sentence(index, kind) for kind in kinds(draft.context.language)],
        turn=turns(draft, index),
        new=len(new_words(draft, index)),
        words=len(draft.reading.words_of(index)),
        plain=feels_plainly(draft, index),
        known=sum(word.text in draft.known_words for word in content) / max(1, len(content)),
        named=sum(names_the_matter(draft, word) for word in content),
        figures=sum(span.start <= figure.start < span.end for figure in draft.figures),
        contact=any(span.start <= contact.start < span.end for contact in draft.contacts),
    )


def turns(draft: Draft, index: int) -> bool:
    """Whether a 'but' or an 'although' stands in the sentence."""
    return bool(_TURN.search(draft.sentence_text(index)))


def new_words(draft: Draft, index: int) -> list[str]:
    """The telling words of a sentence that neither the customer, nor the shop's record, nor any courtesy holds."""
    known, common = draft.known_text, courtesy.stems(draft.context.language)
    words = [w.text for w in draft.reading.words_of(index) if len(w.text) >= _TELLING]
    return [
        w
        for w in words
        if w not in draft.everyday_words and courtesy.root(w) not in common and w[:_TELLING] not in known
    ]


def feels_plainly(draft: Draft, index: int) -> bool:
    """'What a pity that you had to wait': sympathy or an apology, in known words and without a 'but'."""
    kind = draft.reading.in_sentence(index, "empathy") or draft.reading.in_sentence(index, "apology")
    put_down = draft.reading.in_sentence(index, "divert") or draft.reading.in_sentence(index, "non_apology")
    said = draft.sentence_text(index)
    return kind and not put_down and ": " not in said and "; " not in said and not turns(draft, index)

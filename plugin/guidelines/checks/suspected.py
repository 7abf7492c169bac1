"""What is suspected of a draft: the signs of its sentences gathered, and what the networks of ``suspicion`` make of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from plugin.guidelines import courtesy, suspicion
from plugin.guidelines.checks.naming import how_many_name
from plugin.guidelines.classifier import reply_classifier
from plugin.guidelines.draft import Draft
from plugin.guidelines.patterns import book
from plugin.guidelines.policy_numbers import clause_stems
from plugin.guidelines.suspicion import Case, Sentence
from plugin.guidelines.word_lists import Wording
from plugin.language import figures
from plugin.language.figures import Figure

_TELLING = 4  # letters
# Words with which sympathy turns into something else.
_TURN = re.compile(
    r"(?<!\w)(?:but|though|although|however|still|yet|maar|hoewel|(?<=, )al|toch|wel|echter|alleen|aber|obwohl|allerdings|jedoch|doch|nur|"
    r"wobei|schließlich|after all|immers)(?!\w)"
)

_AGREES = Wording(r"(?<!\w){agrees}(?!\w)(?! (?:\w+ ){0,2}{not}(?!\w))")
_OURS = Wording(r"(?<!\w){we}(?!\w)")


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
    rows, names = draft.once(sentence_rows), sentence_names(draft.context.language)
    return dict(zip(draft.body, suspicion.networks()[0].scores(rows, names), strict=True))


def sentence_rows(draft: Draft) -> suspicion.Floats:
    """The signs of the body's sentences, a row each; there is at least one."""
    return draft.once(signs).of_sentences()


def sentence_names(language: str) -> list[str]:
    """What the columns of these rows are called."""
    return _names(language)[0]


def _lacks(draft: Draft) -> Mapping[str, float]:
    if not draft.body:
        return dict.fromkeys(lack_marks(), 1.0)
    row = draft.once(signs).of_reply()
    names = _names(draft.context.language)[1]
    return suspicion.networks()[1].scores(row[None], names)[0]


@functools.cache
def kinds(language: str) -> tuple[str, ...]:
    """The kinds of phrases in the order in which they are told."""
    return tuple(sorted(book(language).kinds))


@functools.cache
def _names(language: str) -> tuple[list[str], list[str]]:
    """The names of a sentence's signs, and those of a reply's."""
    labels = reply_classifier().marks
    told = suspicion.sentence_signs(labels, kinds(language)), suspicion.reply_signs(labels, kinds(language))
    # The very list that a network has learned from is known at a glance.
    ours, its = [
        net.signs if net.signs == names else names for net, names in zip(suspicion.networks(), told, strict=True)
    ]
    return ours, its


def signs(draft: Draft) -> suspicion.Signs:
    """What there is to weigh in a draft whose body has a sentence."""
    context = draft.context
    case = Case(draft.complaint, context.decision, context.play, context.review.rating)
    return suspicion.Signs([_sentence(draft, index) for index in draft.body], case)


def _sentence(draft: Draft, index: int) -> Sentence:
    heard, content, inside = draft.heard[index], draft.content_of(index), draft.figures_of(index)
    told, known_words = draft.once(_told_figures), draft.known_words
    known = [figure for figure in inside if (figure.kind, _size(figure)) in told]
    return Sentence(
        whole=heard.whole,
        most=heard.most,
        kinds=draft.once(_kinds_by_sentence)[index],
        turn=turns(draft, index),
        new=len(new_words(draft, index)),
        words=len(draft.reading.words_of(index)),
        plain=feels_plainly(draft, index),
        known=len([word for word in content if word.text in known_words]) / max(1, len(content)),
        recorded=len([word for word in content if word.text in draft.recorded_words]) / max(1, len(content)),
        agrees=bool(_AGREES.of(draft).search(draft.sentence_text(index))),
        ours=bool(_OURS.of(draft).search(draft.sentence_text(index))),
        named=how_many_name(draft, content),
        figures=len(inside),
        own_terms=sum(figure.kind == "duration" and figure in known for figure in inside),
        other_terms=sum(figure.kind == "duration" and figure not in known for figure in inside),
        unknown_figures=sum(figure.kind != "duration" and figure not in known for figure in inside),
        in_policy=_in_policy(draft, index),
        new_names=_new_names(draft, index),
        contact=bool(draft.contacts_of(index)),
    )


def _kinds_by_sentence(draft: Draft) -> NDArray[np.bool_]:
    place = _places_of_kinds(draft.context.language)
    found = np.zeros((len(draft.reading.spans), len(place)), np.bool_)
    for kind in draft.reading.found:
        for index in draft.reading.sentences_of(kind):
            found[index, place[kind]] = True
    return found


@functools.cache
def _places_of_kinds(language: str) -> Mapping[str, int]:
    return {kind: at for at, kind in enumerate(kinds(language))}


def _told_figures(draft: Draft) -> frozenset[tuple[str, float]]:
    """The figures of the review and of the shop's policy, by kind and size."""
    policy, language = draft.context.shop.policy, draft.context.language
    texts = (draft.review.cased, *(clause.text for clause in policy.clauses))
    told = {(figure.kind, _size(figure)) for text in texts for figure in figures.find(text, language)}
    terms = (policy.withdrawal_days, policy.leniency_days, policy.reply_within_days)
    months = (policy.warranty_months * 30, policy.warranty_months * 365 / 12, policy.warranty_months / 12 * 360)
    return frozenset(told | {("duration", float(round(days))) for days in (*terms, *months)})


def _size(figure: Figure) -> float:
    return float(round(figure.days)) if figure.kind == "duration" else figure.value


def _in_policy(draft: Draft, index: int) -> float:
    said = draft.stems_of(index)
    shares = [len(said & clause_stems(clause.text)) for clause in draft.context.shop.policy.clauses]
    return max(shares, default=0) / max(1, len(said))


def _new_names(draft: Draft, index: int) -> int:
    words = draft.reading.words_of(index)[1:]
    cased, known, everyday = draft.reading.cased, draft.known_words, draft.everyday_words
    capital = [word.text for word in words if cased[word.start].isupper()]
    return sum(word not in known and word not in everyday for word in capital)


def turns(draft: Draft, index: int) -> bool:
    """Whether a 'but' or an 'although' stands in the sentence."""
    return draft.once_of(index, _turns)


def _turns(draft: Draft, index: int) -> bool:
    return bool(_TURN.search(draft.sentence_text(index)))


def new_words(draft: Draft, index: int) -> list[str]:
    """The telling words of a sentence that neither the customer, nor the shop's record, nor any courtesy holds."""
    return draft.once_of(index, _new_words)


def _new_words(draft: Draft, index: int) -> list[str]:
    known, common, everyday = draft.known_text, courtesy.stems(draft.context.language), draft.everyday_words
    words = [w.text for w in draft.reading.words_of(index) if len(w.text) >= _TELLING]
    return [w for w in words if w not in everyday and courtesy.root(w) not in common and w[:_TELLING] not in known]


def feels_plainly(draft: Draft, index: int) -> bool:
    """'What a pity that you had to wait': sympathy or an apology, in known words and without a 'but'."""
    return draft.once_of(index, _feels_plainly)


def _feels_plainly(draft: Draft, index: int) -> bool:
    kind = draft.reading.in_sentence(index, "empathy") or draft.reading.in_sentence(index, "apology")
    put_down = draft.reading.in_sentence(index, "divert") or draft.reading.in_sentence(index, "non_apology")
    said = draft.sentence_text(index)
    return kind and not put_down and ": " not in said and "; " not in said and not turns(draft, index)

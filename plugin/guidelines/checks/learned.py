"""What the classifier makes of each sentence, where the review and the decision leave room for the fault.

A label that is *sure* counts like a pattern unless it only asks; one that is *likely* is shown as a warning. Patterns speak first: a sentence
that one of them has named under the same guideline is not named twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from plugin.guidelines.checks.evidence import SPEAKS_OF_REVIEWS
from plugin.guidelines.checks.suspected import fault_marks, faults, feels_plainly, new_words
from plugin.guidelines.checks.when import has_moment
from plugin.guidelines.denial import is_denied
from plugin.guidelines.draft import Draft, Note, stem
from plugin.guidelines.policy_numbers import clause_stems, numbers_behind
from plugin.language.orders import is_addressed_to_the_writer
from plugin.language.ordinals import numbers_named
from plugin.words import Decision, Play, Severity

_MOST = 3  # sentences a reply, the likeliest: more would be guessing

# Under which message of prompts/checks/messages.yaml each label is reported.
MESSAGES: Mapping[str, str] = {
    "R-NO-ARGUE": "argue",
    "R-NO-BLAME": "blame",
    "R-NO-DIVERT": "divert",
    "R-POLITE": "polite",
    "R-GOODWILL": "condition",
    "R-NO-REWARD": "reward",
    "R-WHEN": "vague-promise",
    "R-POLICY": "denied-right",
    "R-PRIVACY": "personal-data",
    "R-FACTS": "unseen-order",
    "R-OFFLINE": "foreign-contact",
    "R-CLEAN": "machine",
    "R-HUMAN": "marketing",
    "P-SAY-NO": "maybe",
    "R-APOLOGY": "no-real-apology",
    "R-EMPATHY": "put-down",
    "R-SOLUTION": "empty-step",
}


# Whether these are broken stands in what the classifier does not read (the shop's data, what is promised elsewhere) or is a
# matter of tone, on which it was too sure of good replies: it asks for a look at most, and blocks beside a pattern.
_ASKS = frozenset(
    {
        "R-GOODWILL", "R-POLICY", "R-FACTS", "R-WHEN", "R-NO-ARGUE", "R-NO-DIVERT", "R-POLITE", "R-APOLOGY", "P-SAY-NO",
        "R-EMPATHY", "R-SOLUTION",
    }
)  # fmt: skip
# A private message may do otherwise than a public reply in most things, but it may not buy stars either.
_IN_PRIVATE = frozenset({"R-NO-REWARD"})


def learned(draft: Draft) -> Iterator[Note]:
    """A note for every sentence of the body that the classifier takes for a breach."""
    if not is_read(draft):
        return
    heard = sorted(_heard(draft), reverse=True)
    worth = list(dict.fromkeys(index for share, index, _ in heard if share >= 1))[:_MOST]
    toned = {index for share, index, label in heard if share >= 1 and label in _TONES}
    for share, index, label in heard:
        sure = label not in _ASKS and draft.scores[index][label] >= draft.marks[label].sure
        companion = label in _TONES and index in toned
        if sure or (index in worth and (share >= 1 or companion)):
            span = draft.reading.spans[index]
            blocks = sure and _borne_out(draft, label, index)
            yield Note(label, MESSAGES[label], (span.start, span.end), None if blocks else Severity.WARN)


def is_read(draft: Draft) -> bool:
    """Whether the classifier is asked about this text: of a private message only where it speaks of reviews."""
    return not draft.context.private or _speaks_of_reviews(draft, draft.body)


def _borne_out(draft: Draft, label: str, index: int) -> bool:
    """Whether something beside the reader's ear speaks for the fault; by that alone nothing blocks that can be looked up."""
    bears_out = _BORNE_OUT_BY.get(label)
    return bears_out is None or bears_out(draft, index)


def _tells_something_new(draft: Draft, index: int) -> bool:
    """A number, a person or a place that neither the customer nor the shop's record names."""
    language = draft.context.language
    known = numbers_named(draft.known_text, language)
    new = numbers_named(draft.sentence_text(index), language) - known
    names = _new_names(draft, index)
    return any(number > _FEW for number in new) or len(names) >= (_NOUNS if language == "de" else 1)


def _new_names(draft: Draft, index: int) -> list[str]:
    """New words with a capital behind the first word of the sentence; in German any noun has one."""
    new = set(new_words(draft, index))
    words = draft.reading.words_of(index)[1:]
    return [word.text for word in words if word.text in new and draft.reading.cased[word.start].isupper()]


_FEW = 2  # 'the two of you'
_NOUNS = 2
# Brackets of a machine: no sentence of a letter has them. Headings and notes in parentheses some people's letters have.
_MARKUP = re.compile(r"[\[\]<>{}#=|]|&\w+;")
_HEADING = re.compile(r"^\(?[\w ,']{2,60}(?:\([^)]*\))?:|\([^)]*(?::|\d)")


def _is_no_prose(draft: Draft, index: int) -> bool:
    """A bracket or a mark-up sign, in a model's text a heading; or words that name the machine and its orders."""
    said = draft.sentence_text(index)
    if _MARKUP.search(said) or (draft.context.machine_written and _HEADING.search(said)):
        return True
    return draft.reading.in_sentence(index, "machine") or is_addressed_to_the_writer(said)


def _offered_for_a_review(draft: Draft, index: int) -> bool:
    """Not refused, and in a person's text beside a word of reviews: a note in the next parcel is a kindness."""
    if not draft.context.machine_written and not _speaks_of_reviews(draft, [index]):
        return False
    span = draft.reading.spans[index]
    offers = [place for place in draft.reading.find("review_offer") if span.start <= place[0] < span.end]
    return not any(is_denied(draft, place) for place in offers)


_BORNE_OUT_BY: Mapping[str, Callable[[Draft, int], bool]] = {
    "R-PRIVACY": _tells_something_new,
    "R-CLEAN": _is_no_prose,
    "R-NO-REWARD": _offered_for_a_review,
}


# A reproach, a shrug and a sneer sound alike: where one of them is worth a look, another half as likely is named with it.
_TONES = frozenset({"R-NO-ARGUE", "R-NO-BLAME", "R-NO-DIVERT", "R-POLITE"})
_HALF = 0.5


def _heard(draft: Draft) -> Iterator[tuple[float, int, str]]:
    """How far above its mark, where, which label."""
    private = draft.context.private
    marks: Mapping[str, float] = {} if private else fault_marks()
    weighed = {} if private else faults(draft)
    for label in _IN_PRIVATE if private else MESSAGES:
        # What stands around a sentence is weighed with it where that was learned, which it was from public replies only.
        told, mark = (weighed, marks[label]) if label in marks else (draft.scores, draft.marks[label].likely)
        least = _HALF if label in _TONES else 1
        for index, likely in told.items():
            share = likely[label] / mark
            if share >= least and _applies(draft, label, index) and not _plain_sympathy(draft, label, index):
                yield share, index, label


def _applies(draft: Draft, label: str, index: int) -> bool:
    asks = _APPLIES.get(label)
    return asks is None or asks(draft, index)


def _plain_sympathy(draft: Draft, label: str, index: int) -> bool:
    """Sympathy in known words and without a turn reproaches nobody; nor does it invent anything where its words are known."""
    if label not in _NOT_IN_SYMPATHY or draft.scores[index][label] >= draft.marks[label].sure:
        return False
    return feels_plainly(draft, index) and (label != "R-FACTS" or not new_words(draft, index))


_NOT_IN_SYMPATHY = frozenset({"R-NO-ARGUE", "R-POLITE", "R-NO-DIVERT", "R-EMPATHY", "R-FACTS", "R-POLICY"})


def _complaint(draft: Draft, _: int) -> bool:
    return draft.complaint


def _asked(draft: Draft, index: int) -> bool:
    """Under a complaint or a question; a step with its day puts nobody off."""
    if _is_dated_step(draft, index):
        return False
    return (
        draft.complaint or draft.context.play is Play.QUESTION or draft.scores[index]["R-NO-DIVERT"] >= _PLAINLY_APART
    )


def _is_dated_step(draft: Draft, index: int) -> bool:
    reading = draft.reading
    steps = reading.in_sentence(index, "promise_strong") and reading.in_sentence(index, "moment")
    return steps and not any(
        reading.in_sentence(index, kind) for kind in ("divert", "vague_moment", "blurred", "policy_denial")
    )


_PLAINLY_APART = 0.45  # under praise many a sentence speaks of something else


def _handed_over(draft: Draft, index: int) -> bool:
    return draft.context.decision is Decision.REPLY_PRIVATE and not _shops_contact(draft, index)


def _no_due(draft: Draft, _: int) -> bool:
    return draft.context.play is Play.SAY_NO


def _shops_contact(draft: Draft, index: int) -> bool:
    return any(draft.is_shops(contact) for contact in draft.contacts_of(index))


def _discloses(draft: Draft, index: int) -> bool:
    """What the customer wrote and what the shop tells anybody gives nothing away."""
    if draft.context.decision is Decision.REPLY_PRIVATE and draft.contacts_of(index):
        return False  # a wrong way to hand somebody over is R-OFFLINE
    language = draft.context.language
    known = numbers_named(draft.known_text, language)
    digits = [word.text for word in draft.reading.words_of(index) if word.text.isdecimal()]
    told = any(word not in draft.known_words and float(word) not in known for word in digits)
    new = [word for word in new_words(draft, index) if not numbers_named(word, language) & known]
    return not _shops_contact(draft, index) and (told or bool(new))


def _no_moment(draft: Draft, index: int) -> bool:
    """A promise whose day does not stand in the sentence itself nor in its neighbour; what tells of what was, promises nothing."""
    scores = draft.scores[index]
    promising = max(scores[kind] for kind in _PROMISING)
    if promising < (_PROMISES_PLAINLY if max(scores[kind] for kind in _TELLING_OF) >= _TELLS else _PROMISES):
        return False
    if has_moment(draft, index):
        return False
    plain = draft.scores[index]["R-WHEN"] >= _PLAINLY_WITHOUT
    near = [i for i in ((index,) if plain else (index - 1, index, index + 1)) if i in draft.body]
    return draft.complaint and not any(
        draft.reading.in_sentence(i, "moment") and not draft.reading.in_sentence(i, "vague_moment") for i in near
    )


_PLAINLY_WITHOUT = 0.6  # what sounds so vague has no moment in its neighbour either
_PROMISING = ("promise", "solution", "offline", "improve")
_PROMISES = 0.05
_TELLING_OF = ("empathy", "apology", "thanks")  # what is felt
_TELLS, _PROMISES_PLAINLY = 0.5, 0.3


def _not_resolved(draft: Draft, index: int) -> bool:
    """Someone must speak of reviews; after a solved case a shop may ask, with nothing tied to it, to look again."""
    if draft.scores[index]["R-NO-REWARD"] >= _PLAINLY_A_REWARD:
        return True
    near = [i for i in (index - 1, index, index + 1) if i in draft.body]
    if not _speaks_of_reviews(draft, near):
        return False
    return draft.context.play is not Play.RESOLVED or draft.reading.has("compensation")


_PLAINLY_A_REWARD = 0.6


def _speaks_of_reviews(draft: Draft, sentences: Iterable[int]) -> bool:
    return any(SPEAKS_OF_REVIEWS.of(draft).search(draft.sentence_text(index)) for index in sentences)


def _no_step(draft: Draft, _: int) -> bool:
    """Kind words that promise nothing are no fault beside a step that is one."""
    return draft.complaint and max(draft.best(kind) for kind in ("solution", "promise")) < _A_STEP


_A_STEP = 0.9


def _plain_text(draft: Draft, _: int) -> bool:
    return not (draft.context.channel and draft.context.channel.markup)


def _differs(draft: Draft, index: int) -> bool:
    """What names one of the policy's own numbers, and nothing beside it, says what the policy says; who pays the way
    back is held against the policy itself (``terms``).
    """
    if _repays(draft, index):
        return False
    who_pays = any(draft.reading.in_sentence(index, kind) for kind in ("costs_theirs", "costs_ours"))
    doubtful = draft.scores[index]["R-POLICY"] < draft.marks["R-POLICY"].sure
    return not numbers_behind(draft, index, promised=False) and not (who_pays and doubtful)


def _repays(draft: Draft, index: int) -> bool:
    """A sum that goes back to the customer, on a day, with nothing kept of it."""
    kinds = all(draft.reading.in_sentence(index, kind) for kind in ("solution", "refund_topic", "moment"))
    keeps = any(draft.reading.in_sentence(index, kind) for kind in ("policy_denial", "costs_theirs"))
    return kinds and not keeps and all(figure.kind == "amount" for figure in draft.figures_of(index))


def _for_no_review(draft: Draft, index: int) -> bool:
    """An offer for a review is R-NO-REWARD and no second fault."""
    heard = draft.scores[index]["R-NO-REWARD"] >= draft.marks["R-NO-REWARD"].likely
    return not (heard and _speaks_of_reviews(draft, [index]))


def _unrecorded(draft: Draft, index: int) -> bool:
    """What the shop has recorded as its measure, or as its policy, is no invention."""
    said = frozenset(stem(word.text) for word in draft.content_of(index))
    shop = draft.context.shop
    records = (*shop.measures, *(clause.text for clause in shop.policy.clauses))
    return not any(len(said & clause_stems(record)) * 5 >= len(said) * 3 > 0 for record in records)


_APPLIES: Mapping[str, Callable[[Draft, int], bool]] = {
    "R-GOODWILL": _for_no_review,
    "R-FACTS": _unrecorded,
    "R-NO-DIVERT": _asked,
    "R-POLICY": _differs,
    "R-APOLOGY": _complaint,
    "R-WHEN": _no_moment,
    "R-OFFLINE": _handed_over,
    "R-NO-REWARD": _not_resolved,
    "R-CLEAN": _plain_text,
    "P-SAY-NO": _no_due,
    "R-PRIVACY": _discloses,
    "R-EMPATHY": _complaint,
    "R-SOLUTION": _no_step,
}

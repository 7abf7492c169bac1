"""How sure a finding is: what rests on one everyday word, or on a phrase nobody used, warns and does not block.

A MUST about something missing blocks only where no sign of it stands in the reply in any other form; a MUST about
something said blocks on two cues, or on one long enough to be no accident. The person who approves sees the rest as a
warning. Labels and ids stay as the checks gave them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from plugin.guidelines.checks.repetition import trace, traces
from plugin.guidelines.checks.second_reasons import FIRM, is_excused, not_offered, unsure_machine
from plugin.guidelines.checks.suspected import fault_marks, faults
from plugin.guidelines.draft import AT_YOU, Draft, Note, overlaps, stem
from plugin.guidelines.word_lists import Wording
from plugin.language import figures
from plugin.words import Severity

_CUES = ("argue", "divert", "impolite", "blame_verb", "excuse", "non_apology", "actor_guilt", "policy_denial")
_WORK = (
    "empathy", "apology", "ownership", "solution", "promise_strong", "thanks", "responsibility", "say_no", "moment",
)  # fmt: skip
_FEW = 3
_LONG = 5  # words: a phrase of so many is no accident
_VERY_LONG = 6


def weigh(draft: Draft, notes: Iterable[Note]) -> list[Note]:
    """The notes, those on thin evidence as warnings, those of a word or two that nobody else hears as mere hints."""
    return [
        _as_suspected(draft, replace(note, severity=_doubt(draft, note)) if _doubtful(draft, note) else note)
        for note in notes
    ]


def _as_suspected(draft: Draft, note: Note) -> Note:
    """What patterns found in a sentence that nothing else makes suspect is for a person to look at, or a mere hint."""
    share = _suspicion(draft, note)
    if share is None or share >= 1:
        return note
    few = note.place is not None and len(draft.reading.folded[slice(*note.place)].split()) < _LONG
    if (
        share < _HARDLY
        and few
        and note.severity is Severity.WARN
        and note.guideline in _TONE
        and not _heard(draft, note)
    ):
        return replace(note, severity=Severity.INFO)
    return replace(note, severity=Severity.WARN) if note.severity is None else note


def _suspicion(draft: Draft, note: Note) -> float | None:
    """How likely the fault is as a share of what is worth a look; None where that says nothing of the finding."""
    if note.place is None or draft.context.private or note.key in _BY_FACT or note.guideline not in fault_marks():
        return None
    index = draft.reading.sentence_at(note.place[0])
    if note.key == _BELOW_THE_LAW and _heard(draft, note, _A_TRACE):
        return None  # a figure below the law's, in a sentence that sounds at all like a right narrowed: two reasons
    return faults(draft)[index][note.guideline] / fault_marks()[note.guideline] if index in draft.body else None


def _heard(draft: Draft, note: Note, share: float = 1.0) -> bool:
    """Whether the reader hears the fault in the sentence by itself, or so much of what makes it possible."""
    index = draft.reading.sentence_at(note.place[0]) if note.place else -1
    return index in draft.scores and draft.scores[index][note.guideline] >= draft.marks[note.guideline].possible * share


_BELOW_THE_LAW = "less-than-law"


_HARDLY = 0.2
# Guidelines on how a thing is said: their patterns are words that good replies use as well.
_TONE = frozenset({"R-NO-ARGUE", "R-NO-DIVERT", "R-POLITE", "R-GOODWILL", "R-NO-REWARD", "P-SAY-NO"})
# What is held against the review, the record or the form, and true whatever it sounds like.
_BY_FACT = frozenset(
    {
        "obeyed",
        "given-away",
        "personal-data",
        "above-limit",
        "asked-in-public",
        "fuller-name",
        "foreign-contact",
        "markup",
        "placeholder",
    }
)


def _doubt(draft: Draft, note: Note) -> Severity:
    if note.place is None or note.guideline not in _EVERYDAY or draft.context.private:
        return Severity.WARN
    index = draft.reading.sentence_at(note.place[0])
    words = len(draft.reading.folded[note.place[0] : note.place[1]].split())
    if index not in draft.scores or words >= _FEW:
        return Severity.WARN
    heard = draft.scores[index][note.guideline] >= draft.marks[note.guideline].possible * _A_TRACE
    return Severity.WARN if heard or (_suspicion(draft, note) or 0.0) >= _SUSPECT else Severity.INFO


# Guidelines whose cues stand in friendly sentences as well: "actually", "nobody else", "by post".
_EVERYDAY = frozenset({"R-NO-ARGUE", "R-NO-DIVERT", "R-NO-REWARD"})
_SUSPECT = 0.3  # of the mark from which on a fault is worth a look
_A_TRACE = 0.25  # of the mark from which on a fault is possible


def _doubtful(draft: Draft, note: Note) -> bool:
    """What the patterns found and the classifier has not heard; what it has heard stands, however thin the words."""
    if note.severity is not None:
        return False
    if note.place is not None and (note.guideline, note.key) in _HEARD and not draft.context.private:
        index = draft.reading.sentence_at(note.place[0])
        if index not in draft.scores and note.guideline in _TONE:
            return True  # a greeting or a sign-off, which nobody has heard
        if index in draft.scores:
            score, mark = draft.scores[index][note.guideline], draft.marks[note.guideline]
            if score < FIRM.get((note.guideline, note.key), 0.0) or is_excused(draft, note):
                return True
            short = len(draft.reading.folded[note.place[0] : note.place[1]].split()) < _FEW
            plain = (
                mark.likely
                if note.guideline == "R-NO-REWARD"
                else max(mark.likely, _PLAIN.get(note.guideline, _PLAINLY))
            )
            heard = plain if short or (note.guideline, note.key) in _OFTEN_INNOCENT else mark.possible
            if note.key == _BELOW_THE_LAW:
                heard = mark.possible * _A_TRACE
            if score < heard or score >= plain:
                return score < heard
    return _is_thin(draft, note)


# A label that warns from a lower score on is not heard plainly enough to block by that alone.
_PLAINLY = 0.25
_PLAIN: Mapping[str, float] = {"R-WHEN": 0.5, "R-NO-ARGUE": 0.5, "R-POLITE": 0.4}

# Patterns whose words good replies use too: they block only where the classifier finds the fault likely.
_OFTEN_INNOCENT = frozenset(
    {
        ("R-WHEN", "vague-promise"), ("R-NO-ARGUE", "argue"), ("R-GOODWILL", "condition"), ("R-GOODWILL", "no-gift"),
        ("R-POLICY", "return-costs"),
    }
)  # fmt: skip

# Findings of patterns on which the classifier is asked for a second opinion.
_HEARD = frozenset(
    {
        ("R-NO-ARGUE", "argue"),
        ("R-NO-BLAME", "blame"),
        ("R-NO-DIVERT", "divert"),
        ("R-POLITE", "polite"),
        ("R-GOODWILL", "condition"),
        ("R-GOODWILL", "no-goodwill"),
        ("R-GOODWILL", "no-gift"),
        ("R-NO-REWARD", "reward"),
        ("R-WHEN", "vague-promise"),
        ("R-WHEN", "vague-moment"),
        ("R-WHEN", "no-moment"),
        ("R-POLICY", "denied-right"),
        ("R-POLICY", "return-costs"),
        ("R-POLICY", "less-than-law"),
        ("R-POLICY", "other-term"),
        ("R-POLICY", "term-from-order"),
        ("R-PRIVACY", "health"),
        ("R-FACTS", "unseen-order"),
        ("R-FACTS", "unsourced-property"),
        ("R-FACTS", "unsourced-figure"),
        ("P-SAY-NO", "maybe"),
        ("P-SAY-NO", "bargain"),
        ("R-APOLOGY", "no-real-apology"),
    }
)


def _is_thin(draft: Draft, note: Note) -> bool:
    thin = _THIN.get((note.guideline, note.key)) or _THIN.get((note.guideline, ""))
    return bool(thin and thin(draft, note))


# -- what was said


def _one_cue(draft: Draft, note: Note) -> bool:
    """One short hit in a sentence that does a reply's work, or one or two words anywhere, with nothing beside it."""
    if note.place is None:
        return False
    if overlaps(note.place, [(c.start, c.end) for c in draft.contacts]):
        return True
    reading, index = draft.reading, draft.reading.sentence_at(note.place[0])
    words = len(reading.folded[note.place[0] : note.place[1]].split())
    others = _other_cues(draft, index, note.place)
    if words < _LONG and any(reading.in_sentence(index, kind) for kind in ("responsibility", "ownership")):
        return True
    works = any(reading.in_sentence(index, kind) for kind in _WORK)
    if works:
        return (words <= _LONG and not others) or (
            words < _VERY_LONG and not AT_YOU.of(draft).search(draft.sentence_text(index))
        )
    return words <= _LONG and not others and not _bare(draft)


def _other_cues(draft: Draft, index: int, place: tuple[int, int]) -> bool:
    span = draft.reading.spans[index]
    return any(
        span.start <= start < span.end and not overlaps((start, end), [place])
        for kind in _CUES
        for start, end in draft.reading.find(kind)
    )


def _bare(draft: Draft) -> bool:
    """A reply without apology or without a step is in no friendly mood."""
    steps = ("solution", "promise_strong", "moment")
    return draft.complaint and not (draft.reading.has("apology") and any(draft.reading.has(kind) for kind in steps))


def _carried(draft: Draft, note: Note) -> bool:
    """Another's part is named, and the shop takes it upon itself somewhere in the reply."""
    if note.place is None:
        return False
    if any(_OURS.of(draft).search(draft.sentence_text(index)) for index in draft.body):
        return True
    words = draft.reading.folded[note.place[0] : note.place[1]].split()
    return len(words) == 1 and not _other_cues(draft, draft.reading.sentence_at(note.place[0]), note.place)


_OURS = Wording(r"(?<!\w){carried_by_us}(?!\w)")


def _no_name(draft: Draft, note: Note) -> bool:
    """A capital alone is no person: a role, a title or 'called' before it is what makes it one."""
    if note.place is None:
        return False
    before = draft.reading.folded[max(0, note.place[0] - 32) : note.place[0]]
    return not _ROLE.of(draft).search(before)


_ROLE = Wording(r"(?<!\w){role}\W+(?:\w+\W+)?$")


def _no_claim(draft: Draft, note: Note) -> bool:
    """A word that may name a property, in a sentence that claims none of our goods."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    if any(draft.reading.in_sentence(index, kind) for kind in ("say_no", "promise_strong", "apology", "improve")):
        return True
    words = draft.reading.folded[note.place[0] : note.place[1]].split()
    return len(words) == 1 and not _CLAIMS.of(draft).search(draft.sentence_text(index))


_CLAIMS = Wording(r"(?<!\w){claims_property}(?!\w)")


def _own_term(draft: Draft, note: Note) -> bool:
    """A term of days or weeks for what the shop or the customer will do is as good as a promise."""
    if note.place is None:
        return False
    words = draft.reading.folded[note.place[0] : note.place[1]]
    index = draft.reading.sentence_at(note.place[0])
    if not _TIME.of(draft).search(words):
        return False
    return bool(_ACTS.of(draft).search(draft.sentence_text(index))) and not _NO_PROMISE.of(draft).search(words)


_TIME = Wording(r"{own_time}|\d")
_NO_PROMISE = Wording(r"{own_year}|%|€")
_ACTS = Wording(r"(?<!\w){who_acts}(?!\w)")


def _permitted(draft: Draft, note: Note) -> bool:
    """A clause of the shop's own, in the reply's words, or a right that is granted in the same breath."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    if not any(draft.reading.in_sentence(index, kind) for kind in _TERMS):
        return True  # 'having to report it twice' speaks of no right
    said = {stem(w.text) for w in draft.content_of(index)}
    clauses = " ".join(clause.text.lower() for clause in draft.context.shop.policy.clauses)
    known = sum(word in clauses for word in said)
    return len(said) > 2 and known * 2 >= len(said)  # noqa: PLR2004 -- two words say too little


_TERMS = ("return_topic", "warranty_topic", "refund_topic", "buyer_pays")


def _conditional(draft: Draft, note: Note) -> bool:
    """'If you send it, then': the moment is the customer's; or the reply names a day elsewhere."""
    if note.place is None:
        return False
    index = draft.reading.sentence_at(note.place[0])
    text = draft.sentence_text(index)
    if _IF.of(draft).search(text) or _UNDER_WAY.of(draft).search(text):
        return True
    if note.key == "vague-promise" and len(draft.reading.folded[note.place[0] : note.place[1]].split()) < _FEW:
        return True  # 'we did not act on it'
    if note.key == "vague-promise":  # 'You'll have it by Tuesday … our joiner will look into it'
        near = range(index - _WITH_A_MOMENT, index + _WITH_A_MOMENT + 1)
        return any(draft.reading.in_sentence(i, "moment") for i in near if i in draft.body)
    return any(draft.reading.in_sentence(i, "moment") for i in draft.body)


_IF = Wording(r"(?<!\w){if_they}(?!\w)")
_UNDER_WAY = Wording(r"(?<!\w){under_way}(?!\w)")
_WITH_A_MOMENT = 2  # sentences between what is promised and when


def _no_exchange(draft: Draft, note: Note) -> bool:
    """Nobody speaks of stars or reviews: 'zur Post', 'schreiben Sie an post@…' ask for none."""
    if note.place is None:
        return False
    if overlaps(note.place, [(c.start, c.end) for c in draft.contacts]):
        return True
    index = draft.reading.sentence_at(note.place[0])
    near = " ".join(draft.sentence_text(i) for i in (index - 1, index, index + 1) if i in draft.body)
    return not SPEAKS_OF_REVIEWS.of(draft).search(near)


SPEAKS_OF_REVIEWS = Wording(r"(?<!\w){speaks_of_reviews}(?!\w)")


def _clear_no(draft: Draft, note: Note) -> bool:
    """One doubtful word beside a no that was said; an offer that is no part of the money asked for."""
    if note.place is None or not (
        draft.reading.has("say_no") or any(_NO.of(draft).search(draft.sentence_text(index)) for index in draft.body)
    ):
        return False
    words = draft.reading.folded[note.place[0] : note.place[1]].split()
    index = draft.reading.sentence_at(note.place[0])
    return len(words) < _LONG and not draft.reading.in_sentence(index, "refund_topic")


_NO = Wording(r"(?<!\w){plain_no}(?!\w)")


def _other_reply(draft: Draft, _: Note) -> bool:
    """A line or an opening used before, in a reply that is another one for the rest."""
    mine = trace(draft.reading.cased)
    return not any(mine.is_like(twin) for twin in traces(draft.context.recent_replies))


def _same_matter(draft: Draft, _: Note) -> bool:
    """A figure of the review, or words that begin alike, in a reply of some length."""
    body = " ".join(draft.sentence_text(index) for index in draft.body)
    theirs = {(f.kind, f.value) for f in figures.find(draft.review.cased, draft.context.language)}
    if theirs & {(f.kind, f.value) for f in draft.figures}:
        return True
    starts = {w.text[:_START] for w in draft.content_words(draft.review) if len(w.text) > _START}
    return draft.body_word_count > _SOME_LENGTH and any(word[:_START] in starts for word in body.split())


_START = 4
_SOME_LENGTH = 20


def _everyday_word(draft: Draft, note: Note) -> bool:
    """One plain word that the review asked for too: no code, no name, no link; from a machine even that is enough."""
    if note.place is None or draft.context.machine_written:
        return False
    words = draft.reading.cased[note.place[0] : note.place[1]]
    noun = draft.context.language == "de" and words[1:].islower()  # every German noun has a capital
    return words.isalpha() and (words.islower() or noun)


_THIN: Mapping[tuple[str, str], Callable[[Draft, Note], bool]] = {
    ("R-CLEAN", "machine"): unsure_machine,
    ("R-GOODWILL", "above-limit"): not_offered,
    ("R-CLEAN", "obeyed"): _everyday_word,
    ("R-NO-ARGUE", ""): _one_cue,
    ("R-NO-DIVERT", ""): _one_cue,
    ("R-POLITE", "polite"): _one_cue,
    ("R-NO-BLAME", ""): _carried,
    ("R-FACTS", "unsourced-name"): _no_name,
    ("R-FACTS", "unsourced-property"): _no_claim,
    ("R-FACTS", "unsourced-figure"): _own_term,
    ("R-POLICY", "denied-right"): _permitted,
    ("R-WHEN", ""): _conditional,
    ("R-NO-REWARD", "reward"): _no_exchange,
    ("P-SAY-NO", "maybe"): _clear_no,
    ("P-SAY-NO", "bargain"): _clear_no,
    ("R-NO-CANNED", "same-sentence"): _other_reply,
    ("R-NO-CANNED", "same-opening"): _other_reply,
    ("R-SPECIFIC", "not-specific"): _same_matter,
}

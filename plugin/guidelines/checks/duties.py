"""What a reply must hold: empathy, apology, ownership, solution, a contact way, a clear no, recorded measures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from plugin.guidelines.checks.advised import advised
from plugin.guidelines.checks.suspected import feels_plainly, lack_marks, lacks
from plugin.guidelines.checks.when import names_no_moment
from plugin.guidelines.draft import Draft, Note, overlaps, stem
from plugin.guidelines.policy_numbers import clause_stems
from plugin.words import Decision, Play, Severity


def empathy(draft: Draft) -> Iterator[Note]:
    if draft.complaint:
        yield from _missing(draft, "R-EMPATHY", "empathy", said=_has_empathy(draft), heard=_felt)


def _felt(draft: Draft) -> float:
    """How surely the reply feels for the customer: said at its beginning, for later on it mostly is the shop's own regret."""
    told = [
        max(scores["empathy"] * _kept(draft, index), _PLAIN * _in_known_words(draft, index))
        * (1 if place < _OPENING else _LATER)
        for place, (index, scores) in enumerate(draft.scores.items())
        if len(draft.reading.words_of(index)) > _MUTTERED
    ]
    return max(told, default=0.0)


def _in_known_words(draft: Draft, index: int) -> bool:
    """'What a pity that you had to wait', and no 'but' behind it: whatever the reader makes of it."""
    return draft.reading.in_sentence(index, "empathy") and feels_plainly(draft, index)


def _kept(draft: Draft, index: int) -> float:
    """What is left of a sentence's feeling: less by as much as it is likely to put the feeling down."""
    return 1.0 if feels_plainly(draft, index) else 1 - draft.scores[index]["R-EMPATHY"]


_OPENING = 2  # sentences
_LATER = 0.3
_MUTTERED = 2  # words


def _missing(draft: Draft, guideline: str, key: str, *, said: bool, heard: Callable[[Draft], float]) -> Iterator[Note]:
    """A note where the reply as a whole sounds as if the duty were lacking.

    It blocks only where neither phrases nor classifier hear anything at all, the rest is for a person to look at.
    """
    if draft.context.private:
        if not said:
            yield Note(guideline, key)
        return
    score = 1.0 if said else heard(draft)
    least = (_IN_SPITE if heard(draft) >= _PLAIN else _SAID) if said else 0.0
    mark = max(lack_marks()[guideline], least)
    if lacks(draft)[guideline] >= mark or score < _HARDLY.get(guideline, _SURELY_NOT):
        silent = score < _SILENT and draft.context.play is not Play.RESOLVED
        yield Note(guideline, key, None, None if silent else Severity.WARN)


_SILENT = 0.0005
# Without a phrase of the kind: what is heard so faintly is lacking, whatever the reply sounds like as a whole.
_HARDLY = {"R-OWN-UP": 0.2}
_SURELY_NOT = 0.02
# What a phrase says is lacking only where that is likely, and what the reader hears as well only where the rest leaves no doubt.
_SAID, _PLAIN, _IN_SPITE = 0.25, 0.6, 0.5


def _has_empathy(draft: Draft) -> bool:
    """Empathy may be in other words than 'I understand', but a bare apology is not it."""
    reading = draft.reading
    return any(
        reading.sentence_at(start) in draft.body
        and not overlaps((start, end), reading.find("non_apology"))
        and not overlaps((start, end), reading.find("argue"))
        and not overlaps((start, end), reading.find("impolite"))
        for start, end in reading.find("empathy")
    )


def apology(draft: Draft) -> Iterator[Note]:
    if not draft.complaint:
        return
    reading = draft.reading
    none = [place for place in reading.find("non_apology") if not _owed_no(draft, place)]
    real = [place for place in reading.find("apology") if not overlaps(place, none)]
    if not real and none:
        yield Note("R-APOLOGY", "no-real-apology", none[0])
    elif not real:
        yield from _missing(draft, "R-APOLOGY", "apology", said=False, heard=lambda one: one.best("apology"))
    elif none:
        yield Note("R-APOLOGY", "no-real-apology", none[0], Severity.WARN)


_SORRY_BUT = re.compile(r"(?:sorry|leid|spijt|excuses|apolog)\W+(?:but|maar|aber)|entschuldig\w*\W+aber")


def _owed_no(draft: Draft, place: tuple[int, int]) -> bool:
    """'Sorry, but the answer is no' is an apology where a no is due."""
    words = draft.reading.folded[place[0] : place[1]]
    no = draft.context.play is Play.SAY_NO and draft.reading.in_sentence(draft.reading.sentence_at(place[0]), "say_no")
    return no and bool(_SORRY_BUT.match(words))


def own_up(draft: Draft) -> Iterator[Note]:
    if draft.context.play is not Play.OUR_FAULT or draft.context.private:
        return
    said = draft.reading.has("ownership")
    notes = list(_missing(draft, "R-OWN-UP", "own-up", said=said, heard=lambda one: one.best("ownership")))
    if not notes and (place := _only_foggy(draft)):
        notes.append(Note("R-OWN-UP", "own-up", place, Severity.WARN))
    yield from notes


def _only_foggy(draft: Draft) -> tuple[int, int] | None:
    """'Should a mistake have been made on our side': where that is all there is, nobody has owned up to anything."""
    reading = draft.reading
    places = [place for place in reading.find("foggy") if reading.sentence_at(place[0]) in draft.body]
    foggy = {reading.sentence_at(start) for start, _ in places}
    plain = (
        draft.scores[index]["ownership"] >= _PLAINLY or reading.in_sentence(index, "ownership")
        for index in draft.body
        if index not in foggy
    )
    return places[0] if places and not any(plain) else None


_PLAINLY = 0.8


def solution(draft: Draft) -> Iterator[Note]:
    """A concrete next step by the shop; a vague promise counts as an attempt, R-WHEN speaks of it."""
    if not draft.complaint:
        return
    reading = draft.reading
    patterns = ["solution", "promise_strong", "promise_vague"]
    if draft.context.decision in {Decision.REPLY_PRIVATE, Decision.EXPERT} or draft.context.private:
        patterns.append("offline")
    said = any(_is_step(draft, place) for kind in patterns for place in reading.find(kind))
    notes = list(_missing(draft, "R-SOLUTION", "solution", said=said, heard=_stepped))
    if not notes and not draft.context.private and names_no_moment(draft) and draft.best("promise") < _NO_PROMISE:
        notes.append(Note("R-SOLUTION", "solution", None, Severity.WARN))
    yield from notes


def _stepped(draft: Draft) -> float:
    """How surely the shop takes a step; what may be sent back is one where that was the question."""
    kinds = ["solution", "promise", "offline"]
    if draft.context.play in _GOES_BACK:
        kinds.append("welcome-withdrawal")
    return max(draft.best(kind, unless="R-SOLUTION") for kind in kinds)


_GOES_BACK = frozenset({Play.WITHDRAWAL, Play.SLIGHTLY_LATE, Play.THEIR_MISTAKE, Play.QUESTION})
_NO_PROMISE = 0.1


def _is_step(draft: Draft, place: tuple[int, int]) -> bool:
    """Not the greeting, not regret for what happened, not a mere intention to do better."""
    reading = draft.reading
    index = reading.sentence_at(place[0])
    if index not in draft.body:
        return False
    alone = not reading.in_sentence(index, "promise_strong")
    if alone and reading.in_sentence(index, "improve_weak"):
        return False
    if alone and reading.in_sentence(index, "improve") and not reading.in_sentence(index, "moment"):
        return False
    return not (
        overlaps(place, reading.find("apology"))
        or overlaps(place, reading.find("stock"))
        or overlaps(place, reading.find("divert"))
        or (alone and overlaps(place, reading.find("ownership")))
        or (alone and overlaps(place, reading.find("empathy")) and reading.in_sentence(index, "apology"))
    )


def offline(draft: Draft) -> Iterator[Note]:
    """A hand-off names a real contact way of the shop. A foreign one is reported by the privacy check's side."""
    if draft.context.decision is not Decision.REPLY_PRIVATE or draft.context.private:
        return
    ways = draft.context.shop.contact.ways
    given = [c for c in draft.contacts if c.kind in {"email", "phone", "url"}]
    if any(draft.is_shops(c) for c in given):
        return
    if given and not draft.is_shops(given[0]):
        return  # reported as a contact that is not the shop's
    if ways or not draft.reading.has("offline"):
        yield Note("R-OFFLINE", "offline")


def say_no(draft: Draft) -> Iterator[Note]:
    """Where a no is due: a clear one, no maybe, no haggling."""
    if draft.context.play is not Play.SAY_NO:
        return
    reading = draft.reading
    for kind in ("maybe", "bargain"):
        for place in reading.find(kind):
            refused = reading.in_sentence(reading.sentence_at(place[0]), "say_no") or _NEGATION.search(
                reading.folded[place[0] : place[1]]
            )
            if kind == "maybe" and overlaps(place, reading.find("empathy")):
                continue  # 'I see how flat that falls'
            if refused and kind == "bargain":
                continue  # 'een deel terugbetalen kunnen we niet'
            yield Note("P-SAY-NO", kind, place)
            return
    if not reading.has("say_no") and not any(_NEGATION.search(draft.sentence_text(index)) for index in draft.body):
        yield Note("P-SAY-NO", "no-clear-no")


_NEGATION = re.compile(r"(?<!\w)(?:niet|geen|nee|nicht|kein\w*|nein|not|no|cannot)(?!\w)|n't(?!\w)")


def improve(draft: Draft) -> Iterator[Note]:
    """A measure may be named only where the shop has recorded it."""
    reading, shop = draft.reading, draft.context.shop
    measured = {stem(word) for measure in shop.measures for word in _words(measure)}
    for place in reading.find("improve"):
        index = reading.sentence_at(place[0])
        if reading.in_sentence(index, "promise_strong") and not reading.in_sentence(index, "improve_weak"):
            continue
        said = {stem(word) for word in _words(reading.folded_sentence(index))}
        if index in draft.body and not said & measured and not reading.in_sentence(index, "ownership"):
            yield Note("R-IMPROVE", "unrecorded-measure", place)
            return
    for index in advised(draft, "R-IMPROVE"):
        if not tells_a_measure(draft, index):
            span = reading.spans[index]
            yield Note("R-IMPROVE", "unrecorded-measure", (span.start, span.end), Severity.WARN)
            return
    if draft.complaint and not draft.context.private and measured & draft.review_stems:
        said = {stem(word.text) for word in draft.content_words(reading)}
        if len(said & measured) < min(2, len(measured)) and not reading.has("improve"):
            yield Note("R-IMPROVE", "measure-unsaid", None, Severity.INFO)


def tells_a_measure(draft: Draft, index: int) -> bool:
    """Whether a sentence shares two words with a measure that the shop has recorded."""
    said = draft.stems_of(index)
    return any(len(said & clause_stems(measure)) >= _SHARED for measure in draft.context.shop.measures)


_SHORT = 4
_SHARED = 2


def _words(text: str) -> list[str]:
    return [word for word in text.lower().split() if len(word) > _SHORT]

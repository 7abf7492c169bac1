"""The built-in writer: a specific reply from decision, play, points, policy, measures and voice, without any model.

It is the default on a fresh installation and the fallback when a model is down. Its sentences are data
(prompts/phrases); what it may state comes from ``facts``; its choice among candidates passes the shop's own checker.
Deterministic: the same review, shop, recent replies and day give the same text.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from plugin.drafting.built_in.choosing import CANDIDATES, ROUNDS, Room, choose
from plugin.drafting.built_in.composing import Composer
from plugin.drafting.built_in.notes import internal_note
from plugin.drafting.built_in.phrases import shared
from plugin.drafting.built_in.shortening import within_limits
from plugin.drafting.built_in.situation import Situation, assess
from plugin.drafting.built_in.variety import Recent
from plugin.drafting.facts import Facts
from plugin.guidelines import ChannelLimits, CheckContext, check
from plugin.shop import ShopProfile
from plugin.words import Decision, Play, Report, ReviewText, Sentiment, Triage

_TIGHT_CHARS = 700  # a channel that takes no more than this gets the short recipes
_EDGES = 6  # words of greeting and signature, which the shop's own limit does not count
# The orders of a public reply to what is settled elsewhere, and the short ones.
_PRIVATE: Mapping[Play | None, tuple[str, str]] = {
    None: ("private_public", "tight_private"),
    Play.SAY_NO: ("private_no", "tight_private_no"),
    Play.ESCALATE: ("private_public", "tight_private_escalate"),
}
_TIGHT_WORDS, _TIGHT_SENTENCES = 60, 6  # and so does a shop whose own limit is below these


@dataclass(frozen=True, slots=True)
class Written:
    """``reply`` is None where the decision is silence, removal or dispute; the note then says what to do.

    ``report`` is the checker's on the reply, with its words in the shop's first language.
    """

    reply: str | None
    private_message: str | None
    internal_note: str | None
    report: Report | None = None


def write(
    review: ReviewText,
    shop: ShopProfile,
    triage: Triage,
    facts: Facts,
    recent_replies: Sequence[str] = (),
    today: dt.date | None = None,
    *,
    limits: ChannelLimits | None = None,
    rounds: int = ROUNDS,
    whole: ReviewText | None = None,
) -> Written:
    """Write what the decision asks for. Never raises for what a customer wrote.

    ``rounds`` bounds the work where the checker blocks text after text. ``whole`` is the review as it came, against which
    the text is checked, where ``review`` is what is left of it without its orders to the writer.
    """
    today = today or shop.today()
    situation = assess(review, shop, triage, facts, whole)
    note = internal_note(situation, today)
    if not triage.decision.has_public_reply:
        return Written(None, None, note)
    recent = tuple(recent_replies)
    reply, report = _best(
        situation, _recipes(situation, limits), recent, today, limits=limits, private=False, rounds=rounds
    )
    return Written(reply, _private_message(situation, today), note, report)


def write_aside(
    review: ReviewText,
    shop: ShopProfile,
    triage: Triage,
    facts: Facts,
    today: dt.date,
    *,
    message: bool,
    whole: ReviewText | None = None,
) -> Written:
    """What stands beside a public reply that someone else wrote: the note, and with ``message`` the private message
    where one is due.
    """
    situation = assess(review, shop, triage, facts, whole)
    private = _private_message(situation, today) if message else None
    return Written(None, private, internal_note(situation, today))


def _private_message(situation: Situation, today: dt.date) -> str | None:
    if situation.triage.decision is not Decision.REPLY_PRIVATE:
        return None
    name = "private_escalate" if situation.triage.play is Play.ESCALATE else "private_message"
    return _best(situation, _recipe(name), (), today, limits=None, private=True, rounds=ROUNDS)[0]


def _wanted(situation: Situation) -> tuple[str, ...]:
    """The whole sentences that the shop wants in such a reply; words that are no sentence are for people and models."""
    rules = situation.shop.rules.wanted_in(situation.language, situation.triage.play)
    return tuple(rule.words for rule in rules if rule.words.endswith((".", "!", "?")))


def _recipes(situation: Situation, limits: ChannelLimits | None) -> Sequence[str]:
    """The orders of sentences that suit the decision, the play and the channel."""
    decision, play = situation.triage.decision, situation.triage.play
    tight = limits is not None and min(limits.max_chars or 10**6, limits.max_bytes or 10**6) < _TIGHT_CHARS
    own = situation.shop.rules.limits
    tight = tight or own.max_words.get(decision, _TIGHT_WORDS) < _TIGHT_WORDS
    tight = tight or (own.max_sentences or _TIGHT_SENTENCES) < _TIGHT_SENTENCES
    praise = play is Play.POSITIVE and not situation.complaints and decision is not Decision.REPLY_PRIVATE
    if decision is Decision.THANK or praise:
        return _recipe("thanks_noted" if situation.complaints else "thanks")
    if decision is Decision.REPLY_PRIVATE:
        names = _PRIVATE.get(play, _PRIVATE[None])
        return _recipe(names[1] if tight else names[0])
    if tight:
        return _recipe("tight", play or "other") or _recipe("tight", "other")
    if decision is Decision.EXPERT or play is Play.QUESTION:
        return _recipe("complaint", Play.QUESTION) if situation.complaints else _recipe("question")
    if play is Play.RESOLVED:
        return _recipe("complaint", play) if situation.complaints else _recipe("resolved")
    return _recipe("complaint", play or Play.UNCLEAR_FAULT) or _recipe("complaint", Play.UNCLEAR_FAULT)


def _recipe(name: str, play: str = "") -> Sequence[str]:
    """One list of the recipes; () where the play has none of its own."""
    found = shared("recipes")[name]
    return tuple(found.get(play, ()) if play else found)


def _best(
    situation: Situation,
    recipes: Sequence[str],
    recent: tuple[str, ...],
    today: dt.date,
    *,
    limits: ChannelLimits | None,
    private: bool,
    rounds: int,
) -> tuple[str, Report]:
    """Compose until one is good, at most CANDIDATES; where the checker blocks the best of them, as many again.

    The seed is the review's own, so a second run gives the same text.
    """
    review = situation.review
    wanted = () if private else _wanted(situation)
    earlier = Recent(recent, leaving_out=wanted)

    def candidate(attempt: int, missed: Sequence[int], quoting: bool) -> str:
        seed = f"{review.id}|{review.text[:200]}|{private}|{attempt}"
        rng = random.Random(seed)  # noqa: S311 -- for variety, not for secrets
        return Composer(situation, rng, earlier, quoting=quoting, missed=missed).text(rng.choice(list(recipes)), wanted)

    def report(text: str) -> Report:
        return check(text, _context(situation, recent, today, limits=limits, private=private))

    room = _room(situation, limits, private=private)
    found: list[tuple[str, Report]] = []
    missed: Sequence[int] = ()
    quoting = True
    for number in range(rounds):
        attempts = range(number * CANDIDATES, (number + 1) * CANDIDATES)
        candidates = [partial(candidate, attempt, missed, quoting) for attempt in attempts]
        found.append(choose((compose() for compose in candidates), earlier, room, report))
        left = () if private else _unanswered(situation, found[-1][1])
        if not found[-1][1].blocks and (not left or left == missed):
            break
        missed = left
        if found[-1][1].blocks:
            quoting = not quoting  # a checker that objects to the quotation gets texts without
    best = min(found, key=lambda one: (len(one[1].blocks), len(_unanswered(situation, one[1])), len(one[1].findings)))
    return best if private else within_limits(*best, report, situation.shop.languages[0])


def _unanswered(situation: Situation, report: Report) -> tuple[int, ...]:
    """The complaints that no sentence takes up, and that could be: by a thing in them or in the customer's words."""
    said = {index for sentence in report.sentences for index in sentence.answers}
    points = enumerate(situation.triage.points)
    missed = [i for i, point in points if point.sentiment is Sentiment.NEGATIVE and i not in said]
    whole = [situation.taken_up(index) for index in missed]
    return tuple(i for i, one in zip(missed, whole, strict=True) if one.subjects or one.clause)


def _context(
    situation: Situation, recent: tuple[str, ...], today: dt.date, *, limits: ChannelLimits | None, private: bool
) -> CheckContext:
    return CheckContext(
        review=situation.whole,
        shop=situation.shop,
        decision=situation.triage.decision,
        play=situation.triage.play,
        points=situation.triage.points,
        language=situation.language,
        recent_replies=recent,
        channel=limits,
        private=private,
        today=today,
        wording=situation.shop.languages[0],
    )


def _room(situation: Situation, limits: ChannelLimits | None, *, private: bool) -> Room:
    """R-LENGTH: 40 to 120 words on a complaint, 10 to 50 on praise; the channel's own limit goes before both."""
    if private:
        return Room(40, 120)
    room = _asked_room(situation, limits)
    own = situation.shop.rules.limits.max_words.get(situation.triage.decision)
    return room if own is None else replace(room, fewest_words=min(room.fewest_words, own), most_words=own + _EDGES)


def _asked_room(situation: Situation, limits: ChannelLimits | None) -> Room:
    chars, size = (limits.max_chars, limits.max_bytes) if limits else (None, None)
    if situation.triage.decision is Decision.THANK or situation.triage.play is Play.POSITIVE:
        return Room(14, 48, chars, size)
    if situation.complaints or situation.triage.play not in {Play.QUESTION, Play.RESOLVED}:
        return Room(45, 112, chars, size)
    return Room(15, 90, chars, size)

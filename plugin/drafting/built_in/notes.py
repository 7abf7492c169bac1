"""What the shop's own people are told beside a draft: report it where, keep silent why, ask whom by when."""

from __future__ import annotations

import datetime as dt
import random

from plugin.drafting.built_in.phrases import load
from plugin.drafting.built_in.rendering import render
from plugin.drafting.built_in.situation import Situation
from plugin.drafting.built_in.wording import shown_date, within, working_day
from plugin.words import Decision, Play

_HELD_BACK_BY = "webwinkelkeur"  # as the channel is called; where no channel is named it may be
_QUARANTINE_DAYS = 14  # WebwinkelKeur holds a negative review back that long, and hears a dispute in that time

_OPEN, _CLOSE = "\ue000", "\ue001"  # private-use characters that no text holds


def internal_note(situation: Situation, today: dt.date) -> str | None:
    """The note in the shop's first language; None where the reply needs none."""
    decision = situation.triage.decision
    parts = []
    if decision in {Decision.SILENT, Decision.REMOVE, Decision.DISPUTE, Decision.EXPERT, Decision.REPLY_PRIVATE}:
        parts.append(_note(situation, decision.value, today))
    elif situation.triage.play is Play.QUESTION and not situation.answer:
        parts.append(_note(situation, "answer", today))
    if decision.has_public_reply and decision is not Decision.THANK and not situation.shop.contact.ways:
        parts.append(_note(situation, "no-contact", today))
    return " ".join(parts) or None


def _note(situation: Situation, kind: str, today: dt.date) -> str:
    language = situation.shop.languages[0]
    phrases = load(language)
    shop = situation.shop
    expert = "sales" if situation.wants_quote else "expert"
    slots = {
        "reason": _sentence(situation.triage.reason),
        "due": shown_date(working_day(today, shop.policy.reply_within_days), language),
        "term": _term(situation, language, today),
        "expert": phrases.frames("note", expert)[0].text,
        "thing": _thing(situation, language),
        "dat": _thing(situation, language),
        "side": _own_side(situation),
    }
    return _rendered(phrases.frames("note", kind)[0].text, slots, language)


def _own_side(situation: Situation) -> str:
    """The shop's own words for under a disputed review: in the review's language, calm, and without a doubt voiced."""
    language, shop = situation.language, situation.shop
    slots = {
        "contact": (*shop.contact.ways, shop.name)[0],
        "within": within(shop.policy.reply_within_days, language),
    }
    return _rendered(load(language).frames("note", "side")[0].text, slots, language)


def _term(situation: Situation, language: str, today: dt.date) -> str:
    """How long the platform hears a dispute, where it is one that sets such a term; "" for all others."""
    if situation.review.channel and _HELD_BACK_BY not in situation.review.channel.casefold():
        return ""
    phrases, created = load(language), situation.review.created
    left = None if created is None else _QUARANTINE_DAYS - (today - created.date()).days
    if left is not None and left <= 0:
        return _after_blank(phrases.frames("note", "over")[0].text)
    kind = "day" if left == 1 else "days"
    days = "" if left is None else _rendered(phrases.frames("note", kind)[0].text, {"left": str(left)}, language)
    return _after_blank(_rendered(phrases.frames("note", "term")[0].text, {"days": days}, language))


def _after_blank(text: str) -> str:
    return f" {text.strip()}"


def _thing(situation: Situation, language: str) -> str:
    """What it is about: the thing named, where the note is in the review's language."""
    question = situation.question
    if question and situation.language == language:
        return question.forms.get("dat") or question.forms["thing"]
    return load(language).frames("note", "asked")[0].text


def _sentence(text: str) -> str:
    clean = " ".join(text.split())
    return clean if clean.endswith((".", "!", "?")) or not clean else f"{clean}."


def _rendered(text: str, slots: dict[str, str], language: str) -> str:
    """Notes hold no alternatives, but brackets of their own: those are hidden while the slots are filled."""
    hidden = text.replace("(", _OPEN).replace(")", _CLOSE)
    rng = random.Random(0)  # noqa: S311 -- nothing secret, and a note leaves nothing to chance
    filled = render(hidden, slots, form="", plural=False, rng=rng, language=language)
    return filled.replace(_OPEN, "(").replace(_CLOSE, ")")

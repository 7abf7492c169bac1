"""What the patterns by themselves decide: threats and slurs, another business, nothing to act on, an expert, a private word.

The first rule that speaks decides; the default is a public reply. A complaint is weighed first against whatever looks hostile or out of place: it keeps
its reply, and the rest becomes a flag. ``plugin.drafting.decisions`` weighs this against what is heard by meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from plugin.drafting.disputes import knows_of, reason_to_dispute
from plugin.drafting.reasons import hears_praise
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.language.reading import read
from plugin.words import Decision


class Decided(NamedTuple):
    """``reason`` is an id in ``prompts/triage/reasons.yaml``."""

    decision: Decision
    reason: str


_HEARD_OF_GRIEF = 0.2
_FEW_WORDS = 15
_A_FEW_MORE = 4  # words beside a "haha": more of them may say something
_A_CURSE = 6  # words around an insult that still add nothing to it
_A_TIRADE = 22  # words around a threat or a slur
_ONE_WORD = 1
_MONEY = frozenset({"refund-late", "refund-refused", "double-charge"})
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_VOWEL = re.compile(r"[aeiouy]")


def decide(situation: Situation) -> Decided:
    """The decision of the first rule that speaks; the last always does."""
    return next(decided for rule in _RULES if (decided := rule(situation)) is not None)


def _hostile(s: Situation) -> Decided | None:
    """Threats, pure or racist abuse, harassment, other people's private data (T-REMOVE); with a real complaint inside,
    a short reply and a personal contact are the better half.
    """
    others_data = s.signals.has("other-data") and s.data_of_a_person
    vile = s.signals.has("threat", "slur") or (s.signals.has("harassment") and not s.is_high)
    if not (vile or others_data):
        return _mere_abuse(s)
    if s.is_genuine or s.tells_of_own_order or _tells_more_than(s, _A_TIRADE, "threat", "slur", "harassment", "abuse"):
        return Decided(Decision.REPLY_PRIVATE, "hostile-complaint")
    if s.is_high and s.praises:
        return None
    if others_data:
        return Decided(Decision.REMOVE, "other-data")
    return Decided(Decision.REMOVE, "threat" if s.signals.has("threat") else "abuse")


def _mere_abuse(s: Situation) -> Decided | None:
    """Swearing alone is no reason to remove; nothing but abuse is."""
    if not s.signals.has("abuse") or s.is_high or s.is_genuine or s.signals.has("order-story", "own-order"):
        return None
    if s.complaints & {"service-rude", "service", "price"} or s.personal or s.questions:
        return None
    if _tells_more_than(s, _A_CURSE, "abuse"):
        return None
    return Decided(Decision.REMOVE, "abuse")


def _tells_more_than(s: Situation, words: int, *signals: str) -> bool:
    """Whether much is said beside the hostile words: then there may be a complaint in it that no pattern knows."""
    return s.signals.has("order-story") or s.words_beside(*signals) > words


def _not_about_us(s: Situation) -> Decided | None:
    """T-DISPUTE, on clear evidence only."""
    reason = reason_to_dispute(s)
    return Decided(Decision.DISPUTE, reason) if reason else None


def _nothing_to_act_on(s: Situation) -> Decided | None:
    """T-SILENT: bait, nonsense, conspiracy, a mere opinion; never where a customer tells of an order."""
    if _may_matter(s):
        return None
    if s.signals.count("conspiracy") > 1:
        return Decided(Decision.SILENT, "conspiracy")
    if s.signals.has("opinion") and not s.signals.has("manager", "legal-step"):
        return Decided(Decision.SILENT, "opinion")
    if s.signals.has("bait") and s.words_beside("bait") <= _A_FEW_MORE and not s.signals.has("order-story"):
        return Decided(Decision.SILENT, "bait")
    if _is_nonsense(s):
        return Decided(Decision.SILENT, "nonsense")
    return None


def _may_matter(s: Situation) -> bool:
    if s.is_high or s.questions or s.personal or s.signals.has("own-order"):
        return True
    # "web shops break our town" is no complaint that something broke
    beside = s.complaints_beside("opinion", "conspiracy", "bait")
    return bool(beside - MERE_VERDICTS) or (bool(beside) and s.signals.has("order-story"))


def _is_nonsense(s: Situation) -> bool:
    text = read(s.review.text).text
    if s.signals.has("gibberish") and s.words <= _FEW_WORDS:
        return True
    words = re.findall(r"[a-z]{4,}", text)
    odd = [w for w in words if _CONSONANTS.search(w) or not _VOWEL.search(w)]
    return s.words > _ONE_WORD and bool(words) and len(odd) * 2 > len(words)


def _for_an_expert(s: Situation) -> Decided | None:
    """T-EXPERT: a quotation for a large order, or an answer that needs a test, a measurement, a part, a certainty."""
    if s.complaints - {"stock", "other", "manual", "description"} and (s.is_low or not s.questions):
        return None
    asks_price = s.signals.has("quote") and bool(s.questions)
    if asks_price or (s.signals.has("large-order") and (s.signals.has("quote") or s.questions)):
        return Decided(Decision.EXPERT, "large-order")
    if s.signals.has("expert") and (s.questions or s.signals.has("quote")) and not knows_of(s):
        return Decided(Decision.EXPERT, "expert")
    return None


def _in_person(s: Situation) -> Decided | None:
    """T-REPLY-PRIVATE (guidelines §6)."""
    content = not s.complaints and (s.is_high or bool(s.praises))
    if content:
        return Decided(Decision.REPLY_PRIVATE, "own-data") if s.data_of_a_person and not s.is_sarcastic else None
    for applies, reason in (
        ("injury" in s.complaints, "injury"),
        ("discrimination" in s.complaints, "discrimination"),
        ("privacy" in s.complaints, "privacy"),
        (s.data_of_a_person or s.has_order_number, "own-data"),
        (s.signals.has("legal-step") and not s.is_high, "legal-step"),
        (_is_about_money(s), "money"),
        (s.signals.has("manager"), "manager"),
        (s.signals.has("callback"), "callback"),
        (s.signals.has("health"), "health"),
        (s.signals.has("second-round") and bool(s.complaints), "second-round"),
        (s.signals.has("grief") and bool(s.complaints) and _is_of_the_grief(s), "health"),
    ):
        if applies:
            return Decided(Decision.REPLY_PRIVATE, reason)
    return None


def _is_of_the_grief(s: Situation) -> bool:
    """Whether a death is what it is about, and not why a parcel went back three days late."""
    return s.heard.anywhere("health", Decision.REPLY_PRIVATE) >= _HEARD_OF_GRIEF and s.days_over is None


def _is_about_money(s: Situation) -> bool:
    """Money overdue or taken twice; a refund rightly refused, weeks past the term, is told in public."""
    money = s.complaints & _MONEY
    if s.is_too_late:
        money -= {"refund-refused"}
    return bool(money) and not s.is_their_doing and not s.signals.has("extortion")


def _content(s: Situation) -> Decided | None:
    """T-THANK: praise, also under one star by a slip; sarcastic praise is none."""
    slipped = s.signals.has("slip") and not s.complaints - MERE_VERDICTS and hears_praise(s)
    if slipped and s.is_low and not s.is_sarcastic:
        return Decided(Decision.THANK, "praise-slip")
    if s.complaints or s.questions or s.is_sarcastic or s.signals.has("extortion"):
        return None
    if s.signals.has("resolved"):
        return Decided(Decision.REPLY, "resolved")
    if s.is_low:
        meant_more = s.signals.has("slip") or (s.praises and s.praises_throughout)
        return Decided(Decision.THANK, "praise-slip") if meant_more else None
    if s.is_high or (s.praises and not s.is_lukewarm):
        return Decided(Decision.THANK, "praise")
    return None


def reply(s: Situation) -> Decided:
    """A public reply, with what is its reason."""
    if s.signals.has("extortion"):
        reason = "extortion"
    elif not s.complaints and s.questions:
        reason = "question"
    elif s.complaints and s.praises:
        reason = "mixed"
    elif s.complaints and (s.points or s.title_points):
        reason = "complaint"
    else:
        reason = "stars-only" if not s.words else "default"
    return Decided(Decision.REPLY, reason)


_RULES: tuple[Callable[[Situation], Decided | None], ...] = (
    _hostile,
    _not_about_us,
    _nothing_to_act_on,
    _for_an_expert,
    _in_person,
    _content,
    reply,
)

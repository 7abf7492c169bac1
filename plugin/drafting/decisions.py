"""The one decision on a review, T-…, with the reason for it (guidelines §1 and §6).

The worst mistake is silence, removal or a dispute where a customer has a genuine complaint. So whatever looks hostile or
out of place is weighed against the complaint first: a complaint keeps its reply, and the rest becomes a flag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from plugin.drafting import combining, plays, weighing
from plugin.drafting.combining import Likely
from plugin.drafting.disputes import knows_of, reason_to_dispute, sells_that
from plugin.drafting.evidence import evidence
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.language.reading import read
from plugin.words import Decision


class Decided(NamedTuple):
    """``reason`` is an id in ``prompts/triage/reasons.yaml``."""

    decision: Decision
    reason: str


UNANSWERED = frozenset({Decision.DISPUTE, Decision.SILENT, Decision.REMOVE})
_PLAINLY = 0.05  # likelier than the rules' decision by this much
# The least share of a decision that leaves a customer without an answer
_TO_WITHHOLD = {Decision.SILENT: 0.6, Decision.REMOVE: 0.75, Decision.DISPUTE: 0.6}
_OF_ITS_OWN = 0.4  # the least share of a removal itself, beside those of the others
_TO_BE_HEARD = frozenset({"injury", "discrimination", "privacy", "double-charge", "refund-late"})
_A_FIGURE_OF_SPEECH = 0.1  # the share of a decision below which the patterns took a figure of speech at its word
_OF_ITS_WORDS = 0.3  # the same, of a question for an expert that the patterns know by its words
_HOSTILE = 0.5  # the share of removal from which on a complaint is not answered in public
_SURELY = 0.7  # a share from which on no reason need be heard, where a mistake is mild
_PLAINLY_HEARD = 0.5  # a score of the second reader
_HEARD_OF_GRIEF = 0.2
_IN_DOUBT = 0.35  # the share of all of these together below which even a rule does not withhold an answer
_BEYOND_DOUBT = 0.5
# Reasons of the patterns that leave no room for another opinion
_FIRM = frozenset(
    {
        "hostile-complaint", "injury", "discrimination", "privacy", "own-data", "legal-step", "other-data", "threat", "abuse",
        "extortion", "health",
    }
)  # fmt: skip
_OPEN = frozenset({"default", "stars-only", "mixed", "complaint"})  # reasons of a reply that has none in particular
_FEW_WORDS = 15
_A_FEW_MORE = 4  # words beside a "haha": more of them may say something
_A_CURSE = 6  # words around an insult that still add nothing to it
_A_TIRADE = 22  # words around a threat or a slur
_ONE_WORD = 1
_MONEY = frozenset({"refund-late", "refund-refused", "double-charge"})
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_VOWEL = re.compile(r"[aeiouy]")


def decide(situation: Situation, likely: Likely | None = None) -> Decided:
    """The first rule that speaks decides, unless both readings together plainly say something else.

    ``likely`` is ``opinion`` of the same situation, where the caller has it already.
    """
    decided = _weighed(situation, likely)
    return Decided(Decision.THANK, "praise") if decided.reason in _OPEN and _is_mere_praise(situation) else decided


def _is_mere_praise(s: Situation) -> bool:
    """Nothing to answer but thanks: praise, and neither a complaint nor a question in it."""
    asks = s.questions or s.signals.has("extortion", "resolved", "manager", "return-wish")
    if weighing.hears_a_complaint(s):
        return False
    return bool(s.praises) and not (s.complaints or asks or s.is_low or s.is_lukewarm or s.is_sarcastic)


def _weighed(situation: Situation, likely: Likely | None) -> Decided:
    ruled, by_patterns = by_rules(situation), decide_by_patterns(situation)
    if not situation.heard.whole:
        return ruled
    shares = (likely or opinion(situation)).decisions
    heard = situation.heard.anywhere(ruled.decision)
    doubted = ruled.decision in UNANSWERED and _withheld(shares) < _IN_DOUBT and heard < _PLAINLY_HEARD
    if not doubted and (_is_settled(ruled, by_patterns) or _is_firm(situation, by_patterns, shares)):
        return ruled
    kept = () if doubted else (ruled.decision,)
    allowed = [d for d in shares if d in kept or _may_become(situation, d, shares)]
    best = max(allowed, key=shares.__getitem__)
    # A question for an expert is told by its words: they hold unless little speaks for it
    margin = _OF_ITS_WORDS if by_patterns.decision is Decision.EXPERT else _PLAINLY
    if kept and shares[best] < shares[ruled.decision] + margin:
        best = ruled.decision
    if best is Decision.REPLY and _is_hostile_complaint(situation, shares):
        return Decided(Decision.REPLY_PRIVATE, "hostile-complaint")
    if best is ruled.decision:
        return ruled
    return _default(situation) if best is Decision.REPLY else Decided(best, weighing.likeliest_reason(situation, best))


def _withheld(shares: Mapping[Decision, float]) -> float:
    """The share of all decisions together that leave a customer without an answer."""
    return sum(shares[d] for d in UNANSWERED)


def _is_firm(s: Situation, by_patterns: Decided, shares: Mapping[Decision, float]) -> bool:
    """Whether the patterns found what has to be answered with care, and it is no mere figure of speech ("my blood boils")."""
    if by_patterns.reason not in _FIRM:
        return False
    is_heard = s.heard.anywhere(by_patterns.decision) >= _PLAINLY_HEARD
    return is_heard or shares[by_patterns.decision] >= _A_FIGURE_OF_SPEECH


def _is_hostile_complaint(s: Situation, shares: Mapping[Decision, float]) -> bool:
    """What would be removed, were there no complaint in it: it is answered in person (guidelines §6)."""
    return shares[Decision.REMOVE] >= _HOSTILE and s.is_low and weighing.hears_something_hostile(s)


def opinion(situation: Situation) -> Likely:
    """What both readings together make likely: the decisions and the plays."""
    play = plays.by_rules(situation)
    return combining.likely(evidence(situation, by_rules(situation), decide_by_patterns(situation), play))


def by_rules(situation: Situation) -> Decided:
    """The decision of the first rule that speaks, the second reader's among them."""
    return _first_to_speak(_RULES, situation)


def decide_by_patterns(situation: Situation) -> Decided:
    """The decision as it would be without the second reader."""
    return _first_to_speak(_PATTERNS, situation)


def _is_settled(ruled: Decided, by_patterns: Decided) -> bool:
    """Whether the patterns found what leaves no room for another opinion; a counter or an escalator is only a guess."""
    return ruled.decision in UNANSWERED and by_patterns.decision is ruled.decision and by_patterns.reason != "no-store"


def _may_become(s: Situation, decision: Decision, shares: Mapping[Decision, float]) -> bool:
    """What both readings together may turn a decision into: no thanks for a complaint, nothing in private without a
    reason that the reader hears.
    """
    if decision is Decision.THANK:
        named = bool(s.complaints - MERE_VERDICTS)
        doubtful = named or s.is_low or (bool(s.complaints) and not s.is_high)
        return not (named and not s.is_high) and (not doubtful or shares[decision] >= _BEYOND_DOUBT)
    if decision is Decision.REPLY_PRIVATE:
        return weighing.hears_something_personal(s) or shares[decision] >= _SURELY
    return decision not in UNANSWERED or _may_be_withheld(s, decision, shares)


def _may_be_withheld(s: Situation, decision: Decision, shares: Mapping[Decision, float]) -> bool:
    """No answer only where both readings together are sure, nothing tells of an order of the customer's own, and nothing
    happened that a shop has to hear of. Silence or removal is the finer question; a dispute accuses a customer of not being one.
    """
    share = shares[decision] if decision is Decision.DISPUTE else _withheld(shares)
    if share < _TO_WITHHOLD[decision]:
        return False
    if decision is Decision.REMOVE and (s.rating is None or shares[decision] < _OF_ITS_OWN):
        return False
    if decision is Decision.DISPUTE and s.trade.is_elsewhere and not s.complaints & _TO_BE_HEARD:
        return not (s.personal or sells_that(s))  # what went wrong, and what was praised, went so elsewhere
    if s.tells_of_own_order or s.complaints & _TO_BE_HEARD or not weighing.hears_why_to_withhold(s, decision):
        return False
    return decision is not Decision.DISPUTE or not weighing.may_be_ours(s)


def _first_to_speak(rules: tuple[Callable[[Situation], Decided | None], ...], s: Situation) -> Decided:
    """The last rule always speaks."""
    return next(decided for rule in rules if (decided := rule(s)) is not None)


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
    slipped = s.signals.has("slip") and not s.complaints - MERE_VERDICTS and weighing.hears_praise(s)
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


def _default(s: Situation) -> Decided:
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


def _heard(rule: Callable[[Situation], tuple[Decision, str] | None]) -> Callable[[Situation], Decided | None]:
    """A rule of the second reader, as one of these."""

    def decide_by_it(s: Situation) -> Decided | None:
        heard = rule(s)
        return Decided(*heard) if heard else None

    return decide_by_it


_RULES: tuple[Callable[[Situation], Decided | None], ...] = (
    _hostile,
    _heard(weighing.heard_hostile),
    _not_about_us,
    _heard(weighing.heard_elsewhere),
    _nothing_to_act_on,
    _heard(weighing.heard_empty),
    _for_an_expert,
    _heard(weighing.heard_expert),
    _in_person,
    _heard(weighing.heard_personal),
    _content,
    _heard(weighing.heard_praise),
    _default,
)
# The same without the second reader
_PATTERNS = (_hostile, _not_about_us, _nothing_to_act_on, _for_an_expert, _in_person, _content, _default)

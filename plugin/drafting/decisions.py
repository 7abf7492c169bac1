"""The one decision on a review, T-…, with the reason for it (guidelines §1 and §6).

What the patterns find and what is heard by meaning are weighed together (``plugin.drafting.combining``), and the likeliest
decision is taken. The worst mistake is silence or removal where a customer has a genuine complaint: so no answer is withheld
unless that is much likelier than all answers together, and never where somebody tells what went wrong with an order of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.drafting import combining, pattern_rules, plays
from plugin.drafting.combining import Likely
from plugin.drafting.disputes import knows_of, sells_that
from plugin.drafting.evidence import evidence
from plugin.drafting.pattern_rules import Decided
from plugin.drafting.reasons import likeliest_reason
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.words import Decision

UNANSWERED = frozenset({Decision.DISPUTE, Decision.SILENT, Decision.REMOVE})
# The least share of all decisions together that withhold an answer
_TO_WITHHOLD = {Decision.SILENT: 0.85, Decision.REMOVE: 0.85, Decision.DISPUTE: 0.55}
_OF_A_FEW_WORDS, _A_FEW = 0.95, 9  # the same, of a text of so few words: little is known of it
_OF_A_SHOP_UNKNOWN = 0.9  # the same, of a dispute where nobody has told what the shop sells
_BY_MEANING_ALONE = 0.7  # the same, of a dispute where no word names another trade, shop or teller
_A_WORD_OR_TWO = 2  # one star and a word is answered (guidelines §6)
_HEARD = 0.5  # a score of the second reader
# What a shop has to hear of, whatever else stands in the review
_TO_BE_HEARD = frozenset({"injury", "discrimination", "privacy", "double-charge", "refund-late"})
# Reasons of the patterns that hold where the reader hears anything of them; elsewhere they took a figure of speech at its word
_FIRM = {"health": 0.05, "injury": 0.5, "discrimination": 0.5, "privacy": 0.5, "threat": 0.3}


def decide(situation: Situation, likely: Likely | None = None) -> Decided:
    """The likeliest decision that the facts allow; of what cannot be read by meaning, the patterns'.

    ``likely`` is ``opinion`` of the same situation, where the caller has it already.
    """
    by_patterns = pattern_rules.decide(situation)
    if not situation.heard.whole or _is_settled(situation, by_patterns):
        return by_patterns
    best = _likeliest(situation, (likely or opinion(situation)).decisions)
    if best is by_patterns.decision:
        return by_patterns
    if best is Decision.REPLY:
        return pattern_rules.reply(situation)
    return Decided(best, likeliest_reason(situation, best))


def opinion(situation: Situation) -> Likely:
    """What both readings together make likely: the decisions and the plays."""
    return combining.likely(evidence(situation, pattern_rules.decide(situation), plays.by_rules(situation)))


def _is_settled(s: Situation, by_patterns: Decided) -> bool:
    """Whether the patterns found what leaves no room for another opinion."""
    reason = by_patterns.reason
    return reason == "extortion" or (reason in _FIRM and s.heard.anywhere(reason) >= _FIRM[reason])


def _likeliest(s: Situation, shares: Mapping[Decision, float]) -> Decision:
    withheld = sum(shares[decision] for decision in UNANSWERED)
    first = max(UNANSWERED, key=lambda decision: (shares[decision], decision.value))
    if withheld >= _least_to_withhold(s, first) and _may_be_withheld(s, first):
        return first
    allowed = [d for d in shares if d not in UNANSWERED and _may_be_answered_so(s, d)]
    return max(allowed, key=shares.__getitem__)


def _least_to_withhold(s: Situation, decision: Decision) -> float:
    least = _TO_WITHHOLD[decision]
    if decision is Decision.DISPUTE and not s.shop.sells:
        least = _OF_A_SHOP_UNKNOWN
    elif decision is Decision.DISPUTE and not _names_another_place(s):
        least = _BY_MEANING_ALONE
    if s.words < _A_FEW:
        least = max(least, _OF_A_FEW_WORDS)
    return least


def _names_another_place(s: Situation) -> bool:
    told = s.trade.service + s.trade.goods
    return bool(told) or s.signals.has(
        "hearsay", "hearsay-weak", "other-business", "competitor", "advert", "wrong-shop", "spam"
    )


def _may_be_withheld(s: Situation, decision: Decision) -> bool:
    """Not where somebody tells what went wrong with an order of their own, or of harm."""
    if decision is Decision.DISPUTE:
        return _may_be_elsewhere(s)
    if s.complaints & _TO_BE_HEARD or (decision is Decision.SILENT and s.words <= _A_WORD_OR_TWO):
        return False
    named = bool(s.complaints - MERE_VERDICTS)
    return not (named and (decision is Decision.REMOVE or s.tells_of_own_order))


def _may_be_elsewhere(s: Situation) -> bool:
    """Whether it may have happened elsewhere, harm and orders as well: not what this shop sells, and not at its counter."""
    if s.signals.has("hearsay"):
        return True
    if sells_that(s) or s.trade.own:
        return not s.tells_of_own_order and s.heard.anywhere("hearsay", "other-shop", "advert", "spam") >= _HEARD
    if s.trade.is_elsewhere:
        return True
    at_the_counter = s.shop.physical_store and s.signals.has("visited")
    return not (s.tells_of_own_order or at_the_counter or s.complaints & _TO_BE_HEARD)


def _may_be_answered_so(s: Situation, decision: Decision) -> bool:
    """One or two stars may be a slip, unless what went wrong is named; what the product's data tell asks for no expert."""
    if decision is Decision.EXPERT:
        return not knows_of(s)
    return decision is not Decision.THANK or not (s.is_low and s.complaints - MERE_VERDICTS)

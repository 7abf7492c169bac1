"""The one decision on a review, T-…, with the reason for it (guidelines §1 and §6).

What the patterns find and what is heard by meaning are weighed together (``plugin.drafting.combining``), and the likeliest
decision is taken. The worst mistake is silence or removal where a customer has a genuine complaint: so no answer is withheld
unless that is much likelier than all answers together, and never where somebody tells what went wrong with an order of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.drafting import combining, pattern_rules, plays
from plugin.drafting.combining import Likely
from plugin.drafting.evidence import evidence
from plugin.drafting.pattern_rules import Decided
from plugin.drafting.reasons import likeliest_reason
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.words import Decision

UNANSWERED = frozenset({Decision.DISPUTE, Decision.SILENT, Decision.REMOVE})
# The least share of all decisions together that withhold an answer
_TO_WITHHOLD = {Decision.SILENT: 0.7, Decision.REMOVE: 0.7, Decision.DISPUTE: 0.5}
_A_FEW_WORDS = 3  # one star and a word is answered (guidelines §6)
# Reasons of the patterns that leave no room for another opinion
_SETTLED = frozenset({"extortion", "threat"})


def decide(situation: Situation, likely: Likely | None = None) -> Decided:
    """The likeliest decision that the facts allow; of what cannot be read by meaning, the patterns'.

    ``likely`` is ``opinion`` of the same situation, where the caller has it already.
    """
    by_patterns = pattern_rules.decide(situation)
    if not situation.heard.whole or by_patterns.reason in _SETTLED:
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


def _likeliest(s: Situation, shares: Mapping[Decision, float]) -> Decision:
    withheld = sum(shares[decision] for decision in UNANSWERED)
    first = max(UNANSWERED, key=lambda decision: (shares[decision], decision.value))
    if withheld >= _TO_WITHHOLD[first] and _may_be_withheld(s, first):
        return first
    allowed = [d for d in shares if d not in UNANSWERED and (d is not Decision.THANK or _may_be_thanked(s))]
    return max(allowed, key=shares.__getitem__)


def _may_be_withheld(s: Situation, decision: Decision) -> bool:
    """Not where somebody tells what went wrong with an order of their own; another trade's order may have gone wrong as well."""
    if decision is Decision.DISPUTE:
        return s.trade.is_elsewhere or not s.tells_of_own_order
    if decision is Decision.SILENT and s.words < _A_FEW_WORDS:
        return False
    return not (s.tells_of_own_order and s.complaints - MERE_VERDICTS)


def _may_be_thanked(s: Situation) -> bool:
    """One or two stars may be a slip, unless what went wrong is named."""
    return not (s.is_low and s.complaints - MERE_VERDICTS)

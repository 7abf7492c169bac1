"""The one decision on a review, T-…, with the reason for it (guidelines §1 and §6).

What the patterns find and what is heard by meaning are weighed together (``plugin.drafting.combining``), and the likeliest
decision is taken. The worst mistake is silence or removal where a customer has a genuine complaint: so no answer is withheld
unless that is much likelier than all answers together, and never where a customer plainly tells what went wrong with an order.
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
from plugin.language.lexicons import LANGUAGES
from plugin.words import Decision

UNANSWERED = frozenset({Decision.DISPUTE, Decision.SILENT, Decision.REMOVE})
# The least share of all decisions together that withhold an answer
_TO_WITHHOLD = {Decision.SILENT: 0.75, Decision.REMOVE: 0.8, Decision.DISPUTE: 0.5}
# The same, where the patterns hear of goods that the shop sells, of an order, or of harm
_AGAINST_THE_PATTERNS = 0.97
# Of a dispute, where guards else keep an answer: on 1,746 reviews that nothing was learned from, 8 of 8 such were another's
_BEYOND_DOUBT, _HEARD_TOO = 0.93, 0.6
_OF_A_FEW_WORDS, _A_FEW = 0.94, 9  # the same, of a text of so few words: little is known of it
_OF_A_SHOP_UNKNOWN = 0.9  # the same, of a dispute where nobody has told what the shop sells
_BY_MEANING_ALONE = 0.6  # the same, of a dispute where no word names another trade, shop or teller
_A_WORD_OR_TWO = 2  # one star and a word is answered (guidelines §6)
_SHORT = 14  # words: in so few, what is missing says nothing
# What goes wrong at a shop of any trade
_OF_ANY_SHOP = frozenset(
    {
        "delivery", "delivery-late", "delivery-missing", "service", "service-rude", "service-unreachable", "refund-late", "communication",
        "promise-broken",
    }
)  # fmt: skip
_HEARD_AT_ALL = 0.35  # the same, of what is at least heard
_OF_THE_OTHER = 0.7  # the same, of another shop where no word names one
_HEARD = 0.5  # a score of the second reader
# What a shop has to hear of, whatever else stands in the review
_TO_BE_HEARD = frozenset({"injury", "discrimination", "privacy", "double-charge", "refund-late"})
_ALSO_DONE_BY_THEM = frozenset({"discrimination", "privacy"})  # in the review itself, which is why it is to be removed
# Reasons of the patterns that hold where the reader hears anything of them; elsewhere they took a figure of speech at its word
_FIRM = {"health": 0.008, "injury": 0.5, "discrimination": 0.5, "privacy": 0.5, "threat": 0.3, "legal-step": 0.6}
# Told in so many words: a better rating asked for goods, the wrong star clicked beside praise
_SETTLED = frozenset({"extortion", "praise-slip"})


def decide(situation: Situation, likely: Likely | None = None) -> Decided:
    """The likeliest decision that the facts allow; of what cannot be read by meaning, the patterns'.

    ``likely`` is ``opinion`` of the same situation, where the caller has it already.
    """
    by_patterns = situation.once(pattern_rules.decide)
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
    by_patterns, by_rules = situation.once(pattern_rules.decide), situation.once(plays.by_rules)
    return combining.likely(evidence(situation, by_patterns, by_rules))


def _is_settled(s: Situation, by_patterns: Decided) -> bool:
    """Whether the patterns found what leaves no room for another opinion."""
    reason = by_patterns.reason
    if reason == "money" and s.waits_for_money:
        return True
    return reason in _SETTLED or (reason in _FIRM and s.heard.anywhere(reason) >= _FIRM[reason])


def _likeliest(s: Situation, shares: Mapping[Decision, float]) -> Decision:
    withheld = sum(shares[decision] for decision in UNANSWERED)
    first = max(UNANSWERED, key=lambda decision: (shares[decision], decision.value))
    owed = not _is_beyond_doubt(s, first, shares[first]) and _must_be_answered(s, first)
    if withheld >= _least_to_withhold(s, first) and not owed:
        return first
    allowed = [d for d in shares if d not in UNANSWERED and _may_be_answered_so(s, d)]
    return max(allowed, key=shares.__getitem__)


def _is_beyond_doubt(s: Situation, decision: Decision, share: float) -> bool:
    """Of another business beyond all doubt, however much it sounds like a fault of any shop; in a few words, an advert alone."""
    if (
        decision is not Decision.DISPUTE
        or share < _BEYOND_DOUBT
        or (s.shop.physical_store and s.signals.has("visited"))
    ):
        return False
    named = ("spam", "advert") if s.words < _A_FEW else ("spam", "advert", "other-trade", "other-shop")
    return s.heard.anywhere(*named) >= _HEARD_TOO


def _least_to_withhold(s: Situation, decision: Decision) -> float:
    least = _TO_WITHHOLD[decision]
    if decision is Decision.DISPUTE and not s.shop.sells:
        least = _OF_A_SHOP_UNKNOWN
    elif decision is Decision.DISPUTE and not _names_another_place(s):
        least = _BY_MEANING_ALONE
    if s.words < _A_FEW:
        least = max(least, _OF_A_FEW_WORDS)
    return max(least, _AGAINST_THE_PATTERNS) if _speaks_for_an_answer(s, decision) else least


def _names_another_place(s: Situation) -> bool:
    told = s.trade.service + s.trade.goods
    return bool(told) or s.signals.has(
        "hearsay", "hearsay-weak", "other-business", "competitor", "advert", "wrong-shop", "spam"
    )


def _must_be_answered(s: Situation, decision: Decision) -> bool:
    """What went wrong with an order of their own, and with what this shop sells where that is disputed, is never left without
    one; nor are harm, discrimination and money kept, nor a word or two.
    """
    if decision is Decision.DISPUTE:
        return _is_ours(s) or _is_of_goods(s)
    of_own_order = s.tells_of_own_order and bool(s.complaints - MERE_VERDICTS)
    is_short = decision is Decision.SILENT and (s.words <= _A_WORD_OR_TWO or s.came_ill)
    heard = _TO_BE_HEARD - _ALSO_DONE_BY_THEM if decision is Decision.REMOVE else _TO_BE_HEARD
    return of_own_order or is_short or bool(s.complaints & heard)


def _is_ours(s: Situation) -> bool:
    """What may not be disputed: told of our counter, our goods or an order of their own, or in few words of what any shop may
    do wrong, nothing in them naming another.
    """
    if s.shop.physical_store and s.signals.has("visited"):
        return True
    least_said = s.words < _A_FEW or (s.words < _SHORT and s.complaints & _OF_ANY_SHOP)
    if least_said and not _names_another_place(s):
        return True
    named = bool(s.complaints - MERE_VERDICTS) and not s.signals.has("hearsay")
    return named and (sells_that(s) or (s.tells_of_own_order and not s.trade.is_elsewhere))


def _is_of_goods(s: Situation) -> bool:
    """A fault of goods or of their delivery, and nothing that names another place, trade or teller: the nouns may be any."""
    if _names_another_place(s) or s.signals.has("other-trade", "visited", "rumour"):
        return False
    if "injury" in s.complaints and s.trade.own:
        return True
    told_by_another = s.heard.anywhere("hearsay", "advert") >= _HEARD_AT_ALL
    return s.tells_of_goods and not told_by_another and s.heard.anywhere("other-shop") < _OF_THE_OTHER


def _speaks_for_an_answer(s: Situation, decision: Decision) -> bool:
    """Whether somebody seems to tell what this shop did, or names what went wrong beside what is to be removed."""
    if decision is Decision.DISPUTE:
        return not _may_be_elsewhere(s)
    return decision is Decision.REMOVE and bool(s.complaints - MERE_VERDICTS)


def _may_be_elsewhere(s: Situation) -> bool:
    """Whether it may have happened elsewhere, harm and orders as well: not what this shop sells."""
    if s.signals.has("hearsay"):
        return True
    if sells_that(s) or s.trade.own:
        return not s.tells_of_own_order and s.heard.anywhere("hearsay", "other-shop", "advert", "spam") >= _HEARD
    if s.trade.is_elsewhere:
        return True
    return not (s.tells_of_own_order or s.complaints & _TO_BE_HEARD)


def _may_be_answered_so(s: Situation, decision: Decision) -> bool:
    """One or two stars may be a slip, unless what went wrong is named; what is plainly wrong is nothing to give thanks for; what
    the product's data tell asks for no expert.
    """
    if decision is Decision.EXPERT:
        return not knows_of(s)
    if decision is Decision.THANK and (s.is_ill or _is_hardly_praise(s)):
        return False
    return decision is not Decision.THANK or not s.is_low or (bool(s.praises) and not s.complaints - MERE_VERDICTS)


def _is_hardly_praise(s: Situation) -> bool:
    """Without stars thanks are due where praise is heard, and more of it than of complaint."""
    if s.rating is not None or s.language not in LANGUAGES:
        return False
    return s.is_faulty_alone or s.heard.score("negative") > max(
        _HEARD_AT_ALL, s.heard.score("positive", Decision.THANK)
    )

"""The play, P-…: the situation that decides what a reply must hold (guidelines §2 and §6)."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.drafting import grounds
from plugin.drafting.combining import Likely
from plugin.drafting.said import GENERAL_PRAISE
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.words import Decision, Play

_GROUNDED = frozenset({Play.SAY_NO, Play.SLIGHTLY_LATE, Play.RESOLVED})  # what the text must bear out
_DAYS_A_MONTH = 30.5
_THINKABLE = 0.05  # of all plays together: what the days say holds, unless everything else speaks against it
_HEARD = 0.3  # a score of the second reader that bears out a figure
_PLAINLY_HEARD = 0.5
_IN_USE_DAYS = 13  # a defect after two weeks' use is a warranty case, before that the article was bad
_GONE_WRONG = frozenset({"broken", "defect", "quality", "warranty"})
_CAME_WRONG = frozenset({"broken", "defect", "quality", "wrong-item", "missing-part", "description", "used"})
_RETURN = frozenset({"returns", "withdrawal", "refund-refused"})
_LATE = frozenset({"delivery-late", "delivery-missing", "refund-late"})
_UNDER_WAY = frozenset({"delivery-missing", "refund-late", "service-unreachable", "wrong-item"})
# What a shop is answerable for by itself; whether a lamp is ugly or a shoe too small is not.
_OUR_FAULT = frozenset(
    {
        "delivery", "delivery-late", "delivery-missing", "delivery-place", "cancelled", "packaging", "broken", "defect", "wrong-item",
        "missing-part", "used", "description", "refund-late", "refund-refused", "double-charge", "payment", "service",
        "service-unreachable", "service-rude", "communication", "promise-broken", "website", "discount-code", "injury", "privacy",
        "discrimination", "returns", "manual",
    }
)  # fmt: skip


def choose(situation: Situation, decision: Decision, likely: Likely | None = None) -> Play | None:
    """The play; None where nothing is written to the customer. ``likely`` is what both readings together make so."""
    if not decision.has_public_reply:
        return None
    if decision is Decision.THANK:
        return Play.RESOLVED if _is_resolved(situation) else Play.POSITIVE
    if decision is Decision.EXPERT:
        return Play.QUESTION
    play = _likeliest(situation, likely.plays) if likely and situation.heard.whole else situation.once(by_rules)
    return _with_a_remark(situation) if play is Play.POSITIVE else play


def _with_a_remark(s: Situation) -> Play:
    """The play of praise that is more than thanked for (T-REPLY): something in it wants an answer."""
    if s.questions and not s.complaints:
        return Play.QUESTION
    return Play.MIXED if s.praises else Play.UNCLEAR_FAULT


def _likeliest(s: Situation, told: Mapping[Play, float]) -> Play:
    """What both readings together make likeliest of what the facts allow; a term that the text counts out is a fact."""
    shares = {play: share for play, share in told.items() if play not in _GROUNDED or _has_grounds(s, play)}
    play = s.once(by_rules)
    counted = (play is Play.SAY_NO and s.is_too_late) or (play is Play.SLIGHTLY_LATE and s.is_slightly_late)
    if (counted and shares.get(play, 0.0) >= _THINKABLE) or s.signals.has("extortion"):
        return play
    first = max(shares, key=shares.__getitem__)
    if play not in shares:  # no more than by a rule: a wait for the money is no term that has passed
        return first
    if first is Play.WITHDRAWAL and max(told, key=told.__getitem__) not in shares and s.complaints & _CAME_WRONG:
        return play  # money back for what came broken is more than a change of mind
    return first if _fits(s, first) or not _fits(s, play) else play


def _has_grounds(s: Situation, play: Play) -> bool:
    """Whether the customer tells what such a play rests on: no reading of meaning may invent it."""
    if play is Play.RESOLVED:
        return not s.once(fails_again)
    if play is Play.SLIGHTLY_LATE:
        return not s.is_too_late and grounds.says_late(s.review.whole, s.language, s.shop)
    return s.signals.has("extortion") or bool(grounds.to_refuse(s.review.whole, s.language, s.shop, s.complaints))


def _fits(s: Situation, play: Play) -> bool:
    """Whether the stars, the points and the terms leave room for this play."""
    over, since = s.days_over, s.timing.since
    holds = {
        Play.POSITIVE: not s.is_ill and not s.is_low and not s.is_lukewarm and not s.complaints - MERE_VERDICTS,
        Play.RESOLVED: not s.is_low or s.signals.has("resolved") or s.heard.score("resolved") >= _PLAINLY_HEARD,
        Play.SAY_NO: "injury" not in s.complaints and (over is None or over > 0 or s.is_their_doing),
        Play.QUESTION: bool(s.questions) or "?" in s.review.text,
        Play.WARRANTY: since is None or since / _DAYS_A_MONTH <= s.shop.policy.warranty_months,
        Play.WITHDRAWAL: over is None or over <= 0,
        Play.SLIGHTLY_LATE: over is None or over <= s.shop.policy.leniency_days,
    }
    return holds.get(play, True)


def by_rules(s: Situation) -> Play:
    """The play of a reply without the weighing of both readings."""
    if s.signals.has("extortion"):
        return Play.SAY_NO
    if s.signals.has("manager", "second-round") and s.complaints:
        return Play.ESCALATE
    if s.questions and not s.complaints and not s.is_their_doing:
        return Play.QUESTION
    if _is_resolved(s):
        return Play.RESOLVED
    if s.signals.has("unsure") and s.complaints and not (s.is_their_doing or s.is_angry or s.days_over):
        return Play.UNCLEAR_FAULT
    return _by_rights(s) or _by_mood(s)


def _by_rights(s: Situation) -> Play | None:
    """What the policy and the law say: own damage, the return term, the warranty term."""
    wants_back = bool(s.complaints & _RETURN) or s.signals.has("return-wish")
    if _is_past_term(s, wants_back=wants_back):
        return _return_play(s)
    if s.is_their_doing:
        return Play.SAY_NO if s.is_too_late and wants_back else Play.THEIR_MISTAKE
    if s.complaints & _GONE_WRONG or _fails_in_use(s):
        return _warranty_play(s)
    if wants_back and s.is_too_late and not s.complaints & _UNDER_WAY:
        return _return_play(s)
    if wants_back and not s.complaints & (_LATE | {"wrong-item", "double-charge", "missing-part", "used"}):
        return _return_play(s)
    return None


def _is_past_term(s: Situation, *, wants_back: bool) -> bool:
    """Past the return term by the days that the text tells, and a return is what it is about."""
    if s.timing.past_term is not None:
        return wants_back or s.heard.anywhere("slightly-late", "return-wish") >= _HEARD
    over = s.days_over
    return over is not None and 0 < over <= s.shop.policy.leniency_days and s.heard.anywhere("slightly-late") >= _HEARD


def _warranty_play(s: Situation) -> Play | None:
    """Broken on arrival is the shop's fault; failing in use is a matter of the warranty, as long as that runs."""
    since = 0 if s.complaints & _LATE or s.timing.since is None else s.timing.since
    if since / _DAYS_A_MONTH > s.shop.policy.warranty_months:
        return Play.SAY_NO
    if "warranty" in s.complaints:
        return Play.WARRANTY
    in_use = since > _IN_USE_DAYS or s.signals.has("in-use")
    failing = bool(s.complaints & {"broken", "defect", "quality"}) or _fails_in_use(s)
    return Play.WARRANTY if in_use and failing else None


def _fails_in_use(s: Situation) -> bool:
    """Something unnamed is wrong, weeks after the purchase and in use: still a matter of the warranty."""
    since = s.timing.since
    if s.complaints != {"other"} or since is None:
        return False
    return since > _DAYS_A_MONTH or (since > _IN_USE_DAYS and s.signals.has("in-use"))


def _is_told(s: Situation) -> bool:
    """What came, or what happened, as against a mere verdict."""
    return s.is_low and (s.signals.has("came-so") or s.states_what_happened)


def _return_play(s: Situation) -> Play | None:
    over = s.days_over
    if over is None:
        meant = s.complaints & {"withdrawal", "returns"} or s.timing.within_term or s.signals.has("change-of-mind")
        return Play.WITHDRAWAL if meant else None
    if over <= 0:
        return Play.WITHDRAWAL
    return Play.SLIGHTLY_LATE if over <= s.shop.policy.leniency_days else Play.SAY_NO


def _is_resolved(s: Situation) -> bool:
    if not s.signals.has("resolved") or s.is_low or s.once(fails_again):
        return False
    return not s.complaints & {"service-unreachable", "refund-late", "promise-broken", "service"}


def fails_again(s: Situation) -> bool:
    """Whether what was sent or done instead is no better: then nothing is resolved."""
    return grounds.fails_again(s.review.whole, s.language)


def _by_mood(s: Situation) -> Play:
    if not s.complaints:
        content = s.praises and not s.is_sarcastic and not s.is_lukewarm
        return Play.POSITIVE if content else Play.UNCLEAR_FAULT
    mixed = bool(s.praises - GENERAL_PRAISE if s.rating == 1 else s.praises) and not s.is_sarcastic
    if s.is_angry and not mixed:
        return Play.ANGRY
    if "stock" in s.complaints and not s.complaints & _OUR_FAULT:
        return Play.UNAVAILABLE
    if mixed:
        return Play.MIXED
    at_fault = s.complaints & _OUR_FAULT or ("other" in s.complaints and _is_told(s))
    return Play.OUR_FAULT if at_fault else Play.UNCLEAR_FAULT

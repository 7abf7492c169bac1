"""What the second reader adds to the patterns' decision: a threat in polite words, a hotel's guest, a veiled insult.

The patterns decide first, and where they found something definite they keep their word. Where they found nothing, or only
that somebody complains, the reader is asked. To leave a customer without an answer takes more: the reader must be sure of
the kind and of the decision, and no complaint of the customer's own may stand in the review by the patterns' reading.
"""

from __future__ import annotations

from plugin.drafting.disputes import knows_of, sells_that
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.words import Decision, Play

_HOSTILE = ("threat", "slur", "abuse", "harassment", "other-data")
_ELSEWHERE = ("other-trade", "other-shop", "hearsay", "advert", "spam")
_EMPTY = ("bait", "nonsense", "conspiracy", "opinion")
_PERSONAL = (
    "injury",
    "discrimination",
    "privacy",
    "legal-step",
    "money",
    "manager",
    "callback",
    "health",
    "second-round",
)
_OF_A_CUSTOMER = ("injury", "discrimination", "privacy", "money")
_ASKS_MUCH = ("quote", "expert")
_OWN_CASE = (
    "fault",
    "warranty",
    "money",
    "return-wish",
    "own-mistake",
    "callback",
    "say-no",
    "unavailable",
    "consumer-talk",
    "injury",
)
_REASON = {"other-trade": "wrong-shop", "other-shop": "wrong-shop", "advert": "competitor", "slur": "abuse", "harassment": "abuse",
           "quote": "large-order", "nonsense": "nonsense"}  # fmt: skip


# Scores from which on the reader is heard: the more it costs to be wrong, the higher
_HEARD, _HALF, _PLAIN, _SURE, _CERTAIN, _PLAINLY = 0.4, 0.5, 0.6, 0.65, 0.75, 0.85
_A_HINT = 0.15  # of something personal, where both readings together find it likeliest
_IN_DOUBT = 0.3  # a reply that the reader thinks this likely is not withheld
_A_SCENE = 6  # words of the shortest review that pictures another trade
_TOLD = 0.5  # from here on something went wrong, as far as the reader can tell
_A_FEW = 8  # words
_TOLD_PLAINLY, _NEVER = 0.9, 1.1
_TOO_FEW = 3  # words: one star and "meh" is answered


_BAD = 2  # stars


def heard_hostile(s: Situation) -> tuple[Decision, str] | None:
    """Threats, racism, harassment, other people's data: T-REMOVE, or in person where a complaint stands beside it."""
    kind = _kind(s, _HOSTILE, Decision.REMOVE, _PLAIN)
    if kind is None or s.rating is None or s.rating > _BAD or s.praises:
        return None  # what goes under a review without low stars, or beside praise, is no matter for one reader alone
    if s.heard.score(*_HOSTILE) < _HALF or s.heard.score(Play.OUR_FAULT, Decision.DISPUTE) >= _TOLD:
        return None
    if kind == "other-data" and not (s.data_of_a_person or s.signals.has("other-data")):
        return None
    if _complains(s):
        return (Decision.REPLY_PRIVATE, "hostile-complaint") if kind != "abuse" else None
    return Decision.REMOVE, _REASON.get(kind, kind)


def heard_elsewhere(s: Situation) -> tuple[Decision, str] | None:
    """Another trade, another shop, hearsay, an advert: T-DISPUTE."""
    kind = _kind(s, _ELSEWHERE, Decision.DISPUTE, _CERTAIN)
    if (
        kind is None
        or "injury" in s.complaints
        or s.tells_of_own_order
        or (s.personal and kind not in {"spam", "advert"})
        or s.heard.score(*_OWN_CASE) >= _HALF
    ):
        return None
    if s.is_high and kind not in {"spam", "advert"}:
        return None
    if kind in {"spam", "advert"} and not s.is_low and not (offers_something(s) or s.heard.score(kind) >= _PLAINLY):
        return None
    if kind in {"other-trade", "other-shop"} and (may_be_ours(s) or s.words < _A_SCENE):
        return None
    return Decision.DISPUTE, _REASON.get(kind, kind)


def offers_something(s: Situation) -> bool:
    """A way to the other place: praise that merely names a shop, a brand or a price advertises nothing."""
    return bool(s.links) or bool(s.personal) or s.signals.has("spam", "competitor")


def heard_empty(s: Situation) -> tuple[Decision, str] | None:
    """Bait, nonsense, conspiracy, a mere opinion: T-SILENT."""
    kind = _kind(s, _EMPTY, Decision.SILENT, _SURE)
    told = s.heard.score(Play.OUR_FAULT) >= _TOLD
    stars = s.rating is None or s.rating > _BAD
    if kind is None or stars or s.praises or s.personal or s.words < _TOO_FEW or told or _complains(s):
        return None
    return Decision.SILENT, _REASON.get(kind, kind)


def heard_expert(s: Situation) -> tuple[Decision, str] | None:
    """A quotation, a test, a spare part: T-EXPERT."""
    if (
        s.is_low
        or knows_of(s)
        or s.heard.anywhere(Decision.EXPERT) < max(_HALF, s.heard.score(Decision.REPLY))
        or s.complaints - {"stock", "other", "manual", "description", "size-fit"}
    ):
        return None
    kind = max(_ASKS_MUCH, key=s.heard.anywhere)
    return (Decision.EXPERT, _REASON.get(kind, kind)) if s.heard.anywhere(kind) >= _HEARD else None


def heard_personal(s: Situation) -> tuple[Decision, str] | None:
    """Money overdue, an injury, a promised call that never came: T-REPLY-PRIVATE."""
    private, public = s.heard.score(Decision.REPLY_PRIVATE), s.heard.score(Decision.REPLY)
    if s.is_high or private < _HALF:
        return None
    kind = max(_PERSONAL, key=s.heard.anywhere)
    # Both may well be heard: then one of its sentences must say plainly why it is no matter for the public
    least = _HALF if public <= _HALF else _TOLD_PLAINLY if private >= public else _NEVER
    return (Decision.REPLY_PRIVATE, kind) if s.heard.anywhere(kind) >= least else None


def hears_why_to_withhold(s: Situation, decision: Decision) -> bool:
    """Whether the reader hears a reason for it at all, and neither praise nor what a shop must hear of in person."""
    if s.heard.anywhere(*_OF_A_CUSTOMER) >= _HALF or (not s.is_high and s.heard.score(Decision.THANK) >= _HALF):
        return False
    least = _HALF if decision is Decision.SILENT else _IN_DOUBT  # a few plain words about a page may sound like nothing
    return s.heard.anywhere(*_KINDS_OF[decision]) >= least


def hears_praise(s: Situation) -> bool:
    """Whether the reader hears any praise, whatever the stars are."""
    return bool(s.praises) or s.heard.score(Decision.THANK, "praise", "praise-slip") >= _HEARD


def hears_something_personal(s: Situation) -> bool:
    """Whether the reader hears any reason at all to answer in private."""
    return s.heard.anywhere(*_PERSONAL) >= _A_HINT


def hears_something_hostile(s: Situation) -> bool:
    """Whether the reader plainly hears a threat, a slur or the like."""
    return s.heard.anywhere(*_HOSTILE) >= _PLAIN


def hears_a_complaint(s: Situation) -> bool:
    """Whether the reader takes the whole for one, and for nothing to be thanked for; of a few words it is no judge."""
    return s.words >= _A_FEW and s.heard.score("negative") >= _CERTAIN and s.heard.score(Decision.THANK) < _IN_DOUBT


def heard_praise(s: Situation) -> tuple[Decision, str] | None:
    """Praise that only the reader hears, under many stars; or that says itself that one star was a slip: T-THANK."""
    if s.questions or s.is_sarcastic or s.signals.has("extortion", "resolved"):
        return None
    if s.is_low and s.heard.anywhere("praise-slip") >= _HALF and not s.complaints - MERE_VERDICTS:
        return Decision.THANK, "praise-slip"
    if s.heard.score(Decision.THANK) < _HALF:
        return None
    content = not s.complaints or (s.is_high and not s.complaints - MERE_VERDICTS)
    if not s.is_low and content and s.heard.anywhere("negative") < _PLAIN:
        return Decision.THANK, "praise"
    return None


_KINDS_OF = {
    Decision.EXPERT: _ASKS_MUCH, Decision.REMOVE: _HOSTILE, Decision.DISPUTE: _ELSEWHERE, Decision.SILENT: _EMPTY,
}  # fmt: skip


def likeliest_reason(s: Situation, decision: Decision) -> str:
    """The reason that the reader hears most of, where a decision was not made for one reason."""
    if decision is Decision.THANK:
        return "praise"
    kind = max(_KINDS_OF.get(decision, _PERSONAL), key=s.heard.anywhere)
    return _REASON.get(kind, kind)


# Plays that ask for something particular, and from which score on the reader is believed
_PARTICULAR = {
    Play.SLIGHTLY_LATE: 0.5, Play.SAY_NO: 0.5, Play.WITHDRAWAL: 0.5, Play.WARRANTY: 0.5, Play.THEIR_MISTAKE: 0.5,
    Play.UNAVAILABLE: 0.5, Play.RESOLVED: 0.5, Play.ANGRY: 0.6, Play.UNCLEAR_FAULT: 0.6, Play.MIXED: 0.6,
}  # fmt: skip
_OPEN = frozenset({Play.OUR_FAULT, Play.UNCLEAR_FAULT, Play.QUESTION, Play.MIXED, Play.POSITIVE})


def heard_play(s: Situation, play: Play) -> Play:
    """The play, or where the patterns found nothing in particular, the particular one that the reader hears."""
    best = max(_PARTICULAR, key=s.heard.score)
    own_doing = play is Play.WARRANTY and best in {Play.SAY_NO, Play.THEIR_MISTAKE}
    if not (play in _OPEN or own_doing) or s.signals.has("extortion") or "injury" in s.complaints:
        return play
    if s.heard.score(best) < max(_PARTICULAR[best], s.heard.score(play) if play is Play.QUESTION else 0.0):
        return play
    if best is Play.SLIGHTLY_LATE and s.is_too_late:
        return Play.SAY_NO
    if best is Play.MIXED and not s.praises:
        return play
    if best is Play.RESOLVED and s.is_low and not s.praises:
        return play
    return best


def _kind(s: Situation, kinds: tuple[str, ...], decision: Decision, least: float) -> str | None:
    """The likeliest of these kinds, where the reader would take this decision on the whole."""
    if s.heard.score(decision) < least or s.heard.score(Decision.REPLY, Decision.REPLY_PRIVATE) >= _IN_DOUBT:
        return None
    kind = max(kinds, key=s.heard.anywhere)
    return kind if s.heard.anywhere(kind) >= _HEARD else None


def may_be_ours(s: Situation) -> bool:
    """A counter, a price, a delivery that this shop has as well."""
    return sells_that(s) or (s.shop.physical_store and s.signals.has("visited"))


def _complains(s: Situation) -> bool:
    """A complaint of the customer's own: what went wrong with an order, by either reading."""
    return (
        bool(s.complaints - MERE_VERDICTS)
        or s.tells_of_own_order
        or s.has_order_number
        or s.heard.score(*_OWN_CASE) >= _HALF
    )

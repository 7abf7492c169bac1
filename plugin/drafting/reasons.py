"""Which reason for a decision is heard most of, by meaning; its words stand in ``prompts/triage/reasons.yaml``."""

from __future__ import annotations

from plugin.drafting.situation import Situation
from plugin.words import Decision

_PERSONAL = (
    "injury", "discrimination", "privacy", "legal-step", "money", "manager", "callback", "health", "second-round",
)  # fmt: skip
_KINDS_OF = {
    Decision.EXPERT: ("quote", "expert"),
    Decision.REMOVE: ("threat", "slur", "abuse", "harassment", "other-data"),
    Decision.DISPUTE: ("other-trade", "other-shop", "hearsay", "advert", "spam"),
    Decision.SILENT: ("bait", "nonsense", "conspiracy", "opinion"),
}
_REASON = {
    "other-trade": "wrong-shop", "other-shop": "wrong-shop", "advert": "competitor", "slur": "abuse", "harassment": "abuse",
    "quote": "large-order",
}  # fmt: skip
_HEARD = 0.4  # a score of the second reader


def likeliest_reason(s: Situation, decision: Decision) -> str:
    """The reason that the reader hears most of, where a decision was not made for one."""
    if decision is Decision.THANK:
        return "praise"
    kind = max(_KINDS_OF.get(decision, _PERSONAL), key=s.heard.anywhere)
    return _REASON.get(kind, kind)


def hears_praise(s: Situation) -> bool:
    """Whether the reader hears any praise, whatever the stars are."""
    return bool(s.praises) or s.heard.score(Decision.THANK, "praise", "praise-slip") >= _HEARD

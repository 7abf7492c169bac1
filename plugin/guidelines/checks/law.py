"""Rules of law and of platforms that have no guideline of their own, reported under their own ids.

Where a fault has an R- id (a reward, a leaked order number, a wrong term), that id is reported and the rules that
stand behind it are added as information: one fault, one id (guidelines.md §5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plugin.guidelines import packs
from plugin.guidelines.checks.offers import rewarded
from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.packs import Rule
from plugin.words import Play, Severity

_Finder = Callable[[Draft], "tuple[int, int] | None"]


def rules(draft: Draft) -> Iterator[Note]:
    """Every rule that applies here (by country, by channel, by date) and has a check."""
    done: set[str] = set()
    # Nothing is found in most texts: that is asked first, and once for all rules alike.
    found = ((check, finder(draft)) for check, finder in _FINDERS.items())
    places = {check: place for check, place in found if place is not None}
    for rule in packs.all_rules() if places else ():
        place = places.get(rule.check)
        if place is not None and rule.check not in done and applies(rule, draft):
            severity = Severity.INFO if rule.check == "reward" else rule.severity
            yield Note(rule.id, f"law:{rule.check}", place, severity, {"rule": rule.id})
            if rule.check != "reward":
                done.add(rule.check)  # the first rule that applies speaks for its like


def applies(rule: Rule, draft: Draft) -> bool:
    context = draft.context
    if context.today and rule.valid_from and context.today < rule.valid_from:
        return False
    if context.channel and rule.id in context.channel.reward_rules:
        return True
    if rule.channels:
        return packs.on_channel(rule.channels, context.platform)
    return any(country in rule.countries for country in context.buyers)


def _ask_change(draft: Draft) -> tuple[int, int] | None:
    """Asking to change or remove a review, with nothing offered for it (that would be a reward)."""
    return None if rewarded(draft) else next(iter(draft.reading.find("ask_change")), None)


def _demand(draft: Draft) -> tuple[int, int] | None:
    if rewarded(draft) or draft.context.play is Play.RESOLVED:
        return None
    return next(iter(draft.reading.find("demand_change")), None) or next(iter(draft.reading.find("ask_change")), None)


def _first(kind: str) -> _Finder:
    def find(draft: Draft) -> tuple[int, int] | None:
        places = [p for p in draft.reading.find(kind) if draft.reading.sentence_at(p[0]) in draft.body]
        return next((p for p in places if draft.reading.folded[p[0] : p[1]] not in draft.review.folded), None)

    return find


def _link(draft: Draft) -> tuple[int, int] | None:
    return next(((c.start, c.end) for c in draft.contacts if c.kind == "url"), None)


_FINDERS = {
    "reward": rewarded,
    "ask-change": _ask_change,
    "demand-change": _demand,
    "legal-threat": _first("legal_threat"),
    "all-positive": _first("all_say"),
    "terms-forbid": _first("terms_forbid"),
    "verified": _first("verified_claim"),
    "special-right": _first("special_right"),
    "green-claim": _first("green"),
    "ask-public": _first("ask_public"),
    "link": _link,
    "public-matter": _first("public_matter"),
}

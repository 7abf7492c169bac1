"""All that the readings tell of a review, as numbers by name: what is weighed before a decision and a play are proposed.

Names, not places, so that a sign that was never learned from weighs nothing. ``training/combining.py`` reads the same.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator

import numpy as np

from plugin.drafting import wording
from plugin.drafting.disputes import knows_of, sells_that
from plugin.drafting.reader import odds
from plugin.drafting.situation import MERE_VERDICTS, Situation
from plugin.language.vectors import vectors
from plugin.words import Decision, Play

_USUAL_LENGTH = 3.0  # the logarithm of some twenty words
_MOST_COUNTED = 4
_DAYS_A_MONTH = 30.5
_IN_USE_DAYS, _LONG_IN_USE_DAYS = 13, 60
_TRAITS = (
    "tells_of_own_order", "is_genuine", "is_sarcastic", "is_angry", "is_shouting", "is_their_doing", "data_of_a_person",
    "has_order_number", "is_lukewarm", "praises_throughout", "is_too_late", "states_what_happened",
)  # fmt: skip
_HALF = 512  # numbers: the encoder's own, and those of the layer before


def evidence(s: Situation, decided: tuple[Decision, str], play: Play) -> dict[str, float]:
    """Everything by name. ``decided``: what the patterns alone decide, and why; ``play``: the play by the rules."""
    return dict(
        (
            *_of_rules(decided, play),
            *_of_patterns(s),
            *_of_times(s),
            *_heard(s),
            *wording.signs(s.review.whole, s.rating),
            *_trade(s),
        )
    )


def _of_rules(decided: tuple[Decision, str], play: Play) -> Iterator[tuple[str, float]]:
    decision, reason = decided
    yield f"patterns {decision.value}", 1.0
    yield f"patterns because {reason}", 1.0
    yield f"rules {play.value}", 1.0


def _of_patterns(s: Situation) -> Iterator[tuple[str, float]]:
    yield f"stars {s.rating or 0}", 1.0
    yield f"language {s.language}", 1.0
    yield from ((f"signal {name}", 1.0) for name in s.signals.places)
    yield from ((f"complains of {label}", 1.0) for label in s.complaints)
    yield from ((f"praises {label}", 1.0) for label in s.praises)
    yield from ((f"data {item.kind}", 1.0) for item in s.personal)
    for name, many in (("questions", s.questions), ("complaints", s.complaints), ("praise", s.praises)):
        yield name, float(min(len(many), _MOST_COUNTED))
    text = s.review.text
    yield from (
        (name, float(min(text.count(sign), _MOST_COUNTED))) for name, sign in (("asks", "?"), ("exclaims", "!"))
    )
    yield "more than a verdict", float(bool(s.complaints - MERE_VERDICTS))
    yield "length", math.log1p(s.words) - _USUAL_LENGTH
    yield from ((name, float(getattr(s, name))) for name in _TRAITS)
    yield "links", float(bool(s.links))
    yield "sells that", float(sells_that(s))
    yield "knows of that", float(knows_of(s))
    yield "has a store", float(s.shop.physical_store)


def _of_times(s: Situation) -> Iterator[tuple[str, float]]:
    over, since = s.days_over, s.timing.since
    if over is not None:
        yield "term known", 1.0
        yield "within the term", float(over <= 0)
        yield "slightly late", float(0 < over <= s.shop.policy.leniency_days)
        yield "far too late", float(over > s.shop.policy.leniency_days)
    if since is not None:
        yield "age known", 1.0
        yield "in use", float(since > _IN_USE_DAYS)
        yield "long in use", float(since > _LONG_IN_USE_DAYS)
        yield "out of warranty", float(since / _DAYS_A_MONTH > s.shop.policy.warranty_months)


def _heard(s: Situation) -> Iterator[tuple[str, float]]:
    """What the second reader hears, of the whole and of any sentence."""
    for prefix, scores in (("heard", s.heard.whole), ("heard anywhere", s.heard.most)):
        yield from zip([f"{prefix} {label}" for label in scores], odds(scores.values()), strict=True)


def _trade(s: Situation) -> Iterator[tuple[str, float]]:
    """How near the review lies to what the shop sells: pizza is no lamp."""
    told = s.trade
    for name, many in (("own", told.own), ("goods elsewhere", told.goods), ("service elsewhere", told.service)):
        yield f"words of trade {name}", float(min(many, _MOST_COUNTED))
    yield "elsewhere", float(told.is_elsewhere)
    yield "plainly elsewhere", float(told.is_plainly_elsewhere)
    yield "trade unknown", float(told.open)
    text = s.review.whole.strip()
    if not text or not s.shop.sells:
        return
    row, goods = vectors([text])[0], _goods(s.shop.sells)
    for name, part in (("", slice(0, _HALF)), (" before", slice(_HALF, None))):
        near = goods[:, part] @ row[part]
        yield f"nearest goods{name}", float(near.max())
        yield f"goods{name}", float(near.mean())


@functools.lru_cache(maxsize=64)
def _goods(sells: tuple[str, ...]) -> np.ndarray:
    return vectors(list(sells))

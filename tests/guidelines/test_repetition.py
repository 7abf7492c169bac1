"""Two replies are alike by what they share, however the comparison is cut short."""

from __future__ import annotations

import random

from plugin.guidelines.checks.repetition import MOST_OVERLAP, Trace, trace

WORDS = [f"woord{number}" for number in range(40)]


def share(one: Trace, other: Trace) -> float:
    united = one.trigrams | other.trigrams
    return len(one.trigrams & other.trigrams) / len(united) if united else 0.0


def test_what_shares_three_trigrams_in_ten_is_like_the_other_and_nothing_else_is() -> None:
    chance = random.Random(3)
    alike = 0
    for _ in range(400):
        one = [chance.choice(WORDS) for _ in range(60)]
        kept = chance.randrange(60)
        other = one[:kept] + [chance.choice(WORDS) for _ in range(chance.randrange(5, 90))]
        first, second = trace(" ".join(one)), trace(" ".join(other))
        assert first.is_like(second) is second.is_like(first) is (share(first, second) >= MOST_OVERLAP)
        alike += first.is_like(second)
    assert 0 < alike < 400


def test_a_text_too_short_to_compare_is_like_none() -> None:
    assert not trace("Dank je wel").is_like(trace("Dank je wel"))

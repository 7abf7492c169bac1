"""The inbox's order: newest first, and the urgent lifted as if they were younger."""

from __future__ import annotations

import datetime as dt

from plugin.words import Decision, Play, Triage

LIFT_SECONDS = 3 * 24 * 3600  # one step of urgency counts as three days younger
_MOST_URGENT = frozenset({Play.ESCALATE})
_URGENT = frozenset({Play.ANGRY})


def urgency(triage: Triage, rating: int | None) -> int:
    """0 to 3. 3: someone may be hurt, or a lawyer, the press or an authority is named; 2: angry; 1: unhappy."""
    if triage.play in _MOST_URGENT or triage.decision is Decision.EXPERT or "threat" in triage.flags:
        return 3
    if triage.play in _URGENT or rating == 1:
        return 2
    return 1 if rating == 2 else 0  # noqa: PLR2004 -- two stars


def rank(created: dt.datetime, urgency_step: int = 0) -> int:
    """Epoch seconds, lifted by urgency; never below zero, so that one key can hold rank and id."""
    return max(0, int(created.timestamp())) + urgency_step * LIFT_SECONDS

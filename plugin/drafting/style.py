"""The shop's own approved replies as examples of its voice: which of them a model is shown, and without whom.

They stand in the review's half of the prompt, behind the shop's half, whose bytes are the same for every review.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugin.drafting.masking import names_of, without_details
from plugin.words import Decision, Play, Triage

MOST = 3
_NAMELESS = "…"


@dataclass(frozen=True, slots=True)
class StyleExample:
    """A reply that a person of the shop approved, with what it answered. ``author``: whom, so that the name goes."""

    text: str
    language: str
    decision: Decision
    play: Play | None
    author: str = ""


def alike(pool: Iterable[StyleExample], triage: Triage, language: str) -> tuple[StyleExample, ...]:
    """At most MOST of the pool (newest first): the same language and play, then the same language and decision."""
    speaking = [one for one in pool if one.language == language]
    same_play = [one for one in speaking if triage.play is not None and one.play is triage.play]
    same_decision = [one for one in speaking if one.decision is triage.decision and one not in same_play]
    return tuple([*same_play, *same_decision][:MOST])


def shown(examples: Sequence[StyleExample], country: str) -> list[str]:
    """The examples as a model may see them: no greeting, no name, no personal data."""
    return [text for one in examples if (text := _bare(one, country))]


def _bare(example: StyleExample, country: str) -> str:
    lines = [line.strip() for line in example.text.splitlines() if line.strip()]
    body = " ".join(lines[1:]) if len(lines) > 1 else ""  # the greeting's name belongs to somebody else
    for name in names_of(example.author):
        body = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _NAMELESS, body, flags=re.IGNORECASE)
    return without_details(body, country)

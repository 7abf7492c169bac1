"""Writes what a decent model would: a reply that names what the customer wrote about and passes the checker.

``number`` counts the replies of a server: each takes other choices than the ones before it.
"""

from __future__ import annotations

import random
import re
from typing import Any

from tests.model_server.reading import Request
from tests.model_server.sentences import FORMS, GREETINGS, ORDER, SLOTS

_STEPS = (1, 1009, 2003, 3001, 4001)  # one a sentence, so that two replies do not fall into step


def compose(request: Request, number: int = 0) -> dict[str, Any]:
    """The fields of the schema, filled in for this review."""
    private = request.decision == "T-REPLY-PRIVATE"
    return {
        "language": request.language,
        "points": [{"label": "the review", "answer": "answered"}],
        "facts_used": ["policy:reply-within"],
        "needs_human": False,
        "reason": "none",
        "reply": _letter(request, _kind(request), number),
        "private_message": _letter(request, "private", number) if private else "",
    }


def _letter(request: Request, kind: str, number: int) -> str:
    sentences = SLOTS[request.language]
    body = " ".join(
        _sentence(sentences[name], number * step + place)
        for place, (name, step) in enumerate(zip(ORDER[kind], _STEPS, strict=False))
    )
    named, bare, closing = GREETINGS[request.language]
    letter = f"{named if request.greets_by_name else bare}\n\n{body}\n\n{closing}\n{{agent}}"
    about = [*request.named, _longest_word(request)]
    return letter.format(
        about=about[number % len(about[:3])],
        second=about[(number + 1) % len(about[:3])],
        agent=request.agent,
        contact=request.contact,
        days=request.days,
        name="[CUSTOMER_1]",
        **FORMS.get(request.form, {}),
    )


def _sentence(slots: tuple[tuple[str, ...], ...], number: int) -> str:
    """One of the sentences; a neighbouring number gives one that shares little with it."""
    rng = random.Random(number)
    return " ".join(rng.choice(choices) for choices in slots)


def _kind(request: Request) -> str:
    if request.play == "P-POSITIVE" and not request.has_complaint:
        return "praise"
    if request.play == "P-OUR-FAULT":
        return "fault"
    return "question" if request.play in {"P-QUESTION", "P-UNAVAILABLE"} and not request.has_complaint else "complaint"


def _longest_word(request: Request) -> str:
    """What a reply to a review without known nouns takes up from it."""
    text = re.sub(r"\[[A-Z_]+_\d+\]", " ", f"{request.review['title']} {request.review['text']}")
    words = re.findall(r"[^\W\d_]{4,20}", text)
    return max(words, key=len, default={"nl": "bestelling", "de": "Bestellung", "en": "order"}[request.language])

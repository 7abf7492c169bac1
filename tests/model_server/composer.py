"""Writes what a decent model would: a reply that names what the customer wrote about and passes the checker.

Sentences come in several variants, chosen by the review's words, so that a thousand drafts are not one draft.
"""

from __future__ import annotations

import zlib
from typing import Any

from tests.model_server.reading import Request
from tests.model_server.sentences import SENTENCES


def compose(request: Request) -> dict[str, Any]:
    """The fields of the schema, filled in for this review."""
    private = request.decision == "T-REPLY-PRIVATE"
    return {
        "language": request.language,
        "points": [{"label": "the review", "answer": "answered"}],
        "facts_used": ["policy:reply-within"],
        "needs_human": False,
        "reason": "none",
        "reply": _letter(request, "public"),
        "private_message": _letter(request, "private") if private else "",
    }


def _letter(request: Request, kind: str) -> str:
    words = SENTENCES[request.language]
    kind = kind if kind == "private" else _kind(request)
    seed = zlib.crc32(f"{kind}{request.review['text']}".encode())
    lines = [_variant(words[name], seed // (7 * n + 1)) for n, name in enumerate(words["order"][kind])]
    about = request.named[0] if request.named else _variant(words["unnamed"], seed)
    values = {
        "about": about,
        "second": request.named[1] if len(request.named) > 1 else about,
        "agent": request.agent,
        "shop": request.shop,
        "contact": request.contact,
        "days": request.days,
        "name": "[CUSTOMER_1]",
    }
    forms = words["forms"].get(request.form, {})
    greeting = words["greeting"] if request.greets_by_name else words["greeting_without_name"]
    body = " ".join(lines)
    letter = f"{greeting}\n\n{body}\n\n{words['closing']}\n{{agent}}\n{{shop}}"
    return letter.format(**values, **forms)


def _kind(request: Request) -> str:
    if request.decision == "T-REPLY-PRIVATE":
        return "handover"
    if request.decision == "T-EXPERT":
        return "expert"
    if request.play == "P-POSITIVE" and not request.has_complaint:
        return "praise"
    if request.play == "P-SAY-NO":
        return "no"
    return "question" if request.play in {"P-QUESTION", "P-UNAVAILABLE"} and not request.has_complaint else "complaint"


def _variant(choices: list[str], seed: int) -> str:
    return choices[seed % len(choices)]

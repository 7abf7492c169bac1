"""A model's advice on what a review needs, and the guard that takes of it only what can do no harm.

The worst mistake is silence, removal or a dispute where a customer has a genuine complaint. So a model's advice never
leads there, and never to a mere thank-you where something went wrong: it can only lead towards an answer, towards a
personal one, or to a situation where the deterministic reading found none in particular.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import secrets
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from plugin.drafting.asking import CANARY, ask_and_read
from plugin.drafting.masking import mask
from plugin.drafting.model_client import Answer
from plugin.drafting.model_errors import ModelError, ModelRubbish, Trouble
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.notes import note
from plugin.drafting.prompt_values import ADVICE_FIELDS, LANGUAGE_NAMES, advice_system_values
from plugin.drafting.prompted import Prompted
from plugin.drafting.structured import Shape, read_shape
from plugin.language import order_guard
from plugin.shop import ShopProfile
from plugin.words import Decision, Play, ReviewText, Sentiment, Triage

log = logging.getLogger(__name__)
PROMPT = "triage"
ADVISED = "advised"  # the flag of a triage in which a model's advice was taken
_CONTENT_STARS = 4
_LONGEST_WHY = 400

# Without a particular situation: what a model may make more particular.
_VAGUE = frozenset({Play.UNCLEAR_FAULT, None})
# A refusal, a reproach and a term missed are the shop's own to find; praise never replaces a complaint.
_MAY_ADVISE = frozenset(
    {
        *(Play.OUR_FAULT, Play.ANGRY, Play.ESCALATE, Play.WARRANTY, Play.WITHDRAWAL),
        *(Play.UNAVAILABLE, Play.QUESTION, Play.MIXED, Play.UNCLEAR_FAULT),
    }
)


@dataclass(frozen=True, slots=True)
class Advice:
    decision: Decision
    play: Play | None
    why: str


class _AdviceSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    why = fields.String(load_default="", allow_none=True, validate=validate.Length(max=2000))
    decision = fields.Enum(Decision, by_value=True, required=True)
    play = fields.String(
        load_default="", allow_none=True, validate=validate.OneOf(("", "none", *(p.value for p in Play)))
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Advice:
        play = data["play"]
        return Advice(
            data["decision"], Play(play) if play not in ("", "none", None) else None, (data["why"] or "")[:_LONGEST_WHY]
        )


ADVICE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["why", "decision", "play"],
    "properties": {
        "why": {"type": "string"},
        "decision": {"type": "string", "enum": [decision.value for decision in Decision]},
        "play": {"type": "string", "enum": [*(play.value for play in Play), "none"]},
    },
}
ADVICE = Shape("advice", ADVICE_SCHEMA, _AdviceSchema(), "decision")


class Adviser(Prompted):
    """Advises with one model. Safe to use from many threads."""

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__(settings, PROMPT)

    def triage(self, review: ReviewText, shop: ShopProfile, found: Triage) -> Triage:
        """What was found, or what a model's advice makes of it within the guard. Never raises for what a model does."""
        if not is_open(found) or order_guard.keeps_from_models(review):
            return found  # a review that gives orders would have its say with the model too
        try:
            return guarded(found, review, self._advice(review, shop), shop)
        except ModelError:
            return found
        except Exception as error:  # noqa: BLE001 -- advice that goes wrong is no advice; the review still gets its decision
            # Only its type is logged: its message may hold the review's text.
            log.error("adviser failed: %s", type(error).__name__)  # noqa: TRY400 -- a traceback would hold the text
            return found

    def _advice(self, review: ReviewText, shop: ShopProfile) -> Advice:
        masked = mask(review, "", shop.country).review
        mark = secrets.token_hex(8)
        data = {"rating": masked.rating, "title": masked.title, "text": masked.text}
        task = {
            "wording": LANGUAGE_NAMES[shop.languages[0]],
            "mark": mark,
            "review": json.dumps(data, ensure_ascii=False),
        }
        messages = [
            {
                "role": "system",
                "content": self._prompt.render("system", {**advice_system_values(shop), "canary": CANARY}),
            },
            {"role": "user", "content": self._prompt.render("task", task)},
        ]
        cache_key = f"{shop.name}:{self._prompt.hash}"[:64]

        def read(answer: Answer) -> Advice:
            if CANARY in answer.text or mark in answer.text:
                raise ModelRubbish(Trouble.LEAK, "the answer repeats the prompt")
            advice: Advice = read_shape(answer.text, ADVICE, finish=answer.finish)
            return advice

        return ask_and_read(self.settings, self._prompt, messages, ADVICE, ADVICE_FIELDS, read, cache_key).read


def is_open(found: Triage) -> bool:
    """Whether advice could change anything for the better: no answer is due, or no situation in particular is known."""
    return not found.decision.has_public_reply or found.play in _VAGUE


def guarded(found: Triage, review: ReviewText, advice: Advice, shop: ShopProfile) -> Triage:
    """What was found with as much of the advice as can do no harm."""
    decision = _decision(found, review, advice)
    play = _play(found, decision, advice)
    if (decision, play) == (found.decision, found.play):
        return found
    was = found.decision.value + (f", {found.play.value}" if found.play else "")
    return dataclasses.replace(
        found,
        decision=decision,
        play=play,
        reason=note("advised", shop.languages[0], was),
        flags=tuple(dict.fromkeys((*found.flags, ADVISED))),
    )


def _decision(found: Triage, review: ReviewText, advice: Advice) -> Decision:
    if not advice.decision.has_public_reply:
        return found.decision  # never towards silence, removal or a dispute
    if found.decision is Decision.REMOVE:  # a threat stays one; a complaint inside it is answered in person
        return advice.decision if advice.decision is Decision.REPLY_PRIVATE else found.decision
    if not found.decision.has_public_reply:
        return Decision.REPLY if advice.decision is Decision.THANK else advice.decision
    if found.decision is Decision.REPLY and advice.decision is Decision.REPLY_PRIVATE:
        return Decision.REPLY_PRIVATE
    if found.decision is Decision.REPLY and advice.decision is Decision.THANK and _is_content(found, review):
        return Decision.THANK
    return found.decision


def _play(found: Triage, decision: Decision, advice: Advice) -> Play | None:
    if not decision.has_public_reply:
        return found.play
    if decision is Decision.THANK:
        return Play.POSITIVE if found.decision is not Decision.THANK else found.play
    if found.play in _VAGUE and advice.play in _MAY_ADVISE:
        return advice.play
    return found.play or Play.UNCLEAR_FAULT


def _is_content(found: Triage, review: ReviewText) -> bool:
    """No complaint was found and the stars say the same."""
    unhappy = any(point.sentiment is not Sentiment.POSITIVE for point in found.points)
    return not unhappy and review.rating is not None and review.rating >= _CONTENT_STARS

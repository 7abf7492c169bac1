"""What a judge sends back: its shape, and the strict reading of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from plugin.drafting.structured import Shape

MOST_RATINGS = 60
_LONGEST_QUOTE, _LONGEST_WORDS = 2000, 600

VERDICT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["ratings"],
    "properties": {
        "ratings": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                # The quote stands first: the evidence before the score, in the order in which a model writes.
                "required": ["quote", "guideline", "why", "mend", "score"],
                "properties": {
                    "quote": {"type": "string"},
                    "guideline": {"type": "string"},
                    "why": {"type": "string"},
                    "mend": {"type": "string"},
                    "score": {"type": "integer"},
                },
            },
        }
    },
}
VERDICT_FIELDS = (
    {
        "name": "ratings",
        "meaning": "a list with one object per guideline that is broken or nearly so: quote (the sentence of the reply, "
        "word for word), guideline (its id), why, mend, score (0 to 5). Empty where nothing is wrong",
    },
)


@dataclass(frozen=True, slots=True)
class Rating:
    """One guideline as the judge sees it; 0 breaks it outright, 5 is good."""

    guideline: str
    quote: str
    why: str
    mend: str
    score: int


class _RatingSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    guideline = fields.String(required=True, validate=validate.Length(max=80))
    quote = fields.String(load_default="", allow_none=True, validate=validate.Length(max=_LONGEST_QUOTE))
    why = fields.String(load_default="", allow_none=True, validate=validate.Length(max=_LONGEST_WORDS))
    mend = fields.String(load_default="", allow_none=True, validate=validate.Length(max=_LONGEST_WORDS))
    score = fields.Integer(required=True, validate=validate.Range(0, 5))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Rating:
        return Rating(
            data["guideline"].strip(), data["quote"] or "", data["why"] or "", data["mend"] or "", data["score"]
        )


class _VerdictSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    ratings = fields.List(fields.Nested(_RatingSchema), required=True, validate=validate.Length(max=MOST_RATINGS))


VERDICT = Shape("verdict", VERDICT_SCHEMA, _VerdictSchema(), "ratings")

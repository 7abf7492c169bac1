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
    "required": ["ratings", "kept"],
    "properties": {
        "kept": {"type": "array", "items": {"type": "string"}},
        "ratings": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                # The quote stands first: the evidence before the score, in the order in which a model writes.
                "required": ["quote", "guideline", "why", "mend", "rating"],
                "properties": {
                    "quote": {"type": "string"},
                    "guideline": {"type": "string"},
                    "why": {"type": "string"},
                    "mend": {"type": "string"},
                    "rating": {"type": "string", "enum": ["broken", "unsure"]},
                },
            },
        },
    },
}
VERDICT_FIELDS = (
    {
        "name": "ratings",
        "meaning": "a list with one object per guideline that is broken or that you are unsure of: quote (the sentence of the "
        'reply, word for word; "" where something is missing), guideline (its id), why, mend, rating ("broken" or "unsure"). '
        "Empty where nothing is wrong",
    },
    {"name": "kept", "meaning": "a list of the ids of all the other guidelines to be rated: this reply keeps them"},
)


@dataclass(frozen=True, slots=True)
class Rating:
    """A guideline that the judge sees broken, or is unsure of."""

    guideline: str
    quote: str
    why: str
    mend: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge says of a reply: what is broken or unsure, and the ids of what is kept."""

    ratings: tuple[Rating, ...]
    kept: tuple[str, ...]


class _RatingSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    guideline = fields.String(required=True, validate=validate.Length(max=80))
    quote = fields.String(load_default="", allow_none=True, validate=validate.Length(max=_LONGEST_QUOTE))
    why = fields.String(load_default="", allow_none=True, validate=validate.Length(max=_LONGEST_WORDS))
    mend = fields.String(load_default="", allow_none=True, validate=validate.Length(max=_LONGEST_WORDS))
    rating = fields.String(required=True, validate=validate.OneOf(("broken", "unsure")))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Rating:
        return Rating(
            data["guideline"].strip(),
            data["quote"] or "",
            data["why"] or "",
            data["mend"] or "",
            data["rating"] == "broken",
        )


class _VerdictSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    ratings = fields.List(fields.Nested(_RatingSchema), required=True, validate=validate.Length(max=MOST_RATINGS))
    kept = fields.List(
        fields.String(validate=validate.Length(max=80)), load_default=list, validate=validate.Length(max=MOST_RATINGS)
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"opinion": Opinion(tuple(data["ratings"]), tuple(data["kept"]))}


VERDICT = Shape("verdict", VERDICT_SCHEMA, _VerdictSchema(), "ratings")

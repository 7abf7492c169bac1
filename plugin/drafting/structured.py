"""Structure out of any OpenAI-compatible server: a ladder of ways to ask, and one strict reading of what comes back.

Rungs: a strict JSON schema, then JSON mode, then plain text out of which the object is taken. Which rung a server
takes is remembered per server and model for the life of the process. The shape stands in the prompt on every rung:
some servers accept a schema and ignore it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from plugin.drafting.model_errors import ModelRubbish, Trouble

REASONS = ("unclear", "facts_missing", "legal", "safety", "angry", "personal_data", "attack", "none")
LONGEST_TEXT = 6000

# The portable subset: every field required, nothing nullable, no length or pattern. The analysis stands before the
# reply, because the order of the fields is the order in which a model writes them.
REPLY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["language", "points", "facts_used", "needs_human", "reason", "reply", "private_message"],
    "properties": {
        "language": {"type": "string", "enum": ["nl", "de", "en"]},
        "points": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["label", "answer"],
                "properties": {"label": {"type": "string"}, "answer": {"type": "string"}},
            },
        },
        "facts_used": {"type": "array", "items": {"type": "string"}},
        "needs_human": {"type": "boolean"},
        "reason": {"type": "string", "enum": list(REASONS)},
        "reply": {"type": "string"},
        "private_message": {"type": "string"},
    },
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer must look like: for servers that take a schema, and for our own strict reading of any answer."""

    name: str
    schema: Mapping[str, Any]
    reader: Schema
    key: str  # the field without which an object in the answer is not the one asked for

    @property
    def json_schema(self) -> dict[str, Any]:
        return {"type": "json_schema", "json_schema": {"name": self.name, "strict": True, "schema": self.schema}}


class Rung(IntEnum):
    """A way to ask for structure, the strictest first."""

    SCHEMA = 0
    JSON = 1
    TEXT = 2

    def response_format(self, shape: Shape) -> dict[str, Any] | None:
        if self is Rung.SCHEMA:
            return shape.json_schema
        return {"type": "json_object"} if self is Rung.JSON else None


_rungs: dict[tuple[str, str], Rung] = {}
_rungs_lock = threading.Lock()


def rung_of(base_url: str, model: str) -> Rung:
    with _rungs_lock:
        return _rungs.get((base_url, model), Rung.SCHEMA)


def step_down(base_url: str, model: str, refused: Rung) -> Rung | None:
    """Remember that this server refuses ``refused``; the rung to try next, or None where none is left."""
    if refused is Rung.TEXT:
        return None
    lower = Rung(refused + 1)
    with _rungs_lock:
        known = _rungs.get((base_url, model), Rung.SCHEMA)
        _rungs[base_url, model] = max(known, lower)
    return lower


def forget_rungs() -> None:
    """Ask every server for the strictest structure again (a server may have been replaced)."""
    with _rungs_lock:
        _rungs.clear()


@dataclass(frozen=True, slots=True)
class ReplyFields:
    """What the model filled in. Only the two texts count; the rest helps it think, and is shown to a person."""

    language: str
    points: tuple[tuple[str, str], ...]
    facts_used: tuple[str, ...]
    needs_human: bool
    reason: str
    reply: str
    private_message: str


class _PointSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    label = fields.String(required=True)
    answer = fields.String(load_default="")


class _ReplySchema(Schema):
    class Meta:
        # Extra keys do no harm and are common on the lower rungs: only what we asked for is read.
        unknown = EXCLUDE

    language = fields.String(required=True, validate=validate.OneOf(("nl", "de", "en")))
    points = fields.List(fields.Nested(_PointSchema), load_default=list, validate=validate.Length(max=50))
    facts_used = fields.List(fields.String(), load_default=list, validate=validate.Length(max=100))
    needs_human = fields.Boolean(load_default=False)
    reason = fields.String(load_default="none", validate=validate.OneOf(REASONS))
    reply = fields.String(required=True, validate=validate.Length(1, LONGEST_TEXT))
    private_message = fields.String(load_default="", allow_none=True, validate=validate.Length(max=LONGEST_TEXT))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ReplyFields:
        return ReplyFields(
            language=data["language"],
            points=tuple((point["label"], point["answer"]) for point in data["points"]),
            facts_used=tuple(data["facts_used"]),
            needs_human=data["needs_human"],
            reason=data["reason"],
            reply=data["reply"].strip(),
            private_message=(data["private_message"] or "").strip(),
        )


REPLY = Shape("reply", REPLY_SCHEMA, _ReplySchema(), "reply")
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)(?:\n\s*```|\Z)", re.DOTALL)


def read_shape(text: str, shape: Shape, *, finish: str = "stop") -> Any:
    """Read the model's text strictly. Raises ModelRubbish whose detail says what to write instead."""
    found = _first_object(text, shape.key)
    if found is None:
        cut = " (it was cut off: write less)" if finish == "length" else ""
        raise ModelRubbish(Trouble.RUBBISH, f"there is no JSON object in the answer{cut}")
    try:
        return shape.reader.load(found)
    except ValidationError as error:
        problems = error.normalized_messages()  # type: ignore[no-untyped-call]  # marshmallow left this one untyped
        raise ModelRubbish(Trouble.RUBBISH, json.dumps(problems, sort_keys=True)[:600]) from None


def read_fields(text: str, *, finish: str = "stop") -> ReplyFields:
    """A reply's fields out of the model's text. Raises ModelRubbish."""
    read: ReplyFields = read_shape(text, REPLY, finish=finish)
    if not read.reply:
        raise ModelRubbish(Trouble.RUBBISH, '{"reply": ["is empty"]}')
    return read


def _first_object(text: str, key: str) -> dict[str, Any] | None:
    """The object of the answer: the whole text, the inside of a fence, or the first one that parses."""
    fence = _FENCE.search(text)
    for candidate in (text, fence.group(1) if fence else ""):
        read = _decode(candidate.strip())
        if read is not None:
            return read
    # A few openings suffice: prose before the object may hold a stray brace, a thousand braces are an attack.
    for opening in list(re.finditer(r"\{", text))[:20]:
        read = _decode(text[opening.start() :])
        if read is not None and key in read:
            return read
    return None


def _decode(text: str) -> dict[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        # strict=False: small models put real line breaks inside strings.
        value, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None

"""The JSON Lines contracts that outside programs rely on: rows in, rows out (formats.md of the project's docs).

An input row is refused with the line and the key at fault; an output row always has all its keys.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from plugin.shop import ShopProfile, ShopProfileError, load_profile
from plugin.text_offsets import Offsets
from plugin.words import Decision, Drafted, Finding, Play, Point, Report, ReviewText, Sentence, Triage, Usage

LONGEST_LINE = 4 * 1024 * 1024  # bytes
_UNKNOWN_KEY = "Unknown field."  # marshmallow's own words for it


class RowError(ValueError):
    """One row cannot be handled. ``code`` is for programs, the message names the line and the key for people."""

    def __init__(self, code: str, message: str, row_id: str | int | None = None) -> None:
        self.code = code
        self.row_id = row_id
        super().__init__(message)

    def as_row(self) -> dict[str, Any]:
        return {"id": self.row_id, "error": {"code": self.code, "message": str(self)}}


@dataclass(frozen=True, slots=True)
class Row:
    """One review with its shop; for ``check`` also the reply and what was decided. ``id`` is given back as it came."""

    id: str | int
    review: ReviewText
    shop: ShopProfile
    decision: Decision | None = None
    play: Play | None = None
    reply: str = ""
    recent_replies: tuple[str, ...] = ()


class _Id(fields.Field[Any]):
    """A text or a whole number, not empty."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str | int:
        del attr, data
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise ValidationError("a text or a whole number")
        return value


class _Rating(fields.Field[Any]):
    """1 to 5, or null where the channel knows no stars."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> int:
        del attr, data
        if isinstance(value, bool) or not isinstance(value, int | float) or value not in (1, 2, 3, 4, 5):
            raise ValidationError("a whole number from 1 to 5, or null")
        return int(value)


class _ReviewSchema(Schema):
    class Meta:
        unknown = RAISE

    id = _Id(required=True)
    lang = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=35))
    channel = fields.String(allow_none=True, load_default="")
    rating = _Rating(allow_none=True, load_default=None)
    title = fields.String(allow_none=True, load_default="")
    text = fields.String(required=True)
    author = fields.String(allow_none=True, load_default="")
    created = fields.AwareDateTime(allow_none=True, load_default=None, default_timezone=dt.UTC)
    shop = fields.Dict(allow_none=True, load_default=None)


class _CheckSchema(_ReviewSchema):
    decision = fields.Enum(Decision, by_value=True, required=True)
    play = fields.Enum(Play, by_value=True, allow_none=True, load_default=None)
    reply = fields.String(required=True)
    recent_replies = fields.List(fields.String(), allow_none=True, load_default=list)


_REVIEW, _CHECK = _ReviewSchema(), _CheckSchema()


def read_review_row(line: bytes, number: int, shop: ShopProfile | None) -> Row:
    """Read one line for ``triage`` or ``draft``; ``shop`` is that of ``--shop``. Raises RowError."""
    return _row(_load(_REVIEW, line, number), number, shop)


def read_check_row(line: bytes, number: int, shop: ShopProfile | None) -> Row:
    """Read one line for ``check``. Raises RowError."""
    return _row(_load(_CHECK, line, number), number, shop)


def _load(schema: Schema, line: bytes, number: int) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise RowError("line-too-long", f"line {number}: longer than {LONGEST_LINE} bytes")
    try:
        data = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise RowError("bad-encoding", f"line {number}: not UTF-8 (byte {error.start + 1})") from None
    except (ValueError, RecursionError) as error:
        raise RowError("bad-json", f"line {number}: not JSON: {error}") from None
    if not isinstance(data, dict):
        raise RowError("bad-json", f"line {number}: a row is a JSON object")
    given = data.get("id")
    row_id = given if isinstance(given, str | int) else None
    try:
        loaded: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        problems = error.normalized_messages()  # type: ignore[no-untyped-call]  # marshmallow left this one untyped
        raise _named(problems, number, row_id) from None
    return loaded


def _named(problems: Mapping[str, Any], number: int, row_id: str | int | None, path: str = "") -> RowError:
    """The error row for what a schema found; unknown keys come first, because they are most often a misspelling."""
    unknown = sorted(f"{path}{key}" for key, what in problems.items() if what == [_UNKNOWN_KEY])
    if unknown:
        names = ", ".join(repr(name) for name in unknown)
        return RowError("unknown-key", f"line {number}: unknown key {names}", row_id)
    told = "; ".join(f"{path}{key}: {_words(what)}" for key, what in sorted(problems.items()))
    return RowError("bad-value", f"line {number}: {told}", row_id)


def _words(what: Any) -> str:
    if isinstance(what, Mapping):
        return "; ".join(
            f"{key}: {_words(inner)}" for key, inner in sorted(what.items(), key=lambda pair: str(pair[0]))
        )
    return " ".join(str(part) for part in what) if isinstance(what, list) else str(what)


def _row(data: dict[str, Any], number: int, shop: ShopProfile | None) -> Row:
    row_id = data["id"]
    if data["shop"] is not None:
        shop = _profile(data["shop"], number, row_id)
    if shop is None:
        raise RowError("no-shop", f"line {number}: no shop: give --shop, or the key 'shop' in the row", row_id)
    lang = (data["lang"] or "").lower().replace("_", "-").split("-")[0]
    review = ReviewText(
        id=str(row_id),
        text=data["text"],
        title=data["title"] or "",
        rating=data["rating"],
        author=data["author"] or "",
        language=lang or None,
        channel=data["channel"] or "",
        created=data["created"],
        product=shop.product.name if shop.product else "",
    )
    return Row(
        row_id,
        review,
        shop,
        data.get("decision"),
        data.get("play"),
        data.get("reply", ""),
        tuple(data.get("recent_replies") or ()),
    )


def _profile(data: Mapping[str, Any], number: int, row_id: str | int) -> ShopProfile:
    try:
        return load_profile(data)
    except ShopProfileError as error:
        raise _named(error.problems, number, row_id, "shop.") from None


def triage_row(row: Row, triage: Triage) -> dict[str, Any]:
    """One line out of ``triage``: offsets count in the text as it came in."""
    return {
        "id": row.id,
        "lang": triage.language,
        "lang_confidence": round(triage.language_confidence, 3),
        "decision": triage.decision.value,
        "play": triage.play.value if triage.play else None,
        "points": _points(row.review.text, triage.points),
        "reason": triage.reason,
        "flags": list(triage.flags),
    }


def _points(text: str, points: tuple[Point, ...]) -> list[dict[str, Any]]:
    offsets = Offsets(text)
    return [
        {
            "label": point.label,
            "sentiment": point.sentiment.value,
            "start": offsets.original(point.start),
            "end": offsets.original_end(point.end),
        }
        for point in points
    ]


def draft_row(row: Row, drafted: Drafted) -> dict[str, Any]:
    """One line out of ``draft``."""
    report = drafted.report
    return {
        **triage_row(row, drafted.triage),
        "reply": drafted.reply,
        "private_message": drafted.private_message,
        # Why the writer is not the one that was asked for is something to know for the person who reads this.
        "internal_note": "\n".join(part for part in (drafted.internal_note, drafted.note) if part) or None,
        "writer": drafted.writer,
        "report": report_of(report) if report else None,
        "promises": [
            {"text": promise.text, "due": promise.due.isoformat() if promise.due else None}
            for promise in (report.promises if report else ())
        ],
        "usage": _usage(drafted.usage),
    }


def check_row(row: Row, report: Report) -> dict[str, Any]:
    """One line out of ``check``."""
    return {"id": row.id, **report_of(report)}


def report_of(report: Report) -> dict[str, Any]:
    """A report as the formats have it; the desk and the API show the same."""
    return {
        "verdict": report.verdict.value,
        "findings": [_finding(finding) for finding in report.findings],
        "sentences": [_sentence(sentence) for sentence in report.sentences],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "guideline": finding.guideline,
        "severity": finding.severity.value,
        "sentence": finding.sentence,
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "message": finding.message,
        "mend": finding.mend,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "kinds": list(sentence.kinds),
        "answers": list(sentence.answers),
        "sources": list(sentence.sources),
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.prompt_tokens,
        "cached_tokens": usage.cached_tokens,
        "completion_tokens": usage.completion_tokens,
        "cost_estimate": usage.cost_estimate,
    }

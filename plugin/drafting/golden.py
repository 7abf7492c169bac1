"""What must hold of a pinned review's draft, whatever changes: expectations as data, and what of them is unmet.

One row a line: a review as ``wederwoord draft`` reads it, with ``expect`` beside it. The suite is run by whoever has
a writer at hand (plugin.work, the command line); nothing here stores or sends anything.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates_schema

from plugin.guidelines import own_words
from plugin.words import Decision, Drafted, Play, ReviewText

# What a sentence may do (plugin.guidelines.kinds), as far as an example may ask for it.
KINDS = (
    "thanks",
    "empathy",
    "apology",
    "ownership",
    "solution",
    "promise",
    "offline",
    "goodwill",
    "measure",
    "closing",
)
LONGEST_TEXT = 100_000
LONGEST = 200  # characters of one phrase
_ALTERNATIVES = "|"


class GoldenError(ValueError):
    """A row of a golden suite cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold. Empty = not asked. A phrase may name alternatives (``omruilen|nieuwe tas``) and end in ``*``.

    ``decision``/``play``: one of these; ``not_decision``: none of these. ``contains``/``never``: phrases of the public
    reply (``never``: of the private message too). ``offers``: a kind of sentence (solution, offline, …) or a phrase.
    ``silent``: no public reply. ``no_block``: no finding that blocks.
    """

    decision: tuple[Decision, ...] = ()
    not_decision: tuple[Decision, ...] = ()
    play: tuple[Play, ...] = ()
    contains: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    silent: bool = False
    no_block: bool = True

    def to_data(self) -> dict[str, Any]:
        """As ``read_expect`` takes it; what is not asked is left out."""
        dumped: dict[str, Any] = _SCHEMA.dump(self)
        return {name: value for name, value in dumped.items() if value not in ([], False) or name == "no_block"}


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation that does not hold. ``what`` is its name in ``Expect``; ``wanted`` and ``got`` say the rest."""

    what: str
    wanted: str
    got: str = ""


def _has_words(value: str) -> None:
    if "\x00" in value or not re.search(r"\w", value):
        raise ValidationError("write the words themselves")


def _no_nul(value: str) -> None:
    if "\x00" in value:
        raise ValidationError("must not hold a NUL character")


def _phrases() -> fields.List[str]:
    return fields.List(
        fields.String(validate=[validate.Length(1, LONGEST), _has_words]),
        load_default=list,
        validate=validate.Length(max=50),
    )


class ExpectSchema(Schema):
    class Meta:
        unknown = RAISE

    decision = fields.List(fields.Enum(Decision, by_value=True), load_default=list)
    not_decision = fields.List(fields.Enum(Decision, by_value=True), load_default=list)
    play = fields.List(fields.Enum(Play, by_value=True), load_default=list)
    contains = _phrases()
    never = _phrases()
    offers = _phrases()
    silent = fields.Boolean(load_default=False)
    no_block = fields.Boolean(load_default=True)

    @validates_schema
    def silence_says_nothing(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("silent") and (data.get("contains") or data.get("offers")):
            raise ValidationError("a silent example cannot hold words as well", "silent")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Expect:
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return Expect(**given)


class GoldenSchema(Schema):
    """One line of an exported suite."""

    class Meta:
        unknown = RAISE

    id = fields.String(required=True, validate=[validate.Length(1, 200), _no_nul])
    lang = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=35))
    channel = fields.String(load_default="", validate=[validate.Length(max=80), _no_nul])
    rating = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, 5))
    title = fields.String(load_default="", validate=[validate.Length(max=2000), _no_nul])
    text = fields.String(required=True, validate=[validate.Length(max=LONGEST_TEXT), _no_nul])
    author = fields.String(load_default="", validate=[validate.Length(max=200), _no_nul])
    product = fields.String(load_default="", validate=[validate.Length(max=300), _no_nul])
    created = fields.AwareDateTime(allow_none=True, load_default=None, default_timezone=dt.UTC)
    expect = fields.Nested(ExpectSchema, load_default=Expect)


_SCHEMA = ExpectSchema()
_ROW = GoldenSchema()


@dataclass(frozen=True, slots=True)
class Golden:
    """A pinned review by its name, with what must hold."""

    name: str
    review: ReviewText
    expect: Expect

    def review_data(self) -> dict[str, Any]:
        """The review as a row of formats.md, without its id."""
        review = self.review
        return {
            "lang": review.language,
            "channel": review.channel,
            "rating": review.rating,
            "title": review.title,
            "text": review.text,
            "author": review.author,
            "product": review.product,
            "created": review.created.isoformat() if review.created else None,
        }

    def line(self) -> str:
        """One line of JSON, as ``read_line`` reads it."""
        row = {"id": self.name, **self.review_data(), "expect": self.expect.to_data()}
        return json.dumps(row, ensure_ascii=False)


def read_expect(data: Mapping[str, Any]) -> Expect:
    """Raises GoldenError that names the field at fault."""
    try:
        expect: Expect = _SCHEMA.load(dict(data))
    except ValidationError as error:
        raise GoldenError(_words(error)) from error
    return expect


def read_row(data: Mapping[str, Any]) -> Golden:
    """A pinned review from plain data. Raises GoldenError that names the field at fault."""
    try:
        row: dict[str, Any] = _ROW.load(dict(data))
    except ValidationError as error:
        raise GoldenError(_words(error)) from error
    name, expect = row.pop("id"), row.pop("expect")
    return Golden(name, ReviewText(id=f"golden:{name}", language=row.pop("lang"), **row), expect)


def read_line(line: bytes | str) -> Golden:
    """Raises GoldenError, also where the line is no JSON object."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldenError("no line of JSON") from error
    if not isinstance(data, dict):
        raise GoldenError("a line holds one JSON object")
    return read_row(data)


def unmet(expect: Expect, drafted: Drafted) -> tuple[Unmet, ...]:
    """What of the expectations does not hold of this draft."""
    decision, play = drafted.triage.decision, drafted.triage.play
    reply = drafted.reply or ""
    found: list[Unmet] = []
    if expect.decision and decision not in expect.decision:
        found.append(Unmet("decision", " | ".join(expect.decision), decision.value))
    if decision in expect.not_decision:
        found.append(Unmet("not_decision", decision.value))
    if expect.play and play not in expect.play:
        found.append(Unmet("play", " | ".join(expect.play), play.value if play else ""))
    if expect.silent and drafted.reply is not None:
        found.append(Unmet("silent", ""))
    found += [Unmet("contains", words) for words in expect.contains if not _has(words, reply)]
    everything = f"{reply}\n{drafted.private_message or ''}"
    found += [Unmet("never", words) for words in expect.never if _has(words, everything)]
    found += [Unmet("offers", wanted) for wanted in expect.offers if not _offers(wanted, drafted)]
    if expect.no_block and drafted.report is not None and drafted.report.blocks:
        ids = dict.fromkeys(finding.guideline for finding in drafted.report.blocks)
        found.append(Unmet("no_block", "", ", ".join(ids)))
    return tuple(found)


def _has(words: str, text: str) -> bool:
    return any(own_words.has(one.strip(), text) for one in words.split(_ALTERNATIVES) if one.strip())


def _offers(wanted: str, drafted: Drafted) -> bool:
    kinds = {kind for sentence in (drafted.report.sentences if drafted.report else ()) for kind in sentence.kinds}
    return wanted in kinds or _has(wanted, drafted.reply or "")


def _words(error: ValidationError) -> str:
    problems = error.normalized_messages()  # type: ignore[no-untyped-call]  # marshmallow left it untyped
    return "; ".join(f"{name}: {what}" for name, what in _flat(problems))


def _flat(problems: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(problems, Mapping):
        return [row for key, what in problems.items() for row in _flat(what, f"{path}.{key}" if path else str(key))]
    return [(path, " ".join(map(str, problems)) if isinstance(problems, list) else str(problems))]

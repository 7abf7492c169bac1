"""How the project's words look in JSON: the same names as in the desk and the docs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from marshmallow import Schema, fields

from connectors.clocks import Words
from connectors.contract import Violation
from plugin.inbox import clocks
from plugin.inbox.reading import ReviewView
from plugin.store import tables
from plugin.words import (
    Decision,
    ErrandKind,
    ErrandState,
    Play,
    PublicationKind,
    PublicationState,
    ReviewState,
    Role,
    Sentiment,
    Severity,
    Verdict,
)


def one_of(kind: Any, *, empty: bool = False) -> dict[str, Any]:
    """The values a documented string may have; stored words are plain strings."""
    return {"enum": [*([""] if empty else []), *(member.value for member in kind)]}


def columns(row: object, schema: type[Schema], *, but: Collection[str] = ()) -> dict[str, Any]:
    """What the row has for the schema's fields; ``but`` names those that come from elsewhere."""
    return {name: getattr(row, name) for name in schema().fields if name not in but}


class PointSchema(Schema):
    label = fields.String(required=True)
    sentiment = fields.String(required=True, metadata=one_of(Sentiment))
    start = fields.Integer(required=True, metadata={"description": "Code points into the review's text."})
    end = fields.Integer(required=True)


class FindingSchema(Schema):
    guideline = fields.String(required=True)
    severity = fields.String(required=True, metadata=one_of(Severity))
    sentence = fields.Integer(required=True, allow_none=True)
    start = fields.Integer(required=True, allow_none=True)
    end = fields.Integer(required=True, allow_none=True)
    quote = fields.String(required=True)
    message = fields.String(required=True)
    mend = fields.String(required=True)


class SentenceSchema(Schema):
    text = fields.String(required=True)
    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    kinds = fields.List(fields.String(), required=True)
    answers = fields.List(fields.Integer(), required=True)
    sources = fields.List(fields.String(), required=True)


class PromisedSchema(Schema):
    text = fields.String(required=True)
    due = fields.String(required=True, allow_none=True, metadata={"format": "date"})


class ReportSchema(Schema):
    verdict = fields.String(required=True, metadata=one_of(Verdict))
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    sentences = fields.List(fields.Nested(SentenceSchema), required=True)
    promises = fields.List(fields.Nested(PromisedSchema), required=True)


class UsageSchema(Schema):
    prompt_tokens = fields.Integer(allow_none=True)
    cached_tokens = fields.Integer(allow_none=True)
    completion_tokens = fields.Integer(allow_none=True)
    cost_estimate = fields.Float(allow_none=True, metadata={"description": "US dollars; an estimate."})


class DraftSchema(Schema):
    id = fields.Integer(required=True)
    number = fields.Integer(required=True)
    reply = fields.String(required=True, allow_none=True)
    text_sha256 = fields.String(required=True, metadata={"description": "Of `reply`; empty where there is none."})
    private_message = fields.String(required=True, allow_none=True)
    internal_note = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    writer = fields.String(
        required=True, metadata={"description": "built-in, a model with its prompt version, or person"}
    )
    note = fields.String(required=True, metadata={"description": "Why this writer and not the model."})
    outdated = fields.Boolean(required=True)
    verdict = fields.String(required=True, metadata=one_of(Verdict, empty=True))
    report = fields.Nested(ReportSchema, required=True, allow_none=True)
    usage = fields.Nested(UsageSchema, required=True)
    created_at = fields.AwareDateTime(required=True)

    @classmethod
    def of(cls, draft: tables.Draft, text_sha256: str) -> dict[str, Any]:
        """What this schema dumps: the stored draft with its text's hash."""
        return columns(draft, cls, but=("text_sha256",)) | {"text_sha256": text_sha256}


class DecisionSchema(Schema):
    decision = fields.String(required=True, metadata=one_of(Decision))
    play = fields.String(required=True, allow_none=True, metadata={"enum": [*(p.value for p in Play), None]})
    reason = fields.String(required=True)
    points = fields.List(fields.Nested(PointSchema), required=True)
    flags = fields.List(fields.String(), required=True)
    person_id = fields.Integer(required=True, allow_none=True, metadata={"description": "Who decided; null is triage."})
    created_at = fields.AwareDateTime(required=True)


class ViolationSchema(Schema):
    """What a platform refused a text for, in its own words: text from outside, to be shown and never followed."""

    said = fields.String(required=True, metadata={"description": "The platform's words; empty where it gave none."})
    kind = fields.String(required=True, metadata=one_of(Violation))
    quote = fields.String(
        required=True, metadata={"description": "The words that it points at; empty where it names none."}
    )


class PublicationSchema(Schema):
    id = fields.Integer(required=True)
    review_id = fields.Integer(required=True)
    kind = fields.String(
        required=True,
        metadata={**one_of(PublicationKind), "description": "A reply, another text in its place, or its removal."},
    )
    target_id = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Of a change: the publication that it changes."}
    )
    asked_by = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Of a removal: the person who wanted it."}
    )
    state = fields.String(required=True, metadata=one_of(PublicationState))
    attempts = fields.Integer(required=True)
    url = fields.String(required=True)
    message = fields.String(required=True)
    hint = fields.String(required=True)
    violation = fields.Nested(
        ViolationSchema, required=True, allow_none=True,
        metadata={"description": "Why the platform's moderation refused the text; null where it did not."},
    )  # fmt: skip
    created_at = fields.AwareDateTime(required=True)
    posted_at = fields.AwareDateTime(required=True, allow_none=True)
    seen_at = fields.AwareDateTime(required=True, allow_none=True)


class ErrandSchema(Schema):
    """A private message or a report to the platform: asked for once, never sent twice by itself."""

    id = fields.Integer(required=True)
    review_id = fields.Integer(required=True)
    kind = fields.String(required=True, metadata=one_of(ErrandKind))
    state = fields.String(required=True, metadata=one_of(ErrandState))
    subject = fields.String(required=True)
    reason = fields.String(required=True, metadata={"description": "Of a report: the platform's own ground."})
    text = fields.String(required=True)
    reference = fields.String(required=True, metadata={"description": "The platform's number for it."})
    message = fields.String(required=True)
    hint = fields.String(required=True)
    person_id = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)


class GroundSchema(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "In English."})


class LimitSchema(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    days = fields.Integer(required=True)


class OffersSchema(Schema):
    """What this review's channel lets a program, or a person, do with it."""

    reply = fields.Boolean(required=True, metadata={"description": "False: a person places it (`by-hand`)."})
    private = fields.Boolean(required=True)
    private_subject = fields.Boolean(required=True)
    report_reasons = fields.List(fields.Nested(GroundSchema), required=True)
    reply_before_report = fields.Boolean(required=True)
    clocks = fields.List(
        fields.Nested(LimitSchema),
        required=True,
        metadata={"description": "Limits that a person can say to have begun: the platform writes of them by mail."},
    )


class InboxRowSchema(Schema):
    id = fields.Integer(required=True)
    channel_id = fields.Integer(required=True)
    title = fields.String(required=True)
    excerpt = fields.String(required=True)
    rating = fields.Integer(required=True, allow_none=True)
    author = fields.String(required=True)
    product = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    language = fields.String(required=True)
    state = fields.String(required=True, metadata=one_of(ReviewState))
    decision = fields.String(required=True, metadata=one_of(Decision, empty=True))
    play = fields.String(required=True, metadata=one_of(Play, empty=True))
    verdict = fields.String(required=True, metadata=one_of(Verdict, empty=True))
    urgency = fields.Integer(required=True)


class InboxPageSchema(Schema):
    reviews = fields.List(fields.Nested(InboxRowSchema), required=True, attribute="rows")
    next = fields.String(required=True, allow_none=True, attribute="next_cursor")


class ReviewSchema(InboxRowSchema):
    class Meta:
        exclude = ("excerpt",)

    text = fields.String(required=True)
    version = fields.Integer(required=True)
    verified = fields.Boolean(required=True, allow_none=True)
    url = fields.String(required=True)
    channel_status = fields.String(required=True, metadata={"enum": ["visible", "held", "removed"]})
    clock = fields.String(
        required=True, metadata={"description": "The time limit that ends next; empty where none runs."}
    )
    clock_ends_at = fields.AwareDateTime(required=True, allow_none=True)
    clock_by_hand = fields.Boolean(required=True, metadata={"description": "Whether a person said that it runs."})
    made = fields.Nested(
        DecisionSchema, required=True, allow_none=True, metadata={"description": "The decision that stands."}
    )
    draft = fields.Nested(DraftSchema, required=True, allow_none=True)
    publication = fields.Nested(PublicationSchema, required=True, allow_none=True)
    errands = fields.List(
        fields.Nested(ErrandSchema), required=True, metadata={"description": "Messages and reports, newest first."}
    )
    offers = fields.Nested(OffersSchema, required=True)
    answer_by = fields.AwareDateTime(required=True)
    may_approve = fields.Boolean(required=True)
    why_not = fields.String(required=True)


_BESIDE_THE_REVIEW = ("made", "draft", "publication", "errands", "offers", "answer_by", "may_approve", "why_not")


def shown(view: ReviewView) -> dict[str, Any]:
    """What ReviewSchema dumps."""
    made = view.decision
    return columns(view.review, ReviewSchema, but=_BESIDE_THE_REVIEW) | {
        "made": None if made is None else {**columns(made, DecisionSchema), "play": made.play or None},
        "draft": None if view.draft is None else DraftSchema.of(view.draft, view.text_sha256),
        "publication": view.publication,
        "errands": view.errands,
        "offers": _offers(view),
        "answer_by": view.answer_by,
        "may_approve": view.may_approve,
        "why_not": view.why_not,
    }


def _offers(view: ReviewView) -> dict[str, Any]:
    able, settings = view.capabilities, view.channel.settings
    return {
        "reply": able.can_reply,
        "private": able.can_reply_privately,
        "private_subject": able.can_reply_privately and able.private_reply_has_subject,
        "report_reasons": [
            {"id": ground.id, "title": _in_english(ground.title)}
            for ground in (able.report_reasons if able.can_report else ())
        ],
        "reply_before_report": able.asks_reply_before_report,
        "clocks": [
            {"id": clock.id, "title": _in_english(clock.title), "days": clock.lasts(settings)}
            for clock in clocks.to_start(view.channel.connector, settings)
        ],
    }


def _in_english(title: Words) -> str:
    return title if isinstance(title, str) else title.get("en", "")


class QueuedSchema(Schema):
    workflow_id = fields.String(required=True)


class ApprovedSchema(Schema):
    approval_id = fields.Integer(required=True)
    publication = fields.Nested(PublicationSchema, required=True)


class PromiseSchema(Schema):
    id = fields.Integer(required=True)
    review_id = fields.Integer(required=True)
    text = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    person_id = fields.Integer(required=True, allow_none=True)
    kept_at = fields.AwareDateTime(required=True, allow_none=True)
    dropped_at = fields.AwareDateTime(required=True, allow_none=True)


class BatchSchema(Schema):
    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["queued", "running", "done", "cancelled", "failed"]})
    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    message = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)


class ScheduleSchema(Schema):
    at = fields.String(required=True)
    timezone = fields.String(required=True)
    on = fields.Boolean(required=True)


class ChannelSchema(Schema):
    """Settings without the secret ones, which never leave."""

    id = fields.Integer(required=True)
    connector = fields.String(required=True)
    name = fields.String(required=True)
    settings = fields.Dict(required=True)
    limits = fields.Dict(required=True)
    state = fields.String(required=True)
    message = fields.String(required=True)
    synced_at = fields.AwareDateTime(required=True, allow_none=True)
    total = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many reviews the channel said it has."}
    )


class HealthSchema(Schema):
    ok = fields.Boolean(required=True)
    messages = fields.List(fields.String(), required=True)


class PersonSchema(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    role = fields.String(required=True, metadata=one_of(Role))
    active = fields.Boolean(required=True)

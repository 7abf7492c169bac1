"""Reviews, their decisions, drafts, approvals and ends."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from plugin.api.calling import ID, Input, PageQuery, Text, at_work, operation, services
from plugin.api.problems import area
from plugin.api.shapes import (
    ApprovedSchema,
    DraftSchema,
    InboxPageSchema,
    PublicationSchema,
    QueuedSchema,
    ReportSchema,
    ReviewSchema,
    shown,
)
from plugin.inbox import deciding, listing, reading
from plugin.publishing import approving, changing, closing, editing
from plugin.publishing.checking import check_text
from plugin.store import publications
from plugin.words import Decision, Play, ReviewState, Role
from plugin.words_data import report_to_data

blueprint = area("reviews", "/reviews", "What customers wrote, and what stands beside it.")


class InboxQuery(PageQuery):
    folder = fields.Enum(listing.Folder, by_value=True, load_default=None)
    state = fields.Enum(ReviewState, by_value=True, load_default=None)
    channel_id = fields.Integer(load_default=None, validate=validate.Range(1, 2**63 - 1))
    rating = fields.Integer(
        load_default=None, validate=validate.Range(0, 5), metadata={"description": "0: without stars"}
    )
    decision = fields.Enum(Decision, by_value=True, load_default=None)
    language = fields.String(load_default=None, validate=validate.Regexp(r"^[a-z]{2,3}$"))
    search = Text(most=200, load_default="")


class OverruleBody(Input):
    decision = fields.Enum(Decision, by_value=True, required=True)
    play = fields.Enum(Play, by_value=True, load_default=None, allow_none=True)
    reason = Text(least=1, most=1000, required=True)


class EditBody(Input):
    reply = Text(least=1, most=editing.LONGEST_REPLY, required=True)


class ApproveBody(Input):
    text_sha256 = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9a-f]{64}$"),
        metadata={"description": "Of the exact text that the person saw (`draft.text_sha256`)."},
    )
    override_reason = Text(
        most=2000,
        load_default="",
        metadata={"description": "Needed where the report blocks; no reason overrides the law."},
    )
    seen_seconds = fields.Float(load_default=None, allow_none=True, validate=validate.Range(0, 86_400))


class RemovalBody(Input):
    reason = Text(most=1000, load_default="")


class CloseBody(Input):
    ending = fields.Enum(closing.Ending, by_value=True, required=True)
    reason = Text(most=1000, load_default="")


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.arguments(InboxQuery, location="query")
@blueprint.response(200, InboxPageSchema)
def inbox(query: dict[str, Any]) -> Any:
    """The inbox, newest and most urgent first."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    with at_work() as (session, who):
        return listing.page(session, who.shop_id, listing.Filters(**query), cursor, limit)


@blueprint.route(f"/<{ID}:review_id>")
@operation(blueprint, Role.VIEWER, 404)
@blueprint.response(200, ReviewSchema)
def review(review_id: int) -> Any:
    """One review with its decision, draft, report and history."""
    with at_work() as (session, who):
        return shown(reading.review_view(session, who.shop_id, review_id))


@blueprint.route(f"/<{ID}:review_id>/decision", methods=["PUT"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.arguments(OverruleBody)
@blueprint.response(202, QueuedSchema)
def overrule(body: dict[str, Any], review_id: int) -> Any:
    """Decide otherwise than triage did; a draft under this decision is asked for."""
    with at_work() as (session, who):
        deciding.overrule(
            session, who.shop_id, review_id, body["decision"], body["play"], body["reason"], who.person_id
        )
        return {"workflow_id": services().work.request_draft(session, who.shop_id, review_id)}


@blueprint.route(f"/<{ID}:review_id>/drafts", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.response(202, QueuedSchema)
def draft_again(review_id: int) -> Any:
    """Ask for another draft. It is there when `draft.number` has grown."""
    with at_work() as (session, who):
        return {"workflow_id": services().work.request_draft(session, who.shop_id, review_id)}


@blueprint.route(f"/<{ID}:review_id>/draft", methods=["PUT"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.arguments(EditBody)
@blueprint.response(200, DraftSchema)
def edit(body: dict[str, Any], review_id: int) -> Any:
    """Keep a person's own words as the newest version of the draft, with its report."""
    with at_work() as (session, who):
        draft = editing.save_edit(session, who.shop_id, review_id, body["reply"], who)
        return DraftSchema.of(draft, publications.text_sha256(draft.reply or ""))


@blueprint.route(f"/<{ID}:review_id>/check", methods=["POST"])
@operation(blueprint, Role.VIEWER, 404)
@blueprint.arguments(EditBody)
@blueprint.response(200, ReportSchema)
def check(body: dict[str, Any], review_id: int) -> Any:
    """What the checker says about a text as the reply to this review. Keeps nothing."""
    with at_work() as (session, who):
        return report_to_data(check_text(session, who.shop_id, review_id, body["reply"]))


@blueprint.route(f"/<{ID}:review_id>/approval", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(ApproveBody)
@blueprint.response(202, ApprovedSchema)
def approve(body: dict[str, Any], review_id: int) -> Any:
    """A person's yes to one exact text: it is published from here on, once."""
    with at_work() as (session, who):
        approval = approving.approve(
            session, who.shop_id, review_id, person=who, enqueue=services().work.enqueue_publish, **body
        )
        return {"approval_id": approval.id, "publication": publications.current(session, who.shop_id, review_id)}


@blueprint.route(f"/<{ID}:review_id>/change", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(ApproveBody)
@blueprint.response(202, ApprovedSchema)
def change(body: dict[str, Any], review_id: int) -> Any:
    """A person's yes to another text in the place of the reply that stands on the channel.

    Edit the draft of the published review first; only where the channel lets a program replace a reply.
    """
    with at_work() as (session, who):
        approval = changing.approve_change(
            session, who.shop_id, review_id, person=who, enqueue=services().work.enqueue_publish, **body
        )
        return {"approval_id": approval.id, "publication": publications.current(session, who.shop_id, review_id)}


@blueprint.route(f"/<{ID}:review_id>/removal", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(RemovalBody)
@blueprint.response(202, PublicationSchema)
def remove(body: dict[str, Any], review_id: int) -> Any:
    """Take our reply back from its channel, where the channel lets a program do so. The review is open again then."""
    with at_work() as (session, who):
        return changing.take_back(
            session, who.shop_id, review_id, person=who, enqueue=services().work.enqueue_publish, **body
        )


@blueprint.route(f"/<{ID}:review_id>/close", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.arguments(CloseBody)
@blueprint.response(204)
def close(body: dict[str, Any], review_id: int) -> None:
    """End the work on a review without a reply: silence kept, reported, dealt with in private, skipped."""
    with at_work() as (session, who):
        closing.close(session, who.shop_id, review_id, body["ending"], who, reason=body["reason"])


@blueprint.route(f"/<{ID}:review_id>/reopening", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.response(204)
def reopen(review_id: int) -> None:
    """Take a closed review up again."""
    with at_work() as (session, who):
        closing.reopen(session, who.shop_id, review_id, who)

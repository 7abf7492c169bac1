"""What a person does through a channel besides replying in public: place a reply by hand, write in private, report."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from plugin.api.calling import ID, Input, Text, at_work, operation, services
from plugin.api.problems import area
from plugin.api.reviews import ApproveBody
from plugin.api.shapes import ErrandSchema, PublicationSchema
from plugin.publishing import by_hand, errands
from plugin.store import errands as kept
from plugin.words import Role

blueprint = area("errands", "", "Private messages, reports to the platform, and replies that a person places.")


class PrivateBody(Input):
    text = Text(least=1, most=errands.LONGEST_TEXT, required=True)
    subject = Text(most=150, load_default="", metadata={"description": "Where the channel's messages have one."})


class ReportBody(Input):
    reason = Text(
        least=1, most=80, required=True, metadata={"description": "One of the review's `offers.report_reasons`."}
    )
    text = Text(least=1, most=errands.LONGEST_TEXT, required=True)


class SettleErrandBody(Input):
    outcome = fields.Enum(errands.Settlement, by_value=True, required=True)


@blueprint.route(f"/reviews/<{ID}:review_id>/by-hand", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(ApproveBody)
@blueprint.response(201, PublicationSchema)
def copied(body: dict[str, Any], review_id: int) -> Any:
    """A person's yes to one exact text that they place on the channel themselves: nothing is sent.

    It stands as `unknown` until someone settles it, or the channel shows the reply.
    """
    with at_work() as (session, who):
        return by_hand.copied(session, who.shop_id, review_id, person=who, **body)


@blueprint.route(f"/reviews/<{ID}:review_id>/private-message", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(PrivateBody)
@blueprint.response(202, ErrandSchema)
def write_in_private(body: dict[str, Any], review_id: int) -> Any:
    """Send the customer a message that nobody else sees, once; only where the channel takes them (`offers.private`)."""
    with at_work() as (session, who):
        return errands.send_private(
            session, who.shop_id, review_id, person=who, enqueue=services().work.enqueue_errand, **body
        )


@blueprint.route(f"/reviews/<{ID}:review_id>/report", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(ReportBody)
@blueprint.response(202, ErrandSchema)
def report(body: dict[str, Any], review_id: int) -> Any:
    """Ask the platform to look at the review, on one of its own grounds, once. A low rating is no ground."""
    with at_work() as (session, who):
        return errands.report_review(
            session, who.shop_id, review_id, person=who, enqueue=services().work.enqueue_errand, **body
        )


@blueprint.route(f"/errands/<{ID}:errand_id>")
@operation(blueprint, Role.VIEWER, 404)
@blueprint.response(200, ErrandSchema)
def errand(errand_id: int) -> Any:
    """One private message or report as it stands."""
    with at_work() as (session, who):
        return kept.get(session, who.shop_id, errand_id)


@blueprint.route(f"/errands/<{ID}:errand_id>/settlement", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(SettleErrandBody)
@blueprint.response(200, ErrandSchema)
def settle(body: dict[str, Any], errand_id: int) -> Any:
    """Say what a person saw on the channel, where nobody knew whether a message or report arrived."""
    with at_work() as (session, who):
        return errands.settle(session, who.shop_id, errand_id, body["outcome"], who)

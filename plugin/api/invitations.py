"""Asking customers for reviews: how each channel does it, and who wants none."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from plugin.api.calling import ID, Input, at_work, operation, services
from plugin.api.problems import area
from plugin.api.shapes import one_of
from plugin.inviting import looking, opting_out, settling, switching
from plugin.store import NotThere, orders, unsubscribed
from plugin.words import Inviting, LeftOut, Role

blueprint = area("invitations", "/invitations", "Asking customers for reviews: how, whom, and who wants none.")


class FirstInvitationSchema(Schema):
    id = fields.Integer(required=True)
    order = fields.String(required=True)
    address = fields.String(required=True, metadata={"description": "Masked."})
    delivered_at = fields.AwareDateTime(required=True)


class UnclearInvitationSchema(Schema):
    id = fields.Integer(required=True)
    order = fields.String(required=True)
    address = fields.String(required=True, metadata={"description": "Masked."})
    sent_at = fields.AwareDateTime(required=True)
    again = fields.Boolean(required=True, metadata={"description": "Whether `not-sent` has it sent once more."})


class InvitingSchema(Schema):
    channel_id = fields.Integer(required=True)
    name = fields.String(required=True)
    can = fields.Boolean(
        required=True, metadata={"description": "Whether the platform takes invitations, as it is set."}
    )
    state = fields.String(required=True, metadata=one_of(Inviting))
    delay_days = fields.Integer(required=True)
    longest_delay = fields.Integer(required=True)
    share = fields.Integer(required=True)
    consent_only = fields.Boolean(required=True)
    needs_consent = fields.Boolean(required=True, metadata={"description": "The platform's own rule."})
    released_at = fields.AwareDateTime(required=True, allow_none=True)
    not_yet = fields.Integer(required=True, metadata={"description": "Delivered, and before the delay has passed."})
    waiting = fields.Integer(required=True)
    sent = fields.Integer(required=True)
    known = fields.Integer(required=True, metadata={"description": "The platform had asked before."})
    nobody_knows = fields.Integer(
        required=True,
        attribute="unknown",
        data_key="unknown",
        metadata={"description": "Sent, and no answer: never again by itself."},
    )
    refused = fields.Integer(required=True)
    left_out = fields.Dict(
        keys=fields.String(metadata=one_of(LeftOut)), values=fields.Integer(), required=True,
        metadata={"description": "How many orders are not asked about, by the reason."},
    )  # fmt: skip
    first = fields.List(
        fields.Nested(FirstInvitationSchema), required=True,
        metadata={"description": "What waits to be seen by a person, newest first."},
    )  # fmt: skip
    unclear = fields.List(
        fields.Nested(UnclearInvitationSchema), required=True,
        metadata={"description": "The newest of `unknown`: a person finds out, and settles them."},
    )  # fmt: skip


class InvitingBody(Input):
    on = fields.Boolean(required=True)
    delay_days = fields.Integer(load_default=switching.USUAL_DELAY, validate=validate.Range(0, 365))
    share = fields.Integer(load_default=1, validate=validate.Range(0, switching.LARGEST_SHARE))
    consent_only = fields.Boolean(load_default=False)
    look_back_days = fields.Integer(load_default=0, validate=validate.Range(0, switching.LOOK_BACK))


class SettleInvitationBody(Input):
    outcome = fields.Enum(settling.Said, by_value=True, required=True)


class InvitePolicyBody(Input):
    divide = fields.Boolean(required=True)
    keep_days = fields.Integer(required=True, validate=validate.Range(0, switching.LONGEST_KEPT))


class InvitePolicySchema(Schema):
    usual: ClassVar[dict[str, Any]] = {"divide": True, "keep_days": 7}
    divide = fields.Boolean(required=True, metadata={"description": "Each order is asked about by one channel only."})
    keep_days = fields.Integer(required=True, metadata={"description": "How long addresses stay once all have asked."})


class ReleaseBody(Input):
    seen_up_to = fields.Integer(
        required=True, validate=validate.Range(1), metadata={"description": "`id` of the first of `first`."}
    )


class AddressesBody(Input):
    addresses = fields.List(
        fields.String(validate=validate.Length(1, 256)), required=True, validate=validate.Length(1, 1_000)
    )


class AddedSchema(Schema):
    new = fields.Integer(required=True)
    known = fields.Integer(required=True)
    wrong = fields.Integer(required=True)


class UnsubscribedSchema(Schema):
    id = fields.Integer(required=True)
    masked = fields.String(required=True)
    source = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)


@blueprint.route("/channels")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, InvitingSchema(many=True))
def every() -> Any:
    """All channels whose platforms ask for reviews, with what they have done so far."""
    with at_work() as (session, who):
        return looking.every(session, who.shop_id, dt.datetime.now(dt.UTC))


@blueprint.route(f"/channels/<{ID}:channel_id>", methods=["PUT"])
@operation(blueprint, Role.OWNER, 404, 409)
@blueprint.arguments(InvitingBody)
@blueprint.response(200, InvitingSchema)
def set_rule(body: dict[str, Any], channel_id: int) -> Any:
    """Switch a channel's invitations on or off, or change how it asks. The first ones wait until a person has seen them."""
    with at_work() as (session, who):
        if body.pop("on"):
            switching.switch_on(session, who.shop_id, channel_id, person_id=who.person_id, **body)
            services().work.invite_now(session, who.shop_id, channel_id)
        else:
            switching.switch_off(session, who.shop_id, channel_id, person_id=who.person_id)
        return looking.look(session, who.shop_id, channel_id, dt.datetime.now(dt.UTC))


@blueprint.route(f"/channels/<{ID}:channel_id>/release", methods=["POST"])
@operation(blueprint, Role.OWNER, 404, 409)
@blueprint.arguments(ReleaseBody)
@blueprint.response(200, InvitingSchema)
def release(body: dict[str, Any], channel_id: int) -> Any:
    """A person has seen the first invitations: they go now, and the others by themselves from now on."""
    with at_work() as (session, who):
        switching.release(
            session, who.shop_id, channel_id, seen_up_to=body["seen_up_to"], person_id=who.person_id
        )  # fmt: skip
        services().work.invite_now(session, who.shop_id, channel_id)
        return looking.look(session, who.shop_id, channel_id, dt.datetime.now(dt.UTC))


@blueprint.route(f"/<{ID}:invitation_id>/settlement", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(SettleInvitationBody)
@blueprint.response(200, InvitingSchema)
def settle(body: dict[str, Any], invitation_id: int) -> Any:
    """Say what a person found out of an invitation that had no answer: `sent`, or `not-sent`, which has it sent once more."""
    with at_work() as (session, who):
        settled = settling.settle(
            session, who.shop_id, invitation_id, body["outcome"], person_id=who.person_id,
            enqueue=services().work.invite_now,
        )  # fmt: skip
        return looking.look(session, who.shop_id, settled.channel_id, dt.datetime.now(dt.UTC))


@blueprint.route("/policy")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, InvitePolicySchema)
def policy() -> Any:
    """What holds for all channels."""
    with at_work() as (session, who):
        found = orders.find_policy(session, who.shop_id)
        return {"divide": found.divide, "keep_days": found.keep_days} if found else InvitePolicySchema.usual


@blueprint.route("/policy", methods=["PUT"])
@operation(blueprint, Role.OWNER)
@blueprint.arguments(InvitePolicyBody)
@blueprint.response(200, InvitePolicySchema)
def set_policy(body: dict[str, Any]) -> Any:
    """Change what holds for all channels."""
    with at_work() as (session, who):
        return switching.set_policy(session, who.shop_id, person_id=who.person_id, **body)


@blueprint.route("/unsubscribed")
@operation(blueprint, Role.DRAFTER)
@blueprint.response(200, UnsubscribedSchema(many=True))
def listed() -> Any:
    """The newest addresses that want no invitations, masked."""
    with at_work() as (session, who):
        return unsubscribed.newest(session, who.shop_id)


@blueprint.route("/unsubscribed", methods=["POST"])
@operation(blueprint, Role.DRAFTER)
@blueprint.arguments(AddressesBody)
@blueprint.response(200, AddedSchema)
def unsubscribe(body: dict[str, Any]) -> Any:
    """These addresses want no invitations: no channel asks them again."""
    with at_work() as (session, who):
        return opting_out.add(session, who.shop_id, body["addresses"], source="api", person_id=who.person_id)


@blueprint.route(f"/unsubscribed/<{ID}:unsubscribed_id>", methods=["DELETE"])
@operation(blueprint, Role.OWNER, 404)
@blueprint.response(204)
def take_off(unsubscribed_id: int) -> None:
    """Take an address off the list: a mistake, or the customer asked for it."""
    with at_work() as (session, who):
        if not opting_out.take_off(session, who.shop_id, unsubscribed_id, person_id=who.person_id):
            raise NotThere("This address is not on the list.")

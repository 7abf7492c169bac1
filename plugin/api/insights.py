"""How the shop answers: speed, promises, causes."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from plugin.api.calling import Input, at_work, operation
from plugin.api.problems import area
from plugin.insights import looking
from plugin.words import Role

blueprint = area("insights", "/insights", "How fast the shop answers, what it keeps, and what customers keep saying.")


class PeriodQuery(Input):
    days = fields.Integer(load_default=looking.DAYS, validate=validate.Range(1, looking.LONGEST))


class SpeedSchema(Schema):
    replies = fields.Integer(required=True)
    median_hours = fields.Float(required=True, allow_none=True)
    p90_hours = fields.Float(required=True, allow_none=True)
    within_target = fields.Float(required=True, allow_none=True, metadata={"description": "Share, 0 to 1."})


class OfChannelSchema(Schema):
    channel_id = fields.Integer(required=True)
    name = fields.String(required=True)
    reviews = fields.Integer(required=True)
    open = fields.Integer(required=True)
    speed = fields.Nested(SpeedSchema, required=True)


class OpenPromiseSchema(Schema):
    promise_id = fields.Integer(required=True)
    review_id = fields.Integer(required=True)
    text = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)


class PromisesSchema(Schema):
    open = fields.List(fields.Nested(OpenPromiseSchema), required=True)
    late = fields.Integer(required=True)
    kept = fields.Integer(required=True)
    kept_late = fields.Integer(required=True)
    kept_in_time = fields.Float(required=True, allow_none=True, metadata={"description": "Share of what was kept."})


class MonthSchema(Schema):
    month = fields.String(required=True, metadata={"description": "Like 2026-11."})
    reviews = fields.Integer(required=True)


class OfProductSchema(Schema):
    product = fields.String(required=True)
    reviews = fields.Integer(required=True)


class CauseSchema(Schema):
    label = fields.String(required=True)
    reviews = fields.Integer(required=True)
    products = fields.List(fields.Nested(OfProductSchema), required=True)
    months = fields.List(fields.Nested(MonthSchema), required=True)


class ApprovalsSchema(Schema):
    replies = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    edited = fields.Integer(required=True)
    overridden = fields.Integer(required=True)
    unchanged_share = fields.Float(required=True, allow_none=True)


class InsightsSchema(Schema):
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    target_hours = fields.Float(required=True, metadata={"description": "The shop's own target for an answer."})
    read = fields.Integer(required=True, metadata={"description": "Reviews looked at for causes."})
    cut = fields.Boolean(required=True, metadata={"description": "There were more than one look may read."})
    speed = fields.Nested(SpeedSchema, required=True)
    channels = fields.List(fields.Nested(OfChannelSchema), required=True)
    promises = fields.Nested(PromisesSchema, required=True)
    causes = fields.List(fields.Nested(CauseSchema), required=True)
    approvals = fields.Nested(ApprovalsSchema, required=True)
    decisions = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": 'All reviews of the shop by decision; "" is not decided yet.'},
    )


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.arguments(PeriodQuery, location="query")
@blueprint.response(200, InsightsSchema)
def seen(query: dict[str, Any]) -> Any:
    """The figures of the last days, each with the number it speaks of."""
    with at_work() as (session, who):
        return looking.look(session, who.shop_id, days=query["days"])

"""Bulk drafting, now and at night."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from marshmallow import fields, validate

from plugin.api.calling import ID, Input, at_work, operation, services
from plugin.api.problems import area
from plugin.api.shapes import BatchSchema, ScheduleSchema
from plugin.store import batches, schedules, shops
from plugin.words import Role

blueprint = area("runs", "", "Bulk drafting, now and at night.")


class ScheduleBody(Input):
    at = fields.String(required=True, validate=validate.Regexp(r"^([01][0-9]|2[0-3]):[0-5][0-9]$", error="HH:MM"))
    timezone = fields.String(required=True, validate=validate.OneOf(sorted(available_timezones())))
    on = fields.Boolean(required=True)


@blueprint.route("/batches/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, BatchSchema(many=True))
def latest() -> Any:
    """The latest runs, newest first."""
    with at_work() as (session, who):
        return batches.latest(session, who.shop_id)


@blueprint.route("/batches/", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 409)
@blueprint.response(202, BatchSchema)
def draft_all() -> Any:
    """Draft all open reviews now. Where a run is under way already, that one is given."""
    with at_work() as (session, who):
        return services().work.draft_all(session, who.shop_id, who.person_id)


@blueprint.route(f"/batches/<{ID}:batch_id>")
@operation(blueprint, Role.VIEWER, 404)
@blueprint.response(200, BatchSchema)
def batch(batch_id: int) -> Any:
    """A run and its progress."""
    with at_work() as (session, who):
        return batches.get(session, who.shop_id, batch_id)


@blueprint.route(f"/batches/<{ID}:batch_id>", methods=["DELETE"])
@operation(blueprint, Role.DRAFTER, 404)
@blueprint.response(200, BatchSchema)
def cancel(batch_id: int) -> Any:
    """Stop a run; what it drafted stays."""
    with at_work() as (session, who):
        services().work.cancel(session, who.shop_id, batch_id)
        return batches.get(session, who.shop_id, batch_id)


@blueprint.route("/schedule")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, ScheduleSchema)
def schedule() -> Any:
    """The nightly run."""
    with at_work() as (session, who):
        zone = shops.profile(session, who.shop_id).zone.key
        return schedules.find(session, who.shop_id) or {"at": "03:00", "timezone": zone, "on": False}


@blueprint.route("/schedule", methods=["PUT"])
@operation(blueprint, Role.OWNER)
@blueprint.arguments(ScheduleBody)
@blueprint.response(200, ScheduleSchema)
def change_schedule(body: dict[str, Any]) -> Any:
    """Set the nightly run."""
    with at_work() as (session, who):
        return services().work.set_schedule(session, who.shop_id, person_id=who.person_id, **body)

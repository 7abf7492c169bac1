"""Time limits of which a platform writes by mail: a person says on which day one began, and when it is over."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from werkzeug.exceptions import Conflict

from plugin.api.calling import ID, Input, Text, at_work, operation
from plugin.api.problems import area
from plugin.inbox import clocks
from plugin.words import Role

blueprint = area("clocks", "", "Time limits that a platform sets, and no call of it tells.")


class ClockBody(Input):
    clock = Text(least=1, most=60, required=True, metadata={"description": "One of the review's `offers.clocks`."})
    since = fields.Date(required=True, metadata={"description": "The day on which it began, by the shop's calendar."})


class ClockSchema(Schema):
    clock = fields.String(required=True)
    ends_at = fields.AwareDateTime(required=True)


@blueprint.route(f"/reviews/<{ID}:review_id>/clock", methods=["PUT"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.arguments(ClockBody)
@blueprint.response(200, ClockSchema)
def start(body: dict[str, Any], review_id: int) -> Any:
    """The platform wrote to the shop that this limit runs: it stands among what expires until it is over."""
    with at_work() as (session, who):
        try:
            ends_at = clocks.start(
                session, who.shop_id, review_id, body["clock"], body["since"], person_id=who.person_id
            )  # fmt: skip
        except clocks.NotStarted as error:
            raise Conflict(str(error)) from error
        return {"clock": body["clock"], "ends_at": ends_at}


@blueprint.route(f"/reviews/<{ID}:review_id>/clock", methods=["DELETE"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.response(204)
def stop(review_id: int) -> None:
    """The limit that a person started is over."""
    with at_work() as (session, who):
        try:
            clocks.stop(session, who.shop_id, review_id, person_id=who.person_id)
        except clocks.NotStarted as error:
            raise Conflict(str(error)) from error

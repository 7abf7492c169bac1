"""What published replies undertook."""

from __future__ import annotations

from typing import Any

from plugin.api.calling import ID, at_work, operation
from plugin.api.problems import area
from plugin.api.shapes import PromiseSchema
from plugin.store import promises
from plugin.words import Role

blueprint = area("promises", "/promises", "What published replies undertook, with its date.")


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, PromiseSchema(many=True))
def open_ones() -> Any:
    """Promises not yet kept, the most urgent first."""
    with at_work() as (session, who):
        return promises.open_ones(session, who.shop_id)


@blueprint.route(f"/<{ID}:promise_id>/kept", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 404)
@blueprint.response(204)
def keep(promise_id: int) -> None:
    """It was done."""
    with at_work() as (session, who):
        promises.keep(session, who.shop_id, promise_id)


@blueprint.route(f"/<{ID}:promise_id>/dropped", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 404)
@blueprint.response(204)
def drop(promise_id: int) -> None:
    """It is no longer needed."""
    with at_work() as (session, who):
        promises.drop(session, who.shop_id, promise_id)

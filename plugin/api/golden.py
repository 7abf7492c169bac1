"""The golden suite: reviews kept with what must hold of their drafts."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from plugin.api.calling import ID, Input, Text, at_work, operation
from plugin.api.problems import area
from plugin.drafting.golden import Expect, ExpectSchema
from plugin.inbox import pinning
from plugin.store import NotThere, golden, tables
from plugin.words import Role

blueprint = area("examples", "/examples", "Reviews kept with what must hold of their drafts, whatever changes.")


class ExampleSchema(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    review_id = fields.Integer(required=True, allow_none=True, metadata={"description": "What it was pinned from."})
    text = fields.String(required=True)
    expect = fields.Nested(ExpectSchema, required=True)
    created_at = fields.AwareDateTime(required=True)


class PinBody(Input):
    review_id = fields.Integer(required=True)
    name = Text(most=pinning.LONGEST_NAME, load_default="")
    expect = fields.Nested(ExpectSchema, load_default=Expect)


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, ExampleSchema(many=True))
def every() -> Any:
    """The whole suite."""
    with at_work() as (session, who):
        return [_shown(example) for example in golden.every(session, who.shop_id)]


@blueprint.route("/", methods=["POST"])
@operation(blueprint, Role.DRAFTER, 404, 409)
@blueprint.arguments(PinBody)
@blueprint.response(201, ExampleSchema)
def pin(body: dict[str, Any]) -> Any:
    """Keep a review as it stands now."""
    if not 0 < body["review_id"] < 2**63:
        raise NotThere("This shop has no such review.")
    with at_work() as (session, who):
        return _shown(
            pinning.pin(
                session, who.shop_id, body["review_id"], body["expect"], name=body["name"], person_id=who.person_id
            )
        )


@blueprint.route(f"/<{ID}:golden_id>", methods=["DELETE"])
@operation(blueprint, Role.DRAFTER, 404)
@blueprint.response(204)
def remove(golden_id: int) -> None:
    """Take it out of the suite."""
    with at_work() as (session, who):
        if not golden.remove(session, who.shop_id, golden_id):
            raise NotThere("The suite has no such example.")


def _shown(example: tables.GoldenExample) -> dict[str, Any]:
    kept = pinning.golden_of(example)
    return {
        "id": example.id,
        "name": example.name,
        "review_id": example.review_id,
        "text": kept.review.text,
        "expect": kept.expect,
        "created_at": example.created_at,
    }

"""The shop's profile: policy, measures and voice."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, stream_with_context
from marshmallow import Schema, fields, validate

from plugin.api.calling import Input, at_work, operation, services
from plugin.api.problems import area
from plugin.shop import ShopProfileSchema
from plugin.store import export, shops
from plugin.words import Role

blueprint = area("shop", "/shop", "Who the shop is, how it speaks, what its policy says.")


class PutSchema(Schema):
    """The profile that is in force now, and the change that waits for the owner's yes, if the new one was not put in force."""

    version = fields.Integer(required=True)
    profile = fields.Nested(ShopProfileSchema, required=True)
    change_id = fields.Integer(
        required=True, allow_none=True, metadata={"description": "See /changes/; null: it is in force already."}
    )


class ShopSchema(Input):
    version = fields.Integer(
        required=True,
        validate=validate.Range(1, 2**31 - 1),
        metadata={"description": "As read; a change of another person in between is a 409."},
    )
    profile = fields.Nested(ShopProfileSchema, required=True)


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, ShopSchema)
def read() -> Any:
    """The profile as it stands."""
    with at_work() as (session, who):
        row = shops.get(session, who.shop_id)
        return {"version": row.profile_version, "profile": shops.profile(session, who.shop_id)}


@blueprint.route("/export")
@operation(blueprint, Role.OWNER)
@blueprint.response(200, content_type="application/x-ndjson")
def everything() -> Any:
    """Everything that is kept of the shop as JSON Lines, one object with its `kind` a line; credentials stay behind."""
    with at_work() as (_, who):
        found = export.rows(services().database, who.shop_id)
        return Response(
            stream_with_context(json.dumps(row, ensure_ascii=False) + "\n" for row in found),
            mimetype="application/x-ndjson",
        )


@blueprint.route("/", methods=["PUT"])
@operation(blueprint, Role.OWNER, 409)
@blueprint.arguments(ShopSchema)
@blueprint.response(200, PutSchema)
def change(body: dict[str, Any]) -> Any:
    """Change the profile as the desk does: tried first, in force after the owner's yes; at once where there is no review or
    example to try it on, or where no draft comes out differently.
    """
    with at_work() as (session, who):
        trial = services().work.propose_profile(
            session, who.shop_id, body["profile"], seen_version=body["version"], person_id=who.person_id
        )
        row = shops.get(session, who.shop_id)
        return {
            "version": row.profile_version,
            "profile": shops.profile(session, who.shop_id),
            "change_id": trial.id if trial is not None else None,
        }

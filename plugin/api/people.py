"""Who works at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from marshmallow import fields, validate

from plugin.api.calling import ID, Input, Text, at_work, operation, services
from plugin.api.problems import area
from plugin.api.shapes import PersonSchema, columns
from plugin.hosts.standalone import signing_in
from plugin.store import people
from plugin.words import Role

blueprint = area("people", "/people", "Who works at the desk, and what they may do.")


class InviteBody(Input):
    name = Text(least=1, most=120, required=True)
    email = fields.Email(load_default="", validate=validate.Length(max=200))
    role = fields.Enum(Role, by_value=True, required=True)


class InvitedSchema(PersonSchema):
    link = fields.String(required=True, metadata={"description": "One-time sign-in link; shown only here."})


@blueprint.route("/")
@operation(blueprint, Role.VIEWER)
@blueprint.response(200, PersonSchema(many=True))
def everyone() -> Any:
    """All people of the shop."""
    with at_work() as (session, who):
        return people.every(session, who.shop_id)


@blueprint.route("/", methods=["POST"])
@operation(blueprint, Role.OWNER)
@blueprint.arguments(InviteBody)
@blueprint.response(201, InvitedSchema)
def invite(body: dict[str, Any]) -> Any:
    """Invite a person; hand them the link."""
    with at_work() as (session, who):
        person_id, token = signing_in.invite(session, who.shop_id, now=dt.datetime.now(dt.UTC), **body)
        person = people.get(session, who.shop_id, person_id)
        return columns(person, PersonSchema) | {"link": signing_in.link_for(services().settings.address, token)}


@blueprint.route(f"/<{ID}:person_id>", methods=["DELETE"])
@operation(blueprint, Role.OWNER, 404, 409)
@blueprint.response(204)
def deactivate(person_id: int) -> None:
    """This person may no longer come in. Their name stays with what they approved."""
    with at_work() as (session, who):
        signing_in.deactivate(session, who.shop_id, person_id, now=dt.datetime.now(dt.UTC))

"""Publications on their way, and the ways out of an unknown outcome."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from plugin.api.calling import ID, Input, at_work, operation, services
from plugin.api.problems import area
from plugin.api.shapes import PublicationSchema
from plugin.publishing import unknowns
from plugin.store import publications
from plugin.words import Role

blueprint = area("publications", "/publications", "Approved texts on their way to a channel.")


class SettleBody(Input):
    outcome = fields.Enum(unknowns.Settlement, by_value=True, required=True)


@blueprint.route(f"/<{ID}:publication_id>")
@operation(blueprint, Role.VIEWER, 404)
@blueprint.response(200, PublicationSchema)
def publication(publication_id: int) -> Any:
    """One publication as it stands."""
    with at_work() as (session, who):
        return publications.get(session, who.shop_id, publication_id)


@blueprint.route(f"/<{ID}:publication_id>/settlement", methods=["POST"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.arguments(SettleBody)
@blueprint.response(200, PublicationSchema)
def settle(body: dict[str, Any], publication_id: int) -> Any:
    """Say what a person saw on the channel, where nobody knew: it is there, it is not, placed by hand, leave it."""
    with at_work() as (session, who):
        return unknowns.settle(
            session, who.shop_id, publication_id, body["outcome"], who, enqueue=services().work.enqueue_publish
        )


@blueprint.route(f"/<{ID}:publication_id>", methods=["DELETE"])
@operation(blueprint, Role.APPROVER, 404, 409)
@blueprint.response(204)
def withdraw(publication_id: int) -> None:
    """Take back an approved reply that has not left yet."""
    with at_work() as (session, who):
        unknowns.withdraw(session, who.shop_id, publication_id, who)

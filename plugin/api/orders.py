"""Delivered orders, for invitations to review them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from plugin.api.calling import Input, at_work, operation
from plugin.api.problems import area
from plugin.inviting import taking
from plugin.words import Role

blueprint = area("orders", "/orders", "Delivered orders, for invitations to review them.")

MOST = 500


class ProductBody(Input):
    id = fields.String(required=True, validate=validate.Length(1, 100))
    name = fields.String(load_default="", validate=validate.Length(0, 300))


class OrderBody(Input):
    number = fields.String(
        required=True, validate=validate.Length(1, 100), metadata={"description": "As the customer knows it."}
    )
    email = fields.String(required=True, validate=validate.Length(3, 256))
    delivered = fields.String(
        required=True, validate=validate.Length(10, 40), metadata={"description": "A day or a moment, ISO 8601."}
    )
    ordered = fields.String(load_default="", validate=validate.Length(0, 40))
    name = fields.String(load_default="", validate=validate.Length(0, 300))
    language = fields.String(load_default="", validate=validate.Length(0, 10))
    consent = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "Whether the customer agreed to be asked for a review; null where nobody asked."},
    )
    products = fields.List(fields.Nested(ProductBody), load_default=list, validate=validate.Length(0, 20))


class OrdersBody(Input):
    orders = fields.List(fields.Nested(OrderBody), required=True, validate=validate.Length(1, MOST))


class TakenSchema(Schema):
    new = fields.Integer(required=True)
    known = fields.Integer(required=True, metadata={"description": "Kept before; each is asked about once."})
    problems = fields.List(
        fields.String(), required=True, metadata={"description": "Rows that were not taken, and why."}
    )


@blueprint.route("/", methods=["POST"])
@operation(blueprint, Role.OWNER)
@blueprint.arguments(OrdersBody)
@blueprint.response(200, TakenSchema)
def take(body: dict[str, Any]) -> Any:
    """Tell of delivered orders. Send every one, whoever the customer is: nobody is chosen. The same twice does no harm.

    Address, name and products are kept sealed, and only until all channels have asked.
    """
    with at_work() as (session, who):
        return taking.take_rows(session, who.shop_id, body["orders"], source="api")

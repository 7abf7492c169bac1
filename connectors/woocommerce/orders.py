"""Orders that a WooCommerce shop has completed, for invitations: number, address, name and products, and nothing else.

WooCommerce notes no delivery; "completed" is the state that it means for an order which the customer has. Which orders were
changed since a moment is asked with a day to spare, because the shop's clock, its time zone and slow transactions put some
behind our back; what comes twice is known already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from marshmallow import fields

from connectors.contract import BadAnswer, DeliveredOrder, InvitedProduct, OrderPage
from connectors.inviting import plain_name
from connectors.payloads import Payload
from connectors.storable import storable
from connectors.woocommerce.client import PER_PAGE, WooCommerceClient
from connectors.woocommerce.payloads import UtcTime

_SPARE = dt.timedelta(days=1)
_MOST_PAGES = 1_000
_MOST_PRODUCTS = 20
# Of the customer only what an invitation needs: a sub-field can be named where it is no list.
FIELDS = "id,number,date_created_gmt,date_completed_gmt,billing.email,billing.first_name,billing.last_name,line_items"


@dataclass(frozen=True)
class Billing:
    email: str = ""
    first_name: str = ""
    last_name: str = ""


class BillingSchema(Payload[Billing]):
    makes = Billing
    email = fields.String(load_default="")
    first_name = fields.String(load_default="")
    last_name = fields.String(load_default="")


@dataclass(frozen=True)
class LineItem:
    product_id: int
    name: str = ""


class LineItemSchema(Payload[LineItem]):
    makes = LineItem
    product_id = fields.Integer(required=True)
    name = fields.String(load_default="")


@dataclass(frozen=True)
class WireOrder:
    id: int
    number: str
    billing: Billing
    date_created_gmt: dt.datetime | None = None
    date_completed_gmt: dt.datetime | None = None
    line_items: list[LineItem] = field(default_factory=list)


class WireOrderSchema(Payload[WireOrder]):
    makes = WireOrder
    id = fields.Integer(required=True, strict=True)
    number = fields.String(required=True)
    billing = fields.Nested(BillingSchema, required=True)
    date_created_gmt = UtcTime(load_default=None, allow_none=True)
    date_completed_gmt = UtcTime(load_default=None, allow_none=True)
    line_items = fields.List(fields.Nested(LineItemSchema), load_default=list)


def completed(client: WooCommerceClient, since: dt.datetime) -> Iterator[OrderPage]:
    """The completed orders that changed since then. Where the list shrank meanwhile it is read anew next time."""
    began, first_total = dt.datetime.now(dt.UTC), None
    for page in range(1, _MOST_PAGES):
        found, problems, total, count = client.orders(WireOrderSchema(), since - _SPARE, page=page, wanted=FIELDS)
        first_total = total if first_total is None else first_total
        orders = tuple(to_order(wire) for wire in found if wire.date_completed_gmt is not None)
        ended = count < PER_PAGE
        whole = ended and total == first_total
        yield OrderPage(orders, began if whole else since, problems)
        if ended:
            return
    raise BadAnswer("The shop's list of orders has no end.", hint="A plugin may change the lists.")


def to_order(wire: WireOrder) -> DeliveredOrder:
    products = tuple(InvitedProduct(str(item.product_id), storable(item.name)[:300]) for item in wire.line_items)
    return DeliveredOrder(
        number=storable(wire.number),
        email=wire.billing.email.strip(),
        delivered=wire.date_completed_gmt or dt.datetime.now(dt.UTC),
        ordered=wire.date_created_gmt,
        name=plain_name(f"{wire.billing.first_name} {wire.billing.last_name}"),
        products=products[:_MOST_PRODUCTS],
    )

"""Orders that a Shopware shop has sent, for invitations: number, address, name and products, and nothing else.

Shopware notes when a delivery was marked as shipped by changing it, and no receipt. Pages follow the number of the last
change, so that what is marked while they are read moves nothing out of sight; what comes twice is known already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields, validate

from connectors.contract import BadAnswer, DeliveredOrder, InvitedProduct, OrderPage
from connectors.inviting import plain_name
from connectors.payloads import Payload
from connectors.shopware.client import AdminApi
from connectors.shopware.criteria import LIMIT, Criteria, written
from connectors.shopware.payloads import ShopTime
from connectors.storable import storable

SHIPPED = "shipped"  # Reference: shopware/shopware, Checkout/Order/Aggregate/OrderDelivery/OrderDeliveryStates.php
_SPARE = dt.timedelta(minutes=10)
_MOST_PAGES = 10_000
_MOST_PRODUCTS = 20


@dataclass(frozen=True)
class OrderCustomer:
    email: str = ""
    first_name: str = ""
    last_name: str = ""


class OrderCustomerSchema(Payload[OrderCustomer]):
    makes = OrderCustomer
    email = fields.String(load_default="", allow_none=False)
    first_name = fields.String(data_key="firstName", load_default="")
    last_name = fields.String(data_key="lastName", load_default="")


@dataclass(frozen=True)
class LineItem:
    label: str = ""
    product_id: str | None = None


class LineItemSchema(Payload[LineItem]):
    makes = LineItem
    label = fields.String(load_default="")
    product_id = fields.String(data_key="productId", load_default=None, allow_none=True)


@dataclass(frozen=True)
class WireOrder:
    number: str
    customer: OrderCustomer | None = None
    ordered: dt.datetime | None = None
    items: list[LineItem] = field(default_factory=list)


class WireOrderSchema(Payload[WireOrder]):
    makes = WireOrder
    number = fields.String(data_key="orderNumber", required=True, validate=validate.Length(1))
    customer = fields.Nested(OrderCustomerSchema, data_key="orderCustomer", load_default=None, allow_none=True)
    ordered = ShopTime(data_key="orderDateTime", load_default=None, allow_none=True)
    items = fields.List(fields.Nested(LineItemSchema), data_key="lineItems", load_default=list)


@dataclass(frozen=True)
class WireDelivery:
    id: str
    order: WireOrder
    created_at: dt.datetime
    updated_at: dt.datetime | None = None

    @property
    def changed(self) -> dt.datetime:
        return self.updated_at or self.created_at


class WireDeliverySchema(Payload[WireDelivery]):
    makes = WireDelivery
    id = fields.String(required=True)
    order = fields.Nested(WireOrderSchema, required=True)
    created_at = ShopTime(data_key="createdAt", required=True)
    updated_at = ShopTime(data_key="updatedAt", load_default=None, allow_none=True)


def shipped(api: AdminApi, since: dt.datetime) -> Iterator[OrderPage]:
    """The orders whose delivery was marked as shipped since then, oldest first."""
    moment, page = since - _SPARE, 1
    for _ in range(_MOST_PAGES):
        found, problems, count = api.deliveries(WireDeliverySchema(), changed_since(moment, page=page))
        orders = tuple(to_order(wire) for wire in found if wire.order.customer is not None)
        last = max((wire.changed for wire in found), default=moment)
        yield OrderPage(orders, max(since, last), problems)
        if count < LIMIT:
            return
        # A whole page of one millisecond (many were marked at once) is paged through; else the next begins at its last.
        moment, page = (last, 1) if last > moment else (moment, page + 1)
    raise BadAnswer("The shop's list of deliveries has no end.", hint="A plugin may change the lists.")


def changed_since(moment: dt.datetime, *, page: int) -> Criteria:
    """Shipped deliveries that changed from then on, with as much of their orders as is needed."""
    named: dict[str, Any] = {
        "order_delivery": ["id", "createdAt", "updatedAt", "order"],
        "order": ["orderNumber", "orderDateTime", "orderCustomer", "lineItems"],
        "order_customer": ["email", "firstName", "lastName"],
        "order_line_item": ["label", "productId"],
    }
    return {
        "page": page,
        "limit": LIMIT,
        "total-count-mode": 0,
        "filter": [
            {"type": "equals", "field": "stateMachineState.technicalName", "value": SHIPPED},
            {"type": "range", "field": "updatedAt", "parameters": {"gte": written(moment)}},
        ],
        "sort": [
            {"field": "updatedAt", "order": "ASC", "naturalSorting": False},
            {"field": "id", "order": "ASC", "naturalSorting": False},
        ],
        "associations": {"order": {"associations": {"orderCustomer": {}, "lineItems": {}}}},
        "includes": named,
    }


def to_order(wire: WireDelivery) -> DeliveredOrder:
    customer = wire.order.customer or OrderCustomer()
    products = [
        InvitedProduct(item.product_id, storable(item.label)[:300]) for item in wire.order.items if item.product_id
    ]
    return DeliveredOrder(
        number=storable(wire.order.number),
        email=customer.email.strip(),
        delivered=wire.changed,
        ordered=wire.order.ordered,
        name=plain_name(f"{customer.first_name} {customer.last_name}"),
        products=tuple(products[:_MOST_PRODUCTS]),
    )

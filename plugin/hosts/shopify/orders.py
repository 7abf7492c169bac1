"""The order behind a review, for the eyes of whoever writes the reply: never a fact that a public reply states.

Off until ``WEDERWOORD_SHOPIFY_ORDERS`` is on: orders are protected customer data, which Shopify must approve (§1.10).
Nothing of it is kept; it is asked for when somebody looks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from plugin.hosts.orders import Order, Parcel
from plugin.hosts.shopify import graphql, tokens
from plugin.settings import Settings
from plugin.store import Database, SecretUnreadable, tables

QUERY = """query Order($query: String!) {
  orders(first: 2, query: $query) { nodes {
    name processedAt cancelledAt displayFinancialStatus displayFulfillmentStatus
    fulfillments(first: 5) { createdAt deliveredAt estimatedDeliveryAt trackingInfo(first: 1) { company } }
  } }
}"""
_NAME = re.compile(r"#?[A-Za-z0-9][A-Za-z0-9-]{0,39}")


def find(database: Database, settings: Settings, install: tables.Install, reference: str) -> Order | None:
    """The one order of that number; None where there is none, or Shopify does not say."""
    if settings.shopify is None or not settings.shopify.orders or not _NAME.fullmatch(reference):
        return None
    try:
        token = tokens.access_token(database, settings.shopify, install)
        asked = {"query": f'name:"{reference}"'}
        answer = graphql.ask(settings.shopify, install.external_id, token, QUERY, asked, tries=1)
    except (tokens.NoToken, graphql.NoAnswer, SecretUnreadable):
        return None
    orders = answer.data.get("orders")
    nodes = orders.get("nodes") if isinstance(orders, dict) else None
    named = [node for node in nodes or () if isinstance(node, dict) and _same(node.get("name"), reference)]
    return _read(named[0]) if len(named) == 1 else None


def _same(name: object, reference: str) -> bool:
    return isinstance(name, str) and name.lstrip("#").lower() == reference.lstrip("#").lower()


def _read(node: Mapping[str, Any]) -> Order:
    fulfilled = node.get("fulfillments")
    parcels = [_parcel(one) for one in fulfilled if isinstance(one, dict)] if isinstance(fulfilled, list) else []
    return Order(
        name=str(node["name"]),
        ordered=_moment(node.get("processedAt")),
        cancelled=_moment(node.get("cancelledAt")),
        paid=node.get("displayFinancialStatus") == "PAID",
        refunded=str(node.get("displayFinancialStatus", "")).endswith("REFUNDED"),
        sent=node.get("displayFulfillmentStatus") == "FULFILLED",
        parcels=tuple(parcels),
    )


def _parcel(one: Mapping[str, Any]) -> Parcel:
    tracking = one.get("trackingInfo")
    first = tracking[0] if isinstance(tracking, list) and tracking and isinstance(tracking[0], dict) else {}
    return Parcel(
        sent=_moment(one.get("createdAt")),
        expected=_moment(one.get("estimatedDeliveryAt")),
        delivered=_moment(one.get("deliveredAt")),
        carrier=str(first.get("company") or "")[:60],
    )


def _moment(text: object) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None

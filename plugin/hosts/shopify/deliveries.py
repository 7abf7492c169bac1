"""Delivered orders as Shopify tells of them, for invitations: number, address, name and products, and nothing else.

Off until ``WEDERWOORD_SHOPIFY_ORDERS`` is on: orders are protected customer data, which Shopify must approve (contract
shopify-shopware §1.10). Without that approval the address comes as null, and the order is passed by.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.contract import DeliveredOrder, InvitedProduct, OrderPage
from connectors.inviting import plain_name
from connectors.storable import storable
from plugin.hosts.shopify import graphql, tokens
from plugin.inviting.reading_orders import NotNow
from plugin.settings import Settings
from plugin.store import Database, SecretUnreadable, tables

AT_ONCE = 50
_MOST_PAGES = 2_000
_MOST_PRODUCTS = 20
_LONGEST_NUMBER = 100
_SPARE = dt.timedelta(minutes=10)  # Shopify's search sees a change some time after it was made
# Reference: https://shopify.dev/docs/api/admin-graphql/latest/queries/orders and …/objects/Order
QUERY = """query Delivered($query: String!, $after: String) {
  orders(first: 50, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes {
      name email processedAt updatedAt customerLocale displayFulfillmentStatus
      billingAddress { firstName lastName }
      fulfillments(first: 10) { createdAt deliveredAt }
      lineItems(first: 20) { nodes { name product { id } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""
_PRODUCT = "gid://shopify/Product/"


def delivered(
    database: Database, settings: Settings, install: tables.Install, since: dt.datetime
) -> Iterator[OrderPage]:
    """The orders that were wholly sent and changed since then, oldest first. Raises NotNow."""
    if settings.shopify is None or not settings.shopify.orders:
        raise NotNow("orders of Shopify are switched off")
    moment = (since - _SPARE).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    asked: dict[str, Any] = {"query": f"fulfillment_status:fulfilled updated_at:>='{moment}'", "after": None}
    for _ in range(_MOST_PAGES):
        try:
            token = tokens.access_token(database, settings.shopify, install)
            answer = graphql.ask(settings.shopify, install.external_id, token, QUERY, asked)
        except (tokens.NoToken, graphql.NoAnswer, SecretUnreadable) as error:
            raise NotNow(str(error)) from error
        found = answer.data.get("orders")
        if not isinstance(found, Mapping) or not isinstance(found.get("nodes"), list):
            raise NotNow("Shopify gives no orders")
        nodes = [node for node in found["nodes"] if isinstance(node, Mapping)]
        last = max(filter(None, (_moment(node.get("updatedAt")) for node in nodes)), default=since)
        yield OrderPage(tuple(filter(None, map(_read, nodes))), max(since, last))
        page = found.get("pageInfo")
        if not isinstance(page, Mapping) or not page.get("hasNextPage") or not isinstance(page.get("endCursor"), str):
            return
        asked["after"] = page["endCursor"]
    raise NotNow("Shopify's list of orders has no end")


def _read(node: Mapping[str, Any]) -> DeliveredOrder | None:
    """None for one that is not wholly sent, or whose address or number Shopify does not tell."""
    number, email, arrived = node.get("name"), node.get("email"), _arrived(node.get("fulfillments"))
    if not (isinstance(number, str) and isinstance(email, str) and arrived):
        return None
    if node.get("displayFulfillmentStatus") != "FULFILLED":
        return None
    whose = node.get("billingAddress")
    names = [whose.get(part) or "" for part in ("firstName", "lastName")] if isinstance(whose, Mapping) else []
    return DeliveredOrder(
        number=storable(number)[:_LONGEST_NUMBER],
        email=email.strip(),
        delivered=arrived,
        ordered=_moment(node.get("processedAt")),
        name=plain_name(" ".join(map(str, names))),
        language=_language(node.get("customerLocale")),
        products=_products(node.get("lineItems")),
    )


def _arrived(fulfilled: object) -> dt.datetime | None:
    """When the last parcel was delivered; where a carrier does not say, when it was sent."""
    parcels = [one for one in fulfilled if isinstance(one, Mapping)] if isinstance(fulfilled, list) else []
    moments = [_moment(one.get("deliveredAt")) or _moment(one.get("createdAt")) for one in parcels]
    return max(filter(None, moments), default=None)


def _products(items: object) -> tuple[InvitedProduct, ...]:
    nodes = items.get("nodes") if isinstance(items, Mapping) else None
    found = []
    for item in nodes if isinstance(nodes, list) else []:
        product = item.get("product") if isinstance(item, Mapping) else None
        number = str(product.get("id", "")).removeprefix(_PRODUCT) if isinstance(product, Mapping) else ""
        if number:
            found.append(InvitedProduct(number[:100], storable(str(item.get("name", "")))[:300]))
    return tuple(found[:_MOST_PRODUCTS])


def _language(locale: object) -> str:
    short = locale.partition("-")[0].lower() if isinstance(locale, str) else ""
    return short if len(short) == 2 and short.isascii() and short.isalpha() else ""  # noqa: PLR2004 -- ISO 639-1


def _moment(text: object) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None

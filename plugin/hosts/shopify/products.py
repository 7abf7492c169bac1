"""A product as Shopify describes it: what a reply may state about it (scope read_products)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from plugin.hosts.shopify import graphql, tokens
from plugin.settings import Settings
from plugin.shop import Product
from plugin.store import Database, SecretUnreadable, tables
from plugin.work.product_facts import NotNow

AT_ONCE = 25  # products in one question: some 50 points of the 1,000 that one question may cost
QUERY = """query Products($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Product { id title productType vendor description(truncateAt: 600) } }
}"""
_GID = "gid://shopify/Product/"
_NUMBER = re.compile(r"[0-9]{1,20}")
_LONGEST = 600  # characters of one fact


def look_up(
    database: Database, settings: Settings, install: tables.Install, product_ids: Sequence[str]
) -> dict[str, Product]:
    """The products that Shopify knows by these numbers; what is no number of Shopify's is left out. Raises NotNow."""
    if settings.shopify is None:
        raise NotNow("Shopify is switched off")
    numbers = [product_id for product_id in product_ids if _NUMBER.fullmatch(product_id.removeprefix(_GID))]
    found: dict[str, Product] = {}
    try:
        for start in range(0, len(numbers), AT_ONCE):
            token = tokens.access_token(database, settings.shopify, install)
            some = {f"{_GID}{number.removeprefix(_GID)}": number for number in numbers[start : start + AT_ONCE]}
            answer = graphql.ask(settings.shopify, install.external_id, token, QUERY, {"ids": list(some)})
            found |= _read(answer.data, some)
    except (tokens.NoToken, graphql.NoAnswer, SecretUnreadable) as error:
        raise NotNow(str(error)) from error
    return found


def _read(data: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Product]:
    nodes = data.get("nodes")
    read = {}
    for node in nodes if isinstance(nodes, list) else []:
        if not isinstance(node, dict) or node.get("id") not in asked or not _text(node, "title"):
            continue
        facts = (_text(node, "productType"), _text(node, "vendor"), _text(node, "description"))
        read[asked[node["id"]]] = Product(_text(node, "title"), tuple(fact for fact in facts if fact))
    return read


def _text(node: Mapping[str, Any], name: str) -> str:
    value = node.get(name)
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""

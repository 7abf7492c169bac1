"""What a shop and a person are called, asked once: for the desk's words, so no answer is no harm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from shopify_app import IdTokenDetails

from plugin.hosts.shopify import graphql, tokens
from plugin.settings import ShopifySettings

log = structlog.get_logger(__name__)

_COUNTRY = re.compile(r"[A-Z]{2}")
_ADDRESS_SINCE = "2026-01"  # the version of the Admin API from which a shop's address has its own name


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """Empty where Shopify does not say."""

    name: str = ""
    country: str = ""  # two letters


def shop_facts(settings: ShopifySettings, domain: str, token: str) -> ShopFacts:
    """The shop's own name, and the country whose law it sells under.

    Source: shopify.dev/changelog, "Deprecation of Shop.billingAddress in favor of Shop.shopAddress".
    """
    address = "shopAddress" if settings.api_version >= _ADDRESS_SINCE else "billingAddress"
    query = f"query ShopFacts {{ shop {{ name {address} {{ countryCodeV2 }} }} }}"
    try:
        answer = graphql.ask(settings, domain, token, query, tries=1)
    except graphql.NoAnswer as error:
        log.warning("the shop's name and country are not known", code=error.code)
        return ShopFacts()
    shop = _mapping(answer.data.get("shop"))
    name, country = shop.get("name"), _mapping(shop.get(address)).get("countryCodeV2")
    return ShopFacts(
        name if isinstance(name, str) else "",
        country if isinstance(country, str) and _COUNTRY.fullmatch(country) else "",
    )


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}


def person(settings: ShopifySettings, id_token: IdTokenDetails) -> tuple[str, str]:
    """Name and e-mail address of the person of this token, where the settings let us ask; the token is not kept."""
    if not settings.names:
        return "", ""
    try:
        user = tokens.exchange(settings, id_token, "online").user
    except tokens.NoToken as error:
        log.warning("a person's name is not known", code=error.code)
        return "", ""
    if user is None:
        return "", ""
    return f"{user.first_name} {user.last_name}".strip(), user.email if user.email_verified else ""

"""What a shop and a person are called, asked once: for the desk's words, so no answer is no harm."""

from __future__ import annotations

import structlog
from shopify_app import IdTokenDetails

from plugin.hosts.shopify import graphql, tokens
from plugin.settings import ShopifySettings

log = structlog.get_logger(__name__)

SHOP_QUERY = "query ShopName { shop { name } }"


def shop_name(settings: ShopifySettings, domain: str, token: str) -> str:
    """The shop's own name, "" where Shopify does not say."""
    try:
        answer = graphql.ask(settings, domain, token, SHOP_QUERY, tries=1)
    except graphql.NoAnswer as error:
        log.warning("the shop's name is not known", code=error.code)
        return ""
    shop = answer.data.get("shop")
    name = shop.get("name") if isinstance(shop, dict) else ""
    return name if isinstance(name, str) else ""


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

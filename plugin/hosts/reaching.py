"""Whether the platform behind an install answers us, by a question that changes nothing: for the doctor."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.contract import ConnectorError
from plugin.settings import Settings
from plugin.store import Database, tables


@dataclass(frozen=True, slots=True)
class Reached:
    """``todo``: what to do where it is not ``well``."""

    well: bool
    text: str
    todo: str = ""


_OPEN_AGAIN = "Open Wederwoord from the menu of the shop's admin: that gives it a new token."


def reach(database: Database, settings: Settings, install: tables.Install) -> Reached:
    """Ask the platform. Raises SecretUnreadable and the store's errors."""
    ask = {"shopify": _shopify, "shopware": _shopware, "woocommerce": _woocommerce}[install.host]
    return ask(database, settings, install)


def _shopify(database: Database, settings: Settings, install: tables.Install) -> Reached:
    if settings.shopify is None:
        return Reached(False, "Shopify is switched off here", "Set WEDERWOORD_SHOPIFY_CLIENT_ID and …_SECRET again.")
    from plugin.hosts.shopify import graphql, tokens  # the other hosts need none of it

    try:
        token = tokens.access_token(database, settings.shopify, install)
        graphql.ask(settings.shopify, install.external_id, token, "query Here { shop { id } }", tries=1)
    except tokens.NoToken as error:
        todo = _OPEN_AGAIN if error.reopen else "Try again later; if it stays, check the app's secret."
        return Reached(False, f"Shopify gives no token ({error.code})", todo)
    except graphql.NoAnswer as error:
        return Reached(False, f"Shopify does not answer ({error.code})", _OPEN_AGAIN)
    return Reached(True, "Shopify answers")


def _shopware(database: Database, settings: Settings, install: tables.Install) -> Reached:
    if settings.shopware is None:
        return Reached(False, "Shopware is switched off here", "Set WEDERWOORD_SHOPWARE_SECRET again.")
    from connectors.shopware.client import AdminApi
    from connectors.shopware.health import examine
    from plugin.hosts.shopware.kept import credential_of

    with database.session(shop_id=install.shop_id) as session:
        credential = credential_of(session, install)
    api = AdminApi(install.shop_url, credential.api_key, credential.secret_key)
    try:
        health = examine(api)
    finally:
        api.close()
    told = " ".join(health.messages)
    todo = (
        "Is the shop reachable from here, and the app still installed? In Shopware, update the app to register it anew."
    )
    return Reached(health.ok, told, "" if health.ok else todo)


def _woocommerce(database: Database, settings: Settings, install: tables.Install) -> Reached:  # noqa: ARG001 -- one signature for all
    from connectors.redaction import remember
    from plugin.hosts.woocommerce.shop_site import NotProved, require_proof
    from plugin.store import installs

    with database.session(shop_id=install.shop_id) as session:
        secret = installs.secrets(session, install).get("secret", "")
    remember(secret)
    again = "In WordPress, delete our plugin, upload it again and connect the shop: all that is here is kept."
    try:
        require_proof(install.data["rest_url"], install.data["plugin"], secret)
    except NotProved:
        return Reached(False, "the site at this address does not hold the secret that we share", again)
    except ConnectorError as error:
        return Reached(
            False, error.message, error.hint or "Is the shop reachable from here, and our plugin switched on?"
        )
    return Reached(True, "our plugin answers and proves itself")

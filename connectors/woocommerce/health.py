"""The connection test: what works, and in plain words what to do about the rest."""

from __future__ import annotations

from connectors.contract import ConnectorError, Health
from connectors.woocommerce.client import WooCommerceClient

_NO_APPLICATION_PASSWORDS = (
    "This WordPress takes no application passwords. It does so only over https; security plugins such as Wordfence "
    "can switch them off too."
)


def examine(client: WooCommerceClient) -> Health:
    try:
        return _examine(client)
    except ConnectorError as error:
        return Health.failed(error)


def _examine(client: WooCommerceClient) -> Health:
    root = client.root()
    if "wc/v3" not in root.namespaces:
        return Health(False, ("WordPress answers, but WooCommerce does not.", "Switch WooCommerce on in the shop."))
    try:
        me = client.me()
    except ConnectorError as error:
        return Health(False, (error.message, error.hint if root.application_passwords else _NO_APPLICATION_PASSWORDS))
    if not (isinstance(me.capabilities, dict) and me.capabilities.get("moderate_comments")):
        return Health(
            False,
            (
                f"The shop knows {me.name or 'this user'}, who may not answer reviews.",
                "Use an application password of a shop manager or an administrator.",
            ),
        )
    listed = client.reviews(per_page=1)
    count = "" if listed.total is None else f" It holds {listed.total} reviews (answers of customers included)."
    return Health(True, (f"Connected as {me.name or 'this user'}.{count}",))

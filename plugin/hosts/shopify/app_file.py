"""``shopify.app.toml``: what Shopify is told about the app; `shopify app deploy` hands it over (contract §1.7)."""

from __future__ import annotations

import json

from plugin.hosts.shopify.home import HOME_PATH
from plugin.hosts.shopify.webhooks import PATH as WEBHOOKS_PATH
from plugin.settings import ShopifySettings

SCOPES = "read_products"
SCOPES_WITH_ORDERS = "read_orders,read_products"
_TEMPLATE = """\
# Made by: wederwoord host shopify toml. Scopes and webhooks are handed over with: shopify app deploy
name = {name}
client_id = {client_id}
handle = "wederwoord"
application_url = {home}
embedded = true

[access_scopes]
scopes = {scopes}

[auth]
redirect_urls = [{home}]

[webhooks]
api_version = {version}

  [[webhooks.subscriptions]]
  topics = ["app/uninstalled"]
  uri = {webhooks}

  [[webhooks.subscriptions]]
  compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
  uri = {webhooks}
"""


def app_file(settings: ShopifySettings, address: str, *, name: str = "Wederwoord") -> str:
    """The file's text. ``address`` is the desk's public one, which must be https. Raises ValueError."""
    if not address.startswith("https://"):
        raise ValueError("Shopify embeds https addresses only: set WEDERWOORD_PUBLIC_URL to the desk's https address.")
    return _TEMPLATE.format(
        name=_quoted(name), client_id=_quoted(settings.client_id), home=_quoted(f"{address}{HOME_PATH}"),
        scopes=_quoted(SCOPES_WITH_ORDERS if settings.orders else SCOPES), version=_quoted(settings.api_version),
        webhooks=_quoted(f"{address}{WEBHOOKS_PATH}"),
    )  # fmt: skip


def _quoted(text: str) -> str:
    """A basic string of TOML; JSON's escapes are among TOML's."""
    return json.dumps(text)

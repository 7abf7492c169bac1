"""The hosts that come with Wederwoord: a new one is a folder beside this file and one line in KNOWN."""

from __future__ import annotations

from flask import Flask

from plugin.hosts import launching, registry
from plugin.hosts.registry import Host
from plugin.hosts.shopify.host import ShopifyHost
from plugin.hosts.shopware.host import ShopwareHost
from plugin.hosts.woocommerce.host import WooCommerceHost

KNOWN: tuple[Host, ...] = (ShopifyHost(), ShopwareHost(), WooCommerceHost())


def register(app: Flask) -> None:
    """Serve the hosts that the app's settings switch on."""
    for host in KNOWN:
        registry.HOSTS[host.name] = host
    launching.register(app)
